"""Figures of communes and of a province: how fast they are read, refreshed and made anew.

Builds a province with its own seeded dice, in the proportions of the articles: villages of some
230 households, businesses, products listed, orders, a class. Prints the time to read the data of
the commune page and of the province page, what one new fact costs until the figure shows it, and
the whole rebuild. Beside them a naive peer: one question a cell over the raw facts.

    python -m benchmarks.adoption [--households 10000] [--engine sqlite] [--rounds 5]
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.deriving import catch_up, keep_figures
from shopkit.adoption.actions.rebuilding import make_ahead, rebuild
from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.figures import figures_of, province_figures
from shopkit.adoption.rules.periods import period_of
from shopkit.app import load_reference
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.db.base import Base, new_id
from shopkit.db.bulk import insert_rows
from shopkit.db.engine import Database, open_database
from shopkit.db.migrate import upgrade
from shopkit.journal.models import Unread
from shopkit.journal.write import COLUMNS, write_lines
from shopkit.places.models import Village
from shopkit.places.queries import communes_of
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from tests import postgres

PROVINCE = "38"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
A_COMMUNE = {"households": 6_024, "villages": 26, "businesses": 266, "pupils": 90, "orders": 198}
PRODUCTS_EACH = 2
GROUP = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11")
QUARTER = "2026-Q4"


def columns_of(model: type[Base]) -> dict[str, Any]:
    """Every column with its own default, for rows that name only what matters."""
    told: dict[str, Any] = {}
    for column in model.__table__.columns:
        default = column.default
        told[column.key] = default.arg if default is not None and default.is_scalar else None
        if told[column.key] is None and not column.nullable:
            told[column.key] = {"JSON": {}}.get(type(column.type).__name__, "")
    return told


class Province:
    """Rows of a province, commune by commune, always the same for the same seed."""

    def __init__(self, database: Database, households: int) -> None:
        self.database = database
        self.households = households
        self.dice = random.Random(7)
        self.blank: dict[type[Base], dict[str, Any]] = {
            model: columns_of(model)
            for model in (Village, Household, Person, Business, Shop, Product)
        }
        self.communes: list[str] = []

    def build(self) -> None:
        with self.database.reading() as session:
            known = [one.code for one in communes_of(session, PROVINCE)]
        left = self.households
        for code in known:
            if left <= 0:
                break
            with self.database.writing() as session:
                self.commune(session, code, min(left, A_COMMUNE["households"]))
            self.communes.append(code)
            left -= A_COMMUNE["households"]

    def row(self, model: type[Base], **told: Any) -> dict[str, Any]:
        return self.blank[model] | {"id": new_id()} | told

    def commune(self, session: Session, code: str, households: int) -> None:
        part = households / A_COMMUNE["households"]
        place = {"commune_code": code}
        villages = [
            self.row(
                Village,
                kind="thon",
                name=f"Thôn {number}",
                name_key=f"thon {number}",
                sort_key=f"{number:02}",
                valid_from=date(2025, 7, 1),
                version=1,
                **place,
            )
            for number in range(1, A_COMMUNE["villages"] + 1)
        ]
        homes = [
            self.row(
                Household,
                name="Hộ",
                village_id=self.dice.choice(villages)["id"],
                since=date(2020, 1, 1),
                known_at=NOW - timedelta(days=300),
                list_key=str(number),
                version=1,
                **place,
            )
            for number in range(households)
        ]
        self.entries: list[dict[str, Any]] = []
        people, businesses, shops, products = self.traders(place, homes, part)
        connection = session.connection()
        for model, rows in (
            (Village, villages),
            (Household, homes),
            (Person, people),
            (Business, businesses),
            (Shop, shops),
            (Product, products),
        ):
            keep = {column.key for column in model.__table__.columns}
            insert_rows(
                connection, model, [{k: v for k, v in row.items() if k in keep} for row in rows]
            )
        write_lines(session, self.entries)

    def traders(
        self, place: dict[str, str], homes: list[dict[str, Any]], part: float
    ) -> tuple[list[dict[str, Any]], ...]:
        owners = self.dice.sample(homes, max(1, int(A_COMMUNE["businesses"] * part)))
        businesses: list[dict[str, Any]] = []
        shops: list[dict[str, Any]] = []
        products: list[dict[str, Any]] = []
        people: list[dict[str, Any]] = []
        for home in owners:
            business = self.row(
                Business,
                name="Hộ kinh doanh",
                sort_key="h",
                search_text="h",
                source="register",
                village_id=home["village_id"],
                household_id=home["id"],
                owner_gender=self.dice.choice("fm"),
                sector=self.dice.choice(["farm", "craft", "food", "trade"]),
                legal_basis="Danh sách số 1",
                known_at=NOW - timedelta(days=200),
                **place,
            )
            shop = self.row(
                Shop,
                code=new_id().hex[-12:],
                business_id=business["id"],
                village_id=home["village_id"],
                opened_at=NOW - timedelta(days=200),
                version=1,
                **place,
            )
            businesses.append(business)
            shops.append(shop)
            self.selling(place, business["id"], shop["id"], products)
        for home in self.dice.sample(homes, max(1, int(A_COMMUNE["pupils"] * part))):
            person = self.row(
                Person,
                name="Chị",
                gender="f",
                household_id=home["id"],
                village_id=home["village_id"],
                known_at=NOW,
                version=1,
                **place,
            )
            people.append(person)
            self.note(
                place,
                "attendance.noted",
                None,
                "TV",
                person_id=person["id"],
                meeting_id=new_id(),
                status="present",
                on=self.day(),
                topic="qr",
            )
        for _number in range(int(A_COMMUNE["orders"] * part)):
            shop_id = self.dice.choice(shops)["id"]
            self.note(
                place,
                "order.recorded",
                shop_id,
                "SD",
                channel="zalo",
                is_online="yes",
                sold_on=self.day(),
            )
        return people, businesses, shops, products

    def selling(
        self,
        place: dict[str, str],
        business_id: UUID,
        shop_id: UUID,
        products: list[dict[str, Any]],
    ) -> None:
        self.note(
            place,
            "help.given",
            shop_id,
            "TV",
            kind="channel_onboarding",
            where="home",
            channel="postmart",
            business_id=business_id,
            on=self.day(),
        )
        self.note(place, "channel.live", shop_id, "TV", channel="postmart")
        for _number in range(PRODUCTS_EACH):
            product = self.row(
                Product,
                shop_id=shop_id,
                code=new_id().hex[-12:],
                title="Bánh gai",
                state=PUBLISHED,
                made_at=NOW - timedelta(days=100),
                changed_at=NOW,
                version=1,
                **place,
            )
            for name in ("bullets", "attributes", "hashtags", "option_names"):
                product[name] = []
            product |= {"changed_in": {}, "looked": {}}
            products.append(product)
            self.note(place, "product.published", shop_id, "SO", subject=product["id"])
            self.note(
                place, "listing.live", shop_id, "TV", channel="postmart", product=product["id"]
            )

    def day(self) -> str:
        return (TODAY - timedelta(days=self.dice.randrange(50))).isoformat()

    def note(
        self,
        place: dict[str, str],
        event: str,
        shop_id: UUID | None,
        evidence: str,
        *,
        subject: UUID | None = None,
        **details: object,
    ) -> None:
        self.entries.append(
            dict.fromkeys(COLUMNS)
            | place
            | {
                "id": new_id(),
                "event": event,
                "subject_kind": "record",
                "subject_id": subject or new_id(),
                "shop_id": shop_id,
                "evidence": evidence,
                "at": NOW - timedelta(days=self.dice.randrange(40)),
                "details": {
                    ("place" if name == "where" else name): str(told)
                    for name, told in details.items()
                },
            }
        )


def seconds(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median time of doing something, on the clock and of our own process."""
    taken, own = [], []
    for _number in range(rounds):
        begun, own_begun = time.perf_counter(), time.process_time()
        work()
        taken.append(time.perf_counter() - begun)
        own.append(time.process_time() - own_begun)
    return statistics.median(taken), statistics.median(own)


def timed(what: str, work: Callable[[], object]) -> None:
    """Do something long once and print how long it took."""
    begun, own = time.perf_counter(), time.process_time()
    told = work()
    took, own_took = time.perf_counter() - begun, time.process_time() - own
    print(f"{what}: {told if told is not None else ''} {took:.1f} s (own {own_took:.1f} s)")


def read_commune(database: Database, code: str) -> None:
    period = period_of(QUARTER)
    assert period is not None
    with database.reading() as session:
        figures = figures_of(session, code, period, today=TODAY)
        for village in figures.villages:
            figures.cell("B02", village.id, "owner_gender", "f")


def read_province(database: Database) -> None:
    period = period_of(QUARTER)
    assert period is not None
    with database.reading() as session:
        province_figures(session, PROVINCE, period, GROUP, today=TODAY)


def refresh(database: Database, province: Province, code: str) -> None:
    """One look at a channel, read and shown: what the next page costs after it."""
    period = period_of(QUARTER)
    assert period is not None
    with database.writing() as session:
        shop_id = session.scalars(
            select(Shop.id).where(Shop.commune_code == code).order_by(Shop.id).limit(1)
        ).one()
        province.entries = []
        province.note({"commune_code": code}, "channel.live", shop_id, "TV", channel="zalo")
        write_lines(session, province.entries)
    with database.writing() as session:
        catch_up(session, code)
        keep_figures(session, code, period, today=TODAY)
    with database.reading() as session:
        figures_of(session, code, period, today=TODAY)


def naive(database: Database, code: str) -> None:
    """The peer: for each cell of eleven indicators by 26 villages one question over raw facts."""
    elements = ("help", "link_check", "listing", "order", "own_act", "payment_qr")
    with database.reading() as session:
        villages = session.scalars(select(Village.id).where(Village.commune_code == code)).all()
        for village_id in villages:
            for element in [*elements, *elements][: len(GROUP)]:
                session.scalar(
                    select(func.count(func.distinct(Shop.id)))
                    .select_from(Fact)
                    .join(Shop, Shop.id == Fact.subject_id)
                    .where(
                        Shop.commune_code == code,
                        Shop.village_id == village_id,
                        Fact.element == element,
                        Fact.valid_on <= TODAY,
                    )
                )


@contextmanager
def opened(engine: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            database = open_database(f"sqlite:///{Path(folder) / 'shopkit.db'}")
            yield database
            database.close()
        else:
            with postgres.server() as server:
                server.create("bench")
                database = open_database(server.url("bench"))
                yield database
                database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=10_000)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with opened(given.engine) as database:
        upgrade(database)
        with database.writing() as session:
            load_reference(session)
        province = Province(database, given.households)
        timed(f"{given.engine}: {given.households:,} households built", province.build)
        timed("rebuild, facts", lambda: rebuild(database))
        timed("figures of three periods, communes", lambda: make_ahead(database, today=TODAY))
        code = province.communes[0]
        told = (
            ("commune page, data", lambda: read_commune(database, code)),
            ("province page, data", lambda: read_province(database)),
            ("one new fact until it shows", lambda: refresh(database, province, code)),
            ("naive peer: a question a cell", lambda: naive(database, code)),
        )
        for what, work in told:
            took, own = seconds(work, given.rounds)
            print(f"{what}: {took * 1000:.1f} ms (own {own * 1000:.1f} ms)")
        with database.writing() as session:
            session.execute(delete(Unread))


if __name__ == "__main__":
    main()
