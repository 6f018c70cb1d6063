"""A practice commune that has approved and published a quarter, and who looks at it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import make_staff
from shopkit.adoption.models.publishing import Publication
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.periods import period_on
from shopkit.clock import now
from shopkit.demo.cast import COMMUNE_CODE, PROVINCE_CODE
from shopkit.places.queries import villages_of
from shopkit.scope import COMMUNE, LEADER, PROVINCE, Role
from tests.adoption.publishing import approve, published
from tests.journeys.house import House

QUARTER = period_on(date(2026, 9, 30), "quarter")
LEADER_PHONE, VIEWER_PHONE = "+84900000061", "+84900000062"
PASSWORD = "mot hai ba bon nam"
COUNTS = (12, 3, 9, 30, 41)


def approve_quarter(session: Session) -> None:
    """Five villages that helped 12, 3, 9, 30 and 41 businesses."""
    for village, count in zip(villages_of(session, COMMUNE_CODE), COUNTS, strict=False):
        cells = {("B01", "", ""): Cell(count, None, count // 2)}
        approve(session, QUARTER, cells, village.id, commune_code=COMMUNE_CODE, now=now())


def publishing_commune(house: House) -> str:
    """The commune, its quarter published."""
    with house.database() as database, database.writing() as session:
        session.info["actor"] = None
        if session.scalars(select(Publication)).first() is None:
            approve_quarter(session)
            published(session, QUARTER, commune_code=COMMUNE_CODE, now=now())
    return COMMUNE_CODE


def hire(house: House, phone: str, hat: str) -> str:
    """A leader or a viewer of the practice people; her password."""
    role = Role(hat, PROVINCE, PROVINCE_CODE)
    if hat == LEADER:
        role = Role(hat, COMMUNE, COMMUNE_CODE)
    with house.database() as database, database.writing() as session:
        session.info["actor"] = None
        make_staff(
            session, phone=phone, name="Trần Thị Thử", roles=[role], password=PASSWORD,
            now=now(), is_practice=True,
        )  # fmt: skip
    house.sign_ins[phone] = (phone, PASSWORD)
    return PASSWORD
