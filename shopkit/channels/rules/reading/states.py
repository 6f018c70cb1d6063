"""Whether a product is on show, as files say it in many words."""

from shopkit.channels.rules.reading.found import Line
from shopkit.sheets.cells import text_of
from shopkit.text.search import search_text

ON_SHOW, DRAFT = "published", "draft"
NOT_SHOWN = frozenset(
    (
        "0", "2", "false", "no", "n", "khong", "draft", "archived", "unlisted", "hidden",
        "inactive", "disabled", "nhap", "ban nhap", "an", "da an", "tat", "ngung ban",
        "ngung kinh doanh", "khong hien thi",
    )
)  # fmt: skip


def state_of(line: Line) -> str:
    """The state that a file tells: a draft where any column says so."""
    told = [text_of(line.get(name)) for name in ("shown", "status") if name in line]
    is_hidden = any(one.startswith("-") or search_text(one) in NOT_SHOWN for one in told)
    return DRAFT if is_hidden else ON_SHOW
