"""What can be measured on a master record: each by a name that the rules' data uses.

A measure gives its values, all of which must lie within a rule's bounds, or None where nothing is
known: what nobody knows counts neither for nor against a listing.
"""

import re
from collections.abc import Callable, Mapping
from itertools import combinations

from shopkit.catalog.rules.likeness import MOST_BITS_APART, bits_apart, is_near, mark_from
from shopkit.catalog.rules.listing_text import listing_text
from shopkit.catalog.rules.record import GRAM, MILLILITRE, Picture, Record
from shopkit.text.search import search_text

Values = tuple[float, ...] | None
Measure = Callable[[Record], Values]

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
HTML = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-zA-Z]{2,8}|#\d{2,6});")
# Oil and spirits are lighter than water; an empty pack weighs something too.
LEAST_G_PER_ML = 0.75

VIDEO = "video"
TEXT, SPLICED, CUT, ABSENT = "text", "spliced", "cut", "absent"
LANGUAGE, MODEL, UNTIDY, UNPLEASANT = "language", "model", "untidy", "unpleasant"
# What only an eye can tell of the first photo; a yes is bad.
EYE_QUESTIONS = (TEXT, SPLICED, CUT, ABSENT, LANGUAGE, MODEL, UNTIDY, UNPLEASANT)
YES, NO = "yes", "no"
# What is written where goods have no brand, as words to be found by.
NO_BRANDS = frozenset({"", "no brand", "khong thuong hieu", "khong co thuong hieu", "khong co"})
LOOKED_AT = "photo"


def photo_count(record: Record) -> Values:
    return (len(record.pictures),)


def photo_side(record: Record) -> Values:
    return tuple(short_side(picture) for picture in record.pictures) or None


def photo_long_side(record: Record) -> Values:
    return tuple(max(picture.width, picture.height) for picture in record.pictures) or None


def first_side(record: Record) -> Values:
    return tuple(short_side(picture) for picture in record.pictures[:1]) or None


def first_oblong(record: Record) -> Values:
    """The longer side of the first photo by its shorter one; 1 is square."""
    first = first_with_size(record)
    return (max(first.width, first.height) / short_side(first),) if first else None


def first_white_ground(record: Record) -> Values:
    return found_in_first(record, "white_ground")


def first_blur(record: Record) -> Values:
    return found_in_first(record, "blur")


def first_white_border(record: Record) -> Values:
    return has_border(record, "white")


def first_black_border(record: Record) -> Values:
    return has_border(record, "black")


def double_photos(record: Record) -> Values:
    """How many pairs of photos look the same."""
    marks = [mark_from(picture.likeness, picture.found) for picture in record.pictures]
    pairs = combinations([mark for mark in marks if mark], 2)
    # The bits tell most pairs apart, and sooner than the colours.
    same = (bits_apart(*pair) <= MOST_BITS_APART and is_near(*pair) for pair in pairs)
    return (sum(same),)


def title_chars(record: Record) -> Values:
    return (len(record.title),)


def chinese_letters(record: Record) -> Values:
    return (len(CHINESE.findall(record.title)),)


def text_chars(record: Record) -> Values:
    return (len(listing_text(record)),)


def text_lines(record: Record) -> Values:
    text = listing_text(record)
    return (len(text.split("\n")),) if text else None


def html_marks(record: Record) -> Values:
    return (len(HTML.findall(listing_text(record))),)


def bullet_count(record: Record) -> Values:
    return (len(record.bullets),)


def bullet_chars(record: Record) -> Values:
    return tuple(len(bullet) for bullet in record.bullets) or None


def prices(record: Record) -> Values:
    """What each form costs; 0 where nobody said."""
    return tuple(form.price_vnd or 0 for form in record.sold_forms())


def least_weight_g(record: Record) -> Values:
    return (min(form.packed_weight_g or 0 for form in record.sold_forms()),)


def most_weight_g(record: Record) -> Values:
    return (max(form.packed_weight_g or 0 for form in record.sold_forms()),)


def weight_to_net(record: Record) -> Values:
    """Packed weight by net weight of each form; None where one is unknown or goods are counted."""
    grams = {GRAM: 1.0, MILLILITRE: LEAST_G_PER_ML}.get(record.net_unit or "")
    if grams is None:
        return None
    return (
        tuple(
            form.packed_weight_g / (form.net_amount * grams)
            for form in record.sold_forms()
            if form.packed_weight_g and form.net_amount
        )
        or None
    )


def size_count(record: Record) -> Values:
    sides = (record.packed_length_cm, record.packed_width_cm, record.packed_height_cm)
    return (sum(side is not None for side in sides),)


def stock(record: Record) -> Values:
    """What is in stock of each form; None where she does not count it."""
    counted = [form.stock for form in record.sold_forms() if form.stock is not None]
    return tuple(counted) or None


def has_category(record: Record) -> Values:
    return (int(record.category is not None),)


def has_brand(record: Record) -> Values:
    return (int(bool(record.brand)),)


def is_identified(record: Record) -> Values:
    """Whether a brand, a trade item number or her own code tells each form from others."""
    has_name = search_text(record.brand) not in NO_BRANDS
    return tuple(int(bool(has_name or form.gtin or form.sku)) for form in record.sold_forms())


def attribute_count(record: Record) -> Values:
    """Names with a value, those facts included that channels take as attributes."""
    facts = (
        record.origin,
        record.ingredients,
        record.storage,
        record.keeps_count,
        record.net_amount,
    )
    return (len({name for name, _ in record.attributes}) + sum(bool(fact) for fact in facts),)


def sku_chars(record: Record) -> Values:
    return tuple(len(form.sku) for form in record.sold_forms() if form.sku) or None


def form_count(record: Record) -> Values:
    return (len(record.sold_forms()),)


def level_count(record: Record) -> Values:
    return (len(record.option_names),)


def level_name_chars(record: Record) -> Values:
    return tuple(len(name) for name in record.option_names) or None


def level_value_chars(record: Record) -> Values:
    return tuple(len(value) for form in record.forms for value in form.values) or None


def has_video(record: Record) -> Values:
    """By her own word: videos are kept by the channels, not here."""
    return (int(record.looked.get(VIDEO) == YES),)


def eye(question: str) -> Measure:
    """A measure of what she saw on the first photo; None until she has looked at this one."""

    def seen(record: Record) -> Values:
        answer = looked_of(record).get(question)
        return None if answer is None else (int(answer == YES),)

    return seen


def looked_of(record: Record) -> Mapping[str, str]:
    """Her answers about the first photo, none once another photo is first."""
    if not record.pictures or record.looked.get(LOOKED_AT) != record.pictures[0].id:
        return {}
    answers = ((question, record.looked.get(question)) for question in EYE_QUESTIONS)
    return {question: answer for question, answer in answers if answer in (YES, NO)}


def short_side(picture: Picture) -> int:
    return min(picture.width, picture.height)


def first_with_size(record: Record) -> Picture | None:
    first = next(iter(record.pictures), None)
    return first if first and short_side(first) else None


def found_in_first(record: Record, name: str) -> Values:
    """A number that was measured when the first photo was developed."""
    first = next(iter(record.pictures), None)
    value = first.found.get(name) if first else None
    return (float(value),) if isinstance(value, int | float) else None


def has_border(record: Record, colour: str) -> Values:
    first = next(iter(record.pictures), None)
    if first is None or "border" not in first.found:
        return None
    return (int(first.found["border"] == colour),)


MEASURES: Mapping[str, Measure] = {
    measure.__name__: measure
    for measure in (
        photo_count,
        photo_side,
        photo_long_side,
        first_side,
        first_oblong,
        first_white_ground,
        first_blur,
        first_white_border,
        first_black_border,
        double_photos,
        title_chars,
        chinese_letters,
        text_chars,
        text_lines,
        html_marks,
        bullet_count,
        bullet_chars,
        prices,
        least_weight_g,
        most_weight_g,
        weight_to_net,
        size_count,
        stock,
        has_category,
        has_brand,
        is_identified,
        attribute_count,
        sku_chars,
        form_count,
        level_count,
        level_name_chars,
        level_value_chars,
        has_video,
    )
} | {f"eye_{question}": eye(question) for question in EYE_QUESTIONS}
