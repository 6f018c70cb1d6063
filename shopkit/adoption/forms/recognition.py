"""What people tell about criteria, households, meetings and decisions."""

from collections.abc import Sequence
from typing import Any

from shopkit.adoption.actions.assessing import Said
from shopkit.adoption.rules.criteria import (
    ADULTS_SHARE,
    MEMBER_SKILL,
    OBSERVED,
    OWNS_BUSINESS,
    RULES,
    SEEN,
    SELF_DECLARED,
    Answer,
    Line,
    Rule,
)
from shopkit.web.forms import (
    AtMost,
    Between,
    Day,
    Form,
    Lines,
    Needed,
    OneOf,
    Several,
    Tick,
    Whole,
)
from shopkit.web.forms import Line as Text
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

YES_SEEN, YES_TOLD, NO, UNSAID = "yes_seen", "yes_told", "no", "unsaid"
NO_LONGER = "no_longer"


class SetForm(Form):
    """Which document a set of criteria is from, and from when it counts."""

    name = Text(lazy("Tên bộ tiêu chí"), [Needed(lazy("Nhập tên bộ tiêu chí.")), AtMost(200)])
    document = Text(
        lazy("Số văn bản ban hành"),
        [AtMost(200)],
        description=lazy("Ví dụ: 15/QĐ-UBND. Chưa có thì để trống, nhập sau."),
    )
    document_on = Day(lazy("Ngày văn bản"))
    signer = Text(lazy("Người ký"), [AtMost(120)])
    valid_from = Day(lazy("Áp dụng từ ngày"), [Needed(lazy("Nhập ngày bắt đầu áp dụng."))])


class LineForm(Form):
    """One criterion of a draft."""

    code = Text(lazy("Mã"), [Needed(lazy("Nhập mã, ví dụ C8.")), AtMost(10)])
    words = Text(lazy("Nội dung"), [Needed(lazy("Nhập nội dung như trong văn bản.")), AtMost(300)])
    rule = OneOf(lazy("Xét bằng cách nào"))
    skills = Several(lazy("Kỹ năng nào"))
    threshold = Whole(lazy("Ngưỡng (phần trăm người lớn)"), [Between(1, 100)])
    least_evidence = OneOf(
        lazy("Cần bằng chứng đến mức nào"),
        [
            (SELF_DECLARED, lazy("Hộ tự khai là đủ")),
            (SEEN, lazy("Phải có người xem tận nơi")),
            (OBSERVED, lazy("Hệ thống ghi nhận")),
        ],
    )
    is_mandatory = Tick(lazy("Bắt buộc phải đạt"))
    only_business = Tick(lazy("Chỉ xét hộ có kinh doanh"))

    def line(self) -> Line | None:
        """The criterion that was typed, or None with a sentence at the field."""
        rule = str(self.rule.data)
        if rule == MEMBER_SKILL and not self.skills.data:
            self.refuse("skills", _("Chọn ít nhất một kỹ năng."))
        if rule == ADULTS_SHARE and self.threshold.data is None:
            self.refuse("threshold", _("Nhập ngưỡng, ví dụ 80."))
        code = str(self.code.data)
        if not (code.isascii() and code.isalnum()):
            self.refuse("code", _("Mã chỉ gồm chữ không dấu và số, ví dụ C8."))
        if self.errors:
            return None
        return Line(
            code=code.upper(),
            words=str(self.words.data),
            rule=Rule(rule, tuple(self.skills.data) if rule == MEMBER_SKILL else ()),
            threshold=self.threshold.data if rule == ADULTS_SHARE else None,
            least_evidence=str(self.least_evidence.data),
            is_mandatory=bool(self.is_mandatory.data),
            applies_if=OWNS_BUSINESS if self.only_business.data else "",
        )


def offer_rules(form: LineForm, words: dict[str, Any], skills: Sequence[tuple[str, str]]) -> None:
    form.rule.choices = [(name, words[name]) for name in RULES]
    form.skills.choices = list(skills)


class GroupForm(Form):
    """A target group of a document, made of memberships on the register."""

    document = Text(lazy("Số văn bản"), [Needed(lazy("Nhập số văn bản.")), AtMost(200)])
    valid_from = Day(lazy("Từ ngày"), [Needed(lazy("Nhập ngày của văn bản."))])
    target_set = Text(
        lazy("Ký hiệu văn bản"),
        [Needed(lazy("Nhập ký hiệu, ví dụ KH-2026.")), AtMost(40)],
        description=lazy("Cùng ký hiệu với bảng chỉ tiêu của văn bản đó."),
    )
    code = Text(lazy("Mã nhóm"), [Needed(lazy("Nhập mã nhóm, ví dụ canbo.")), AtMost(40)])
    words = Text(lazy("Tên nhóm"), [Needed(lazy("Nhập tên nhóm.")), AtMost(300)])
    kinds = Several(lazy("Gồm những hộ có"), [Needed(lazy("Chọn ít nhất một loại thành viên."))])


def assess_form(lines: Sequence[Line], standing: dict[str, Answer | None], known: set[str]) -> Any:
    """A form with a field for each criterion, filled with what stands.

    Of what the house itself knows (`known`) only the contrary can be said.
    """
    fields: dict[str, Any] = {}
    filled: dict[str, Any] = {}
    for at, line in enumerate(lines):
        answer = standing.get(line.code)
        if line.rule.name == ADULTS_SHARE:
            fields[f"number_{at}"] = Whole(lazy("Số người có"), [Between(0, 30)])
            fields[f"of_number_{at}"] = Whole(lazy("Trong số người lớn"), [Between(1, 30)])
            fields[f"seen_{at}"] = Tick(lazy("Đã xem tận nơi"))
            filled |= {
                f"number_{at}": answer.number if answer else None,
                f"of_number_{at}": answer.of_number if answer else None,
                f"seen_{at}": bool(answer and answer.evidence == SEEN),
            }
        elif line.code in known:
            fields[f"answer_{at}"] = OneOf(line.words, KNOWN_CHOICES)
            filled[f"answer_{at}"] = UNSAID
        else:
            fields[f"answer_{at}"] = OneOf(line.words, CHOICES)
            filled[f"answer_{at}"] = chosen(answer)
    fields["proof"] = Text(lazy("Ai nói, đã xem gì"), [AtMost(300)])
    made = type("AssessForm", (Form,), fields)
    return made(data=filled)


CHOICES = (
    (YES_SEEN, lazy("Có, đã xem")),
    (YES_TOLD, lazy("Có, hộ kể")),
    (NO, lazy("Chưa")),
    (UNSAID, lazy("Chưa rõ")),
)
KNOWN_CHOICES = (
    (UNSAID, lazy("Giữ như hệ thống ghi nhận")),
    (NO_LONGER, lazy("Đã xem: nay không còn")),
)


def chosen(answer: Answer | None) -> str:
    if answer is None:
        return UNSAID
    if not answer.is_met:
        return NO
    return YES_TOLD if answer.evidence == SELF_DECLARED else YES_SEEN


def said_in(form: Any, lines: Sequence[Line], known: set[str]) -> dict[str, Said]:
    """What the form says of each line, without those the house knows and nobody touched."""
    said: dict[str, Said] = {}
    proof = form.proof.data or ""
    for at, line in enumerate(lines):
        if line.rule.name == ADULTS_SHARE:
            evidence = SEEN if form[f"seen_{at}"].data else SELF_DECLARED
            number, of_number = form[f"number_{at}"].data, form[f"of_number_{at}"].data
            said[line.code] = Said(None, evidence, proof, number, of_number)
        else:
            answer = form[f"answer_{at}"].data
            if answer != UNSAID or line.code not in known:
                said[line.code] = SAID[answer](proof)
    return said


SAID = {
    YES_SEEN: lambda proof: Said(True, SEEN, proof),
    YES_TOLD: lambda proof: Said(True, SELF_DECLARED, proof),
    NO: lambda proof: Said(False, SELF_DECLARED, proof),
    NO_LONGER: lambda proof: Said(False, SEEN, proof),
    UNSAID: lambda proof: Said(None, SELF_DECLARED, proof),
}


class MeetingForm(Form):
    """What the village meeting did."""

    met_on = Day(lazy("Ngày họp"), [Needed(lazy("Nhập ngày họp thôn."))])
    chaired_by = Text(lazy("Ai chủ trì"), [Needed(lazy("Nhập tên người chủ trì.")), AtMost(120)])
    attended_count = Whole(
        lazy("Số người dự"), [Needed(lazy("Nhập số người dự họp.")), Between(1, 5000)]
    )
    minutes = Lines(
        lazy("Biên bản"),
        [Needed(lazy("Ghi vài câu: bàn gì, ý kiến, kết quả.")), AtMost(4000)],
    )


class ListedForm(Form):
    """Whether the meeting proposes a household."""

    proposed = OneOf(
        lazy("Họp thôn có đề nghị không?"), [("yes", lazy("Đề nghị")), ("no", lazy("Chưa"))]
    )
    why_not = Text(lazy("Vì sao chưa"), [AtMost(300)])


class PostingForm(Form):
    """Where and since when the list hangs."""

    posted_on = Day(lazy("Niêm yết từ ngày"), [Needed(lazy("Nhập ngày treo danh sách."))])
    posted_at = Text(
        lazy("Nơi niêm yết"), [Needed(lazy("Nhập nơi treo, ví dụ nhà văn hóa thôn.")), AtMost(200)]
    )


class CommentForm(Form):
    """What somebody said about the list."""

    household_id = OneOf(lazy("Về hộ nào"), needed=lazy("Chọn một hộ, hoặc cả danh sách."))
    words = Lines(lazy("Ý kiến"), [Needed(lazy("Ghi lại ý kiến.")), AtMost(1000)])
    said_on = Day(lazy("Ngày nhận"), [Needed(lazy("Nhập ngày nhận ý kiến."))])


class SettleForm(Form):
    """The answer to a comment."""

    settled = Lines(lazy("Trả lời"), [Needed(lazy("Ghi đã xem lại thế nào.")), AtMost(1000)])
    takes_off = Tick(lazy("Đưa hộ này ra khỏi danh sách"))


class WhyForm(Form):
    """A reason, in a sentence."""

    why = Lines(lazy("Lý do"), [Needed(lazy("Ghi lý do.")), AtMost(500)])


class DecisionForm(Form):
    """A signed decision, as it stands on paper."""

    number = Text(lazy("Số quyết định"), [Needed(lazy("Nhập số quyết định.")), AtMost(60)])
    signed_on = Day(lazy("Ngày ký"), [Needed(lazy("Nhập ngày ký."))])
    signer = Text(lazy("Người ký"), [Needed(lazy("Nhập họ tên người ký.")), AtMost(120)])
    signer_role = Text(lazy("Chức vụ"), [Needed(lazy("Nhập chức vụ người ký.")), AtMost(120)])
    valid_to = Day(
        lazy("Có giá trị đến hết ngày"),
        description=lazy("Để trống thì tính một năm từ ngày ký."),
    )
    left_out = Several(lazy("Hộ không có trong quyết định"))
    left_out_why = Text(lazy("Lý do, chỉ hộ đó và cán bộ thấy"), [AtMost(300)])


class RevokeForm(Form):
    """Why a recognition is taken back, and by which paper."""

    revoked_on = Day(lazy("Thu hồi từ ngày"), [Needed(lazy("Nhập ngày thu hồi."))])
    why = Lines(lazy("Lý do"), [Needed(lazy("Ghi lý do.")), AtMost(500)])
    document = Text(lazy("Số văn bản"), [AtMost(200)])
