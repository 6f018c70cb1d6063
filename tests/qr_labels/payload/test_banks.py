"""Finding the bank that is meant, and never guessing."""

import unicodedata

import pytest

from qr_labels.payload import banks


def names(text: str) -> list[str]:
    return [bank.short_name for bank in banks.search(text)]


def test_every_bank_is_found_by_its_bin() -> None:
    assert len(banks.all_banks()) == 66
    for bank in banks.all_banks():
        assert banks.by_bin(bank.bin) is bank
        assert banks.resolve(bank.bin) is bank


def test_every_bank_answers_to_its_own_names() -> None:
    for bank in banks.all_banks():
        assert banks.resolve(bank.short_name) is bank
        assert banks.resolve(bank.full_name_vi) is bank
        for former in bank.former_names:
            assert banks.resolve(former) is bank


def test_every_code_resolves_but_the_one_two_lists_fight_over() -> None:
    for bank in banks.all_banks():
        for code in {bank.code, *bank.other_codes} - {"BVB"}:
            assert banks.resolve(code) is bank


def test_bvb_never_resolves_silently() -> None:
    for spelling in ("BVB", "bvb", " B V B "):
        with pytest.raises(banks.AmbiguousBank) as caught:
            banks.resolve(spelling)
        assert {bank.bin for bank in caught.value.candidates} == {"970438", "970454"}
        assert "970438" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("vcb", "Vietcombank"),
        ("vietcom bank", "Vietcombank"),
        ("VIETCOMBANK", "Vietcombank"),
        ("ngân hàng á châu", "ACB"),
        ("ngan hang a chau", "ACB"),
        ("NH Á Châu", "ACB"),
        ("mb bank", "MBBank"),
        ("agri bank", "Agribank"),
        ("nong nghiep", "Agribank"),
        ("CTG", "VietinBank"),
        ("LienVietPostBank", "LPBank"),
        ("Đông Á Bank", "Vikki Bank"),
        ("OceanBank", "MBV"),
        ("Ngân hàng TMCP Sài Gòn", "SCB"),
        ("momo", "MoMo"),
        ("970418", "BIDV"),
    ],
)
def test_a_name_as_people_write_it_resolves(text: str, short_name: str) -> None:
    assert banks.resolve(text).short_name == short_name
    assert names(text)[0] == short_name


def test_decomposed_letters_find_the_same_bank() -> None:
    assert banks.resolve(unicodedata.normalize("NFD", "Á Châu")).short_name == "ACB"


@pytest.mark.parametrize("text", ["ngoai thuong", "sai gon", "IBK", "bản việt", "bank"])
def test_a_name_of_several_banks_is_asked_back(text: str) -> None:
    with pytest.raises(banks.AmbiguousBank) as caught:
        banks.resolve(text)

    assert len(caught.value.candidates) > 1
    assert [bank.short_name for bank in caught.value.candidates] == names(text)[
        : len(caught.value.candidates)
    ] or len(names(text)) == 20


@pytest.mark.parametrize("text", ["", "   ", "?", "xx", "ngân hàng mặt trăng", "🏦" * 300])
def test_a_name_of_no_bank_is_unknown(text: str) -> None:
    with pytest.raises(banks.UnknownBank):
        banks.resolve(text)


def test_search_puts_the_likeliest_first() -> None:
    assert names("ngoai thuong")[0] == "Vietcombank"
    assert names("viet")[:2] == ["VietABank", "VietBank"]
    assert names("dong a")[0] == "Vikki Bank"


def test_search_forgives_a_slip_of_the_finger() -> None:
    assert names("vietcombnak") == ["Vietcombank"]
    assert "Techcombank" in names("tecombank")


def test_search_gives_no_more_than_asked() -> None:
    assert len(banks.search("ngan hang", limit=3)) == 3
    assert banks.search("") == []


def test_search_of_a_very_long_text_is_bounded() -> None:
    assert banks.search("a " * 100_000) == banks.search("a " * 50)


def test_known_wrong_bins_have_their_reason() -> None:
    assert "970418" in (banks.excluded("970488") or "")
    assert banks.excluded("970436") is None
    assert banks.by_bin("970488") is None


def test_names_are_composed_and_kinds_are_known() -> None:
    for bank in banks.all_banks():
        assert unicodedata.is_normalized("NFC", bank.full_name_vi)
        assert bank.kind in {"bank", "digital_bank", "foreign_branch", "finance_company", "wallet"}
        assert bank.receives_by_qr in {"yes", "unknown"}
        assert bank.certainty in {"yes", "single", "conflict"}
