"""Papers of a round: the list for the meeting, the poster, the dossier."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from shopkit.adoption.models.recognition import CriteriaSet, PostingComment, Round
from shopkit.adoption.queries.assessing import Standing
from shopkit.adoption.queries.rounds import Listed
from shopkit.adoption.rules.criteria import MET, NOT_ASKED, Line
from shopkit.adoption.rules.rounds import last_posted_day
from shopkit.paper.document import A4, Column, Document
from shopkit.paper.pieces import beside, lines
from shopkit.places.models import Village
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language

LANDSCAPE = (A4[1], A4[0])
BIG_MM = 4.2
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def head(paper: Document, place: str, village: Village) -> None:
    """Who it comes from on the left, the nation's line on the right, as offices write."""
    half = paper.width / 2
    left = [
        *lines(place.upper(), half - 4, size=3.6, align="center"),
        *lines(village.name, half - 4, size=3.8, weight=700, align="center"),
    ]
    right = [
        *lines(NATION, half, size=3.6, weight=700, align="center"),
        *lines(MOTTO, half, size=3.6, weight=700, align="center"),
    ]
    piece = beside([(0.0, half - 4, left), (half, half, right)])
    paper.drawing(piece.height, piece.paint, gap=0)
    paper.space(5)


def meeting_list(
    village: Village,
    place: str,
    year: int,
    made: CriteriaSet,
    asked: Sequence[Line],
    standings: Sequence[Standing],
    today: date,
) -> Document:
    """Every household with what is known of it, and room to write what the meeting says."""
    title = _("Danh sách họp thôn xét Gia đình số năm %(year)s", year=year)
    paper = Document(title, language(), source=source_of(made), made_on=today, size=LANDSCAPE)
    head(paper, place, village)
    paper.heading(title.upper(), align="center")
    paper.paragraph(
        _("Họp ngày ……/……/%(year)s tại ………………………………………… "
            "Chủ trì: …………………………………… Số người dự: ………",
          year=year)
    )  # fmt: skip
    columns = [
        Column(_("Số"), 0.5, "center"),
        Column(_("Hộ"), 2.6),
        *(Column(line.code, 0.55, "center") for line in asked),
        Column(_("Đủ bắt buộc"), 0.9, "center"),
        Column(_("Đề nghị"), 0.8, "center"),
        Column(_("Chưa, vì sao"), 2.6),
        Column(_("Ký đồng ý đăng tên"), 1.8),
    ]
    rows = [
        [
            str(number),
            standing.household.name,
            *(mark_of(finding.state) for finding in standing.verdict.findings),
            _("đủ") if standing.verdict.meets else "",
            "",
            "",
            "",
        ]
        for number, standing in enumerate(standings, 1)
    ]
    paper.table(columns, rows, size=3.5)
    paper.hint(" · ".join(legend(line) for line in asked))
    paper.hint(
        _(
            "+ đã đạt; – không áp dụng; ô trống là chưa đạt hoặc chưa hỏi. "
            "Hộ nào không ký thì không đăng tên."
        )
    )
    paper.signatures([_("Người chủ trì"), _("Ban công tác Mặt trận"), _("Thư ký")])
    return paper


def legend(line: Line) -> str:
    said = f"{line.code}: {line.words}"
    return said if line.is_mandatory else _("%(said)s (không bắt buộc)", said=said)


def mark_of(state: str) -> str:
    return {MET: "+", NOT_ASKED: "–"}.get(state, "")


def source_of(made: CriteriaSet) -> str:
    return _(
        "Tiêu chí theo %(document)s ngày %(day)s", document=made.document, day=day(made.document_on)
    )


def poster(
    one: Round,
    village: Village,
    place: str,
    named: Sequence[str],
    unnamed_count: int,
    made: CriteriaSet,
    today: date,
) -> Document:
    """The list that hangs: the proposed who agreed to stand on it, and nobody else."""
    title = _("Danh sách hộ được đề nghị công nhận Gia đình số năm %(year)s", year=one.year)
    paper = Document(title, language(), source=source_of(made), made_on=today)
    head(paper, place, village)
    paper.heading(_("Danh sách hộ được đề nghị công nhận").upper(), align="center")
    paper.heading(_("Gia đình số năm %(year)s", year=one.year).upper(), align="center")
    rows = [
        [str(number), name, village.name, _("Đề nghị công nhận")]
        for number, name in enumerate(named, 1)
    ]
    columns = [
        Column(_("Số"), 0.6, "center"),
        Column(_("Hộ"), 3.2),
        Column(_("Thôn, tổ dân phố"), 2.2),
        Column(_("Kết quả"), 2.2),
    ]
    paper.table(columns, rows, size=BIG_MM)
    if unnamed_count:
        paper.paragraph(
            _("Ngoài ra có %(count)s hộ được đề nghị mà không đăng tên.", count=unnamed_count)
        )
    if one.posted_on:
        paper.facts(
            [
                (_("Niêm yết tại"), one.posted_at),
                (_("Từ ngày"), day(one.posted_on)),
                (_("Đến hết ngày"), day(last_posted_day(one.posted_on))),
            ]
        )
    paper.paragraph(
        _(
            "Ai có ý kiến, gặp trưởng thôn hoặc cán bộ xã trong thời gian trên. "
            "Ý kiến nào cũng được ghi lại và trả lời."
        ),
        size=BIG_MM,
    )
    paper.signatures([_("Người niêm yết"), _("Trưởng thôn")])
    return paper


def dossier(
    one: Round,
    village: Village,
    place: str,
    rows: Sequence[Listed],
    comments: Sequence[PostingComment],
    names: Mapping[UUID, str],
    reason: Callable[[str], str],
    made: CriteriaSet,
    today: date,
) -> Document:
    """Request, summary with comments, minutes: what the commune decides on."""
    title = _("Tờ trình đề nghị công nhận Gia đình số năm %(year)s", year=one.year)
    paper = Document(title, language(), source=source_of(made), made_on=today)
    proposed = [row for row in rows if row.line.is_proposed]
    head(paper, place, village)
    paper.heading(_("Tờ trình").upper(), align="center")
    paper.heading(_("Đề nghị công nhận Gia đình số năm %(year)s", year=one.year), 2, align="center")
    paper.paragraph(_("Kính gửi: Chủ tịch %(place)s", place=place.split(",")[0]))
    paper.paragraph(
        _(
            "Thôn đã họp ngày %(met)s, xét %(all)s hộ, đề nghị công nhận %(count)s hộ, "
            "chưa đề nghị %(not_yet)s hộ.",
            met=day(one.met_on),
            all=len(rows),
            count=len(proposed),
            not_yet=len(rows) - len(proposed),
        )
    )
    if one.posted_on:
        paper.paragraph(
            _(
                "Danh sách niêm yết tại %(where)s từ ngày %(since)s đến hết ngày %(until)s, "
                "nhận %(count)s ý kiến.",
                where=one.posted_at,
                since=day(one.posted_on),
                until=day(last_posted_day(one.posted_on)),
                count=len(comments),
            )
        )
    paper.signatures([_("Trưởng thôn")])
    paper.new_page()
    paper.heading(_("Tổng hợp kết quả"), 2)
    columns = [
        Column(_("Số"), 0.5, "center"),
        Column(_("Hộ"), 2.4),
        Column(_("Kết quả"), 1.5),
        Column(_("Lý do"), 4),
    ]
    paper.table(
        columns,
        [
            [
                str(number),
                row.household.name,
                _("Đề nghị") if row.line.is_proposed else _("Chưa"),
                "" if row.line.is_proposed else reason(row.line.why_not),
            ]
            for number, row in enumerate(rows, 1)
        ],
    )
    paper.heading(_("Ý kiến trong thời gian niêm yết"), 2)
    if comments:
        paper.table(
            [
                Column(_("Ngày"), 1.2),
                Column(_("Về hộ"), 1.8),
                Column(_("Ý kiến"), 3),
                Column(_("Trả lời"), 3),
            ],
            [
                [
                    day(said.said_on),
                    names[said.household_id] if said.household_id else _("Cả danh sách"),
                    said.words,
                    said.settled,
                ]
                for said in comments
            ],
        )
    else:
        paper.paragraph(_("Không có ý kiến nào."))
    paper.new_page()
    paper.heading(_("Biên bản họp thôn"), 2)
    paper.facts(
        [
            (_("Ngày họp"), day(one.met_on)),
            (_("Chủ trì"), one.chaired_by),
            (_("Số người dự"), str(one.attended_count or "")),
        ]
    )
    for paragraph in one.minutes.splitlines():
        paper.paragraph(paragraph)
    paper.signatures([_("Người chủ trì"), _("Thư ký")])
    return paper
