"""Reading rows of published figures: which columns they have, and what a row says."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from shopkit.clock import local_day
from shopkit.imports.rules.columns import Column, Wanted
from shopkit.imports.rules.values import Kind
from shopkit.text.search import search_text

INDICATOR, NUMERATOR, DENOMINATOR = "indicator", "numerator", "denominator"
AS_OF, ORGANISATION, DOCUMENT, DOCUMENT_ON = "as_of", "organisation", "document", "document_on"
NO_INDICATOR, NO_NUMBER, NO_BASE, PART_TOO_LARGE = (
    "no_indicator", "no_number", "no_base", "part_too_large",
)  # fmt: skip
NO_DAY, AHEAD, NO_SOURCE = "no_day", "ahead", "no_source"
AFTER_DOCUMENT = "after_document"
OWN_FIGURE = "own_figure"
# What a commune puts before its name when it signs; its clinic or its union are others.
SIGNED_AS = ("uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "van phong")
LONGEST = 200
MOST = 10**13
OLDEST = date(2015, 1, 1)

WANTED = Wanted(
    (
        Column(
            INDICATOR,
            Kind.TEXT,
            ("ma chi tieu", "chi tieu", "ma so", "ma", "indicator", "code"),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            NUMERATOR,
            Kind.TEXT,
            ("tu so", "so luong", "so dat", "thuc hien", "gia tri", "ket qua", "numerator"),
            is_needed=True,
        ),
        Column(
            DENOMINATOR,
            Kind.TEXT,
            ("mau so", "tong so", "tong", "denominator", "total"),
        ),
        Column(
            AS_OF,
            Kind.MOMENT,
            ("ngay so lieu", "tinh den ngay", "den ngay", "thoi diem", "as of"),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            ORGANISATION,
            Kind.TEXT,
            ("co quan", "don vi cung cap", "to chuc", "nguon", "organisation", "source"),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            DOCUMENT,
            Kind.TEXT,
            ("van ban", "so van ban", "so hieu", "bao cao", "document"),
            is_needed=True,
            fills_down=True,
        ),
        Column(
            DOCUMENT_ON,
            Kind.MOMENT,
            ("ngay van ban", "ngay ban hanh", "ngay ky", "document date"),
            is_needed=True,
            fills_down=True,
        ),
    )
)  # fmt: skip


def read_row(
    values: Mapping[str, Any], codes: Collection[str], today: date
) -> dict[str, Any] | str:
    """What is to be kept of a row, or why it cannot be."""
    indicator = str(values.get(INDICATOR) or "").strip().upper()
    if indicator not in codes:
        return NO_INDICATOR
    organisation = str(values.get(ORGANISATION) or "").strip()[:LONGEST]
    document = str(values.get(DOCUMENT) or "").strip()[:LONGEST]
    if not (organisation and document):
        return NO_SOURCE
    as_of, document_on = values.get(AS_OF), values.get(DOCUMENT_ON)
    if not isinstance(as_of, datetime) or not isinstance(document_on, datetime):
        return NO_DAY
    days = local_day(as_of), local_day(document_on)
    if not all(OLDEST <= day <= today for day in days):
        return AHEAD
    if days[0] > days[1]:
        return AFTER_DOCUMENT
    number = read_number(values.get(NUMERATOR), values.get(DENOMINATOR))
    if isinstance(number, str):
        return number
    return {
        "indicator": indicator,
        "numerator_hundredths": number[0],
        "denominator": number[1],
        "operator": "=",
        "as_of": days[0],
        "organisation": organisation,
        "document": document,
        "document_on": days[1],
    }


def read_number(part: object, base: object) -> tuple[int, int | None] | str:
    """The numerator in hundredths and the base; a value alone may have two decimals."""
    told = number_of(part)
    if told is None:
        return NO_NUMBER
    if base is None or base == "":
        return int(told * 100), None
    whole = number_of(base)
    if whole is None or whole != int(whole) or whole <= 0:
        return NO_BASE
    if told != int(told):
        return NO_NUMBER
    if told > whole:
        return PART_TOO_LARGE
    return int(told) * 100, int(whole)


def number_of(typed: object) -> Decimal | None:
    """A number as people write it: 25.736 is twenty-five thousand, 69,85 has two decimals."""
    plain = str(typed if typed is not None else "").strip().removesuffix("%").strip()
    plain = plain.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if "," in plain and plain.count(",") == 1 and len(plain.partition(",")[2]) <= 2:
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
        groups = plain.split(".")
        if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
            plain = "".join(groups)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    is_fine = number.is_finite() and 0 <= number < MOST
    return number.quantize(Decimal("0.01")) if is_fine else None


def day_of(kept: object) -> date:
    """A day as it was packed, which may come back with a time."""
    if isinstance(kept, datetime):
        return kept.date()
    return kept if isinstance(kept, date) else date.fromisoformat(str(kept)[:10])


def is_own(organisation: str, commune: str) -> bool:
    """Whether the organisation is the commune itself, however it signs: "UBND xã Thực Hành"."""
    signed, name = search_text(organisation), search_text(commune)
    while before := next((one for one in SIGNED_AS if signed.startswith(f"{one} ")), ""):
        signed = signed.removeprefix(before).strip().removeprefix("va ").strip()
    kind, _space, rest = name.partition(" ")
    return signed in (name, kind, rest)
