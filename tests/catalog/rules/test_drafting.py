"""Drafts of listings: only from what is known, fit for every channel, never a forbidden word."""

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopkit.catalog.rules.claims import claims_in, is_held_back
from shopkit.catalog.rules.drafting import (
    KINDS,
    MOST_SYLLABLES,
    Answers,
    Draft,
    draft,
    kind_of,
    manners,
    sentences,
)
from shopkit.catalog.rules.keywords import MOST_TAGS, hashtags_for, keywords_for
from shopkit.catalog.rules.listing_text import listing_text
from shopkit.catalog.rules.own_checks import title_remarks
from shopkit.catalog.rules.quality import findings
from shopkit.catalog.rules.record import Proof, Record
from shopkit.text.search import search_text

ON = date(2026, 11, 22)
HONEY = Record(
    title="Mật ong bạc hà",
    origin="Mèo Vạc, Hà Giang",
    net_amount=500,
    net_unit="ml",
    keeps_count=12,
    keeps_unit="month",
    storage="Nơi khô mát",
    shop_name="Quầy Cô Mẫu",
    price_vnd=250_000,
    proofs=(Proof(kind="ocop", stars=4, number="12/QĐ-UBND"),),
)
TOLD = Answers(
    trait="hoa bạc hà vụ đông",
    making="Ong nuôi trên rẫy, quay khi hoa nở rộ từ tháng mười đến tháng mười hai, lọc qua vải "
    "rồi đóng chai ngay tại nhà. Mỗi đàn chỉ quay hai lần một vụ.",
    use="pha nước ấm buổi sáng, chấm bánh",
)
SAID = (
    "mật ong rừng hoa nhãn ngon thơm ngọt chữa bệnh khỏi hẳn tốt nhất 100% OCOP 5 sao 0900000099",
    "www.vidu.vn 25k gọi ngay !!! 🍯 <b> &amp; giá trị thuốc đặc trị MUA NGAY làng nghề Bắc Ninh",
    ", . ; chữa&nbsp;bệnh bác sĩ khuyên",
)
WORDS = st.sampled_from([word for line in SAID for word in line.split()])
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


def as_record(made: Draft, record: Record) -> Record:
    return Record(
        title=made.title,
        description=made.description,
        bullets=made.bullets,
        hashtags=made.hashtags,
        proofs=record.proofs,
        price_vnd=1000,
    )


def test_a_draft_holds_her_words_and_the_known_facts() -> None:
    made = draft(HONEY, "processed", TOLD)
    assert made.title == "Mật ong bạc hà Mèo Vạc, Hà Giang 500 ml OCOP 4 sao"
    assert "Mỗi đàn chỉ quay hai lần một vụ." in made.description
    assert "Điểm riêng: hoa bạc hà vụ đông" in made.bullets
    assert "OCOP: 4 sao, quyết định số 12/QĐ-UBND" in made.bullets
    assert len(listing_text(as_record(made, HONEY))) >= 500


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_goods_gets_a_draft_that_channels_take(kind: str) -> None:
    made = draft(HONEY, kind, TOLD)
    record = as_record(made, HONEY)
    assert 40 <= len(made.title) <= 100
    assert 3 <= len(made.bullets) <= 5
    assert not is_held_back(record)
    assert list(title_remarks(made.title)) == []
    text_parts = {"title", "text", "bullets"}
    for channel in ("shopee", "tiktok", "google", "meta"):
        assert [f.code for f in findings(record, channel, ON) if f.part in text_parts] == []


def test_nothing_is_invented() -> None:
    made = draft(Record(title="Bánh gai"), "processed", Answers())
    known = search_text("Bánh gai", *manners()["processed"].closing)
    assert made.title == "Bánh gai"
    assert made.bullets == ()
    said = search_text(made.description)
    for word in (
        "ocop",
        "vietgap",
        "sach",
        "huu co",
        "truyen thong",
        "nguyen chat",
        "khong hoa chat",
    ):
        assert word not in said or word in known
    assert not re.search(r"\d", made.description)


def test_a_forbidden_sentence_is_left_out_and_said() -> None:
    made = draft(HONEY, "processed", Answers(making="Quay tay, chữa bệnh ho rất hay."))
    assert made.dropped == ("chữa bệnh ho rất hay.",)
    assert "Quay tay." in made.description
    assert "chữa" not in made.description.lower()


def test_alcohol_and_medicine_say_what_must_be_said() -> None:
    assert "đủ 18 tuổi" in draft(HONEY, "alcohol", TOLD).description
    sentence = "Thực phẩm này không phải là thuốc và không có tác dụng thay thế thuốc chữa bệnh"
    assert sentence in draft(HONEY, "herbal", TOLD).description


def test_long_sentences_are_broken_where_she_paused() -> None:
    told = "một hai ba bốn năm sáu bảy tám chín mười, " * 6
    found = sentences(told)
    assert len(found) > 1
    assert all(len(one.split()) <= MOST_SYLLABLES for one in found)
    assert all(one[0].isupper() and one.endswith(".") for one in found)


def test_our_own_sentences_are_short() -> None:
    for kind in KINDS:
        made = draft(Record(title="Hàng", shop_name="Quầy Mẫu"), kind, Answers())
        for sentence in re.split(r"(?<=[.;])\s+|\n+", made.description):
            assert len(sentence.split()) <= MOST_SYLLABLES, sentence


@settings(max_examples=150, deadline=None)
@example(kind="fresh", title="", trait="", making="", use=", chữa&nbsp;bệnh", shop="")
@given(kind=st.sampled_from(KINDS), title=TEXTS, trait=TEXTS, making=TEXTS, use=TEXTS, shop=TEXTS)
def test_no_draft_ever_promises_a_cure_or_breaks_a_title(
    kind: str, title: str, trait: str, making: str, use: str, shop: str
) -> None:
    record = Record(title=title[:255], shop_name=shop[:100], origin=trait[:100], brand=use[:60])
    made = draft(record, kind, Answers(trait=trait[:60], making=making[:500], use=use[:500]))
    assert not is_held_back(as_record(made, record)), claims_in(as_record(made, record))
    assert len(made.title) <= 100
    assert not any(
        r.check.value in ("title_phone", "title_link", "title_signs", "title_shouts")
        for r in title_remarks(made.title)
    )
    assert len(made.bullets) <= 5
    assert all(len(bullet) <= 250 for bullet in made.bullets)
    assert len(made.hashtags) == len(set(made.hashtags)) <= MOST_TAGS


def test_hashtags_are_bare_unique_and_few() -> None:
    tags = hashtags_for(HONEY, [f"từ khóa {n}" for n in range(40)])
    assert tags[:2] == ("matongbacha", "matongbac")
    assert "hagiang" in tags
    assert len(tags) == len(set(tags)) == MOST_TAGS
    assert all(re.fullmatch("[a-z0-9]{3,30}", tag) for tag in tags)


def test_keywords_keep_their_accents_and_nothing_stands_twice() -> None:
    words = keywords_for(HONEY, ["MẬT ONG BẠC HÀ", "chữa bệnh"])
    assert words[0] == "Mật ong bạc hà"
    assert "Hà Giang" in words
    assert len({search_text(word) for word in words}) == len(words)
    assert not any("chữa" in word for word in words)


def test_the_likely_kind_is_known_from_category_or_group() -> None:
    assert kind_of(None, None) is None
    assert kind_of("craft", None) == "craft"
    assert kind_of("food.fresh.plants", "food.fresh.vegetables") == "fresh"
    assert kind_of("drink", "drink.alcohol") == "alcohol"
    assert kind_of(None, "food.staple.honey") == "processed"
    assert kind_of(None, "other") is None
