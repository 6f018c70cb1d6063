"""Answers to a quiz, and hands that were counted."""

from collections.abc import Mapping

from shopkit.training.rules.quizzes import Quiz
from shopkit.web.forms import Between, Form, Needed, Whole
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

MOST_HANDS = 300


class AnswersForm(Form):
    """Five questions; the answers are read from what was sent, since each quiz has its own."""

    def answered(self, quiz: Quiz, sent: Mapping[str, str]) -> dict[str, str] | None:
        """All answers, or none while one is missing; the form then says which."""
        known = quiz.known(sent)
        missing = [
            str(number) for number, one in enumerate(quiz.questions, 1) if one.code not in known
        ]
        if missing:
            self.form_errors.append(_("Trả lời nốt câu %(numbers)s.", numbers=", ".join(missing)))
            return None
        return known


class HandsForm(Form):
    """How many sat there; how many hands were right is a field for each question."""

    of_count = Whole(
        lazy("Bao nhiêu người trả lời?"),
        [Needed(lazy("Nhập số người trả lời, ví dụ 28.")), Between(1, MOST_HANDS)],
    )

    def counted(self, quiz: Quiz, sent: Mapping[str, str]) -> dict[str, int] | None:
        """The hands of each question; None where one cannot be read, and the form says which."""
        found: dict[str, int] = {}
        for number, one in enumerate(quiz.questions, 1):
            typed = sent.get(one.code, "").strip()
            is_count = typed.isascii() and typed.isdigit() and len(typed) <= 4
            if not is_count or int(typed) > (self.of_count.data or 0):
                self.form_errors.append(
                    _(
                        "Câu %(number)s: nhập số tay giơ đúng, không quá số người trả lời.",
                        number=number,
                    )
                )
                return None
            found[one.code] = int(typed)
        return found
