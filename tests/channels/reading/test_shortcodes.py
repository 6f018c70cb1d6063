"""Marks of WordPress in a description are no words of the seller; her own brackets are."""

import pytest

from shopkit.channels.rules.reading.found import Found
from tests.channels.reading.files import csv_of, products_in

HEAD = ("Type", "SKU", "Name", "Description", "Short description", "Regular price")


def read(text: str, short: str = "") -> str:
    found = products_in(csv_of(HEAD, ("simple", "MO", "Mật ong", text, short, "25000")))[1]
    assert isinstance(found[0], Found)
    return found[0].record.description


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('Ngon [gallery ids="1,2"] lắm', "Ngon lắm"),
        ("[gallery]\nNgon", "Ngon"),
        ("Ngon\n[video mp4='a.mp4' poster=\"it's.jpg\"][/video]", "Ngon"),
        ('[caption id="attachment_1" width="300"]Vườn nhãn[/caption]', "Vườn nhãn"),
        ('[vc_row class="x"]<p>Ngon</p>[/vc_row]', "Ngon"),
        ("[Mới] Ngon [500 g] [a=b] [/x]", "[Mới] Ngon [500 g] [a=b] [/x]"),
    ],
)
def test_shortcodes_go_and_words_stay(text: str, told: str) -> None:
    assert " ".join(read(text).split()) == told


def test_a_description_of_shortcodes_alone_gives_way_to_the_short_one() -> None:
    assert read('[gallery ids="1"]', "Mật ong nhãn") == "Mật ong nhãn"


def test_many_half_marks_cost_no_time() -> None:
    text = '[a b="' * 3_000
    assert read(text[:4_000]).startswith("[a b=")
