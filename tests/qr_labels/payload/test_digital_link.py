"""GS1 Digital Link addresses, parsed strictly and built for the keys we use."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qr_labels.payload import gtin
from qr_labels.payload.digital_link import LONGEST_ADDRESS, build, parse
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.gs1_ai import identifiers

GTIN = "09521000500013"
HOST = "https://truyxuat.example.com"
SET_82 = string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_"


def problem(address: str) -> str:
    reading = parse(address)
    assert not reading.valid
    assert reading.ais == {}
    return reading.problems[0].problem


def test_an_address_tells_key_stem_and_values() -> None:
    reading = parse(f"{HOST}/vi/01/{GTIN}/10/L%2F01?17=271231&linkType=gs1:pip&s#top")

    assert reading.valid
    assert (reading.key, reading.stem) == ("01", f"{HOST}/vi")
    assert reading.ais == {"01": GTIN, "10": "L/01", "17": "271231"}
    assert reading.others == (("linkType", "gs1:pip"), ("s", ""))


def test_the_rightmost_key_is_the_root() -> None:
    reading = parse("https://a/00/faux/00/006141411234567890")

    assert (reading.stem, reading.ais) == ("https://a/00/faux", {"00": "006141411234567890"})


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("", "scheme"),
        ("ftp://a/01/" + GTIN, "scheme"),
        ("Https://a/01/" + GTIN, "scheme"),
        ("https://", "host"),
        ("https:///01/" + GTIN, "host"),
        ("https://a?/01/" + GTIN, "host"),
        ("https://a b/01/" + GTIN, "address_character"),
        (f"{HOST}/01/{GTIN}/10/Lô", "address_character"),
        (f"{HOST}/01/{GTIN}/", "no_key"),
        (f"{HOST}/ARHKVAdpQg", "no_key"),
        (f"{HOST}/gtin/{GTIN}", "word_key"),
        (f"{HOST}/01/{GTIN}/10/", "empty"),
        (f"{HOST}/01/{GTIN}?17=", "empty"),
        (f"{HOST}/01/{GTIN}/21/A/10/B", "qualifiers"),
        (f"{HOST}/01/{GTIN}/10/A/10/B", "qualifiers"),
        (f"{HOST}/01/{GTIN}/235/A/10/B", "qualifiers"),
        (f"{HOST}/01/{GTIN}/17/271231", "qualifiers"),
        (f"{HOST}/01/{GTIN}?21=A", "attribute"),
        (f"{HOST}/01/{GTIN}?10=A", "attribute"),
        (f"{HOST}/414/9521000500020?7040=1ABC", "attribute"),
        (f"{HOST}/01/{GTIN}?01={GTIN}", "duplicate"),
        (f"{HOST}/01/{GTIN}?99=A&99=A", "duplicate"),
        (f"{HOST}/01/{GTIN}?89=A", "unknown_ai"),
        (f"{HOST}/01/{GTIN}?0=A", "unknown_ai"),
        (f"{HOST}/01/{GTIN}?99=%00", "nul"),
        (f"{HOST}/01/{GTIN}?4321=1", "required"),
        (f"{HOST}/01/{GTIN}?250=A", "required"),
        (f"{HOST}/00/006141411234567890?02={GTIN}", "required"),
        (f"{HOST}/415/9521000500020", "required"),
        (f"{HOST}/00/006141411234567890?3103=000500", "required"),
        (f"{HOST}/01/{GTIN}?255=9521000500020", "excluded"),
        (f"{HOST}/01/{GTIN}?3103=000500&3102=005000", "excluded"),
        (f"{HOST}/01/{GTIN}?422=704&426=704", "excluded"),
        ("https://a/01/" + "1" * LONGEST_ADDRESS, "too_long"),
    ],
)
def test_a_refusal_has_its_word(address: str, word: str) -> None:
    assert problem(address) == word


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("17=271301", "month_or_day"),
        ("17=270230", "month_or_day"),
        ("7007=260931", "day"),
        ("7007=260900", "day"),
        ("7007=2609301", "length"),
        ("7003=2612312460", "clock"),
        ("422=999", "country"),
        ("3911=000100", "currency"),
        ("3103=00050", "length"),
        ("3103=00050A", "character"),
        ("99=" + "A" * 91, "length"),
        ("10=A%20B", "character"),
        ("98=A+B", "character"),
        ("8001=00000000500119", "nonzero"),
        ("7230=V", "length"),
        ("8008=26123124", "hour"),
        ("8008=2612311260", "minute"),
        ("416=9521000500021", "check"),
        ("4307=XX", "country_letters"),
        ("4300=A%25B", "percent_encoded"),
        ("4330=000100A", "hyphen"),
        ("7241=11", "medium"),
        ("7258=3/2", "place_of_count"),
        ("8007=VN00123456789", "iban"),
        ("8030=A$", "character"),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused_with_the_rule(query: str, word: str) -> None:
    assert problem(f"{HOST}/01/{GTIN}/235/X?{query}") == word


@pytest.mark.parametrize(
    "query",
    [
        "17=270200",
        "17=000229",
        "7007=260930",
        "7007=260930261001",
        "7003=2612312359",
        "422=704",
        "423=704156",
        "7030=999ABC",
        "3922=0299&30=2",
        "3103=000500&3922=0299",
        "8005=000100",
        "8008=261231125959",
        "416=9521000500020",
        "8001=12341234512311",
        "7230=VNOCOP4S-2026",
        "8009=*ABC",
        "98=A%2BB",
        "&&99=A&&",
        "=A&B",
        "1x=A",
        "%31%37=A",
    ],
)
def test_a_value_that_keeps_its_rule_is_read(query: str) -> None:
    reading = parse(f"{HOST}/01/{GTIN}?{query}")

    assert reading.valid, reading.problems


@pytest.mark.parametrize(
    "path",
    [
        "8006/095210005000130102",
        "8013/1987654Ad4X4bL5ttr2310c2K",
        "8010/9521A-1%2F%23/8011/12",
        "8003/09521000500020ABC",
        "8017/952100050002000004/8019/1",
        "415/9521000500020/8020/HD-1",
        "417/9521000500020/7040/1ABC",
        "401/9521ABC",
        "253/9521000500020TL1",
        "255/9521000500020123",
    ],
)
def test_the_keys_of_others_are_read(path: str) -> None:
    reading = parse(f"{HOST}/{path}")

    assert reading.valid, reading.problems


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("8006/095210005000130201", "piece_of_total"),
        ("8006/095210005000130000", "piece_of_total"),
        ("8013/1987654Ad4X4bL5ttr2310c2X", "check_pair"),
        ("8013/A987654Ad4X4bL5ttr2310c2K", "check_pair"),
        ("8010/9521a/8011/12", "character"),
        ("8010/9521A/8011/01", "no_leading_zero"),
        ("8003/19521000500020", "zero"),
        ("401/AB", "prefix"),
        ("417/9521000500020/7040/AABC", "character"),
        ("402/95210005000200001", "check"),
        ("01/9521000500013", "length"),
    ],
)
def test_a_key_that_breaks_its_rule_is_refused_with_the_rule(path: str, word: str) -> None:
    assert problem(f"{HOST}/{path}") == word


def test_in_the_query_a_shorter_gtin_is_padded() -> None:
    reading = parse("https://example.com/8004/9520614141234567?01=9520123456788")

    assert reading.ais["01"] == "09520123456788"


def test_building_puts_each_value_where_it_belongs() -> None:
    ais = {"17": "271231", "21": "A/1", "01": GTIN, "10": "L+1", "3103": "000500"}

    address = build(HOST + "/", ais, allow_restricted=True)

    assert address == f"{HOST}/01/{GTIN}/10/L%2B1/21/A%2F1?17=271231&3103=000500"


@pytest.mark.parametrize(
    "ais",
    [
        {"414": "9521000500020", "254": "VUON-01"},
        {"417": "9521000500020"},
        {"00": "006141411234567890"},
        {"01": GTIN, "235": "TPX", "10": "L01"},
        {"01": GTIN, "414": "9521000500020"},
    ],
)
def test_the_keys_we_use_are_built(ais: dict[str, str]) -> None:
    assert parse(build(HOST, ais, allow_restricted=True)).ais == ais


@pytest.mark.parametrize(
    ("ais", "word"),
    [
        ({"10": "L01"}, "no_key"),
        ({"253": "9521000500020"}, "no_key"),
        ({"01": "9521000500013"}, "length"),
        ({"01": "09521000500014"}, "check"),
        ({"01": GTIN, "10": "Lô 1"}, "character"),
        ({"01": GTIN, "10": "A" * 21}, "length"),
        ({"01": GTIN, "10": ""}, "empty"),
        ({"01": GTIN, "235": "A", "21": "B"}, "attribute"),
        ({"01": GTIN, "89": "X"}, "unknown_ai"),
        ({"414": "9521000500020", "10": "L01"}, "required"),
    ],
)
def test_what_could_not_be_read_is_not_built(ais: dict[str, str], word: str) -> None:
    with pytest.raises(PayloadError) as caught:
        build(HOST, ais, allow_restricted=True)

    assert caught.value.problem == word


@pytest.mark.parametrize("base", ["", "truyxuat.example.com", "https://", "https://cửa.vn"])
def test_a_base_that_is_no_site_is_refused(base: str) -> None:
    with pytest.raises(PayloadError):
        build(base, {"01": GTIN}, allow_restricted=True)


@pytest.mark.parametrize("number", [GTIN, "02000123456782", "00401234567893"])
def test_numbers_nobody_is_granted_are_not_built(number: str) -> None:
    with pytest.raises(PayloadError) as caught:
        build(HOST, {"01": number})

    assert caught.value.field == "gtin"


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10**13 - 1).map(lambda n: f"{n:013d}"),
    st.dictionaries(st.sampled_from(["22", "10", "21"]), st.text(SET_82, min_size=1, max_size=20)),
    st.dictionaries(
        st.sampled_from(["240", "7002", "91", "99"]), st.text(SET_82, min_size=1, max_size=30)
    ),
)
def test_what_is_built_reads_back_the_same(
    body: str, qualifiers: dict[str, str], attributes: dict[str, str]
) -> None:
    ais = {"01": body + gtin.check_digit(body), **qualifiers, **attributes}

    reading = parse(build(HOST, ais, allow_restricted=True))

    assert (reading.key, reading.ais) == ("01", ais)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=100), st.sampled_from(["", "https://a/", "https://a/01/", "HTTP://A/T/"]))
def test_no_text_makes_the_parser_fail(text: str, start: str) -> None:
    reading = parse(start + text)

    assert reading.valid != bool(reading.problems)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_value_of_any_ai_makes_the_parser_fail(data: st.DataObject) -> None:
    ai = data.draw(st.sampled_from(sorted(identifiers())))
    value = data.draw(st.text("0129AZaz%2F-/=", min_size=1, max_size=40))

    assert parse(f"{HOST}/{ai}/{value}").valid in (True, False)
    assert parse(f"{HOST}/01/{GTIN}?{ai}={value}").valid in (True, False)


def test_every_ai_of_the_table_has_rules_we_know() -> None:
    table = identifiers()

    assert len(table) > 500
    for identifier in table.values():
        assert identifier.fault("?" * 200)
        for group in identifier.requires:
            for option in group:
                for ai in option:
                    assert any(known.startswith(ai.rstrip("n")) for known in table)
