"""Forms are all combinations of what a product differs in, and keep what was told of them."""

import pytest

from shopkit.catalog.rules.record import Form, Record
from shopkit.catalog.rules.variants import TooManyForms, combined, levels_of

TEA = Record(
    title="Chè",
    option_names=("Cỡ", "Vị"),
    forms=(
        Form(values=("100 g", "sen"), price_vnd=50_000),
        Form(values=("100 g", "nhài"), price_vnd=40_000),
        Form(values=("500 g", "sen"), price_vnd=200_000),
    ),
)
SIZES, TASTES = ("100 g", "500 g"), ("sen", "nhài")


def prices(forms: tuple[Form, ...]) -> dict[tuple[str, ...], int | None]:
    return {form.values: form.price_vnd for form in forms}


def test_levels_are_read_from_the_forms() -> None:
    assert levels_of(TEA) == [("Cỡ", SIZES), ("Vị", TASTES)]


def test_all_combinations_are_made_and_known_ones_keep_their_price() -> None:
    assert prices(combined(TEA, [("Cỡ", SIZES), ("Vị", TASTES)])) == {
        ("100 g", "sen"): 50_000,
        ("100 g", "nhài"): 40_000,
        ("500 g", "sen"): 200_000,
        ("500 g", "nhài"): None,
    }


def test_a_renamed_value_keeps_what_was_told() -> None:
    made = combined(TEA, [("Cỡ", ("Gói nhỏ", "500 g")), ("Vị", TASTES)])
    assert prices(made)[("Gói nhỏ", "sen")] == 50_000


def test_values_in_another_order_keep_what_was_told() -> None:
    made = combined(TEA, [("Cỡ", ("500 g", "1 kg", "100 g")), ("Vị", TASTES)])
    assert prices(made)[("100 g", "nhài")] == 40_000
    assert prices(made)[("1 kg", "sen")] is None


def test_a_new_level_leaves_what_was_told_with_its_first_value() -> None:
    one = Record(title="Chè", option_names=("Cỡ",), forms=(Form(values=("100 g",), stock=7),))
    made = combined(one, [("Cỡ", ("100 g",)), ("Vị", TASTES)])
    assert [form.stock for form in made] == [7, None]


def test_a_level_that_goes_leaves_the_first_form_to_speak() -> None:
    assert prices(combined(TEA, [("Cỡ", SIZES)])) == {("100 g",): 50_000, ("500 g",): 200_000}
    assert combined(TEA, []) == ()


def test_too_many_combinations_are_refused_before_they_are_made() -> None:
    many = tuple(str(at) for at in range(100_000))
    with pytest.raises(TooManyForms):
        combined(TEA, [("a", many), ("b", many), ("c", many)])
