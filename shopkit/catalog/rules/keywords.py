"""Words that buyers search by, and hashtags, from what is known of a product."""

from collections.abc import Iterable, Iterator

from shopkit.catalog.rules.claims import claims_in_text
from shopkit.catalog.rules.facts import stars_of
from shopkit.catalog.rules.record import Record
from shopkit.text.search import search_text

MOST_TAGS = 18
LONGEST_TAG = 30
LEAST_TAG = 3
MOST_KEYWORDS = 20
# Words that say nothing by themselves at the end of a keyword.
LOOSE = frozenset(("cua", "va", "cho", "voi", "tu", "loai", "hang", "ban", "nha", "tai", "o"))


def keywords_for(record: Record, more: Iterable[str] = ()) -> tuple[str, ...]:
    """What a buyer may type to find it, as written, the closest first; nothing twice."""
    found: dict[str, str] = {}
    for words in (*told_words(record), *more):
        words = words.strip(" ,.;:")
        key = search_text(words)
        if key and key not in found and not claims_in_text(words):
            found[key] = words.lower() if words.isupper() else words
    return tuple(found.values())[:MOST_KEYWORDS]


def hashtags_for(record: Record, more: Iterable[str] = ()) -> tuple[str, ...]:
    """At most 18 hashtags without marks or blanks, nothing twice."""
    tags: list[str] = []
    for words in keywords_for(record, more):
        tag = search_text(words).replace(" ", "")
        if LEAST_TAG <= len(tag) <= LONGEST_TAG and tag not in tags and not tag.isdigit():
            tags.append(tag)
    return tuple(tags[:MOST_TAGS])


def told_words(record: Record) -> Iterator[str]:
    """Phrases of the record itself: its name whole and in part, place, brand, stars, shop."""
    words = [word for word in record.title.split() if not has_digit(word)]
    heads = [words[:size] for size in (4, 3, 2) if len(words) >= size]
    yield from (" ".join(head) for head in heads if search_text(head[-1]) not in LOOSE)
    places = [place.strip() for place in record.origin.split(",") if place.strip()]
    yield from (f"{' '.join(words[:2])} {place}" for place in places if words)
    yield from places
    yield from (f"đặc sản {place}" for place in places[-1:])
    yield record.brand
    yield stars_of(record)
    yield record.shop_name
    yield from (value for _, value in record.attributes if len(value.split()) <= 4)


def has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
