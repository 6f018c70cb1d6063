"""When two records are one, which village a list means, and what cells of lists say."""

from itertools import count
from uuid import UUID

import pytest

from shopkit.shops.rules import lists
from shopkit.shops.rules.twins import MOST_COMPARED, Seen, Shelf, Why, is_surely, twin_or_none
from shopkit.shops.rules.village_names import Answer, Gazetteer, How, Place

ids = (UUID(int=number) for number in count(1))
HERE, THERE = UUID(int=10_001), UUID(int=10_002)


def seen(
    name: str, phone: str | None = None, year: int | None = None, village: UUID | None = HERE
) -> Seen:
    return Seen(next(ids), village, name, phone, year)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (seen("le van thu", "+84900000031"), seen("le van thu", "+84900000031"), True),
        (seen("le van thu", None, 1980), seen("le van thu", None, 1980), True),
        (seen("le van thu"), seen("le van thu"), False),
        (seen("le van thu", "+84900000031", 1950), seen("le van thu", "+84900000031", 1980), False),
        (
            seen("le van thu", "+84900000031"),
            seen("le van thu", "+84900000031", village=THERE),
            False,
        ),
    ],
)
def test_what_is_surely_one(one: Seen, other: Seen, is_one: bool) -> None:
    assert is_surely(one, other) is is_one


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (seen("le van thu"), seen("le van thu"), Why.NAME),
        (seen("nguyen thi mau"), seen("nguyen thi kim mau"), None),
        (seen("mau nguyen thi"), seen("nguyen thi mau"), Why.LIKE_NAME),
        (seen("nguyen thi hong mau"), seen("nguyen thi hongmau"), None),
        (seen("nguyen van hung"), seen("nguyen van hong"), None),
        (seen("nguyen van thanh"), seen("nguyen vann thanh"), Why.LIKE_NAME),
        (seen("le van thu", None, 1980), seen("le van thu", None, 1980), Why.NAME_AND_YEAR),
        (seen("le van thu", None, 1950), seen("le van thu", None, 1980), None),
        (
            seen("le van thu", "+84900000031", village=THERE),
            seen("le van thu", "+84900000031"),
            Why.NAME_AND_PHONE,
        ),
        (seen("le van thu", "+84900000031"), seen("tran thi mau", "+84900000031"), None),
        (seen("le van thu", village=THERE), seen("le van thu"), None),
        (seen("le van thu", village=None), seen("le van thu", village=None), None),
    ],
)
def test_what_may_be_one(one: Seen, other: Seen, why: Why | None) -> None:
    found = twin_or_none(one, other)
    assert (found.why if found else None) == why


def test_a_record_is_compared_with_few_however_large_a_village_is() -> None:
    shelf = Shelf(seen(f"nguyen thi so{number}") for number in range(3 * MOST_COMPARED))
    twin = seen("nguyen thi mau")
    shelf.put(twin)
    assert [one.other for one in shelf.twins_of(seen("nguyen thi mau"))] == [twin]


VILLAGES = Gazetteer(
    [
        Place(HERE, "Thôn Đông", ("Xóm Bãi",)),
        Place(THERE, "Thôn 3"),
        Place(UUID(int=3), "Thôn Tây", is_open=False, heir=HERE),
        Place(UUID(int=4), "Thôn Nam", is_open=False, heir=None),
        Place(UUID(int=5), "Làng Hạ"),
        Place(UUID(int=6), "Thôn Hạ"),
    ],
    {"doi 9": THERE},
)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("THON DONG", Answer(How.BY_NAME, HERE)),
        ("Đông", Answer(How.BY_NAME, HERE)),
        ("II. Thôn Đông", Answer(How.BY_NAME, HERE)),
        ("Thôn 03", Answer(How.BY_NAME, THERE)),
        ("TDP 3", Answer(How.BY_NAME, THERE)),
        ("3", Answer(How.BY_NAME, THERE)),
        ("xóm bãi", Answer(How.BY_OLD_NAME, HERE)),
        ("Thôn 9 (xóm Bãi cũ)", Answer(How.BY_OLD_NAME, HERE)),
        ("thôn Tây", Answer(How.MERGED, HERE)),
        ("thôn Tây (nay là thôn Đông)", Answer(How.MERGED, HERE)),
        ("thôn Nam", Answer(How.SPLIT)),
        ("Hạ", Answer(How.SEVERAL)),
        ("Đội 9", Answer(How.POINTED_OUT, THERE)),
        ("Phố Mới", Answer(How.UNKNOWN)),
        ("", Answer(How.MISSING)),
    ],
)
def test_which_village_a_list_means(typed: str, answer: Answer) -> None:
    assert VILLAGES.find(typed) == answer


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0900 000 031", "+84900000031"),
        ("900000031", "+84900000031"),
        ("900000031.0", "+84900000031"),
        ("0900.000.031 / 0900000032", "+84900000031"),
        ("+84 900 000 031", "+84900000031"),
        ("01690000031", "+84390000031"),
        ("không có", None),
        ("12", None),
    ],
)
def test_phones_in_lists(typed: str, phone: str | None) -> None:
    assert lists.phone_of(typed) == phone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1. Bà Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu"),
        ("Hộ ông Lê Văn Thử", "Lê Văn Thử"),
        ("Nguyễn Thị Mẫu - 038180000123", "Nguyễn Thị Mẫu"),
        ("  Lê  Văn   Thử ", "Lê Văn Thử"),
        ("Bà Mẫu", "Bà Mẫu"),
    ],
)
def test_names_in_lists(typed: str, name: str) -> None:
    assert lists.plain_name(typed, 80) == name


def test_gender_and_year_in_their_many_ways() -> None:
    assert lists.gender_and_year({"female": "1980"}) == ("f", 1980)
    assert lists.gender_and_year({"male": "x", "birth": "12/03/1975"}) == ("m", 1975)
    assert lists.gender_and_year({"gender": "Nữ"}) == ("f", None)
    assert lists.gender_and_year({"gender": "?", "birth": "khoảng 50 tuổi"}) == ("", None)


def test_groups_are_marked_or_named() -> None:
    told = {"party": "x", "women": "2", "farmer": "0", "group": "Đoàn viên, giáo viên"}
    assert lists.groups_in(dict(told)) == ["cadre", "party", "youth", "women"]
