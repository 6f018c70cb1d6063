"""The commune's figures, counted from what happened and from who agreed to be counted."""

import pytest
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import refuse_consent, withdraw_consent
from shopkit.adoption.queries.commune import behind, commune_page, own_commune, seen_of
from shopkit.adoption.rules.commune import FIGURES, KNOWN, LABELLED, LIVE, OPENED, PAYABLE, total
from shopkit.catalog.actions.products import hide, restore, unpublish
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.payments.actions.accounts import end_account
from shopkit.places.actions import close_village
from shopkit.scope import OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.actions.register import register_business
from shopkit.shops.actions.shops import place_shop, see_shop
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR


def figures(session: Session, commune_code: str = HOANG_LOC) -> dict[str, int]:
    session.flush()
    page = commune_page(session, commune_code)
    return {name: total(page.figures, name).count for name in FIGURES} | {
        "registered": page.registered_count
    }


NOTHING = dict.fromkeys([*FIGURES, "registered"], 0)
COUNTED = {KNOWN: 1, OPENED: 1, PAYABLE: 1, LIVE: 1, LABELLED: 1, "registered": 1}


@pytest.fixture
def shop(session: Session, files: Files, bench: Bench) -> Shop:
    """A shop that has done everything, and said nothing about being reported."""
    shop = make.shop(session)
    make.payment_account(session, shop)
    product = make.product(session, files, shop)
    _run, job = make.label_run(session, make.batch(session, shop, product))
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return shop


def test_without_her_yes_only_the_bare_number_of_shops_knows_of_her(
    session: Session, shop: Shop
) -> None:
    assert figures(session) == NOTHING | {"registered": 1}
    assert seen_of(session, shop) == []
    for figure in FIGURES:
        assert behind(session, HOANG_LOC, figure, None, whole=True) == []


def test_her_yes_moves_each_figure_by_exactly_one_and_her_no_moves_it_back(
    session: Session, shop: Shop
) -> None:
    make.shop(session, name="Quầy khác", agrees=True)
    before = figures(session)
    make.agree(session, shop)
    with_her = figures(session)
    assert {name: with_her[name] - before[name] for name in FIGURES} == dict.fromkeys(FIGURES, 1)
    assert with_her["registered"] == before["registered"]
    withdraw_consent(session, shop.id, "report", now=NOW)
    assert figures(session) == before
    make.agree(session, shop)
    assert figures(session) == with_her


def test_a_yes_to_something_else_counts_nothing(session: Session, shop: Shop) -> None:
    for purpose in ("public_name", "public_address", "follow_up_call"):
        make.agree(session, shop, purpose)
    refuse_consent(
        session,
        make.owner_of(session, shop).id,
        "report",
        shop_id=shop.id,
        commune_code=shop.commune_code,
        now=NOW,
    )
    assert figures(session) == NOTHING | {"registered": 1}


def test_moving_takes_everything_along(session: Session, shop: Shop) -> None:
    make.agree(session, shop)
    assert figures(session) == COUNTED
    place_shop(session, shop, commune_code=NEXT_DOOR, village_id=None, now=NOW)
    assert figures(session) == NOTHING
    assert figures(session, NEXT_DOOR) == COUNTED


def test_a_state_lasts_until_the_record_that_holds_it_ends(session: Session, files: Files) -> None:
    shop = make.shop(session, agrees=True)
    account = make.payment_account(session, shop)
    second = make.payment_account(session, shop, "0000000001")
    product = make.product(session, files, shop)
    assert (figures(session)[PAYABLE], figures(session)[LIVE]) == (1, 1)
    end_account(session, shop, account, now=NOW)
    assert figures(session)[PAYABLE] == 1
    end_account(session, shop, second, now=NOW)
    assert figures(session)[PAYABLE] == 0
    hide(session, product, now=NOW)
    assert figures(session)[LIVE] == 0
    restore(session, product, now=NOW)
    assert figures(session)[LIVE] == 1
    unpublish(session, product, now=NOW)
    assert figures(session)[LIVE] == 0


def test_a_visit_turns_told_into_seen(session: Session) -> None:
    shop = make.shop(session, agrees=True)
    page = commune_page(session, HOANG_LOC)
    assert total(page.figures, OPENED).verified_count == 0
    see_shop(session, shop, by=make.staff(session, TRAINER).id, now=NOW)
    session.flush()
    opened = total(commune_page(session, HOANG_LOC).figures, OPENED)
    assert (opened.count, opened.verified_count) == (1, 1)
    (line,) = behind(session, HOANG_LOC, OPENED, None, whole=True)
    assert line.entry
    assert line.entry.event == "shop.seen"


def test_a_business_on_the_list_is_known_without_a_shop_and_once_with_one(
    session: Session,
) -> None:
    business = register_business(
        session, commune_code=HOANG_LOC, village_id=None, name="Hộ bà Lê Thị Ba", now=NOW
    )
    assert figures(session)[KNOWN] == 1
    shop = make.shop(session, agrees=True)
    shop.business_id = business.id
    assert figures(session)[KNOWN] == 1
    business.closed_at = NOW
    shop.business_id = None
    assert figures(session)[KNOWN] == 1
    assert [line.name for line in behind(session, HOANG_LOC, KNOWN, None, whole=True)] == [
        shop.name
    ]


def test_villages_stand_in_order_and_the_rest_is_not_lost(session: Session) -> None:
    villages = [make.village(session, name) for name in ("Thôn Ất", "Thôn 10", "Thôn 2")]
    for village in (*villages, None):
        make.shop(session, agrees=True, village_id=village.id if village else None)
    page = commune_page(session, HOANG_LOC)
    assert [village.name for village in page.villages] == ["Thôn 2", "Thôn 10", "Thôn Ất"]
    counts = [
        page.figures[OPENED, village_id].count
        for village_id in (*(village.id for village in page.villages), None)
    ]
    assert counts == [1, 1, 1, 1]
    assert total(page.figures, OPENED).count == sum(counts)


def test_what_lay_in_a_closed_village_lies_in_its_heir(session: Session) -> None:
    old, heir, split = (make.village(session, f"Thôn {number}") for number in (1, 2, 3))
    make.shop(session, agrees=True, village_id=old.id)
    make.shop(session, agrees=True, village_id=split.id)
    close_village(session, old, last_day=NOW.date(), into=heir, now=NOW)
    close_village(session, split, last_day=NOW.date(), into=None, now=NOW)
    session.flush()
    page = commune_page(session, HOANG_LOC)
    assert [village.name for village in page.villages] == ["Thôn 2"]
    assert page.figures[OPENED, heir.id].count == 1
    assert page.figures[OPENED, None].count == 1


def test_the_list_behind_a_figure_is_as_long_as_the_figure(session: Session, shop: Shop) -> None:
    village = make.village(session)
    make.agree(session, shop)
    make.shop(session, name="Ăn vặt", agrees=True, village_id=village.id)
    session.flush()
    page = commune_page(session, HOANG_LOC)
    for figure in FIGURES:
        lines = behind(session, HOANG_LOC, figure, None, whole=True)
        assert len(lines) == total(page.figures, figure).count
        assert [line.sort_key for line in lines] == sorted(line.sort_key for line in lines)
        for village_id in (village.id, None):
            part = behind(session, HOANG_LOC, figure, village_id, whole=False)
            counted = page.figures.get((figure, village_id))
            assert len(part) == (counted.count if counted else 0)


def test_each_line_names_the_entry_that_shows_it(session: Session, shop: Shop) -> None:
    make.agree(session, shop)
    events = {line.figure: line.entry.event for line in seen_of(session, shop) if line.entry}
    assert events == {
        KNOWN: "shop.opened",
        OPENED: "shop.opened",
        PAYABLE: "payment_account.added",
        LIVE: "product.published",
        LABELLED: "labels.ready",
    }


def test_what_she_is_shown_is_what_the_commune_sees(session: Session, shop: Shop) -> None:
    make.agree(session, shop)
    make.shop(session, name="Quầy khác", agrees=True)
    session.flush()
    of_commune = [
        line
        for figure in FIGURES
        for line in behind(session, HOANG_LOC, figure, None, whole=True)
        if line.name == shop.name
    ]
    assert seen_of(session, shop) == of_commune


def test_an_officer_looks_after_her_own_commune_only(session: Session) -> None:
    officer = make.who(session, make.staff(session, OFFICER))
    assert own_commune(officer, OFFICER) == HOANG_LOC
    head = make.staff(session, VILLAGE_HEAD, make.village(session).id.hex, VILLAGE)
    for who in (make.who(session, head), make.who(session, make.staff(session, TRAINER))):
        with pytest.raises(NotFound):
            own_commune(who, OFFICER)
