"""Bringing products in: what of a record travels, and what of it is news for one known already."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.layouts.layout import brand, cut, own_id, whole_text
from shopkit.channels.rules.layouts.sheet import OWN

# What a file never tells of a product that a house keeps.
NOT_TOLD = frozenset(
    {"id", "code", "address", "pictures", "proofs", "shop_name", "looked", "forms", "state"}
)
TOLD = tuple(one.name for one in fields(Record) if one.name not in NOT_TOLD)
TOLD_OF_FORM = tuple(one.name for one in fields(Form) if one.name not in ("values", "picture"))
DAYS = ("sale_from", "sale_to")
TUPLES = ("bullets", "hashtags", "option_names")
EMPTY = Record()
BLANK = tuple((name, getattr(EMPTY, name)) for name in TOLD)
ONE_COLUMN = ("google", "meta")
# What Google and Meta cut off; a longer title is not made shorter by its own file.
CUT_TITLES = (100, 150)


def packed(record: Record) -> str:
    """What a file told of a product, as text."""
    told = told_of(record)
    for name in DAYS:
        if name in told:
            told[name] = told[name].isoformat()
    if record.forms:
        told["forms"] = [packed_form(form) for form in record.forms]
    told["state"] = record.state
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def told_of(record: Record) -> dict[str, Any]:
    """What of a record is not blank."""
    whole = vars(record)
    return {name: whole[name] for name, blank in BLANK if whole[name] != blank}


def packed_form(form: Form) -> dict[str, Any]:
    known = {name: getattr(form, name) for name in TOLD_OF_FORM}
    return {"values": form.values} | {k: v for k, v in known.items() if v is not None}


def unpacked(text: str) -> Record:
    told: dict[str, Any] = json.loads(text)
    for name in DAYS:
        if name in told:
            told[name] = date.fromisoformat(told[name])
    for name in TUPLES:
        if name in told:
            told[name] = tuple(told[name])
    if "attributes" in told:
        told["attributes"] = tuple((name, value) for name, value in told["attributes"])
    if "forms" in told:
        told["forms"] = tuple(
            Form(**{**one, "values": tuple(one["values"])}) for one in told["forms"]
        )
    return Record(**told)


def merged(known: Record, told: Record) -> Record:
    """The product as it is once a file was heard: what the file leaves blank stays as it was.

    What our own files make of a record (the text of all its parts, a code in place of a SKU) is
    no news when it comes back.
    """
    news = {name: value for name, value in told_of(told).items() if is_news(known, told, name)}
    for name in ("came_from", "came_as"):
        news.pop(name, None)
    if known.came_from is None and not is_our_own_name(known, told):
        news |= {"came_from": told.came_from, "came_as": told.came_as}
    if told.came_from != OWN and "attributes" in news:
        news["attributes"] = tuple((dict(known.attributes) | dict(told.attributes)).items())
    if are_called_alike(known, told) or are_joined(known, told):
        news.pop("option_names", None)
    if told.forms:
        news["forms"] = merged_forms(known, told)
    whole = replace(known, **news)
    price, sale = whole.price_vnd, whole.sale_price_vnd
    if "sale_price_vnd" not in news and None not in (price, sale) and not is_lower(sale, price):
        whole = replace(whole, sale_price_vnd=None, sale_from=None, sale_to=None)
    return whole


def is_lower(sale: int | None, price: int | None) -> bool:
    return sale is not None and price is not None and sale < price


def are_called_alike(known: Record, told: Record) -> bool:
    """Whether options differ from those known in capitals only."""
    return [one.casefold() for one in known.option_names] == [
        one.casefold() for one in told.option_names
    ]


def are_joined(known: Record, told: Record) -> bool:
    """Whether a file only has one column for all that the known forms differ in."""
    if told.came_from not in ONE_COLUMN or len(told.option_names) != 1 or not known.forms:
        return False
    return all(form_before(known, form) for form in told.forms)


def merged_forms(known: Record, told: Record) -> tuple[Form, ...]:
    """The forms once a file was heard; only our own sheet, which has all of them, drops any."""
    is_joined = are_joined(known, told)
    has_other_levels = len(known.option_names) != len(told.option_names) and not is_joined
    if told.came_from == OWN or has_other_levels:
        return tuple(merged_form(known, form) for form in told.forms)
    changed: dict[tuple[str, ...], Form] = {}
    new: list[Form] = []
    for form in told.forms:
        before = form_before(known, form)
        if before is None or before.values in changed:
            new.append(form)
        else:
            merged = merged_form(known, form)
            changed[before.values] = replace(merged, values=before.values) if is_joined else merged
    return (*(changed.get(form.values, form) for form in known.forms), *new)


def forms_gone(known: Record, whole: Record) -> int:
    """How many forms of a product are no more."""
    found = {before.values for one in whole.forms if (before := form_before(known, one))}
    return len(known.forms) - len(found)


def without_repeats(record: Record) -> Record:
    """The record with each SKU at the first of its forms only."""
    seen: set[str | None] = {None}
    forms = []
    for form in record.forms:
        forms.append(replace(form, sku=None) if form.sku in seen else form)
        seen.add(form.sku)
    return replace(record, forms=tuple(forms))


def prices_changed(known: Record, whole: Record) -> list[tuple[str, int, int]]:
    """What costs another price than before: its name, the price before, and the new one."""
    before = {form.values: form.price_vnd for form in known.sold_forms()}
    return [
        (" / ".join((whole.title, *form.values)), old, form.price_vnd)
        for form in whole.sold_forms()
        if (old := before.get(form.values)) is not None
        and form.price_vnd is not None
        and form.price_vnd != old
    ]


def is_news(known: Record, told: Record, name: str) -> bool:
    if name == "description":
        texts = {known.description, whole_text(known), known.title}
        return told.description not in texts and told.description != cut(whole_text(known), 5000)
    if name == "title":
        return told.title not in {known.title, *(cut(known.title, at) for at in CUT_TITLES)}
    if name == "brand":
        return told.brand != brand(known)
    if name == "sku":
        return told.sku != own_id(known, Form(values=()), 80)
    if name == "maker_name":
        return told.maker_name != known.maker_name
    return True


def is_our_own_name(known: Record, told: Record) -> bool:
    """Whether the file only repeats what our own files call the product."""
    own = {known.code, known.sku or ""}
    for form in known.forms:
        own |= {form.sku or "", own_id(known, form, 50), own_id(known, form, 80)}
    return told.came_from == OWN or (told.came_as or "").casefold() in map(str.casefold, own)


def merged_form(known: Record, told: Form) -> Form:
    """A form with what is known of it already: found by its values, else by its code."""
    before = form_before(known, told)
    if before is None:
        return told
    news = {
        name: value
        for name in TOLD_OF_FORM
        if (value := getattr(told, name)) is not None
        and not (name == "sku" and value == own_id(known, before, 80))
    }
    return replace(before, values=told.values, **news)


def form_before(known: Record, told: Form) -> Form | None:
    by_values = (one for one in known.forms if one.values == told.values)
    by_code = (one for one in known.forms if told.sku and one.sku == told.sku)
    joined = (one for one in known.forms if told.values == (" / ".join(one.values),))
    return next(by_values, None) or next(by_code, None) or next(joined, None)


def shown_of(record: Record) -> Mapping[str, Any]:
    """What a card of a product to come shows."""
    return {"title": record.title, "price_vnd": record.price_vnd, "forms": len(record.forms)}
