"""All layouts, found by channel and form."""

from collections.abc import Mapping, Sequence
from datetime import date

from shopkit.catalog.rules.record import Record
from shopkit.channels.rules.layouts import sheet
from shopkit.channels.rules.layouts.hand_over import LAZADA_XLSX, TIKTOK_XLSX
from shopkit.channels.rules.layouts.layout import CSV, READ, XLSX, Layout
from shopkit.channels.rules.layouts.shopify import HARAVAN_CSV, HARAVAN_XLSX, NEW_CSV, OLD_CSV
from shopkit.channels.rules.layouts.shopping import GOOGLE_RSS, GOOGLE_TSV, META_CSV
from shopkit.channels.rules.layouts.tills import KIOTVIET_XLSX, PANCAKE_XLSX
from shopkit.channels.rules.layouts.woocommerce import WOOCOMMERCE_CSV
from shopkit.errors import NotFound
from shopkit.sheets.writing import Row


def sheet_rows(record: Record, _on: date) -> Sequence[Row]:
    return list(sheet.rows(record))


SHEET_XLSX = Layout(sheet.OWN, "xlsx", XLSX, sheet.HEADINGS, sheet_rows, READ, is_whole=True)
SHEET_CSV = Layout(
    sheet.OWN, "csv", CSV, sheet.HEADINGS, sheet_rows, READ, has_bom=True, is_whole=True
)

LAYOUTS = (
    GOOGLE_TSV,
    GOOGLE_RSS,
    META_CSV,
    NEW_CSV,
    OLD_CSV,
    WOOCOMMERCE_CSV,
    HARAVAN_XLSX,
    HARAVAN_CSV,
    KIOTVIET_XLSX,
    PANCAKE_XLSX,
    TIKTOK_XLSX,
    LAZADA_XLSX,
    SHEET_XLSX,
    SHEET_CSV,
)
BY_NAME: Mapping[tuple[str, str], Layout] = {(one.channel, one.form): one for one in LAYOUTS}
# The channels that files of ours are made for.
CHANNELS = tuple(dict.fromkeys(one.channel for one in LAYOUTS))
FEEDS = (GOOGLE_TSV, GOOGLE_RSS, META_CSV)


def layout(channel: str, form: str) -> Layout:
    found = BY_NAME.get((channel, form))
    if found is None:
        raise NotFound(f"{channel} {form}")
    return found


def layouts_of(channel: str) -> list[Layout]:
    """The files there are for a channel, the one to take first."""
    found = [one for one in LAYOUTS if one.channel == channel]
    if not found:
        raise NotFound(channel)
    return found
