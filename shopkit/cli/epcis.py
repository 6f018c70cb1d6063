"""`shopkit epcis`: a lot's trace events as EPCIS 2.0, and taking in such events."""

import argparse
import json
import sys
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from qr_labels.payload import trace
from shopkit import clock
from shopkit.cli.common import Commands, Told, opened, plural
from shopkit.config import Config, read_config
from shopkit.db import migrate
from shopkit.db.engine import Database
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.epcis import MadeTwice, take_events
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label
from shopkit.traceability.queries.codes import batch_by_parts
from shopkit.traceability.queries.epcis import Reader, events_as_epcis
from shopkit.traceability.rules import epcis
from shopkit.traceability.rules.epcis_reading import Faulty, NotJson, TooMuch, read_events

MOST_FAULTS_SHOWN = 20


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("epcis", help="print the trace events of a lot, or take some in")
    command.add_argument(
        "lot",
        nargs="?",
        help="a trace code, a lot code (L261122A), or PRODUCT/PLACE/LOT",
    )
    command.add_argument("--out", type=Path, help="write to this file instead of the screen")
    command.add_argument(
        "--public", action="store_true", help="only what everybody may read: no partner, no label"
    )
    command.add_argument("--import", dest="file", type=Path, help="take in the events of this file")
    command.add_argument("--shop", help="the code of the shop that the events belong to")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    config = read_config()
    with opened(config) as database:
        migrate.check_version(database)
        if given.file:
            take_in(database, config, given.file, given.shop)
        elif given.lot:
            hand_out(database, config, given)
        else:
            raise Told(
                "Say which lot: shopkit epcis LOT, or which file: shopkit epcis --import FILE"
            )
    return 0


def hand_out(database: Database, config: Config, given: argparse.Namespace) -> None:
    with database.reading() as session:
        batch = batch_named(session, given.lot)
        shop = session.get_one(Shop, batch.shop_id)
        reader = Reader(session, config.public_address, shop, is_public=given.public)
        events = events_as_epcis(reader, batch)
        told = epcis.document(config.public_address, batch.code, events, now=clock.now())
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if given.out:
        given.out.write_text(text, encoding="utf-8")
        print(f"Wrote {plural(len(events), 'event')} of {batch.code} to {given.out}.")
    else:
        sys.stdout.write(text)


def batch_named(session: Session, name: str) -> Batch:
    """The batch that somebody names: by its code on the label, by its parts, or by its own code."""
    found = batch_by_address(session, name)
    if found is not None:
        return found
    same = session.scalars(
        select(Batch).where(Batch.code == name.strip().upper()[:20]).order_by(Batch.opened_at)
    ).all()
    if not same:
        raise Told(f"There is no lot {name!r}.")
    if len(same) > 1:
        codes = ", ".join(one.trace_code for one in same[:MOST_FAULTS_SHOWN])
        raise Told(f"{len(same)} shops have a lot {name!r}. Name it by its trace code: {codes}")
    return same[0]


def batch_by_address(session: Session, name: str) -> Batch | None:
    is_long = name.count("/") >= 2 and "://" not in name
    reading = trace.parse(f"https://a/t/{name}" if is_long else name)
    fields = reading.fields
    if "code" in fields:
        label = session.get(Label, fields["code"])
        wanted = Batch.id == label.batch_id if label else Batch.trace_code == fields["code"]
        return session.scalars(select(Batch).where(wanted)).one_or_none()
    if "lot" in fields:
        try:
            return batch_by_parts(session, fields["product"], fields["place"], fields["lot"])
        except NotFound:
            return None
    return None


def take_in(database: Database, config: Config, file: Path, shop_code: str | None) -> None:
    if shop_code is None:
        raise Told("Say whose events these are: shopkit epcis --import FILE --shop CODE")
    try:
        sent = read_events(file.read_bytes())
    except OSError as problem:
        raise Told(f"{file} cannot be read: {problem.strerror}.") from problem
    except NotJson as problem:
        raise Told(f"{file.name} is no EPCIS document in JSON.") from problem
    except TooMuch as problem:
        raise Told(f"{file.name} is too large; divide it.") from problem
    except Faulty as refusal:
        lines = [
            f"  event {fault.event}: {fault.field}: {fault.word}"
            for fault in refusal.faults[:MOST_FAULTS_SHOWN]
        ]
        told = "\n".join(lines)
        raise Told(f"{file.name} breaks the standard; nothing was taken in.\n{told}") from refusal
    with database.writing() as session:
        shop = session.scalars(select(Shop).where(Shop.code == shop_code.lower())).one_or_none()
        if shop is None:
            raise Told(f"There is no shop {shop_code!r}.")
        try:
            count = take_events(session, shop, sent, base=config.public_address, now=clock.now())
        except MadeTwice as lot:
            raise Told(f"The file makes lot {lot} a second time; nothing was taken in.") from lot
    print(
        f"Took in {plural(count.new, 'event')}; {count.known:,} known before, "
        f"{count.untied:,} about no lot of this shop."
    )
