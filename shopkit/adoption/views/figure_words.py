"""How a figure, its state and what it rests on are said to people."""

from collections.abc import Mapping
from decimal import Decimal

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.content import Figure
from shopkit.adoption.rules.open_data import shown_value
from shopkit.adoption.rules.suppression import HIDDEN, MISSING, OFF, TOLD, Shown, ShownCell
from shopkit.adoption.views.period_words import KEYS, UNITS
from shopkit.web.language import SOURCE, LazyText, grouped, language
from shopkit.web.language import lazy_gettext as lazy

EVIDENCE: Mapping[str, LazyText] = {
    "SD": lazy("tự khai"),
    "TV": lazy("đã xem tận nơi"),
    "SO": lazy("hệ thống ghi nhận"),
    "IM": lazy("nhập từ nguồn chính thức"),
}
STATES: Mapping[str, LazyText] = {
    MISSING: lazy("chưa báo cáo"),
    HIDDEN: lazy("che"),
    OFF: lazy("không công bố"),
}
SOURCES: Mapping[str, LazyText] = {
    "own": lazy("từ việc đã ghi"),
    "declared": lazy("hộ tự khai"),
    "imported": lazy("nhập từ văn bản"),
}
MORE_KEYS: Mapping[str, LazyText] = {
    "untold": lazy("Chưa rõ"),
    "female": lazy("Nữ"),
    "male": lazy("Nam"),
    "ocop": lazy("Có OCOP"),
    "not_ocop": lazy("Không có OCOP"),
    "platform": lazy("Sàn thương mại điện tử"),
    "social": lazy("Mạng xã hội"),
    "own": lazy("Trang riêng"),
}

# What stands between thousands and before decimals changes places.
SWAPPED = str.maketrans(",.", ".,")


def key_word(key: str) -> str:
    """A part of a breakdown, as people call it; a code of the commune's own stays what it is."""
    word = MORE_KEYS.get(key) or KEYS.get(key)
    return str(word) if word else key


def name_of(figure: Figure) -> str:
    return figure.names["vi" if language() == SOURCE else "en"]


def value_text(value: Decimal | int | None, unit: str) -> str:
    """A figure with its unit: 42,86 %; 1.204; 13.570,00."""
    if value is None:
        return "–"
    if unit in ("percent", "points", "million_vnd"):
        text = f"{value:,.2f}"
        if language() == SOURCE:  # thousands by a point, the rest after a comma
            text = text.translate(SWAPPED)
        return f"{text}\N{NO-BREAK SPACE}%" if unit == "percent" else text
    return grouped(int(value))


def hundredths_text(hundredths: int, unit: str = "") -> str:
    """A number of a document as it was written there: 98 %; 69,85 %; 44.174."""
    if hundredths % 100:
        text = value_text(Decimal(hundredths) / 100, "points")
    else:
        text = grouped(hundredths // 100)
    return f"{text}\N{NO-BREAK SPACE}%" if unit == "percent" else text


def cell_text(figure: Figure, cell: ShownCell) -> str:
    """What stands in a table: the figure, a dash, or the word for what is kept."""
    if cell.state == TOLD:
        return value_text(shown_value(figure, cell), figure.unit)
    return "–" if cell.state == MISSING else str(STATES[cell.state])


def computed_text(figure: Figure, computed: Cell) -> str:
    """What was computed where a figure was corrected by hand."""
    shown = [Shown(TOLD, one) for one in (computed.numerator or 0, computed.denominator or 0)]
    factor = figure.whole.factor
    cell = ShownCell(shown[0], shown[1], factor=factor)
    base = f" ({base_text(cell)})" if factor else ""
    return cell_text(figure, cell) + base


def unit_text(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def number_text(shown: Shown) -> str:
    if shown.state == TOLD:
        return grouped(shown.number or 0)
    return "–" if shown.state == MISSING else str(STATES[shown.state])


def base_text(cell: ShownCell) -> str:
    """Of how many: "18 trên 42", as far as it is told."""
    if not cell.factor or cell.numerator.state == MISSING or cell.state == OFF:
        return ""
    return f"{number_text(cell.numerator)} / {number_text(cell.denominator)}"


def share_text(cell: ShownCell) -> str:
    """How much of a figure was seen, observed or imported, where that is told."""
    if cell.verified.number is None or not cell.numerator.number:
        return "–" if cell.verified.state == MISSING else number_text(cell.verified)
    share = 100 * cell.verified.number / cell.numerator.number
    return f"{round(share)}\N{NO-BREAK SPACE}%"
