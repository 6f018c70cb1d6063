"""Forms of an import: the file, and which column is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shopkit.web.forms import Form, Needed, Sentence, Upload
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

NOT_THERE = ""


class FileForm(Form):
    """A spreadsheet that is sent."""

    file = Upload(
        lazy("Tệp bảng tính"),
        [Needed(lazy("Chọn tệp Excel hoặc CSV."))],
        description=lazy("Tệp Excel (.xlsx, .xls) hoặc CSV, dưới 20 MB."),
    )


class ColumnField(SelectField):
    """One of the columns of the file, or none."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        if self.data not in [choice.value for choice in self.choices or ()]:
            raise ValidationError(_("Chọn một cột trong tệp."))


def columns_form(
    words: Mapping[str, Sentence],
    needed: Sequence[str],
    choices: Sequence[tuple[str, str]],
    found: Mapping[str, int],
) -> Form:
    """A select box for each wanted column, with what was guessed chosen."""
    fields = {
        name: ColumnField(
            word,
            choices=[SelectChoice(value, text) for value, text in choices],
            default=str(found[name]) if name in found else NOT_THERE,
            validate_choice=False,
        )
        for name, word in words.items()
    }
    form: Form = type("ColumnsForm", (Form,), fields)()
    for name in needed:
        form[name].flags.needed = True
    return form


def pointed_out(form: Form) -> dict[str, int]:
    """The columns that were chosen, by what they mean."""
    return {name: int(value) for name, value in form.values().items() if value != NOT_THERE}
