"""The practice commune: whole, flagged, and gone to the last row."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.sign_ins import open_sign_in, verify_secret
from shopkit.accounts.models import Account
from shopkit.adoption.queries.commune import commune_page
from shopkit.adoption.rules.commune import FIGURES, KNOWN, LABELLED, LIVE, OPENED, PAYABLE, total
from shopkit.catalog.models.products import Product
from shopkit.db.base import Base
from shopkit.db.files import Files
from shopkit.demo.cast import COMMUNE_CODE, ON_THE_LIST, PARTS
from shopkit.demo.practice import build_practice, is_built
from shopkit.demo.removal import remove_practice
from shopkit.jobs import work
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench
from shopkit.journal.write import entries_of
from shopkit.places.queries import villages_of
from shopkit.scope import TRAINER
from shopkit.shops.actions.shops import place_shop, see_shop
from shopkit.shops.models.shops import Shop
from tests import make
from tests.conftest import NOW


def row_counts(session: Session) -> dict[str, int]:
    session.flush()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_it_is_counted_like_any_commune_and_only_by_who_agreed(
    session: Session, files: Files, bench: Bench
) -> None:
    build_practice(session, files, now=NOW)
    job_ids = session.scalars(select(Job.id).where(Job.kind == "label_run")).all()
    session.commit()
    for job_id in job_ids:
        work.do_all(bench, job_id)
    session.expire_all()
    page = commune_page(session, COMMUNE_CODE)
    agreed = [part for part in PARTS if part.agrees]
    assert {name: total(page.figures, name).count for name in FIGURES} == {
        KNOWN: len(agreed) + len(ON_THE_LIST),
        OPENED: len(agreed),
        PAYABLE: sum(part.steps >= 2 for part in agreed),
        LIVE: sum(bool(part.goods) for part in agreed),
        LABELLED: sum(part.steps >= 5 for part in agreed),
    }
    assert page.registered_count == len(PARTS)


def test_its_people_can_sign_in_and_are_all_flagged(session: Session, files: Files) -> None:
    for line in build_practice(session, files, now=NOW):
        person = verify_secret(
            session, phone=line.phone, secret=line.secret, address="127.0.0.1", now=NOW
        )
        assert person.is_practice, line.who
    assert all(session.scalars(select(Account.is_practice)))
    assert all(session.scalars(select(Shop.is_practice)))


def test_it_is_removed_to_the_last_row_and_can_be_built_again(
    session: Session, files: Files, bench: Bench
) -> None:
    empty = row_counts(session)
    for _round in range(2):
        build_practice(session, files, now=NOW)
        person = session.scalars(select(Account).where(Account.name == PARTS[0].name)).one()
        open_sign_in(session, person, now=NOW)
        job_ids = session.scalars(select(Job.id)).all()
        session.commit()
        for job_id in job_ids:
            work.do_all(bench, job_id)
        assert is_built(session)
        full = row_counts(session)
        removed = remove_practice(session, now=NOW)
        assert removed == sum(full.values()) - sum(empty.values())
        assert row_counts(session) == empty
        assert not is_built(session)
        session.commit()


def test_what_is_not_practice_stays(session: Session, files: Files) -> None:
    shop = make.shop(session, agrees=True)
    make.product(session, files, shop)
    before = row_counts(session)
    build_practice(session, files, now=NOW)
    remove_practice(session, now=NOW)
    assert row_counts(session) == before


def test_a_real_person_who_tried_it_keeps_her_shop(session: Session, files: Files) -> None:
    build_practice(session, files, now=NOW)
    village = villages_of(session, COMMUNE_CODE)[0]
    shop = make.shop(session, commune_code=COMMUNE_CODE, village_id=village.id, agrees=True)
    product = make.product(session, files, shop)
    trainer = session.scalars(
        select(Account).where(Account.is_practice, Account.name.contains("Cô giáo"))
    ).one()
    see_shop(session, shop, by=trainer.id, now=NOW)
    told = len(entries_of(session, [shop.id]))
    session.commit()
    remove_practice(session, now=NOW)
    session.commit()
    session.expire_all()
    assert (shop.commune_code, shop.village_id, shop.seen_at) == ("", None, None)
    assert session.get_one(Product, product.id).commune_code == ""
    assert len(entries_of(session, [shop.id])) == told + 1
    place_shop(session, shop, commune_code=make.HOANG_LOC, village_id=None, now=NOW)
    owner = make.who(session, make.owner_of(session, shop))
    assert owner.shop_ids == (shop.id,)
    assert not owner.has(TRAINER)
