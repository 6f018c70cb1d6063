"""A power cut while a large table is taken: nothing is lost, nothing is taken twice."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.imports.models import TAKEN, Import
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.work import Bench, do_all
from shopkit.payments.models.money import BankLine
from tests import make
from tests.imports.taker import NEVER

ROOT = Path(__file__).parents[2]
LINES = 9_000
PATIENCE_S = 60.0


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def started(database: Database, config: Config, cut_in: int) -> subprocess.Popen[bytes]:
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.imports.taker", url, str(config.data)]
    return subprocess.Popen([*command, config.secret_key, str(cut_in)], cwd=ROOT)


def tried(app: Flask, session: Session, bench: Bench) -> Import:
    """A statement of three portions that was brought and tried."""
    shop = make.shop(session)
    account = make.payment_account(session, shop)
    phone = make.phone(app, session, make.owner_of(session, shop))
    lines = "".join(f"22/11/2026;khach {n};{1000 + n};\n" for n in range(LINES))
    text = f"Ngày;Nội dung;Tiền vào;Tiền ra\n{lines}"
    fields = {"account": str(account.id), "file": (BytesIO(text.encode()), "sao ke.csv")}
    phone.post("/money/statements", _key=uuid4().hex, **fields)  # type: ignore[arg-type]
    checking = session.scalars(select(Job.id)).one()
    session.commit()
    do_all(bench, checking)
    session.expire_all()
    brought = session.scalars(select(Import)).one()
    phone.post(f"/imports/{brought.id}/take")
    return brought


@pytest.mark.parametrize("cut_in", [1, 3])
def test_a_table_cut_off_in_any_portion_is_taken_whole_and_once(
    app: Flask,
    session: Session,
    database: Database,
    config: Config,
    bench: Bench,
    files: Files,
    cut_in: int,
) -> None:
    brought = tried(app, session, bench)
    job_id = session.scalars(select(Job.id).where(Job.kind == "import_take")).one()
    session.commit()
    cut = started(database, config, cut_in)
    assert cut.wait(PATIENCE_S) == -signal.SIGKILL
    session.expire_all()
    assert session.get_one(Job, job_id).done == cut_in
    kept = session.scalar(select(func.count()).select_from(BankLine))
    assert kept == min(cut_in * 4_000, LINES), "what the cut came into is not half there"
    session.commit()
    again = started(database, config, NEVER)
    try:
        until(lambda: state_of(database, job_id) == DONE)
    finally:
        again.terminate()
        again.wait(PATIENCE_S)
    assert session.scalar(select(func.count()).select_from(BankLine)) == LINES
    taken = session.get_one(Import, brought.id)
    assert (taken.state, taken.added_count, taken.known_count) == (TAKEN, LINES, 0)
    assert not list(files.shelf("imports").names()), "the rows that were brought are gone"


def state_of(database: Database, job_id: object) -> str:
    with database.reading() as looking:
        return looking.get_one(Job, job_id).state
