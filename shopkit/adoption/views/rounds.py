"""A village's round: its next step in words, the meeting, the list, the posting, the dossier."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.consents import give_consent
from shopkit.accounts.rules.purposes import POSTING
from shopkit.adoption.actions import rounds as actions
from shopkit.adoption.forms.recognition import (
    ListedForm,
    MeetingForm,
    PostingForm,
    WhyForm,
)
from shopkit.adoption.models.recognition import Round
from shopkit.adoption.queries.criteria import asked_by, set_in_force_or_none
from shopkit.adoption.queries.rounds import (
    PAGE,
    Stand,
    agreed_to_posting,
    lacks_of,
    listed,
    listed_line,
    round_within,
    stands_of,
    village_of,
    villages_within,
)
from shopkit.adoption.rules import rounds as rules
from shopkit.adoption.rules.criteria import Line
from shopkit.adoption.views.assessing import page_asked
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.recognition_words import (
    LACK_WORDS,
    LINE_WORDS,
    ROUND_TONES,
    ROUND_WORDS,
    reason_words,
    words_of,
)
from shopkit.clock import local_day
from shopkit.errors import NotFound, Refusal
from shopkit.scope import LEADER, OFFICER, VILLAGE_HEAD
from shopkit.shops.rules.two_people import SecondNeeded
from shopkit.web.doors import for_roles
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

EARLIEST_YEAR = 2025

REFUSALS: dict[type[Refusal], LazyText] = {
    actions.WithoutSet: lazy("Xã chưa áp dụng bộ tiêu chí nào có văn bản. Hỏi cán bộ xã."),
    actions.NotNow: lazy(
        "Việc này không làm ở bước hiện nay. Mở lại trang để xem đang ở bước nào."
    ),
    actions.MeetingAhead: lazy("Ngày này chưa tới. Nhập ngày đã qua hoặc hôm nay."),
    actions.MeetingBeforeRound: lazy("Họp thôn từ ngày mở vòng xét trở đi. Xem lại ngày họp."),
    actions.PostedLongAgo: lazy(
        "Ghi ngày niêm yết trong vòng 3 ngày từ khi treo. Treo lại rồi ghi ngày mới."
    ),
    actions.PostedBeforeMeeting: lazy("Niêm yết sau khi họp thôn. Xem lại ngày."),
    actions.NobodyProposed: lazy("Chưa có hộ nào được đề nghị, nên không có gì để niêm yết."),
    actions.MeetsNotYet: lazy("Hộ này chưa đủ tiêu chí bắt buộc nên chưa đề nghị được."),
    actions.WithoutReason: lazy("Ghi vì sao chưa đề nghị, để hộ biết cần làm gì."),
    actions.OnceProposed: lazy(
        "Danh sách đã niêm yết chỉ bớt hộ, không thêm. Muốn thêm thì họp và niêm yết lại."
    ),
    actions.OwnEvidence: lazy(
        "Ai đã xem tận nơi cho hộ này thì không tự trả lời ý kiến về hộ. Nhờ người khác."
    ),
    SecondNeeded: lazy("Cần người thứ hai: ai gửi hồ sơ thì không tự duyệt."),
}


def own(round_id: UUID, *roles: str) -> Round:
    return round_within(db.session, who(), round_id, *(roles or (VILLAGE_HEAD, OFFICER, LEADER)))


def layout_of_hers() -> str:
    """Officers sit at a desk, a village head stands with her phone."""
    return "seller" if who().has(VILLAGE_HEAD) else "office"


def asked_in(one: Round) -> tuple[Line, ...]:
    return asked_by(db.session, actions.set_of(db.session, one)).lines


@bp.route("/rounds")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def rounds() -> Response:
    """The villages that are hers, where each stands this year, and what is late."""
    today = clock.today()
    year = request.args.get("year", today.year, type=int)
    if not EARLIEST_YEAR <= year <= today.year:
        raise NotFound(str(year))
    villages = villages_within(db.session, who(), VILLAGE_HEAD, OFFICER, LEADER)
    stands = stands_of(db.session, villages, year)
    is_office = who().has(OFFICER, LEADER)
    communes = {one.commune_code for one in villages}
    has_set = all(set_in_force_or_none(db.session, code, today) for code in communes)
    return show(
        "adoption/recognition/rounds.html" if is_office else "adoption/recognition/my_rounds.html",
        stands=stands,
        year=year,
        years=range(EARLIEST_YEAR, today.year + 1),
        today=today,
        latest_posting=rules.latest_posting_day(year),
        finished_by=rules.finished_by(year),
        next_of=next_of,
        may_open=year == today.year and has_set,
        lacks_set="" if has_set or year < today.year else REFUSALS[actions.WithoutSet],
        days=rules,
        **words(),
    )


@bp.route("/rounds/open", methods=["POST"])
@for_roles(VILLAGE_HEAD, OFFICER)
def open_round() -> Response:
    """Begin this year's round of a village."""
    village_id = request.form.get("village", type=UUID)
    hers = {one.id: one for one in villages_within(db.session, who(), VILLAGE_HEAD, OFFICER)}
    if village_id not in hers:
        raise NotFound(str(village_id))
    today = clock.today()
    try:
        one = actions.open_round(
            db.session, hers[village_id], year=today.year, on=today, now=clock.now()
        )
    except actions.WithoutSet as problem:
        flash(str(REFUSALS[type(problem)]), "bad")
        return to(".rounds")
    return to(".round_page", round_id=one.id)


@bp.route("/rounds/<uuid:round_id>")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def round_page(round_id: UUID) -> Response:
    one = own(round_id)
    today = clock.today()
    stand = stands_of(db.session, [village_of(db.session, one)], one.year)[0]
    return show(
        "adoption/recognition/round.html",
        layout=layout_of_hers(),
        one=one,
        stand=stand,
        made=actions.set_of(db.session, one),
        lacks=lacks_of(db.session, one, today),
        next=next_of(stand),
        today=today,
        days=rules,
        sent_on=local_day(one.sent_at) if one.sent_at else None,
        is_head=who().has(VILLAGE_HEAD),
        is_officer=who().has(OFFICER),
        **words(),
    )


def next_of(stand: Stand) -> str:
    """What comes next in a round, in a sentence."""
    one = stand.round
    if one is None:
        return _("Mở vòng xét năm nay, rồi xét từng hộ.")
    if one.state == rules.ASSESSING:
        return _("Xét từng hộ, in danh sách, rồi họp thôn.")
    if one.state == rules.MET:
        return _("Xem lại danh sách, xin chữ ký đăng tên, rồi niêm yết.")
    if one.state == rules.POSTED and one.posted_on:
        until = rules.last_posted_day(one.posted_on)
        return _("Niêm yết đến hết %(day)s, ghi và trả lời ý kiến, rồi gửi hồ sơ.",
                 day=f"{until:%d/%m/%Y}")  # fmt: skip
    if one.state == rules.RETURNED:
        return _("Sửa theo lý do xã ghi, rồi gửi lại.")
    if one.state == rules.SENT and stand.decision:
        return _("Quyết định đã nhập, chờ người thứ hai xác nhận.")
    if one.state == rules.SENT:
        return _("Chờ xã ra quyết định.")
    return _("Phát giấy công nhận cho các hộ.")


@bp.route("/rounds/<uuid:round_id>/meeting", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD)
def meeting(round_id: UUID) -> Response:
    one = own(round_id, VILLAGE_HEAD)
    form = MeetingForm(obj=one) if one.met_on else MeetingForm(met_on=clock.today())
    if form.validate_on_submit() and done(
        form,
        "met_on",
        lambda: actions.hold_meeting(
            db.session, one, **form.values(), today=clock.today(), now=clock.now()
        ),
    ):
        return to(".round_list", round_id=one.id)
    return show("adoption/recognition/meeting.html", form=form, one=one)


@bp.route("/rounds/<uuid:round_id>/list")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def round_list(round_id: UUID) -> Response:
    """Every household of the meeting: proposed, or not yet and why."""
    one = own(round_id)
    page = page_asked()
    stand = stands_of(db.session, [village_of(db.session, one)], one.year)[0]
    rows = listed(db.session, one, page=page)
    return show(
        "adoption/recognition/round_list.html",
        layout=layout_of_hers(),
        one=one,
        stand=stand,
        rows=rows,
        page=page,
        page_count=-(-stand.tally.all // PAGE),
        agreed=agreed_to_posting(db.session, [row.household.id for row in rows]),
        reason=reasons(one),
        may_change=who().has(VILLAGE_HEAD) and one.state in (rules.MET, rules.RETURNED),
    )


def reasons(one: Round) -> Callable[[str], str]:
    by_code = words_of(asked_in(one))
    return lambda why_not: reason_words(why_not, by_code)


@bp.route("/rounds/<uuid:round_id>/list/<uuid:listed_id>", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD)
def listed_household(round_id: UUID, listed_id: UUID) -> Response:
    """What the meeting says of one household."""
    one = own(round_id, VILLAGE_HEAD)
    row = listed_line(db.session, one, listed_id)
    asked = asked_in(one)
    form = ListedForm(
        proposed="yes" if row.line.is_proposed else "no",
        why_not=reasons(one)(row.line.why_not),
    )
    if form.validate_on_submit() and done(
        form,
        "why_not",
        lambda: actions.say_of_household(
            db.session,
            one,
            row.line,
            is_proposed=form.proposed.data == "yes",
            why_not=form.why_not.data,
            mandatory=[line.code for line in asked if line.is_mandatory],
            now=clock.now(),
        ),
    ):
        return to(".round_list", round_id=one.id, _anchor=f"h{row.household.id.hex}")
    return show(
        "adoption/recognition/listed.html",
        form=form,
        one=one,
        row=row,
        asked=asked,
        line_words=LINE_WORDS,
    )


@bp.route("/rounds/<uuid:round_id>/names", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD)
def names_to_post(round_id: UUID) -> Response:
    """Who signed at the meeting that her household may stand on the list by name."""
    one = own(round_id, VILLAGE_HEAD)
    rows = listed(db.session, one, proposed=True)
    agreed = agreed_to_posting(db.session, [row.household.id for row in rows])
    if request.method == "POST":
        ticked = set(request.form.getlist("household", type=UUID))
        new = [row.household for row in rows if row.household.id in ticked - agreed]
        for home in new:
            give_consent(
                db.session,
                home.id,
                POSTING.code,
                commune_code=home.commune_code,
                given_by="paper",
                now=clock.now(),
            )
        flash(_("Đã ghi chữ ký của %(count)s hộ.", count=len(new)), "good")
        return to(".round_page", round_id=one.id)
    return show("adoption/recognition/names.html", one=one, rows=rows, agreed=agreed)


@bp.route("/rounds/<uuid:round_id>/posting", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD)
def posting(round_id: UUID) -> Response:
    one = own(round_id, VILLAGE_HEAD)
    form = PostingForm(posted_on=one.posted_on or clock.today(), posted_at=one.posted_at)
    if form.validate_on_submit() and done(
        form,
        "posted_on",
        lambda: actions.post_list(
            db.session, one, **form.values(), today=clock.today(), now=clock.now()
        ),
    ):
        flash(_("Đã ghi. In tờ niêm yết và treo lên."), "good")
        return to(".round_page", round_id=one.id)
    return show(
        "adoption/recognition/posting.html",
        form=form,
        one=one,
        latest=rules.latest_posting_day(one.year),
    )


@bp.route("/rounds/<uuid:round_id>/send", methods=["POST"])
@for_roles(VILLAGE_HEAD)
def send_dossier(round_id: UUID) -> Response:
    one = own(round_id, VILLAGE_HEAD)
    try:
        actions.send_dossier(db.session, one, today=clock.today(), now=clock.now())
    except actions.DossierIncomplete as problem:
        missing = " ".join(str(LACK_WORDS[lack]) for lack in problem.lacks)
        flash(_("Hồ sơ chưa đủ: %(missing)s", missing=missing), "bad")
    except actions.NotNow as problem:
        flash(str(REFUSALS[type(problem)]), "bad")
    else:
        flash(_("Xã đã nhận hồ sơ lúc %(at)s.", at=f"{local(one)}"), "good")
    return to(".round_page", round_id=one.id)


def local(one: Round) -> str:
    return f"{one.sent_at.astimezone(clock.LOCAL):%H:%M %d/%m/%Y}" if one.sent_at else ""


@bp.route("/rounds/<uuid:round_id>/return", methods=["GET", "POST"])
@for_roles(OFFICER)
def return_dossier(round_id: UUID) -> Response:
    one = own(round_id, OFFICER)
    form = WhyForm()
    if form.validate_on_submit() and done(
        form,
        "why",
        lambda: actions.return_dossier(
            db.session, one, why=form.why.data, by=who(), now=clock.now()
        ),
    ):
        flash(_("Đã trả hồ sơ về thôn kèm lý do."), "good")
        return to(".round_page", round_id=one.id)
    return show(
        "adoption/recognition/why.html",
        form=form,
        title=_("Trả hồ sơ về thôn"),
        hint=_("Thôn thấy lý do này và sửa rồi gửi lại."),
        button=_("Trả hồ sơ"),
        back_url=("adoption.round_page", {"round_id": one.id}),
    )


def done(form: Any, field: str, change: Callable[[], object]) -> bool:
    """Do it; False with the sentence of what stands in the way."""
    try:
        change()
    except tuple(REFUSALS) as problem:
        form.refuse(field, REFUSALS[type(problem)])
        return False
    return True


def words() -> dict[str, Any]:
    return {"round_words": ROUND_WORDS, "round_tones": ROUND_TONES, "lack_words": LACK_WORDS}
