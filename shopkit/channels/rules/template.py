"""What goes under which key of Shopee's upload sheet.

The keys are those of its basic sheet for Indonesia of 31 August 2026, as a public program written
against it names them (third party); the sheet for Vietnam was not seen. So keys are looked for,
never counted on: what a sheet lacks is told, and what we do not know is left alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shopkit.catalog.rules.claims import Claim, claims_in
from shopkit.catalog.rules.facts import fact_lines
from shopkit.catalog.rules.keywords import hashtags_for
from shopkit.catalog.rules.quality import Finding, findings
from shopkit.catalog.rules.quality_rules import Severity
from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.template_fill import KeyedRow, Value
from shopkit.text.letters import nfc

SHOPEE = "shopee"
NAME_KEY, REASON_KEY = "ps_product_name", "et_title_reason"
SKU_KEYS = ("ps_sku_short", "ps_sku_parent_short")
GROUP_KEY = "et_title_variation_integration_no"
# What an answer of the channel is read from.
ANSWER_KEYS = (NAME_KEY, *SKU_KEYS, GROUP_KEY, REASON_KEY)
COVER_KEY, PICTURE_KEY = "ps_item_cover_image", "ps_item_image_{}"
MOST_PICTURES, MOST_LEVELS = 8, 2
LONGEST_TEXT, MOST_TAGS = 2000, 18
MOST_ROWS = 5_000
LONGEST_REASON = 500
# So many listings are looked at for one sheet; the next part takes the next ones.
PART = 500
# Shopee takes no listing without these; the category is chosen in the sheet by hand.
CHOSEN_BY_HAND = frozenset({"shopee.category"})

FILLED_KEYS = (
    NAME_KEY,
    "ps_product_description",
    "ps_sku_parent_short",
    GROUP_KEY,
    "et_title_variation_1",
    "et_title_option_for_variation_1",
    "et_title_image_per_variation",
    "et_title_variation_2",
    "et_title_option_for_variation_2",
    "ps_price",
    "ps_stock",
    "ps_sku_short",
    "ps_gtin_code",
    COVER_KEY,
    *(PICTURE_KEY.format(number) for number in range(1, MOST_PICTURES + 1)),
    "ps_weight",
    "ps_length",
    "ps_width",
    "ps_height",
)
NEEDED_KEYS = (NAME_KEY, "ps_product_description", "ps_price", COVER_KEY, "ps_weight")
# Keys that only the seller can fill, in the sheet itself.
HERS = ("ps_category", "channel_id")


@dataclass(frozen=True)
class Judged:
    """What keeps a listing out of the sheet: rules it fails, forbidden words, too many levels."""

    record: Record
    refused: tuple[Finding, ...] = ()
    claims: tuple[Claim, ...] = ()
    has_many_levels: bool = False

    @property
    def is_out(self) -> bool:
        return bool(self.refused or self.claims or self.has_many_levels)


def judged(record: Record, on: date) -> Judged:
    """Whether a listing may go into the sheet, and if not, why."""
    return Judged(
        record,
        tuple(
            one
            for one in findings(record, SHOPEE, on)
            if one.severity is Severity.REFUSED and one.code not in CHOSEN_BY_HAND
        ),
        tuple(claim for claim in claims_in(record) if claim.is_stop),
        len(record.option_names) > MOST_LEVELS,
    )


def rows_of(record: Record, *, has_addresses: bool) -> Iterator[KeyedRow]:
    """A row for each form that is sold; what is the product's own only on the first.

    Without a public address of the house nobody could fetch a photo, so none is named.
    """
    pictures = [one.address for one in record.pictures] if has_addresses else []
    for number, form in enumerate(record.sold_forms()):
        row: dict[str, Value | None] = {} if number else product_cells(record, pictures)
        row |= form_cells(record, form, has_addresses=has_addresses)
        yield {key: value for key, value in row.items() if value is not None and value != ""}


def product_cells(record: Record, pictures: Sequence[str]) -> dict[str, Value | None]:
    cells: dict[str, Value | None] = {
        NAME_KEY: record.title,
        "ps_product_description": text_of(record),
        "ps_sku_parent_short": record.sku if record.forms else None,
        "ps_length": record.packed_length_cm,
        "ps_width": record.packed_width_cm,
        "ps_height": record.packed_height_cm,
        COVER_KEY: next(iter(pictures), None),
    }
    for number, address in enumerate(pictures[1 : MOST_PICTURES + 1], 1):
        cells[PICTURE_KEY.format(number)] = address
    return cells


def form_cells(record: Record, form: Form, *, has_addresses: bool) -> dict[str, Value | None]:
    cells: dict[str, Value | None] = {
        "ps_price": form.price_vnd,
        "ps_stock": form.stock,
        "ps_sku_short": form.sku,
        "ps_gtin_code": form.gtin,
        "ps_weight": kilograms(form.packed_weight_g),
    }
    if record.forms:
        cells[GROUP_KEY] = record.code
        levels = zip(record.option_names, form.values, strict=False)
        for number, (name, value) in enumerate(levels, 1):
            cells[f"et_title_variation_{number}"] = name
            cells[f"et_title_option_for_variation_{number}"] = value
        if has_addresses and form.picture:
            cells["et_title_image_per_variation"] = form.picture.address
    return cells


def kilograms(grams: int | None) -> Decimal | None:
    """Grams as kilograms, without a trailing nought or an exponent."""
    if grams is None:
        return None
    return Decimal(format((Decimal(grams) / 1000).normalize(), "f"))


def text_of(record: Record) -> str:
    """The description with its points, facts and tags, as long as Shopee is known to take."""
    tags = " ".join(f"#{tag}" for tag in (record.hashtags or hashtags_for(record))[:MOST_TAGS])
    blocks = (
        cut(record.description),
        "\n".join(f"- {bullet}" for bullet in record.bullets),
        "\n".join(fact_lines(record)),
        tags,
    )
    told = ""
    for block in blocks:
        longer = f"{told}\n\n{block}" if told and block else told or block
        if len(longer) <= LONGEST_TEXT:
            told = longer
    return told


def cut(text: str) -> str:
    """As much of a text as may stand, ended at a word."""
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT].rpartition(" ")[0] or text[:LONGEST_TEXT]


def missing_keys(keys: Iterable[str]) -> list[str]:
    """What we could fill and the sheet has no column for."""
    known = set(keys)
    return [key for key in FILLED_KEYS if key not in known]


def unknown_keys(keys: Iterable[str]) -> list[str]:
    """The columns that are left as they are."""
    return [key for key in keys if key not in FILLED_KEYS and key != REASON_KEY]


@dataclass(frozen=True)
class Reason:
    """Why the channel did not take a listing, in its own words, and which listing it was."""

    title: str
    sku: str
    words: str
    product_id: str | None


@dataclass(frozen=True)
class Known:
    """The products of a shop that an answer may speak of, by SKU, by code and by name."""

    by_sku: Mapping[str, str]
    by_code: Mapping[str, str]
    by_title: Mapping[str, str]


def sku_in(row: Mapping[str, str]) -> str:
    return next((row[key] for key in SKU_KEYS if row.get(key)), "")


def reasons_in(rows: Iterable[Mapping[str, str]], known: Known) -> list[Reason]:
    """What the channel wrote beside the listings of a sheet that it handed back."""
    found: list[Reason] = []
    for row in rows:
        if row.get(REASON_KEY):
            sku, title = sku_in(row), row.get(NAME_KEY, "")
            product_id = (
                known.by_sku.get(sku)
                or known.by_code.get(row.get(GROUP_KEY, ""))
                or known.by_title.get(nfc(title))
            )
            found.append(Reason(title, sku, row[REASON_KEY][:LONGEST_REASON], product_id))
    return found
