"""All figures of one village: every indicator, whole and by each breakdown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.channels import PLATFORM, type_of_channel
from shopkit.adoption.rules.elements import STRENGTH, owners_of
from shopkit.adoption.rules.evaluate import FIRST_DAY, AsOf, Hit, Measure, Record, cell_of, said
from shopkit.adoption.rules.indicators import MISSING, Indicator, Ready
from shopkit.adoption.rules.people import age_band

Records = Mapping[str, Sequence[Record]]
# Code, breakdown and key of a figure; breakdown and key are empty for the whole.
Key = tuple[str, str, str]
UNTOLD = "untold"
OCOP, NOT_OCOP = "ocop", "not_ocop"
WHOLE_BREAKDOWN = ""
# These say what was done, not whose it is, so that a whole denominator stands under each.
BY_FACT = frozenset({"channel_type", "platform", "topic", "supporter_type", "product"})


def figures_in(
    records: Records,
    ready: Iterable[Ready],
    as_of: AsOf,
    off: frozenset[str],
    memo: dict[object, dict[Key, Cell]] | None = None,
) -> dict[Key, Cell]:
    """Every figure of these records; what is switched off is not among them.

    What does not depend on where a period begins is kept in `memo` for the next period.
    """
    found: dict[Key, Cell] = {}
    seen = elements_of(records, as_of)
    for one in ready:
        if one.indicator.switch in off and one.indicator.switch:
            continue
        asked = (one.indicator.code, one.indicator.version, as_of.day, off)
        if memo is not None and not one.is_of_period:
            if asked not in memo:
                memo[asked] = {}
                count_indicator(one, records, as_of, seen, off, memo[asked])
            found |= memo[asked]
        else:
            count_indicator(one, records, as_of, seen, off, found)
    return found


def elements_of(records: Records, as_of: AsOf) -> set[str]:
    """Which elements anything at all is known of by that day."""
    seen: set[str] = set()
    for some in records.values():
        for record in some:
            note_elements(record, as_of, seen)
    return seen


def note_elements(record: Record, as_of: AsOf, seen: set[str]) -> None:
    for element, facts in record.facts.items():
        if element not in seen and facts[0].valid_on <= as_of.day:
            seen.add(element)
    for some in record.below.values():
        for one in some:
            note_elements(one, as_of, seen)


def count_indicator(
    one: Ready,
    records: Records,
    as_of: AsOf,
    seen: set[str],
    off: frozenset[str],
    found: dict[Key, Cell],
) -> None:
    indicator = one.indicator
    asked = AsOf(as_of.first, as_of.day, STRENGTH[indicator.least_evidence])
    above = hits_of(one.numerator, records, asked)
    below = hits_of(one.denominator, records, asked) if one.denominator else None
    if is_missing(one, records, seen, below):
        return
    is_sum = any(part.what != "count" for part in one.numerator) and indicator.unit != "points"
    found[indicator.code, "", ""] = cell(above, below, is_sum=is_sum)
    for breakdown in indicator.breakdowns:
        if breakdown == "poor_household" and breakdown in off:
            continue
        for key, cell_ in by_breakdown(breakdown, above, below, asked, is_sum=is_sum):
            found[indicator.code, breakdown, key] = cell_


def hits_of(measures: Sequence[Measure], records: Records, as_of: AsOf) -> list[Hit]:
    return [
        hit
        for one in measures
        for hit in one.hits(known_by(records.get(one.kind, ()), as_of.day), as_of)
    ]


def known_by(records: Sequence[Record], day: date) -> Iterable[Record]:
    return (one for one in records if one.says.get("since", FIRST_DAY) <= day)  # type: ignore[operator]  # a day


def is_missing(one: Ready, records: Records, seen: set[str], below: Sequence[Hit] | None) -> bool:
    """Nobody reported: a rate over nothing, or an element that nothing is known of."""
    if one.indicator.silence == MISSING and not (
        one.elements & seen
        and any(part.is_told(records.get(part.kind, ())) for part in one.numerator)
    ):
        return True
    if below is not None:
        return not below
    return one.indicator.silence != MISSING and not any(
        records.get(kind)
        for part in one.numerator
        for kind in (part.kind, *owners_of(part.kind)[:1])
    )


def cell(above: Sequence[Hit], below: Sequence[Hit] | None, *, is_sum: bool) -> Cell:
    counted = cell_of(above, is_sum=is_sum)
    if below is None:
        return counted
    base = sum(hit.amount for hit in below)
    return Cell(counted.numerator, base, counted.verified, counted.contributors, counted.largest)


def by_breakdown(
    breakdown: str,
    above: Sequence[Hit],
    below: Sequence[Hit] | None,
    as_of: AsOf,
    *,
    is_sum: bool,
) -> Iterable[tuple[str, Cell]]:
    """One cell a key; what says what was done stands over the whole denominator."""
    keys_of = KEYS[breakdown]
    tops = grouped(above, keys_of, as_of)
    if below is None:
        return [(key, cell(tops[key], None, is_sum=is_sum)) for key in sorted(tops)]
    if breakdown in BY_FACT and not any(hit.record.about for hit in below):
        return [(key, cell(tops[key], below, is_sum=is_sum)) for key in sorted(tops)]
    bases = grouped(below, keys_of, as_of)
    return [(key, cell(tops.get(key, ()), bases[key], is_sum=is_sum)) for key in sorted(bases)]


KeysOf = Callable[[Hit, AsOf], Iterable[str]]


def grouped(hits: Sequence[Hit], keys_of: KeysOf, as_of: AsOf) -> dict[str, list[Hit]]:
    groups: dict[str, list[Hit]] = {}
    is_told_by_record = keys_of not in TOLD_BY_FACTS
    for hit in hits:
        if is_told_by_record:
            memo, asked = hit.record.memo, (keys_of, as_of.day)
            if asked not in memo:
                memo[asked] = tuple(keys_of(hit, as_of))
            keys = memo[asked]
        else:
            keys = keys_of(hit, as_of)
        for key in keys:
            groups.setdefault(key, []).append(hit)
    return groups


def nearest(record: Record, kind: str) -> Record | None:
    return record if record.kind == kind else record.owner_of(kind)


def businesses_of(hit: Hit) -> Sequence[Record]:
    """The business a record is of; of a household or a person those of the household."""
    own = nearest(hit.record, "business")
    if own is not None:
        return [own]
    household = nearest(hit.record, "household")
    return household.below.get("business", ()) if household is not None else ()


def of_business(name: str) -> KeysOf:
    def keys(hit: Hit, _as_of: AsOf) -> Iterable[str]:
        return {str(one.says.get(name) or UNTOLD) for one in businesses_of(hit)} or (UNTOLD,)

    return keys


def ocop_stars(product: Record, as_of: AsOf) -> str:
    for paper in product.below.get("ocop", ()):
        told = [fact for fact in paper.facts["ocop"] if fact.valid_on <= as_of.day]
        if told and told[-1].word in ("3", "4", "5"):
            return told[-1].word
    return ""


def ocop(hit: Hit, as_of: AsOf) -> Iterable[str]:
    product = nearest(hit.record, "product")
    if product is not None:
        return (OCOP if ocop_stars(product, as_of) else NOT_OCOP,)
    products = [one for business in businesses_of(hit) for one in business.below.get("product", ())]
    return (OCOP if any(ocop_stars(one, as_of) for one in products) else NOT_OCOP,)


def ocop_star(hit: Hit, as_of: AsOf) -> Iterable[str]:
    product = nearest(hit.record, "product")
    return (ocop_stars(product, as_of) or NOT_OCOP,) if product is not None else (UNTOLD,)


def abouts(hit: Hit) -> set[str]:
    return {hit.record.about} if hit.record.about else {f.about for f in hit.proof.facts if f.about}


def channel_type(hit: Hit, _as_of: AsOf) -> Iterable[str]:
    return {type_of_channel(about) for about in abouts(hit)} or (UNTOLD,)


def platform(hit: Hit, _as_of: AsOf) -> Iterable[str]:
    return {about for about in abouts(hit) if type_of_channel(about) == PLATFORM}


def about(hit: Hit, _as_of: AsOf) -> Iterable[str]:
    return abouts(hit) or (UNTOLD,)


def gender(hit: Hit, _as_of: AsOf) -> Iterable[str]:
    person = nearest(hit.record, "person")
    return (str(person.says.get("gender") or UNTOLD),) if person is not None else (UNTOLD,)


def age(hit: Hit, as_of: AsOf) -> Iterable[str]:
    person = nearest(hit.record, "person")
    year = person.says.get("birth_year") if person is not None else None
    return (age_band(year if isinstance(year, int) else None, as_of.day) or UNTOLD,)


def organisation(hit: Hit, _as_of: AsOf) -> Iterable[str]:
    return (str(hit.record.says.get("organisation") or UNTOLD),)


def target_group(hit: Hit, as_of: AsOf) -> Iterable[str]:
    household = nearest(hit.record, "household")
    told = household.says.get("groups", ()) if household is not None else ()
    assert isinstance(told, tuple)
    return {
        code
        for code, since, until in told
        if since <= as_of.day and (until is None or as_of.day <= until)
    }


def poor_household(hit: Hit, as_of: AsOf) -> Iterable[str]:
    household = nearest(hit.record, "household")
    if household is None:
        return (UNTOLD,)
    told = [one for one in household.facts.get("poor_household", ()) if one.valid_on <= as_of.day]
    return (told[-1].word,) if told else (UNTOLD,)


def household_status(hit: Hit, as_of: AsOf) -> Iterable[str]:
    return ("resident",) if said(hit.record, "resident", as_of) else (UNTOLD,)


KEYS: Mapping[str, KeysOf] = {
    "owner_gender": of_business("owner_gender"),
    "sector": of_business("sector"),
    "ocop": ocop,
    "ocop_star": ocop_star,
    "channel_type": channel_type,
    "platform": platform,
    "topic": about,
    "skill": about,
    "product": about,
    "gender": gender,
    "age_band": age,
    "organiser": organisation,
    "organisation": organisation,
    "supporter_type": organisation,
    "target_group": target_group,
    "poor_household": poor_household,
    "household_status": household_status,
}


# What these say depends on why a record is counted, not on the record alone.
TOLD_BY_FACTS = frozenset({channel_type, platform, about})


def by_code(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    return {one.code: one for one in indicators}
