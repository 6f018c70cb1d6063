"""Words that the law forbids or wants proof for: found when hidden, not in honest names."""

import csv
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.catalog.rules.claims import (
    REQUIRED_FILE,
    Tier,
    claims_in,
    claims_in_text,
    found_of,
    is_held_back,
    likely_phrases,
    phrases,
)
from shopkit.catalog.rules.plain_words import plain_words
from shopkit.catalog.rules.record import Form, Proof, Record
from shopkit.text.search import fold

SHARED = Path(__file__).parents[3].parent / "shared"
NAMES = SHARED / "samples" / "openfoodfacts_893_vietnam_prefix.csv"

STOPPED = [
    "Siro chữa bệnh ho cho bé",
    "Cao này trị bệnh dạ dày",
    "Uống một tuần là khỏi bệnh",
    "Rượu thuốc đặc trị xương khớp",
    "Trà điều trị mất ngủ",
    "Dùng đều trị dứt đau lưng",
    "Thần dược cho mọi nhà",
    "Có thể thay thế thuốc tây",
    "Nghệ giúp ngăn ngừa ung thư",
    "Chữa khỏi hoàn toàn, không khỏi hoàn tiền",
    "Mật ong trị ho rất hay",
    "Chữa bách bệnh",
    "Tinh dầu trị viêm xoang",
    "chữa  bệnh",
    "chữa\u00a0bệnh",
    "chữa\nbệnh",
    "chữa\u200bbệnh",
    "ch\u200bữa bệ\u200dnh",
    "chữa\u00adbệnh",
    "CHỮA BỆNH",
    "Chữa-Bệnh",
    "chữa.bệnh",
    "chữa_bệnh",
    "chữabệnh",
    "ch&#7919;a b&#7879;nh",
    "ch&#x1EEF;a&nbsp;b&#7879;nh",
    "<b>chữa</b> <i>bệnh</i>",
    "chữa\u0334 bệnh",
    unicodedata.normalize("NFD", "chữa bệnh"),
    unicodedata.normalize("NFKD", "Đặc trị nám"),
]
NOT_STOPPED = [
    "Sữa chua trị giá 20.000 đồng",
    "Giá trị bệnh viện đầu tư",
    "giá trị bệnh viện",
    "khỏi bệnh viện",
    "Quà cho người vừa ra khỏi bệnh viện",
    "Cà chua bi, sữa chua nếp cẩm",
    "Chưa bệnh nào gặp trên vườn này",
    "Quản trị bệnh xá",
    "Không cần chữa. Bệnh của cây thì phun nước vôi",
    "Thực phẩm này không phải là thuốc và không có tác dụng thay thế thuốc chữa bệnh",
    "THỰC PHẨM NÀY KHÔNG PHẢI LÀ THUỐC, KHÔNG CÓ TÁC DỤNG THAY THẾ THUỐC CHỮA BỆNH.",
    "Người đang điều trị thì hỏi trước khi dùng",
    "Sản phẩm không thay thế thuốc",
    "Thay thế thuốc trừ sâu bằng nước tỏi",
    "Hỏi ý kiến bác sĩ trước khi dùng",
    "Thôn 1, nhà số 1",
    "Quý khách đặt trước một ngày",
]


@pytest.mark.parametrize("text", STOPPED)
def test_a_promise_to_cure_stops_sharing_however_it_is_written(text: str) -> None:
    assert any(claim.is_stop for claim in claims_in_text(text)), text


@pytest.mark.parametrize("text", NOT_STOPPED)
def test_an_honest_sentence_is_never_stopped(text: str) -> None:
    assert [claim.words for claim in claims_in_text(text) if claim.is_stop] == []


def test_every_phrase_of_the_data_is_found_in_a_sentence() -> None:
    for phrase in phrases():
        found = claims_in_text(f"Đây là {phrase.words} nhé")
        assert any(claim.phrase.words in phrase.words or claim.phrase == phrase for claim in found)
        assert any(claim.tier is phrase.tier or claim.is_stop for claim in found), phrase.words


@pytest.mark.parametrize(
    "text", ["chua benh ho", "dac tri nam", "khoi benh", "than duoc", "sua chua tri gia, chua benh"]
)
def test_words_without_accents_only_ask(text: str) -> None:
    found = claims_in_text(text)
    assert found
    assert all(claim.is_guess and not claim.is_stop for claim in found)


def test_plain_words_without_accents_are_left_alone() -> None:
    for text in ("sua chua nep cam", "ca chua", "gia tri dinh duong", "mat ong bac ha"):
        assert claims_in_text(text) == []


def test_what_needs_proof_only_asks() -> None:
    tiers = {
        text: {claim.tier for claim in claims_in_text(text)}
        for text in ("Ngon nhất vùng", "100% nguyên chất", "an toàn tuyệt đối", "giảm cân nhanh")
    }
    assert all(found == {Tier.PROOF} for found in tiers.values())
    assert {c.tier for c in claims_in_text("Bác sĩ khuyên dùng")} == {Tier.PERSON}


def test_a_paper_in_force_answers_what_it_proves() -> None:
    record = Record(title="Gạo hữu cơ Séng Cù", description="Đạt OCOP 4 sao")
    assert {claim.phrase.proof for claim in claims_in(record)} == {"organic", "ocop"}
    proofs = (Proof(kind="organic"), Proof(kind="ocop", stars=4))
    assert claims_in(Record(title=record.title, proofs=proofs)) == []


def test_words_are_marked_where_they_stand() -> None:
    text = "Mật ong   CHỮA\u200b  bệnh &amp; đẹp da"
    (claim,) = [claim for claim in claims_in_text(text) if claim.is_stop]
    assert text[claim.start : claim.end] == claim.words == "CHỮA\u200b  bệnh"
    assert (claim.before, claim.after) == ("Mật ong   ", " &amp; đẹp da")


def test_the_words_around_are_told_in_part_and_on_one_line() -> None:
    text = "Dòng một\n" + "rất dài " * 20 + "chữa bệnh" + " và hơn nữa" * 20 + "\nDòng hai"
    (claim,) = claims_in_text(text)
    assert claim.before.startswith("… ")
    assert claim.after.endswith(" …")
    assert "Dòng" not in claim.before + claim.after


def test_every_part_that_buyers_read_is_looked_through() -> None:
    for place in ("title", "description", "story", "ingredients", "directions", "storage", "brand"):
        record = Record(**{place: "Trà chữa bệnh"})
        assert [claim.place for claim in claims_in(record)] == [place]
        assert is_held_back(record)
    assert is_held_back(Record(bullets=("Ngon", "Chữa khỏi ho")))
    assert is_held_back(Record(attributes=(("Công dụng", "chữa bệnh"),)))
    assert is_held_back(Record(hashtags=("chữabệnh",)))
    assert not is_held_back(Record(title="Mật ong bạc hà"))


def test_the_required_sentences_are_kept_but_more_than_them_is_found() -> None:
    with REQUIRED_FILE.open(encoding="utf-8", newline="") as file:
        sentences = [row["sentence"] for row in csv.DictReader(file)]
    for sentence in sentences:
        assert not any(claim.is_stop for claim in claims_in_text(sentence.capitalize()))
        assert any(claim.is_stop for claim in claims_in_text(f"{sentence}. Chữa bệnh gan."))


def test_both_ways_to_place_a_tone_are_one() -> None:
    assert plain_words("hoà thuỷ khoẻ").text == plain_words("hòa thủy khỏe").text
    assert plain_words("quý").text == "quý"
    assert claims_in_text("tốt cho sức khoẻ")


def test_no_plain_food_name_is_stopped() -> None:
    if not NAMES.exists():
        pytest.skip("the shared samples are not beside this checkout")
    with NAMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 700
    texts = [text for row in rows for text in (row["product_name"], row["ingredients_text"])]
    stopped = [text for text in texts if any(c.is_stop for c in claims_in_text(text))]
    assert stopped == []


def test_ten_thousand_letters_of_claims_take_no_time() -> None:
    start = time.perf_counter()
    found = claims_in_text("chữa bệnh " * 1000)
    claims_in_text("&" * 10_000)
    claims_in_text("<a" * 5_000)
    claims_in_text("ă̂̂" * 3_000)
    assert time.perf_counter() - start < 3
    assert len(found) == 100


def test_a_thousand_plain_listings_are_looked_through_in_a_second() -> None:
    text = "Mật ong hoa bạc hà nuôi ở Mèo Vạc, quay từng khung, lọc qua vải, đóng chai. " * 20
    record = Record(title="Mật ong bạc hà Mèo Vạc", description=text)
    start = time.perf_counter()
    for _ in range(1000):
        claims_in(record)
    assert time.perf_counter() - start < 2.5


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(st.sampled_from([one.words for one in phrases()]), min_size=1, max_size=3),
    joint=st.sampled_from([" ", "-", "_", ".", "", "  ", "\u200b", "\n"]),
    is_bare=st.booleans(),
    is_loud=st.booleans(),
)
def test_no_phrase_that_a_closer_look_finds_is_passed_over(
    words: list[str], joint: str, is_bare: bool, is_loud: bool
) -> None:
    text = ", ".join(words).replace(" ", joint)
    text = fold(text) if is_bare else text
    text = text.upper() if is_loud else text
    plain = plain_words(text)
    found = [one for one in phrases() if list(found_of(one, plain, text))]
    likely = likely_phrases(text, phrases())
    assert [one for one in found if one not in likely] == []


def test_only_phrases_whose_letters_stand_there_are_looked_at_closely() -> None:
    assert len(phrases()) > 50
    assert len(likely_phrases("Bánh gai chữa khỏi bệnh", phrases())) < 10
    assert likely_phrases("Bánh gai lá dừa", phrases()) == []


@pytest.mark.parametrize(
    "text", ["chữa được bệnh ho", "chữa các bệnh dạ dày", "chữa bịnh", "trị bịnh", "chữa mọi bệnh"]
)
def test_a_cure_is_found_in_other_words_and_in_southern_ones(text: str) -> None:
    assert any(claim.is_stop for claim in claims_in_text(text))


@pytest.mark.parametrize("text", ["sửa chữa bệnh viện huyện", "điều trị giá ba triệu"])
def test_words_that_only_meet_promise_nothing(text: str) -> None:
    assert not any(claim.is_stop for claim in claims_in_text(text))


def test_the_words_of_variants_are_read_too() -> None:
    record = Record(title="Kẹo gừng", option_names=("Cỡ",), forms=(Form(values=("đặc trị ho",)),))
    assert {claim.place for claim in claims_in(record) if claim.is_stop} == {"variants"}


@pytest.mark.parametrize(
    "text",
    [
        "Cao này là t h ầ n d ư ợ c của núi",
        "Uống vào khỏi hẳn u n g t h ư",
        "Trà giúp chữа bệnh gút",
        "Trà chữa bệnh​ gút",
    ],
)
def test_a_claim_is_found_behind_letters_that_hide_it(text: str) -> None:
    assert claims_in_text(text)
