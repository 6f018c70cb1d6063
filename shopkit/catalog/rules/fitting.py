"""Which values a record may hold, whoever wrote it."""

import re

from shopkit.catalog.rules.record import KEEPS_UNITS, NET_UNITS, Form, Record
from shopkit.money.parse import LEAST, MOST

LONGEST = {
    "title": 255,
    "description": 5000,
    "story": 5000,
    "price_unit": 20,
    "sku": 80,
    "brand": 70,
    "origin": 120,
    "ingredients": 2000,
    "storage": 500,
    "directions": 1000,
    "maker_name": 160,
    "maker_address": 200,
    "maker_phone": 20,
    "maker_email": 120,
    "category": 60,
    "ocop_group": 60,
    "came_as": 255,
}
# What reads otherwise than it is stored, or is no letter: readers clean this away, with a reason.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]")
COUNTS = (
    "keeps_count",
    "net_amount",
    "packed_weight_g",
    "packed_length_cm",
    "packed_width_cm",
    "packed_height_cm",
)
MOST_COUNT = 999_999_999
MOST_LEVELS, MOST_FORMS = 3, 100
LONGEST_LEVEL, LONGEST_VALUE = 40, 80
MOST_BULLETS, LONGEST_BULLET = 10, 250
MOST_ATTRIBUTES, LONGEST_ATTRIBUTE = 60, 500
MOST_HASHTAGS, LONGEST_HASHTAG = 30, 60


def misfit_of(record: Record) -> str:
    """The first field whose value cannot be kept; empty when all can."""
    told = vars(record)
    for name, most in LONGEST.items():
        if told[name] and not fits(told[name], most):
            return name
    for name in ("price_vnd", "sale_price_vnd"):
        if not is_price(told[name]):
            return name
    for name in COUNTS:
        if told[name] is not None and not is_count(told[name], 1):
            return name
    return misfit_of_the_rest(record)


def misfit_of_the_rest(record: Record) -> str:
    checks = (
        ("stock", is_count(record.stock, 0)),
        ("gtin", record.gtin is None or len(record.gtin) <= 14),
        ("keeps_unit", record.keeps_unit in (None, *KEEPS_UNITS)),
        ("net_unit", record.net_unit in (None, *NET_UNITS)),
        ("bullets", all_fit(record.bullets, MOST_BULLETS, LONGEST_BULLET)),
        ("hashtags", all_fit(record.hashtags, MOST_HASHTAGS, LONGEST_HASHTAG)),
        (
            "attributes",
            len(record.attributes) <= MOST_ATTRIBUTES
            and all(all_fit(pair, 2, LONGEST_ATTRIBUTE) for pair in record.attributes),
        ),
        ("option_names", all_fit(record.option_names, MOST_LEVELS, LONGEST_LEVEL)),
        ("forms", len(record.forms) <= MOST_FORMS and are_forms(record)),
    )
    return next((name for name, is_fit in checks if not is_fit), "")


def fits(text: str, most: int) -> bool:
    return len(text) <= most and (text.isprintable() or UNSEEN.search(text) is None)


def all_fit(texts: tuple[str, ...], most: int, longest: int) -> bool:
    return not texts or (len(texts) <= most and all(text and fits(text, longest) for text in texts))


def is_price(amount: int | None) -> bool:
    return amount is None or LEAST <= amount <= MOST


def is_count(count: int | None, least: int) -> bool:
    return count is None or least <= count <= MOST_COUNT


def are_forms(record: Record) -> bool:
    """Whether each form differs from the others by the product's levels, and holds fit values."""
    told = [form.values for form in record.forms]
    if len(set(told)) < len(told):
        return False
    levels = len(record.option_names)
    return all(len(form.values) == levels and is_form(form) for form in record.forms)


def is_form(form: Form) -> bool:
    texts = all_fit(form.values, MOST_LEVELS, LONGEST_VALUE)
    codes = len(form.sku or "") <= LONGEST["sku"] and len(form.gtin or "") <= 14
    prices = is_price(form.price_vnd) and is_price(form.sale_price_vnd)
    counts = is_count(form.stock, 0) and is_count(form.net_amount, 1)
    return texts and codes and prices and counts and is_count(form.packed_weight_g, 1)
