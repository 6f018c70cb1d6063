"""Forms of a list that is brought: the file, whose list it is, and which village is which."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field

from shopkit.imports.forms import FileForm
from shopkit.web.forms import AtMost, Day, Form, Line, Needed, OneOf, Sentence
from shopkit.web.language import lazy_gettext as lazy

LATER = ""
NOWHERE = "-"


class ListForm(FileForm):
    """A list with its day and the document that makes it one."""

    source = Line(
        lazy("Danh sách của ai, số mấy"),
        [
            Needed(lazy("Nhập nguồn của danh sách, ví dụ: Danh sách hộ của Công an xã.")),
            AtMost(200),
        ],
        description=lazy("Ví dụ: Danh sách hộ của Công an xã; Công văn 12/TB-UBND."),
    )
    since = Day(
        lazy("Danh sách lập ngày"),
        [Needed(lazy("Nhập ngày lập danh sách, ví dụ 01/11/2026."))],
        description=lazy("Các hộ được tính từ ngày này."),
    )


def villages_form(
    names: Sequence[tuple[str, Sentence]], choices: Sequence[tuple[str, Sentence]], whole: bool
) -> Form:
    """One question for each name that no village bears, and one for rows without any."""
    fields: dict[str, Field] = {
        f"v{number}": OneOf(word, choices, default=LATER)
        for number, (_key, word) in enumerate(names)
    }
    if whole:
        fields["whole"] = OneOf(lazy("Cả danh sách thuộc thôn nào?"), choices, default=LATER)
    made: Any = type("VillagesForm", (Form,), fields)
    form: Form = made()
    return form
