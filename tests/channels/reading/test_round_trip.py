"""What our own files say comes back: written, read, and written again they are the same."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shopkit.catalog.rules.fitting import misfit_of
from shopkit.catalog.rules.record import Form, Record
from shopkit.channels.rules.files import Head, write_file
from shopkit.channels.rules.layouts.shelf import BY_NAME
from shopkit.clock import LOCAL
from tests.channels.reading.files import records_in

DAY = date(2026, 11, 22)
HEAD = Head("Bánh gai cô Mẫu", "https://example.vn/s/abc", datetime(2026, 11, 22, tzinfo=LOCAL))
ROUND = [
    ("google", "tsv"),
    ("google", "rss"),
    ("meta", "csv"),
    ("shopify", "csv"),
    ("shopify", "csv_old"),
    ("woocommerce", "csv"),
    ("haravan", "csv"),
    ("haravan", "xlsx"),
    ("kiotviet", "xlsx"),
    ("pancake", "xlsx"),
    ("sheet", "csv"),
    ("sheet", "xlsx"),
]
PLAIN = Record(
    code="ABCD2345",
    state="published",
    title="Bánh gai Thọ Xuân, hộp 10 chiếc",
    description='=Dẻo, thơm "mùi" lá gai\nĐể nơi mát <5 ngày & khô\n\nĐoạn hai',
    bullets=("Lá gai tươi", "- Không chất bảo quản"),
    price_vnd=60_000,
    sku="BG-10",
    gtin="8932282840567",
    brand="Cô Mẫu",
    hashtags=("banhgai", "dacsan"),
    packed_weight_g=650,
    packed_length_cm=20,
    packed_width_cm=15,
    packed_height_cm=6,
    stock=12,
    ingredients="Bột nếp, lá gai",
    net_amount=600,
    net_unit="g",
    shop_name="Bánh gai cô Mẫu",
)
WITH_FORMS = replace(
    PLAIN,
    sku=None,
    gtin=None,
    stock=None,
    option_names=("Vị", "Cỡ"),
    forms=(
        Form(values=("Đậu xanh", "10 chiếc"), sku="BG-DX-10", stock=3),
        Form(values=("Đậu xanh", "20 chiếc"), sku="BG-DX-20", price_vnd=110_000, stock=0),
        Form(values=("Dừa", "10 chiếc"), sku="BG-D-10", price_vnd=65_000, sale_price_vnd=59_000),
    ),
)
ON_SALE = replace(
    PLAIN, sale_price_vnd=50_000, sale_from=date(2026, 11, 20), sale_to=date(2026, 11, 30)
)
BARE = Record(code="ZZZZ9999", title="Mật ong", shop_name="Bánh gai cô Mẫu", state="published")


def written(name: tuple[str, str], records: list[Record]) -> bytes:
    out = BytesIO()
    write_file(BY_NAME[name], records, out, on=DAY, head=HEAD)
    return out.getvalue()


def in_an_empty_shop(record: Record) -> Record:
    """The record as another shop would have it: with a code of its own."""
    return replace(record, code="NEWCODE1", shop_name="Bánh gai cô Mẫu")


@pytest.mark.parametrize("name", ROUND, ids="-".join)
@pytest.mark.parametrize(
    "record", [PLAIN, WITH_FORMS, ON_SALE, BARE], ids=["plain", "forms", "sale", "bare"]
)
def test_our_own_file_comes_back_as_it_was(name: tuple[str, str], record: Record) -> None:
    first = written(name, [record])
    back = [in_an_empty_shop(one) for one in records_in(first)]
    assert written(name, back) == first


# Letters of any script that have passed the door of the house, and the signs files use themselves.
LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Mn", "Me"),
) | st.sampled_from(" ,;'\"=+-@<>&#%₫đệ")
LINE = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
WORD = st.text(st.sampled_from("abcXYZ019"), min_size=1, max_size=8)


def whole(text: str) -> str:
    return normalize("NFC", text)


@st.composite
def records(draw: st.DrawFn) -> Record:
    title = "a" + whole(draw(LINE))
    text = "\n".join(["x" + whole(line) for line in draw(st.lists(LINE, max_size=4))])
    price = draw(st.none() | st.integers(1_000, 2_000_000))
    levels = draw(st.integers(0, 2))
    forms: tuple[Form, ...] = ()
    if levels:
        values = draw(st.lists(st.tuples(*[WORD] * levels), min_size=2, max_size=4, unique=True))
        forms = tuple(
            Form(
                values=one,
                sku=f"S-{at}-{draw(WORD)}",
                price_vnd=draw(st.none() | st.integers(1_000, 900_000)) if price else None,
                stock=draw(st.none() | st.integers(0, 900)),
            )
            for at, one in enumerate(values)
        )
    return Record(
        code="ABCD2345",
        state=draw(st.sampled_from(["published", "draft"])),
        title=title,
        description=text,
        price_vnd=price,
        sku=None if forms else draw(st.none() | WORD),
        brand=whole(draw(LINE)) or "x",
        stock=None if forms else draw(st.none() | st.integers(0, 900)),
        packed_weight_g=draw(st.none() | st.integers(1, 90_000)),
        option_names=("Vị", "Cỡ")[:levels],
        forms=forms,
        shop_name="Bánh gai cô Mẫu",
    )


@pytest.mark.parametrize("name", ROUND, ids="-".join)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(record=records())
def test_whatever_stands_in_a_record_comes_back(name: tuple[str, str], record: Record) -> None:
    assume(not misfit_of(record))
    first = written(name, [record])
    back = [in_an_empty_shop(one) for one in records_in(first)]
    assert written(name, back) == first
