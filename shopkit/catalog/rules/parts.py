"""The parts of a product that are asked about on a page each, and the fields they hold."""

from collections.abc import Mapping

from shopkit.catalog.rules.record import Record

SALE, WEIGHT, CODES, BRAND, ORIGIN = "sale", "weight", "codes", "brand", "origin"
MAKER, INGREDIENTS, STORAGE, DIRECTIONS = "maker", "ingredients", "storage", "directions"
BULLETS, STORY, ATTRIBUTES, HASHTAGS = "bullets", "story", "attributes", "hashtags"
CATEGORY, OCOP, STOCK = "category", "ocop", "stock"

# In the order in which they help a listing most.
FIELDS: Mapping[str, tuple[str, ...]] = {
    WEIGHT: (
        "net_amount",
        "net_unit",
        "packed_weight_g",
        "packed_length_cm",
        "packed_width_cm",
        "packed_height_cm",
    ),
    CATEGORY: ("category",),
    OCOP: ("ocop_group",),
    ORIGIN: ("origin",),
    INGREDIENTS: ("ingredients",),
    STORAGE: ("storage", "keeps_count", "keeps_unit"),
    DIRECTIONS: ("directions",),
    BULLETS: ("bullets",),
    STORY: ("story",),
    ATTRIBUTES: ("attributes",),
    STOCK: ("stock",),
    SALE: ("sale_price_vnd", "sale_from", "sale_to"),
    CODES: ("sku", "gtin"),
    BRAND: ("brand",),
    MAKER: ("maker_name", "maker_address", "maker_phone", "maker_email"),
    HASHTAGS: ("hashtags",),
}
# What others call a part of ours, in what they say is missing.
CALLED = {"keeping": STORAGE, "net": WEIGHT}
PART_OF = {name: part for part, names in FIELDS.items() for name in names}


def part_or_none(word: str) -> str | None:
    part = CALLED.get(word, word)
    return part if part in FIELDS else None


def is_filled(record: Record, part: str) -> bool:
    """Whether anything of a part is told; of weight and size only the whole counts."""
    if part == WEIGHT:
        return record.packed_weight_g is not None
    return any(getattr(record, name) not in (None, "", ()) for name in FIELDS[part])
