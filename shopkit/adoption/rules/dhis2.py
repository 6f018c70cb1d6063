"""A report as DHIS2 takes it: data value sets, and the list of codes to set up beforehand.

Only what is told is sent; a number that was kept or never reported has no line at all.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from shopkit.adoption.rules.content import Figure
from shopkit.adoption.rules.periods import MONTH, QUARTER, Period
from shopkit.adoption.rules.suppression import DENOMINATOR, NUMERATOR, TOLD, Place

SHORT = {NUMERATOR: "NUM", DENOMINATOR: "DEN"}
DEFAULT = "default"


def period_code(period: Period) -> str:
    """202609, 2026Q3 or 2026."""
    if period.kind == MONTH:
        return f"{period.first:%Y%m}"
    if period.kind == QUARTER:
        return f"{period.first.year}Q{(period.first.month + 2) // 3}"
    return str(period.first.year)


def data_set(period: Period) -> str:
    return f"SHOPKIT_{period.kind.upper()}"


def data_element(code: str, part: str) -> str:
    return f"{code}_{SHORT[part]}"


def option_combo(place: Place) -> str:
    """What a cell is divided by, as one code: OWNER_GENDER_F; default where it is not."""
    if not place.breakdown:
        return DEFAULT
    return f"{place.breakdown}_{place.key}".upper()


def data_value_set(
    commune_code: str, period: Period, figures: Sequence[Figure], *, completed_on: date | None
) -> dict[str, object]:
    """The values of a commune and of its villages for a period."""
    found: dict[str, object] = {
        "dataSet": data_set(period),
        "period": period_code(period),
        "orgUnit": commune_code,
        "dataValues": [value for one in figures for value in values_of(commune_code, period, one)],
    }
    if completed_on is not None:
        found["completeDate"] = completed_on.isoformat()
    return found


def values_of(commune_code: str, period: Period, figure: Figure) -> Iterator[dict[str, str]]:
    for place, cell in figure.cells.items():
        for part in (NUMERATOR, DENOMINATOR) if cell.factor else (NUMERATOR,):
            shown = getattr(cell, part)
            if shown.state != TOLD:
                continue
            yield {
                "dataElement": data_element(figure.code, part),
                "period": period_code(period),
                "orgUnit": f"{commune_code}_{place.village}" if place.village else commune_code,
                "categoryOptionCombo": option_combo(place),
                "attributeOptionCombo": DEFAULT,
                "value": str(shown.number),
                "comment": f"evidence>={figure.evidence} version={figure.version}",
            }


def metadata(
    commune_code: str,
    period: Period,
    figures: Sequence[Figure],
    villages: Sequence[tuple[str, str]],
) -> dict[str, object]:
    """The codes that the values use, with what they mean."""
    combos = {option_combo(place) for one in figures for place in one.cells}
    return {
        "dataSets": [{"code": data_set(period), "periodType": period.kind.capitalize()}],
        "dataElements": [
            {
                "code": data_element(one.code, part),
                "name": f"{one.names['vi']}: {'tử số' if part == NUMERATOR else 'mẫu số'}",
                "valueType": "INTEGER",
                "aggregationType": "LAST" if one.kind in ("stock", "cumulative") else "SUM",
            }
            for one in figures
            for part in parts_of(one)
        ],
        "categoryOptionCombos": [{"code": one} for one in sorted(combos)],
        "organisationUnits": [
            {"code": commune_code},
            *({"code": f"{commune_code}_{id}", "name": name} for id, name in villages),
        ],
    }


def parts_of(figure: Figure) -> tuple[str, ...]:
    return (NUMERATOR, DENOMINATOR) if figure.whole.factor else (NUMERATOR,)
