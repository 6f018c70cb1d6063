"""The form that every form grows from, and fields that read what people really type."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    FileField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError

from shopkit.clock import LOCAL
from shopkit.money.parse import MOST, PriceAmbiguous, PriceOutOfRange, PriceUnreadable, parse_price
from shopkit.money.shown import shown
from shopkit.text.letters import TextUnclean, lines, one_line
from shopkit.text.phones import PhoneOutdated, PhoneUnreadable, canonical_phone, shown_phone
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

NOT_VALUES = frozenset({"csrf_token", "_key"})
DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%d/%m/%y", "%d-%m-%y")
FIRST_YEAR = 1900
NEGATIVE = re.compile("\\s*[-\N{MINUS SIGN}]\\s*[0-9]")
Sentence = str | LazyText


class Form(FlaskForm):
    """A form whose `values()` are exactly the keywords of the action it feeds."""

    class Meta(FlaskForm.Meta):
        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            render_kw.setdefault("required", False)
            return super().render_field(field, render_kw)

    def values(self) -> dict[str, Any]:
        return {field.name: field.data for field in self if field.name not in NOT_VALUES}

    def refuse(self, field: str, sentence: Sentence) -> None:
        """Add what an action refused to the field it is about."""
        self[field].errors = [*self[field].errors, str(sentence)]

    def errors_by_field(self) -> dict[str, list[str]]:
        return {name: [str(error) for error in errors] for name, errors in self.errors.items()}


class Needed:
    """The field must be filled; the sentence says with what."""

    field_flags = {"needed": True}

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence

    def __call__(self, _form: Any, field: Any) -> None:
        data = field.data
        is_empty_file = isinstance(data, FileStorage) and not data.filename
        if is_empty_file or data is None or data == "" or data == []:
            if not field.errors:
                raise StopValidation(str(self.sentence))
            raise StopValidation


class AtMost:
    """No longer than so many characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.field_flags = {"maxlength": length}

    def __call__(self, _form: Any, field: Any) -> None:
        given = len(field.data or "")
        if given > self.length:
            raise ValidationError(
                _(
                    "Nhập ngắn hơn: tối đa %(limit)s ký tự, đang có %(given)s.",
                    limit=self.length,
                    given=given,
                )
            )


class Line(StringField):
    """One line of text: trimmed, composed, free of invisible characters."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = valuelist[0] if valuelist else ""
        self.data = read_text(raw, one_line)


class Lines(TextAreaField):
    """Text of several lines, otherwise as `Line`."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        raw = valuelist[0] if valuelist else ""
        self.data = read_text(raw, lines)


def read_text(raw: str, clean: Callable[[str], str]) -> str:
    try:
        return clean(raw)
    except TextUnclean as problem:
        raise ValueError(_("Xóa hết chữ trong ô này rồi gõ lại bằng tay.")) from problem


class Typed(StringField):
    """A field that shows again what was typed while it could not be read."""

    data: Any
    typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None and (self.errors or self.data is None):
            return self.typed
        return "" if self.data is None else self.written(self.data)

    def written(self, value: Any) -> str:
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = (valuelist[0] if valuelist else "")[:200]
        self.data = self.read(self.typed) if self.typed.strip() else None

    def read(self, text: str) -> Any:
        return text


class Phone(Typed):
    """A Vietnamese phone number in any usual writing, kept as +84…"""

    def written(self, value: str) -> str:
        return shown_phone(value)

    def read(self, text: str) -> str:
        try:
            return canonical_phone(text)
        except PhoneOutdated as problem:
            raise ValueError(
                _(
                    "Số này nay đã đổi thành %(phone)s. Nhập số mới.",
                    phone=shown_phone(problem.today),
                )
            ) from problem
        except PhoneUnreadable as problem:
            raise ValueError(_("Nhập số điện thoại 10 số, ví dụ 0912 345 678.")) from problem


class Money(Typed):
    """A price as people say it: 25k, 1tr2, 25.000đ; what can be read in two ways asks back."""

    unreadable: Sentence = lazy("Nhập giá bằng số, ví dụ 25.000 hoặc 25k.")

    def written(self, value: int) -> str:
        return f"{value:,}".replace(",", ".")

    def read(self, text: str) -> int:
        try:
            return parse_price(text)
        except PriceAmbiguous as problem:
            readings = _(" hay ").join(shown(reading) for reading in problem.readings)
            raise ValueError(_("Nhập rõ hơn: %(readings)s?", readings=readings)) from problem
        except PriceOutOfRange as problem:
            too_much = _("Số này lớn quá. Nhập không quá %(most)s.", most=shown(MOST))
            too_little = _("Nhập số tiền lớn hơn 0.")
            raise ValueError(too_much if problem.amount > MOST else too_little) from problem
        except PriceUnreadable as problem:
            if NEGATIVE.match(text):
                raise ValueError(_("Nhập số tiền lớn hơn 0.")) from problem
            raise ValueError(str(self.unreadable)) from problem


class Amount(Money):
    """Money that is paid, not the price of a product."""

    unreadable = lazy("Nhập số tiền bằng số, ví dụ 25.000 hoặc 25k.")


class Day(Typed):
    """A day, from the phone's own picker or typed as 22/11/2026."""

    def written(self, value: date) -> str:
        return value.isoformat()

    def read(self, text: str) -> date:
        for form in DAY_FORMS:
            try:
                day = datetime.strptime(text.strip(), form).replace(tzinfo=LOCAL).date()
            except ValueError:
                continue
            if day.year >= FIRST_YEAR:
                return day
        raise ValueError(_("Nhập ngày theo mẫu ngày/tháng/năm, ví dụ 22/11/2026."))


class Whole(Typed):
    """A count."""

    def read(self, text: str) -> int:
        plain = text.strip().replace(".", "").replace(" ", "")
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
            raise ValueError(_("Nhập số bằng chữ số, ví dụ 50."))
        return int(plain)


class Between:
    """A count within limits, both included."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                _("Nhập số từ %(least)s đến %(most)s.", least=self.least, most=self.most)
            )


class OneOf(RadioField):
    """A choice of a few; anything else that arrives is answered with what to do."""

    data: Any

    def __init__(
        self,
        label: Sentence,
        choices: Iterable[tuple[str, Sentence]] = (),
        *,
        needed: Sentence | None = None,
        **kwargs: Any,
    ) -> None:
        self.needed = needed or lazy("Chọn một mục.")
        super().__init__(label, validate_choice=False, **kwargs)
        self.choices = list(choices)
        self.flags.needed = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else None

    def pre_validate(self, form: Any) -> None:
        if self.data not in [choice[0] for choice in self.choices or ()]:
            raise StopValidation(str(self.needed))


class Several(SelectMultipleField):
    """Any of the choices that are shown; what else arrives is passed over."""

    data: Any

    def pre_validate(self, form: Any) -> None:
        known = {choice[0] for choice in self.choices or ()}
        self.data = [one for one in self.data or () if one in known]


class Tick(BooleanField):
    """A box that is never ticked beforehand unless the record says so."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and valuelist[0] in ("y", "1", "on", "true")


class Upload(FileField):
    """A file sent with the form; absent is None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [file for file in valuelist if isinstance(file, FileStorage) and file.filename]
        self.data = sent[0] if sent else None


class Uploads(MultipleFileField):
    """Files sent with the form, in their order; none is an empty list."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]
