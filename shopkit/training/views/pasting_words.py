"""What is said of a pasted list: lines that are not taken, and what to look at again."""

from collections.abc import Iterable, Sequence

from shopkit.training.actions.pasting import PastedList
from shopkit.training.rules.pasting import (
    LONGEST_NAME,
    MOST_LINES,
    NO_NAME,
    TOO_LONG,
    TOO_MANY,
    LeftOut,
)
from shopkit.web.language import gettext as _

# Sentences travel in a cookie to the next page: so many are named, each so long, then "…".
MOST_NAMED, LONGEST_NAMED = 10, 30


def not_taken(left_out: Iterable[LeftOut]) -> list[str]:
    """One sentence for each reason, with the lines it holds for."""
    lines: dict[str, list[str]] = {}
    for one in left_out:
        lines.setdefault(one.why, []).append(str(one.number))
    words = {why: some(numbers) for why, numbers in lines.items()}
    said = []
    if NO_NAME in words:
        said.append(_("Không thấy tên, nên chưa thêm: dòng %(lines)s.", lines=words[NO_NAME]))
    if TOO_LONG in words:
        said.append(
            _(
                "Tên dài hơn %(most)s chữ, nên chưa thêm: dòng %(lines)s.",
                most=LONGEST_NAME,
                lines=words[TOO_LONG],
            )
        )
    if TOO_MANY in words:
        said.append(
            _("Chỉ đọc %(most)s dòng đầu. Chia phần còn lại thành lớp khác.", most=MOST_LINES)
        )
    return said


def to_look_at(made: PastedList) -> list[str]:
    """What was taken, and may still be wrong."""
    said = []
    if made.unknown_villages:
        said.append(
            _(
                "Xã chưa có thôn tên %(villages)s. Đã thêm người; chọn lại thôn trong sổ.",
                villages=some(made.unknown_villages),
            )
        )
    if made.twice:
        said.append(
            _(
                "Có hai dòng cùng tên, chỉ thêm một: %(names)s."
                " Nếu là hai người, dán lại kèm số điện thoại.",
                names=some(made.twice),
            )
        )
    if made.shared_phone:
        said.append(
            _(
                "Số điện thoại đã có ở người tên khác: %(names)s. Xem lại số của họ.",
                names=some(made.shared_phone),
            )
        )
    return said


def some(words: Sequence[str]) -> str:
    cut = [one if len(one) <= LONGEST_NAMED else f"{one[:LONGEST_NAMED]}…" for one in words]
    return ", ".join(cut[:MOST_NAMED]) + ("…" if len(cut) > MOST_NAMED else "")
