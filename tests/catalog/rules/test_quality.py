"""Points of a listing: only by what channels publish, as it stood on a day."""

from dataclasses import replace
from datetime import date

import pytest

from shopkit.catalog.rules.own_checks import OwnCheck, remarks_on
from shopkit.catalog.rules.quality import findings, met_measures, overall, score, steps
from shopkit.catalog.rules.quality_measures import EYE_QUESTIONS, MEASURES
from shopkit.catalog.rules.quality_rules import SCORED, Severity, published_rules, rules_of
from shopkit.catalog.rules.record import Form, Picture, Proof, Record

ON = date(2026, 11, 22)
CLEAR = {"blur": 300.0, "white_ground": 1.0, "border": "", "light": 150.0}


def picture(name: str, likeness: str | None = None) -> Picture:
    return Picture(
        id=name, width=1600, height=1600, weight_bytes=300_000, found=CLEAR, likeness=likeness
    )


BARE = Record(
    title="Mật ong rừng",
    price_vnd=120_000,
    pictures=(replace(picture("a"), found={"blur": 200.0, "white_ground": 0.1, "border": ""}),),
)
NO = dict.fromkeys(EYE_QUESTIONS, "no")
FULL = Record(
    title="Mật ong hoa bạc hà Mèo Vạc, Hà Giang 500 ml",
    description="Ong nuôi trên rẫy.\n" + "Quay từng khung, lọc qua vải. " * 20,
    bullets=("Hoa bạc hà", "Mèo Vạc", "500 ml"),
    price_vnd=250_000,
    brand="Cô Mẫu",
    category="food.honey",
    origin="Mèo Vạc",
    ingredients="Mật ong",
    storage="Nơi mát",
    net_amount=500,
    net_unit="ml",
    packed_weight_g=800,
    packed_length_cm=10,
    packed_width_cm=10,
    packed_height_cm=20,
    stock=20,
    pictures=tuple(picture(name) for name in "abcde"),
    looked={"photo": "a", "video": "yes"} | NO,
)


def codes(record: Record, channel: str, on: date = ON) -> set[str]:
    return {finding.code for finding in findings(record, channel, on)}


def test_every_rule_names_a_measure_its_source_and_its_certainty() -> None:
    rules = published_rules()
    assert len({rule.code for rule in rules}) == len(rules) > 80
    for rule in rules:
        assert rule.measure in MEASURES, rule.code
        assert rule.source
        assert rule.certainty in {"read", "copy", "third party", "unconfirmed"}
        assert rule.low is not None or rule.high is not None
        assert rule.known_on <= ON


def test_what_nobody_read_in_the_channels_own_words_never_refuses() -> None:
    for rule in published_rules():
        if not rule.is_firm:
            assert rule.severity is Severity.ADVICE, rule.code


def test_photo_title_and_price_alone_have_about_forty_points() -> None:
    assert 30 <= overall(BARE, ON) <= 45
    assert score(BARE, "shopee", ON).level == 1


def test_a_listing_with_everything_has_all_points_and_the_top_level() -> None:
    for channel in SCORED:
        assert score(FULL, channel, ON).findings == (), channel
        assert score(FULL, channel, ON).points == 100
    assert score(FULL, "shopee", ON).level == 3
    assert overall(FULL, ON) == 100


def test_shopee_levels_fall_as_its_diagnosis_says() -> None:
    two = replace(FULL, pictures=FULL.pictures[:2])
    assert score(two, "shopee", ON).level == 1
    bare = replace(FULL, origin="", ingredients="", storage="", net_amount=None)
    assert score(bare, "shopee", ON).level == 1
    assert score(replace(bare, origin="Mèo Vạc"), "shopee", ON).level == 2
    assert score(replace(FULL, looked={"photo": "a"} | NO), "shopee", ON).level == 2
    assert score(replace(FULL, title="Mật ong"), "shopee", ON).level == 2
    assert score(FULL, "google", ON).level is None


@pytest.mark.parametrize(
    ("change", "channel", "code"),
    [
        ({"title": "M" * 24}, "tiktok", "tiktok.title"),
        ({"title": "Mật ong 蜂蜜 hoa bạc hà Mèo Vạc Hà Giang"}, "tiktok", "tiktok.title_letters"),
        ({"price_vnd": None}, "tiktok", "tiktok.price"),
        ({"price_vnd": 180_000_001}, "tiktok", "tiktok.price"),
        ({"packed_weight_g": None}, "shopee", "shopee.weight_given"),
        ({"category": None}, "shopee", "shopee.category"),
        ({"description": "", "bullets": ()}, "google", "google.description_given"),
        ({"pictures": ()}, "google", "google.photo"),
        ({"brand": ""}, "meta", "meta.identified"),
    ],
)
def test_what_a_channel_would_not_take_is_refused(
    change: dict[str, object], channel: str, code: str
) -> None:
    record = replace(FULL, **change)  # type: ignore[arg-type]
    refused = {one.code for one in findings(record, channel, ON) if one.severity == "refused"}
    assert code in refused
    assert score(record, channel, ON).is_refused


def test_every_form_that_is_sold_must_be_within_the_bounds() -> None:
    forms = (Form(values=("500 ml",), price_vnd=1), Form(values=("1 l",), price_vnd=200_000_000))
    assert "tiktok.price" in codes(replace(FULL, option_names=("Cỡ",), forms=forms), "tiktok")
    many = tuple(Form(values=(str(n),), sku=f"S{n}", price_vnd=1000) for n in range(301))
    assert "tiktok.variants" in codes(replace(FULL, option_names=("Số",), forms=many), "tiktok")


def test_an_unlikely_weight_is_told_and_an_unknown_one_is_not() -> None:
    assert "shopee.weight" in codes(replace(FULL, packed_weight_g=200), "shopee")
    assert "shopee.weight" in codes(replace(FULL, packed_weight_g=9000), "shopee")
    assert "shopee.weight" not in codes(replace(FULL, net_unit="piece"), "shopee")


def test_a_coming_rule_counts_from_its_day_only() -> None:
    small = tuple(replace(photo, width=400, height=400) for photo in FULL.pictures)
    record = replace(FULL, pictures=small)
    assert "google.photo_five_hundred" not in codes(record, "google", date(2027, 1, 30))
    assert "google.photo_five_hundred" in codes(record, "google", date(2027, 1, 31))
    assert len(rules_of("shopee", date(2024, 1, 1))) < len(rules_of("shopee", ON))


def test_what_nobody_looked_at_counts_neither_way() -> None:
    unseen = replace(FULL, looked={"video": "yes"})
    assert not any(code.startswith("tiktok.eye") for code in codes(unseen, "tiktok"))
    assert score(unseen, "tiktok", ON).unknown_count == len(EYE_QUESTIONS)
    seen = replace(FULL, looked={"photo": "a", "video": "yes"} | NO | {"text": "yes"})
    assert {"tiktok.eye_text"} == codes(seen, "tiktok")
    assert "google.photo_text" in codes(seen, "google")


def test_answers_about_another_first_photo_do_not_count() -> None:
    moved = replace(FULL, looked={"photo": "b", "video": "yes"} | NO | {"text": "yes"})
    assert "tiktok.eye_text" not in codes(moved, "tiktok")


def test_photos_that_look_the_same_are_told() -> None:
    same = tuple(picture(name, likeness="f0f0f0f0f0f0f0f0") for name in "abcde")
    assert "tiktok.doubles" in codes(replace(FULL, pictures=same), "tiktok")
    other = tuple(
        picture(n, likeness=f"{at * 0x1111111111111111:016x}") for at, n in enumerate("abcde")
    )
    assert "tiktok.doubles" not in codes(replace(FULL, pictures=other), "tiktok")


def test_the_steps_are_told_by_what_they_bring_and_refusals_first() -> None:
    scores = [score(BARE, channel, ON) for channel in SCORED]
    found = steps(scores)
    gravities = [("refused", "complaint", "advice").index(step.severity) for step in found]
    assert gravities == sorted(gravities)
    assert [step.gain for step in found if step.severity == "refused"] == sorted(
        (step.gain for step in found if step.severity == "refused"), reverse=True
    )
    photos = next(step for step in found if step.hardest.rule.measure == "photo_count")
    assert photos.hardest.rule.low == 5
    assert sum(step.gain for step in found) + overall(BARE, ON) == pytest.approx(100, abs=2)


def test_what_is_in_order_is_named() -> None:
    met = met_measures(FULL, SCORED, ON)
    assert {"photo_count", "title_chars", "prices", "has_video"} <= set(met)
    assert "photo_count" not in met_measures(BARE, SCORED, ON)


def test_channels_that_publish_nothing_have_no_points() -> None:
    for channel in ("facebook", "zalo", "postmart", "voso", "shopify", "kiotviet", "own_page"):
        assert score(BARE, channel, ON).points is None
        assert not score(BARE, channel, ON).is_refused


def checks(record: Record, ended: tuple[str, ...] = ()) -> set[OwnCheck]:
    return {remark.check for remark in remarks_on(record, ON, ended)}


def test_own_checks_never_touch_the_points() -> None:
    bad = replace(FULL, title="Mật ong chữa bệnh hoa bạc hà Mèo Vạc Hà Giang", gtin="8930000000001")
    assert {OwnCheck.BANNED, OwnCheck.GTIN_WRONG} <= checks(bad)
    assert overall(bad, ON) == 100


@pytest.mark.parametrize(
    ("title", "check"),
    [
        ("MẬT ONG RỪNG NGUYÊN CHẤT", OwnCheck.TITLE_SHOUTS),
        ("Mật ong gọi 0900.000.099", OwnCheck.TITLE_PHONE),
        ("Mật ong xem www.vidu.vn", OwnCheck.TITLE_LINK),
        ("Mật ong 120k một chai", OwnCheck.TITLE_PRICE),
        ("Mật ong 120.000đ", OwnCheck.TITLE_PRICE),
        ("Mật ong rừng 🍯", OwnCheck.TITLE_SIGNS),
        ("Mật ong rừng!!", OwnCheck.TITLE_SIGNS),
        ("Mật ong rừng mật ong thơm", OwnCheck.TITLE_TWICE),
    ],
)
def test_a_title_that_no_channel_likes_is_told(title: str, check: OwnCheck) -> None:
    assert check in checks(replace(FULL, title=title))


@pytest.mark.parametrize(
    "title",
    [
        "Mật ong hoa bạc hà Mèo Vạc 500 ml",
        "Gạo ST25 túi 5 kg vụ 2026",
        "Bánh đa, bánh tráng Tây Ninh",
        "Chè Shan tuyết cổ thụ 1.300 m hộp 100 g",
        "Nước mắm Phan Thiết 40°N",
        "Cá khô 893 Cà Mau 1,5 kg",
    ],
)
def test_an_honest_title_is_left_alone(title: str) -> None:
    assert not any(check.value.startswith("title_") for check in checks(Record(title=title)))


def test_stars_without_a_paper_in_force_are_told() -> None:
    told = replace(FULL, title="Mật ong bạc hà Mèo Vạc OCOP 4 sao")
    assert OwnCheck.STARS_UNPROVED in checks(told)
    proof = Proof(kind="ocop", number="1/QĐ", stars=4)
    assert OwnCheck.STARS_UNPROVED not in checks(replace(told, proofs=(proof,)))
    three = replace(proof, stars=3)
    assert OwnCheck.STARS_UNPROVED in checks(replace(told, proofs=(three,)))
    assert OwnCheck.PAPER_ENDED in checks(FULL, ended=("ocop",))


def test_a_sale_that_is_no_lower_is_told() -> None:
    sale = replace(FULL, sale_price_vnd=250_000, sale_from=ON, sale_to=ON)
    assert OwnCheck.SALE_NOT_LOWER in checks(sale)
    assert OwnCheck.SALE_NOT_LOWER not in checks(replace(sale, sale_price_vnd=200_000))
