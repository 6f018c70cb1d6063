"""A province's run of unique labels as the house makes it: rows, files, every symbol read back.

    python -m benchmarks.label_job [--labels 105000] [--slice 1300] [--stock tomy-145-a]
                                   [--postgres]

Ours is the whole job as a worker does it, step by step with a transaction each, in a process of
its own: codes drawn, rows kept, files drawn, every symbol read back from the finished files. The
peer beside it is the plain loop: one symbol by segno, drawn by ReportLab, one row inserted with
the same library into the same kind of database, committed once; it does a slice before and after
ours and its time is scaled up. Wall clock seconds; peak memory of our process.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.label_run import CONTENT, theirs
from qr_labels.payload import serials
from qr_labels.stock.catalogue import stock
from qr_labels.stock.label_stock import Stock
from shopkit.accounts.actions.people import sign_up
from shopkit.app import create_app, load_reference
from shopkit.catalog.actions.products import rename, start_product
from shopkit.config import Config
from shopkit.db import migrate
from shopkit.db.engine import Database, open_database
from shopkit.db.opening import open_files
from shopkit.jobs import work
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.work import Bench
from shopkit.scope import Who
from shopkit.shops.actions.shops import name_shop, open_shop, say_maker
from shopkit.traceability.actions.batches import open_batch
from shopkit.traceability.actions.labels import Order, order_labels
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun
from tests import postgres

ADDRESS = "https://shopkit.vn"
KEY = "only-for-measuring-and-long-enough-for-it"
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
WANTED_S, WANTED_MB = 60, 250


@dataclass(frozen=True)
class Measured:
    """One whole job of ours."""

    seconds: float
    peak_mb: float
    rows: int
    files: int
    megabytes: float
    steps: int


def new_house(folder: Path, url: str) -> Bench:
    """An empty house with its tables, over one database."""
    (folder / "files").mkdir()
    config = Config(data=folder, database_url=url, secret_key=KEY, public_address=ADDRESS)
    database = open_database(url)
    migrate.upgrade(database)
    app = create_app(config, database=database)
    with database.writing() as session:
        load_reference(session)
    return Bench(database, open_files(config), app.extensions["shopkit.jobs"])


def asked(database: Database, labels: int, known: str) -> tuple[UUID, UUID, UUID]:
    """A maker who asks for so many labels of one batch: her run, its job, its batch."""
    with database.writing() as session:
        person = sign_up(
            session, phone="+84900000001", name="Nguyễn Thị Mẫu", pin="482915", now=NOW
        )
        session.info["actor"] = Who(account_id=person.id, name="")
        shop = open_shop(session, person, now=NOW)
        name_shop(session, shop, name=CONTENT.maker, sells="mật ong", now=NOW)
        say_maker(session, shop, is_maker=True, now=NOW)
        product = start_product(session, shop, now=NOW)
        rename(session, product, title=CONTENT.title, version=product.version, now=NOW)
        batch = open_batch(session, shop, product, made_on=NOW.date(), best_before=None, now=NOW)
        run, job = order_labels(session, batch, Order(labels, known), owner_id=person.id, now=NOW)
        return run.id, job.id, batch.id


def ours(labels: int, known: str, url: str) -> Measured:
    """Ask for the run and do its job in this process."""
    with TemporaryDirectory() as folder:
        bench = new_house(Path(folder), url or f"sqlite:///{folder}/shopkit.db")
        run_id, job_id, _batch = asked(bench.database, labels, known)
        start = time.perf_counter()
        work.do_all(bench, job_id)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with bench.database.reading() as session:
            measured = looked_at(session, bench, run_id, job_id, labels)
        bench.database.close()
    return Measured(seconds, peak, *measured)


def looked_at(
    session: Session, bench: Bench, run_id: UUID, job_id: UUID, labels: int
) -> tuple[int, int, float, int]:
    """Make sure that everything asked for is there, and count it."""
    job, run = session.get_one(Job, job_id), session.get_one(LabelRun, run_id)
    assert job.state == DONE, job.failure
    assert run.ready_at
    rows = session.scalar(select(func.count()).select_from(Label)) or 0
    files = session.scalars(select(LabelFile)).all()
    assert rows == sum(file.count for file in files) == labels
    size = sum(bench.files.path(file.name).stat().st_size for file in files)
    return rows, len(files), size / 1e6, job.done


def ours_apart(options: argparse.Namespace, url: str) -> Measured:
    """The same in a fresh process, so that its peak memory is its own."""
    command = [
        sys.executable, "-m", "benchmarks.label_job", "--alone", url,
        "--labels", str(options.labels), "--stock", options.stock,
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return Measured(**json.loads(said.stdout.splitlines()[-1]))


def plain_rows(count: int, url: str) -> float:
    """Seconds a label for keeping rows one by one, as a plain loop would."""
    with TemporaryDirectory() as folder:
        bench = new_house(Path(folder), url or f"sqlite:///{folder}/shopkit.db")
        run_id, _job, batch_id = asked(bench.database, count, "tomy-145-a")
        start = time.perf_counter()
        with bench.database.writing() as session:
            shop_id = session.get_one(LabelRun, run_id).shop_id
            for position, code in enumerate(serials.codes(count)):
                session.add(
                    Label(
                        code=code,
                        shop_id=shop_id,
                        batch_id=batch_id,
                        run_id=run_id,
                        position=position,
                    )
                )
                session.flush()
        seconds = time.perf_counter() - start
        bench.database.close()
    return seconds / count


@contextmanager
def new_databases(is_postgres: bool) -> Iterator[tuple[str, str, str]]:
    """Three empty databases: of a PostgreSQL server of this run only, or SQLite (no address)."""
    if not is_postgres:
        yield "", "", ""
        return
    with postgres.server() as server:
        names = ("peer_before", "ours", "peer_after")
        for name in names:
            server.create(name)
        before, own, after = (server.url(name) for name in names)
        yield before, own, after


def main() -> int:
    """Measure and print; 1 when a figure is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--labels", type=int, default=105_000)
    parser.add_argument("--slice", type=int, default=1_300)
    parser.add_argument("--stock", default="tomy-145-a")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--alone", metavar="DATABASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone is not None:
        print(json.dumps(asdict(ours(options.labels, options.stock, options.alone))))
        return 0
    known = stock(options.stock)
    with new_databases(options.postgres) as (before, own, after):
        peer = one_by_one(options.slice, known, before)
        measured = ours_apart(options, own)
        peer = min(peer, one_by_one(options.slice, known, after))
    return report(options, measured, peer)


def one_by_one(count: int, known: Stock, url: str) -> float:
    """Seconds a label of the peer: drawing and keeping its row."""
    return theirs(count, known, f"{ADDRESS.upper()}/T/") + plain_rows(count, url)


def report(options: argparse.Namespace, measured: Measured, peer: float) -> int:
    engine = "PostgreSQL" if options.postgres else "SQLite"
    print(f"{measured.rows} labels on {options.stock}, {engine}, {measured.steps} steps")
    print(
        f"segno, ReportLab and one row at a time: {peer * 1000:.2f} ms a label, "
        f"{peer * options.labels:.0f} s for all (from {options.slice}), nothing read back"
    )
    print(
        f"whole job, rows included, all read back: {measured.seconds:.1f} s "
        f"(wanted under {WANTED_S}), {measured.peak_mb:.0f} MB (wanted under {WANTED_MB}), "
        f"{peer * options.labels / measured.seconds:.0f} times the peer, "
        f"{measured.files} files, {measured.megabytes:.1f} MB"
    )
    is_reached = measured.seconds < WANTED_S and measured.peak_mb < WANTED_MB
    return 0 if is_reached else 1


if __name__ == "__main__":
    sys.exit(main())
