"""What just happened stands on the next page, and what a page worked out is kept for the next."""

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.keeping import read_news
from shopkit.adoption.models.facts import Fact, VillageFigures
from shopkit.db.engine import Database
from shopkit.journal.models import Unread
from shopkit.scope import OFFICER
from tests import make
from tests.make import HOANG_LOC


def test_a_look_at_the_commune_page_reads_what_is_new_and_keeps_the_figures(
    app: Flask, session: Session
) -> None:
    shop = make.shop(session, agrees=True, village_id=make.village(session).id)
    make.payment_account(session, shop)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    session.commit()
    assert officer.get("/commune").status_code == 200
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Unread)) == 0
    assert session.scalars(select(Fact.element).where(Fact.subject_id == shop.id)).all()
    kept = select(VillageFigures.village_id).where(VillageFigures.commune_code == HOANG_LOC)
    assert shop.village_id in session.scalars(kept).all()


def test_news_of_other_communes_is_read_only_so_far(database: Database, session: Session) -> None:
    make.shop(session, agrees=True)
    session.commit()
    read_news(database, [HOANG_LOC], own=())
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Unread)) == 0
