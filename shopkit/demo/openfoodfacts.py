"""Real products from an Open Food Facts extract, as listings of practice shops."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import sign_up
from shopkit.accounts.queries import account_by_phone_or_none
from shopkit.catalog.actions.taking_over import Report as Taken
from shopkit.catalog.actions.taking_over import import_products
from shopkit.catalog.rules.listing import ListRow, rows_of
from shopkit.demo.cast import COMMUNE_CODE
from shopkit.demo.practice import is_built, new_pin
from shopkit.errors import Refusal
from shopkit.places.models import Village
from shopkit.shops.actions.shops import name_shop, open_shop, place_shop, say_maker
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_of_account_or_none

SHOP_COUNT = 3
FIRST_PHONE = 84_900_000_031
COLUMNS = {"code", "product_name", "ingredients_text"}
# The licence of the database asks that whoever sees its contents is told where they are from.
SOURCE_LINE = "Dữ liệu: Open Food Facts, giấy phép ODbL 1.0."


class NoPracticeCommune(Refusal):
    """Real product data go into practice shops only; there is no practice commune yet."""


class NotAnExtract(Refusal):
    """The file has not the columns of an Open Food Facts extract."""


@dataclass
class Report:
    """What became of the rows of a file: each is added, known before or refused."""

    rows: int = 0
    added: int = 0
    known: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    doubtful: list[tuple[int, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The report as it is printed, one line for each row that was not simply taken."""
        yield (
            f"{self.rows} rows: {self.added} added, {self.known} known before, "
            f"{len(self.refused)} refused."
        )
        for number, name, fault in sorted(self.refused):
            yield f"line {number}: refused, {fault}: {name[:80]!r}"
        for number, name in sorted(self.doubtful):
            yield f"line {number}: added, but its letters look garbled: {name[:80]!r}"


def load(session: Session, path: Path, now: datetime) -> Report:
    """List the products of an extract in practice shops; doing it again adds nothing.

    The data are old and unverified: the shops are practice shops, whose pages say so.
    """
    if not is_built(session):
        raise NoPracticeCommune
    shelves: list[list[ListRow]] = [[] for _ in range(SHOP_COUNT)]
    report = Report()
    for row in read(path):
        report.rows += 1
        shelves[shelf_of(row)].append(row)
    for number, rows in enumerate(shelves):
        add(
            report,
            import_products(session, shop(session, number, now), rows, now=now, is_shown=True),
        )
    return report


def read(path: Path) -> Iterator[ListRow]:
    """The rows of the file, each telling in its text where it is from."""
    with path.open(encoding="utf-8", newline="") as file:
        heading = file.readline()
        if not COLUMNS.issubset(heading.strip().split(",")):
            raise NotAnExtract(path.name)
        file.seek(0)
        for row in rows_of(file):
            yield replace(row, description=f"{row.description}\n\n{SOURCE_LINE}".strip())


def shelf_of(row: ListRow) -> int:
    """Which shop lists a product: always the same one, whatever else the file holds."""
    return int(row.gtin[-2]) % SHOP_COUNT if row.gtin[-2:].isdecimal() and row.gtin[-2:] else 0


def shop(session: Session, number: int, now: datetime) -> Shop:
    """One of the shops that hold such products, opened when first needed."""
    phone = f"+{FIRST_PHONE + number}"
    person = account_by_phone_or_none(session, phone)
    known = shop_of_account_or_none(session, person.id) if person else None
    if known is not None:
        return known
    name = f"Kệ hàng mẫu {number + 1}"
    person = sign_up(session, phone=phone, name=name, pin=new_pin(), now=now, is_practice=True)
    opened = open_shop(session, person, now=now, is_practice=True)
    name_shop(session, opened, name=name, sells="hàng mẫu từ Open Food Facts", now=now)
    say_maker(session, opened, is_maker=False, now=now)
    village = session.scalars(
        select(Village).where(Village.commune_code == COMMUNE_CODE).order_by(Village.sort_key)
    ).first()
    place_shop(
        session,
        opened,
        commune_code=COMMUNE_CODE,
        village_id=village.id if village else None,
        now=now,
    )
    return opened


def add(report: Report, taken: Taken) -> None:
    report.added += taken.added
    report.known += taken.known
    report.refused.extend((number, name, fault.value) for number, name, fault in taken.refused)
    report.doubtful.extend(taken.doubtful)
