"""`shopkit demo`: a practice commune to try everything on, and its removal."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import exists, select

from shopkit import clock
from shopkit.accounts.models import Account
from shopkit.cli.common import Commands, Told, opened, plural
from shopkit.config import read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.db.opening import open_files
from shopkit.demo import openfoodfacts
from shopkit.demo.practice import PracticeSignIn, build_practice, is_built
from shopkit.demo.province.building import build_province, is_there
from shopkit.demo.province.scale import COMMUNE, PROVINCE, Scale
from shopkit.demo.removal import remove_practice


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("demo", help="make a practice commune, or remove it")
    command.add_argument("what", nargs="?", choices=["make", "remove", "products"], default="make")
    command.add_argument(
        "file", nargs="?", type=Path, help="an Open Food Facts extract, as CSV (products)"
    )
    command.add_argument(
        "--first", action="store_true", help="only where nobody has signed up yet (first start)"
    )
    size = command.add_mutually_exclusive_group()
    size.add_argument(
        "--province", action="store_true", help="a province of the size that articles report (make)"
    )
    size.add_argument(
        "--commune", action="store_true", help="one commune of such a province (make)"
    )
    command.set_defaults(run=practise)


def practise(given: argparse.Namespace) -> int:
    config = read_config()
    with opened(config) as database:
        migrate.check_version(database)
        if given.what == "remove":
            remove(database)
        elif given.what == "products":
            list_products(database, given.file)
        elif given.province or given.commune:
            make_large(database, PROVINCE if given.province else COMMUNE)
        elif not (given.first and has_people(database)):
            make(database, open_files(config))
    return 0


def list_products(database: Database, file: Path | None) -> None:
    """Load real products as listings of practice shops; every row is accounted for."""
    if file is None or not file.is_file():
        raise Told("Say which file: shopkit demo products FILE.csv")
    try:
        with database.writing() as session:
            report = openfoodfacts.load(session, file, clock.now())
    except openfoodfacts.NoPracticeCommune as problem:
        raise Told("There is no practice commune yet. Run: shopkit demo") from problem
    except openfoodfacts.NotAnExtract as problem:
        raise Told(f"{file.name} has not the columns of an Open Food Facts extract.") from problem
    for line in report.lines():
        print(line)


def has_people(database: Database) -> bool:
    with database.reading() as session:
        return bool(session.scalar(select(exists().where(Account.id.is_not(None)))))


def make(database: Database, files: Files) -> None:
    with database.writing() as session:
        if is_built(session):
            print("The practice commune is there already. To remove it: shopkit demo remove")
            return
        sign_ins = build_practice(session, files, now=clock.now())
    show(sign_ins)


def make_large(database: Database, scale: Scale) -> None:
    """Build a practice province and tell how far it is."""
    with database.reading() as session:
        if is_there(session):
            raise Told("A practice province is there already. To remove it: shopkit demo remove")
    what = "province" if scale is PROVINCE else "commune"
    show(build_province(database, scale, now=clock.now(), told=tell_progress), what)


def tell_progress(done: int, whole: int) -> None:
    print(f"  {plural(done, 'commune')} of {whole}", flush=True)


def show(sign_ins: Sequence[PracticeSignIn], what: str = "commune") -> None:
    print(f"A practice {what} was made. Sign in as")
    for each in sign_ins:
        print(f"  {each.who:<14} phone {each.phone:<14} secret {each.secret}")
    print("Write these down: they are not shown again. To remove it: shopkit demo remove")


def remove(database: Database) -> None:
    with database.writing() as session:
        removed = remove_practice(session, now=clock.now())
    print(f"Removed the practice commune: {plural(removed, 'record')}.")
