"""The forms of a product as the combinations of what it differs in."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product as combinations

from shopkit.catalog.rules.record import Form, Record
from shopkit.errors import Refusal

MOST_FORMS = 100
# A level that she types: its name, and its values in her order.
Level = tuple[str, tuple[str, ...]]


class TooManyForms(Refusal):
    """More combinations than a product may have; told by their number."""


def levels_of(record: Record) -> list[Level]:
    """What the product differs in, each value once in the order of its forms."""
    return [
        (name, tuple(dict.fromkeys(form.values[at] for form in record.forms)))
        for at, name in enumerate(record.option_names)
    ]


def combined(record: Record, levels: Sequence[Level]) -> tuple[Form, ...]:
    """All combinations of these levels; what was told of a form stays with it.

    A value in the place of one that is gone is the same with another name. With a level that is
    new, what was told stays with its first value.
    """
    count = 1
    for _, values in levels:
        count *= len(values)
    if count > MOST_FORMS:
        raise TooManyForms(str(count))
    if not levels:
        return ()
    before = levels_of(record)
    known = {form.values: form for form in record.forms}
    names = [former_names(old[1], new[1]) for old, new in zip(before, levels, strict=False)]
    return tuple(
        replace(former(known, before, names, values, levels), values=values)
        for values in combinations(*(values for _, values in levels))
    )


def former_names(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """For each value what it was called before, where it was there at all."""
    return {
        value: value if value in before else before[at]
        for at, value in enumerate(now)
        if value in before or (at < len(before) and before[at] not in now)
    }


def former(
    known: dict[tuple[str, ...], Form],
    before: Sequence[Level],
    names: Sequence[dict[str, str]],
    values: tuple[str, ...],
    levels: Sequence[Level],
) -> Form:
    blank = Form(values=values)
    if not before:
        return blank
    added = zip(values[len(before) :], levels[len(before) :], strict=True)
    if any(value != level[1][0] for value, level in added):
        return blank
    called = tuple(by.get(value) for by, value in zip(names, values, strict=False))
    if None in called:
        return blank
    # Where a level is gone, the first form of what is left speaks for the others.
    return next((form for key, form in known.items() if key[: len(called)] == called), blank)
