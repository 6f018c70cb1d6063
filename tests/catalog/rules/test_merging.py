"""What two people changed in one record, field by field."""

import pytest

from shopkit.catalog.rules.merging import merged

SEEN, UNSEEN = False, True


@pytest.mark.parametrize(
    ("was", "now", "yours", "is_changed", "value", "clashes", "kept"),
    [
        ("a", "a", "a", UNSEEN, "a", (), ()),
        ("a", "a", "b", UNSEEN, "b", (), ()),
        ("a", "c", "a", UNSEEN, "c", (), ("name",)),
        ("a", "c", "c", UNSEEN, "c", (), ()),
        ("a", "c", "b", UNSEEN, "c", ("name",), ()),
        # She has been shown the other version and chose hers.
        ("a", "c", "b", SEEN, "b", (), ()),
    ],
)
def test_what_each_changed_stays_and_the_same_field_is_a_clash(
    was: str,
    now: str,
    yours: str,
    is_changed: bool,
    value: str,
    clashes: tuple[str, ...],
    kept: tuple[str, ...],
) -> None:
    outcome = merged({"name": yours}, {"name": was}, {"name": now}, lambda _name: is_changed)
    assert outcome.values == {"name": value}
    assert (outcome.clashes, outcome.kept) == (clashes, kept)


def test_fields_are_weighed_each_by_itself() -> None:
    was = {"name": "honey", "price": 10, "unit": "jar"}
    now = {"name": "honey", "price": 12, "unit": "jar"}
    yours = {"name": "wild honey", "price": 10, "unit": "litre"}
    outcome = merged(yours, was, now, lambda _name: True)
    assert outcome.values == {"name": "wild honey", "price": 12, "unit": "litre"}
    assert outcome.kept == ("price",)
    assert outcome.clashes == ()
