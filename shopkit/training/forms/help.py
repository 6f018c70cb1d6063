"""What a helper tells of a visit: where, how it ended, what she looked at and saw."""

from typing import Any

from shopkit.clock import today
from shopkit.training.models.help import (
    ALONE,
    BY_PHONE,
    CLASS,
    FOLLOW_UP,
    HELPED,
    HOME,
    HOME_VISIT,
    NOT_YET,
    ONBOARDING,
    OTHER_HELP,
    STALL,
)
from shopkit.training.rules.reasons import checks, reasons, referrals
from shopkit.training.rules.skills import skills
from shopkit.web.forms import AtMost, Day, Form, Line, Lines, Needed, OneOf, Sentence, Tick
from shopkit.web.language import language
from shopkit.web.language import lazy_gettext as lazy

LONGEST_NOTE, LONGEST_WHY = 500, 200
PLACES = {
    HOME: lazy("Ở nhà"),
    STALL: lazy("Ở quầy"),
    CLASS: lazy("Ở lớp"),
    BY_PHONE: lazy("Qua điện thoại"),
}
OUTCOMES = {
    ALONE: lazy("Tự làm được"),
    HELPED: lazy("Làm được khi có người giúp"),
    NOT_YET: lazy("Chưa"),
}
KINDS = {
    FOLLOW_UP: lazy("Thăm sau lớp"),
    ONBOARDING: lazy("Đưa lên nơi bán"),
    HOME_VISIT: lazy("Đến thăm, hướng dẫn"),
    OTHER_HELP: lazy("Giúp việc khác"),
}
NOT_CHOSEN = ""


class Chosen(OneOf):
    """A choice that may be left; anything that is not offered is taken for left."""

    def __init__(self, label: Sentence, *, needs_no_mark: bool = False, **kwargs: Any) -> None:
        """`needs_no_mark`: its label says itself when it may be left."""
        super().__init__(label, **kwargs)
        self.flags.needed = needs_no_mark

    def pre_validate(self, form: Any) -> None:
        if self.data not in [choice[0] for choice in self.choices or ()]:
            self.data = NOT_CHOSEN


class VisitForm(Form):
    """One visit; a "not yet" needs its reason."""

    place = OneOf(lazy("Gặp ở đâu?"), PLACES.items(), needed=lazy("Chọn nơi gặp."))
    on = Day(lazy("Ngày"), [Needed(lazy("Chọn ngày gặp."))])
    outcome = OneOf(
        lazy("Nay làm được chưa?"), OUTCOMES.items(), needed=lazy("Chọn: tự làm, có giúp hay chưa.")
    )
    why_not = Chosen(lazy("Nếu chưa: vì sao? (cần khi chọn Chưa)"), needs_no_mark=True)
    referred_to = Chosen(lazy("Chuyển đến"))
    note = Lines(lazy("Ghi chú"), [AtMost(LONGEST_NOTE)])
    helped_by = Chosen(lazy("Người giúp"))
    branch = Chosen(lazy("Thay mặt tổ, chi hội"))
    is_confirmed = Tick(lazy("Đã đọc lại, người được giúp nói đúng"))

    def offer(self) -> None:
        """Put the words of our lists on offer, in the reader's language."""
        said = language()
        self.why_not.choices = [
            (NOT_CHOSEN, lazy("Chọn lý do")),
            *((code, one.name(said)) for code, one in reasons().items()),
        ]
        self.referred_to.choices = [
            (NOT_CHOSEN, lazy("Không cần chuyển")),
            *((code, one.name(said)) for code, one in referrals().items()),
        ]

    def validate_all(self) -> bool:
        """Whether it was sent and says enough."""
        if not self.validate_on_submit():
            return False
        if self.on.data > today():
            self.refuse("on", lazy("Ngày này chưa đến. Chọn hôm nay hoặc ngày trước."))
        if self.outcome.data == NOT_YET and not self.why_not.data:
            self.refuse("why_not", lazy("Chọn lý do chưa làm được."))
        if self.outcome.data in (ALONE, HELPED) and self.why_not.data:
            self.refuse(
                "why_not", lazy("Đã chọn lý do chưa làm được. Bỏ lý do, hoặc chọn lại là Chưa.")
            )
        return not self.errors


class HelpForm(VisitForm):
    """Help that no class asked for; onto a channel it names which."""

    kind = OneOf(
        lazy("Giúp việc gì?"),
        [(code, KINDS[code]) for code in (ONBOARDING, HOME_VISIT, OTHER_HELP)],
        needed=lazy("Chọn việc đã giúp."),
    )
    channel = Chosen(lazy("Nơi bán nào?"))
    topic = Chosen(lazy("Chủ đề"))

    def validate_all(self) -> bool:
        if super().validate_all() and self.kind.data == ONBOARDING and not self.channel.data:
            self.refuse("channel", lazy("Chọn nơi bán đã giúp đưa lên."))
        return self.is_submitted() and not self.errors


class UndoForm(Form):
    """Why something is taken back."""

    why = Line(
        lazy("Vì sao bỏ?"),
        [Needed(lazy("Ghi ngắn vì sao bỏ, ví dụ: ghi nhầm người.")), AtMost(LONGEST_WHY)],
    )


def answered_checks(values: Any) -> dict[str, str]:
    """What was found of each thing that was looked at; what else arrives is passed over."""
    found = {}
    for code, check in checks().items():
        answer = values.get(f"check-{code}", "")
        if check.answer_or_none(answer):
            found[code] = answer
    return found


def seen_skills(values: Any) -> dict[str, int]:
    """The levels that were tapped."""
    told = {code: values.get(f"skill-{code}", "") for code in skills()}
    return {code: int(level) for code, level in told.items() if level in ("0", "1", "2", "3")}
