"""How far a shop has come on each channel, where its products are listed, and who saw it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice
from shopkit.catalog.models.products import Product
from shopkit.channels.actions import guides as steps
from shopkit.channels.actions import listed as actions
from shopkit.channels.models.listed import ENDED, LIVE, STALE, SUPPORTED, ChannelShop, Listing
from shopkit.channels.queries import listed as queries
from shopkit.channels.rules.guides import days_until_stale, guides
from shopkit.channels.rules.listed import Address, address_in
from shopkit.db.files import Files
from shopkit.journal.models import JournalEntry
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW

SHOPEE = guides()["shopee"]
LINK = "https://shopee.vn/banh-gai-i.1.2"


@pytest.fixture
def her_shop(session: Session) -> Shop:
    shop = make.shop(session, agrees=True)
    make.acting(session, make.owner_of(session, shop))
    return shop


@pytest.fixture
def product(session: Session, files: Files, her_shop: Shop) -> Product:
    return make.product(session, files, her_shop)


@pytest.fixture
def phone(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, her_shop))


@pytest.fixture
def helper(app: Flask, session: Session, her_shop: Shop) -> Browser:
    return make.phone(app, session, make.staff(session, TRAINER))


def link(text: str = LINK) -> Address:
    return address_in(text, SHOPEE)


def told(session: Session) -> list[tuple[str, str]]:
    entries = session.scalars(select(JournalEntry).order_by(JournalEntry.at, JournalEntry.id))
    wanted = ("channel.", "listing.")
    return [(one.event, one.evidence) for one in entries if one.event.startswith(wanted)]


def listed(session: Session, product: Product) -> Listing:
    return actions.note_listing(session, product, SHOPEE, address=link(), now=NOW)


def test_the_first_ticked_step_begins_the_channel(session: Session, her_shop: Shop) -> None:
    place = steps.tick_step(session, her_shop, SHOPEE, step="open", now=NOW)
    assert place.state == SUPPORTED
    assert place.steps["open"]["by"] == str(make.owner_of(session, her_shop).id)
    assert told(session) == [("channel.supported", "SD"), ("channel.step_done", "SD")]


def test_a_step_ticked_twice_is_ticked_once(session: Session, her_shop: Shop) -> None:
    for later in range(2):
        now = NOW + timedelta(days=later)
        place = steps.tick_step(session, her_shop, SHOPEE, step="open", now=now)
    assert place.steps["open"]["at"] == NOW.isoformat()
    assert len(told(session)) == 2


def test_what_a_helper_ticks_beside_her_is_seen_by_the_helper(
    session: Session, her_shop: Shop
) -> None:
    make.acting(session, make.staff(session, TRAINER))
    steps.tick_step(session, her_shop, SHOPEE, step="open", now=NOW)
    assert ("channel.supported", "TV") in told(session)


def test_a_shop_with_an_address_is_live_by_her_own_word(session: Session, her_shop: Shop) -> None:
    place = steps.note_shop_address(session, her_shop, SHOPEE, address=link(), now=NOW)
    assert (place.state, place.seen_as) == (LIVE, "SD")
    assert told(session)[-1] == ("channel.live", "SD")


def test_a_listing_without_a_link_waits_until_it_has_one(
    session: Session, product: Product
) -> None:
    waiting = actions.note_listing(session, product, SHOPEE, address=None, now=NOW)
    assert waiting.state == SUPPORTED
    live = listed(session, product)
    assert live is waiting
    assert (live.state, live.address) == (LIVE, LINK)
    assert told(session) == [("listing.supported", "SD"), ("listing.live", "SD")]


def test_the_same_place_noted_twice_is_one_listing(session: Session, product: Product) -> None:
    assert listed(session, product) is listed(session, product)
    assert len(queries.listings_of(session, product)) == 1
    assert told(session).count(("listing.live", "SD")) == 1


def test_the_journal_names_the_channel_and_no_address(session: Session, product: Product) -> None:
    listed(session, product)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "listing.live")).one()
    assert entry.details == {"channel": "shopee", "product": str(product.id)}


def test_a_helper_who_opened_the_link_has_seen_it(session: Session, product: Product) -> None:
    listing = listed(session, product)
    trainer = make.staff(session, TRAINER)
    make.acting(session, trainer)
    actions.see_there(session, listing, by=trainer.id, now=NOW)
    assert (listing.seen_as, listing.seen_by_id) == ("TV", trainer.id)
    assert told(session)[-1] == ("listing.seen", "TV")


def test_nobody_says_of_her_own_listing_that_staff_saw_it(
    session: Session, product: Product, her_shop: Shop
) -> None:
    listing = listed(session, product)
    with pytest.raises(actions.OwnListing):
        actions.see_there(session, listing, by=make.owner_of(session, her_shop).id, now=NOW)


def test_what_has_no_link_cannot_be_seen(session: Session, product: Product) -> None:
    waiting = actions.note_listing(session, product, SHOPEE, address=None, now=NOW)
    with pytest.raises(actions.NothingToSee):
        actions.say_still_there(session, waiting, now=NOW)


def test_what_nobody_saw_for_long_goes_stale_and_she_is_told_once(
    session: Session, product: Product, her_shop: Shop
) -> None:
    listing = listed(session, product)
    place = steps.note_shop_address(session, her_shop, SHOPEE, address=link(), now=NOW)
    last_day = NOW + timedelta(days=days_until_stale())
    assert actions.let_unseen_go_stale(session, now=last_day) == 0
    after = last_day + timedelta(minutes=1)
    session.info["actor"] = None
    assert actions.let_unseen_go_stale(session, now=after) == 2
    assert actions.let_unseen_go_stale(session, now=after) == 0
    assert (listing.state, place.state) == (STALE, STALE)
    assert ("listing.stale", "SO") in told(session)
    notices = session.scalars(select(Notice).where(Notice.kind == "listing.stale")).all()
    assert len(notices) == 1


def test_one_tap_brings_a_stale_listing_back(session: Session, product: Product) -> None:
    listing = listed(session, product)
    later = NOW + timedelta(days=90)
    actions.let_unseen_go_stale(session, now=later)
    actions.say_still_there(session, listing, now=later)
    assert (listing.state, listing.seen_at) == (LIVE, later)
    assert told(session)[-1] == ("listing.live", "SD")


def test_an_ended_listing_begins_again_with_a_new_first_day(
    session: Session, product: Product
) -> None:
    listing = listed(session, product)
    actions.end_listing(session, listing, now=NOW)
    assert listing.state == ENDED
    later = NOW + timedelta(days=5)
    again = actions.note_listing(session, product, SHOPEE, address=link(), now=later)
    assert again is listing
    assert (again.state, again.ended_on) == (LIVE, None)
    assert (again.since - NOW.date()).days == 5


def test_a_product_is_listed_at_so_many_places_only(session: Session, product: Product) -> None:
    for number in range(actions.MOST_LISTINGS):
        place = link(f"https://shopee.vn/{number}")
        actions.note_listing(session, product, SHOPEE, address=place, now=NOW)
    with pytest.raises(actions.TooManyListings):
        listed(session, product)


def test_her_way_through_a_guide(phone: Browser, session: Session, her_shop: Shop) -> None:
    first = phone.get("/channels").text
    assert first.index("Facebook") < first.index("PostMart") < first.index("Google")
    assert "Chưa bắt đầu" in first
    answer = phone.post("/channels/postmart/steps/open", state="done")
    assert answer.location == "/channels/postmart/steps/ready"
    assert "Đang làm bước 2" in phone.get("/channels").text
    phone.post("/channels/postmart/address", address="https://postmart.vn/co-mau")
    assert "Đã mở" in phone.get("/channels").text
    phone.post("/channels/postmart/steps/open", state="undone")
    session.expire_all()
    assert queries.channel_shop(session, her_shop, "postmart").steps == {}


def test_every_step_of_every_channel_opens(phone: Browser) -> None:
    for guide in guides().values():
        assert phone.get(f"/channels/{guide.code}").status_code == 200
        for step in guide.steps:
            assert phone.get(f"/channels/{guide.code}/steps/{step}").status_code == 200


def test_a_channel_or_step_that_is_not_there_is_not_found(phone: Browser) -> None:
    assert phone.get("/channels/myspace").status_code == 404
    assert phone.get("/channels/shopee/steps/dance").status_code == 404
    assert phone.post("/channels/own_page/address", address=LINK).status_code == 404


def test_her_way_of_noting_a_listing(phone: Browser, session: Session, product: Product) -> None:
    page = f"/products/{product.id}/listed"
    assert "Chưa ghi nơi bán nào" in phone.get(page).text
    phone.post(f"{page}/new/shopee", address=f"Xem bánh của Mẫu tại {LINK} nhé!")
    text = phone.get(page).text
    assert LINK in text
    assert "Cửa hàng tự khai ngày 22/11/2026" in text
    listing = queries.listings_of(session, product)[0]
    assert "Đang bán" in phone.get(f"/listings/{listing.id}").text
    phone.post(f"/listings/{listing.id}/end")
    assert "Thôi bán" in phone.get(page).text


def test_a_strange_site_is_asked_about_and_then_taken(
    phone: Browser, session: Session, product: Product
) -> None:
    page = f"/products/{product.id}/listed/new/shopee"
    strange = "https://shopee.vn.example.com/x"
    refused = phone.post(page, address=strange)
    assert refused.status_code == 422
    assert "shopee.vn.example.com, không phải Shopee" in refused.text
    assert phone.post(page, address=strange, sure="y").status_code == 303
    assert queries.listings_of(session, product)[0].address == strange


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "https://",
        "https://a:b@shopee.vn/x",
        "https://shopee.vn:8080/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://shopee.vn/" + "a" * 600,
        "https://shopee.vn:99999/",
        "https://-shopee-.vn/",
        "https://" + "a." * 150 + "vn/",
        "hỏi cô Mẫu",
    ],
)
def test_what_is_no_link_is_refused_with_what_to_do(
    phone: Browser, session: Session, product: Product, typed: str
) -> None:
    answer = phone.post(f"/products/{product.id}/listed/new/shopee", address=typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert queries.listings_of(session, product) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("shopee.vn/banh", "https://shopee.vn/banh"),
        ("HTTP://SHOPEE.VN/Banh", "https://shopee.vn/Banh"),
        ("xem (https://vn.shp.ee/x1).", "https://vn.shp.ee/x1"),
    ],
)
def test_a_link_is_read_as_people_paste_it(typed: str, kept: str) -> None:
    assert address_in(typed, SHOPEE) == Address(kept, kept.split("/")[2], True)


def test_letters_that_look_like_others_are_shown_as_what_they_are() -> None:
    found = address_in("https://shоpee.vn/x", SHOPEE)
    assert (found.is_known, found.host) == (False, "xn--shpee-kye.vn")


def test_a_neighbour_finds_none_of_it(
    app: Flask, session: Session, product: Product, helper: Browser
) -> None:
    listing = listed(session, product)
    other = make.shop(session, name="Quầy bên cạnh")
    neighbour = make.phone(app, session, make.owner_of(session, other))
    for path in (f"/listings/{listing.id}", f"/products/{product.id}/listed"):
        assert neighbour.get(path).status_code == 404
    assert neighbour.post(f"/listings/{listing.id}/still").status_code == 404
    assert helper.post(f"/listings/{listing.id}/end").status_code == 404
    assert listing.state == LIVE


def test_a_helper_of_the_commune_sees_where_it_sells_and_says_so(
    session: Session, product: Product, her_shop: Shop, helper: Browser
) -> None:
    listing = listed(session, product)
    steps.note_shop_address(session, her_shop, SHOPEE, address=link(), now=NOW)
    page = f"/shops/{her_shop.id}/channels"
    assert "Tôi đã xem" in helper.get(page).text
    assert helper.post(f"/shops/{her_shop.id}/listings/{listing.id}/seen").status_code == 303
    assert helper.post(f"{page}/shopee/seen").status_code == 303
    place = session.scalars(select(ChannelShop)).one()
    assert (listing.seen_as, place.seen_as) == ("TV", "TV")
    assert "Cán bộ đã xem ngày 22/11/2026" in helper.get(page).text


def test_a_helper_types_only_beside_her(
    session: Session, product: Product, her_shop: Shop, helper: Browser
) -> None:
    page = f"/shops/{her_shop.id}/listings/new"
    told_ = {"product_id": str(product.id), "channel": "shopee", "address": LINK, "is_seen": "y"}
    assert helper.post(page, **told_).status_code == 404
    sit_down(session, her_shop, helper)
    assert helper.post(page, **told_).status_code == 303
    assert queries.listings_of(session, product)[0].seen_as == "TV"
    ticked = helper.post(f"/shops/{her_shop.id}/channels/zalo", step="open", state="done")
    assert ticked.status_code == 303
    place = queries.channel_shop(session, her_shop, "zalo")
    assert place.steps["open"]["by"] != str(make.owner_of(session, her_shop).id)


def sit_down(session: Session, shop: Shop, helper: Browser) -> None:
    phone = make.owner_of(session, shop).phone
    assert helper.post("/shops/beside", phone=phone or "").status_code == 303


def test_a_helper_elsewhere_finds_nothing(
    app: Flask, session: Session, product: Product, her_shop: Shop
) -> None:
    listing = listed(session, product)
    far = make.phone(app, session, make.staff(session, TRAINER, make.NEXT_DOOR))
    assert far.get(f"/shops/{her_shop.id}/channels").status_code == 404
    seen = far.post(f"/shops/{her_shop.id}/listings/{listing.id}/seen")
    assert seen.status_code == 404


def test_stale_places_stand_first_with_one_button(
    phone: Browser, session: Session, product: Product
) -> None:
    listing = listed(session, product)
    listing.seen_at = NOW - timedelta(days=61)
    actions.let_unseen_go_stale(session, now=NOW)
    page = phone.get("/channels").text
    assert "Còn bán không?" in page
    assert phone.post(f"/listings/{listing.id}/still").status_code == 303
    assert listing.state == LIVE
    assert "Còn bán không?" not in phone.get("/channels").text


def test_every_sentence_of_a_guide_says_how_sure_it_is() -> None:
    known = {"own", "read", "copy", "third party", "unconfirmed"}
    for guide in guides().values():
        for lines in guide.steps.values():
            assert lines
            for line in lines:
                assert line.certainty in known
                assert line.words["vi"]
                assert line.words["en"]


def test_what_is_not_sure_is_not_said_as_a_rule() -> None:
    for guide in guides().values():
        for line in (one for lines in guide.steps.values() for one in lines):
            if line.certainty == "unconfirmed":
                assert "phải " not in line.words["vi"], line.words["vi"]


def test_a_guide_is_read_in_english_too(phone: Browser) -> None:
    text = phone.get("/channels/zalo/steps/send?lang=en").text
    assert "Send by hand" in text


def test_a_channel_that_is_no_brand_is_named_in_english_too(phone: Browser) -> None:
    assert "Exchange of the province" in phone.get("/channels?lang=en").text
    assert "Sàn của tỉnh" in phone.get("/channels?lang=vi").text
