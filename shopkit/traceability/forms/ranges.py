"""Naming labels by their codes, and saying what became of them."""

from shopkit.traceability.rules.states import DAMAGED, LOST, MISPRINTED, OTHER
from shopkit.web.forms import AtMost, Form, Line, OneOf, Upload
from shopkit.web.language import lazy_gettext as lazy

LONGEST_CODE = 200

REASONS = [
    (MISPRINTED, lazy("In lệch, in mờ")),
    (DAMAGED, lazy("Rách, bẩn, bong")),
    (LOST, lazy("Mất")),
    (OTHER, lazy("Lý do khác")),
]


class ScanForm(Form):
    """The first and the last label, by photo or by the code printed on them."""

    first_photo = Upload(lazy("Ảnh tem đầu"))
    first = Line(lazy("Mã trên tem đầu"), [AtMost(LONGEST_CODE)])
    last_photo = Upload(lazy("Ảnh tem cuối"))
    last = Line(lazy("Mã trên tem cuối"), [AtMost(LONGEST_CODE)])


class ConfirmForm(Form):
    """Nothing but the button."""


class SpoilForm(Form):
    """Why labels cannot be used."""

    why = OneOf(lazy("Vì sao?"), REASONS, needed=lazy("Chọn một lý do."))
