"""A bank statement of 100,000 lines against 20,000 open requests, beside plain pandas.

    python -m benchmarks.statements [--lines 100000] [--requests 20000]

Ours goes the whole way: the file is read in its child, tried, taken portion by portion into
SQLite with its transactions, and what carries a code is placed. The peer reads the same file and
the same requests and merges them in memory, keeping nothing. Each runs in a process of its own;
peaks are of resident memory, ours of the parent and the reading child at one moment.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import sign_up
from shopkit.app import load_reference
from shopkit.clock import LOCAL
from shopkit.db import migrate
from shopkit.db.base import new_id
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files, Folder
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.checking import check, keep_checked
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.actions.taking import (
    all_failed,
    begin_taking,
    end_taking,
    keep_portion,
    portion,
)
from shopkit.imports.models import Import
from shopkit.payments.actions.accounts import add_account
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BankLine, Placement
from shopkit.payments.models.requests import PAID, PaymentRequest
from shopkit.payments.rules.codes import PayTo
from shopkit.payments.rules.memos import new_code
from shopkit.payments.views.statements import SPEC
from shopkit.sheets.writing import Sheet, csv_bytes, workbook
from shopkit.shops.actions.shops import open_shop

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=LOCAL)
HEADINGS = ("Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Nội dung")
WANTED_S, WANTED_MB = 20, 300
KINDS = ("xlsx", "csv")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--lines", type=int, default=100_000)
    wanted.add_argument("--requests", type=int, default=20_000)
    wanted.add_argument("--run", nargs=2, metavar=("FOLDER", "KIND"))
    told = wanted.parse_args()
    if told.run:
        print(json.dumps(ours(Path(told.run[0]), told.run[1])))
        return
    for kind in KINDS:
        with TemporaryDirectory() as folder:
            arrange(Path(folder), kind, told.lines, told.requests)
            our = in_own_process("benchmarks.statements", "--run", folder, kind)
            report(kind, our, in_own_process("benchmarks.statements_peer", folder, kind))


def report(kind: str, our: dict[str, float], their: dict[str, float]) -> None:
    parts = ", ".join(f"{name} {our[name]:.1f}" for name in ("read", "tried", "taken"))
    parts += f"; {our['cpu']:.1f} s of processor"
    theirs = f"{their['all']:.1f} s ({their['cpu']:.1f} s of processor)"
    is_good = our["all"] <= WANTED_S and our["peak_mb"] <= WANTED_MB
    print(
        f"{kind:4}  ours: {our['lines']:,.0f} lines kept, {our['placed']:,.0f} placed, "
        f"{our['paid']:,.0f} requests paid\n"
        f"      {our['all']:.1f} s ({parts}), peak {our['peak_mb']:.0f} MB "
        f"(parent {our['parent_mb']:.0f}, child {our['child_mb']:.0f}); "
        f"wanted {WANTED_S} s, {WANTED_MB} MB: {'reached' if is_good else 'NOT reached'}\n"
        f"      pandas: {theirs}, peak {their['peak_mb']:.0f} MB, "
        f"{their['placed']:,.0f} matched, nothing kept\n"
        f"      ours / pandas: processor {our['cpu'] / their['cpu']:.1f}, "
        f"memory {our['peak_mb'] / their['peak_mb']:.2f}"
    )


def in_own_process(module: str, *words: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def arrange(folder: Path, kind: str, line_count: int, request_count: int) -> None:
    """A shop with its open requests, and the file of its bank."""
    database = opened(folder)
    migrate.upgrade(database)
    with database.writing() as session:
        load_reference(session)
        person = sign_up(
            session, phone="+84900000011", name="Nguyễn Thị Mẫu", pin="730164", now=NOW
        )
        shop = open_shop(session, person, now=NOW)
        account = add_account(
            session, shop, PayTo("970436", "1012345678", "NGUYEN THI MAU"), now=NOW
        )
        codes = [new_code() for _ in range(request_count)]
        asked = [request_row(account, code, at) for at, code in enumerate(codes)]
        session.execute(insert(PaymentRequest), asked)
    rows = lines(codes, line_count)
    content = (
        workbook([Sheet("Sao kê", HEADINGS, rows)]) if kind == "xlsx" else csv_bytes(HEADINGS, rows)
    )
    (folder / f"statement.{kind}").write_bytes(content)
    database.close()


def request_row(account: PaymentAccount, code: str, at: int) -> dict[str, object]:
    return {
        "id": new_id(),
        "shop_id": account.shop_id,
        "commune_code": "",
        "account_id": account.id,
        "code": code,
        "amount_vnd": price(at),
        "state": "open",
        "made_at": NOW - timedelta(days=40),
        "expires_at": NOW + timedelta(days=40),
        "version": 1,
    }


def price(at: int) -> int:
    return 5_000 + at % 400 * 1_000


def lines(codes: list[str], count: int) -> Iterator[list[object]]:
    """One in five pays a request, one in ten went out, the rest came in without a code."""
    every = max(1, count // len(codes))
    for at in range(count):
        came = (NOW - timedelta(days=30) + timedelta(seconds=25 * at)).strftime("%d/%m/%Y %H:%M:%S")
        reference = f"FT{at:010d}"
        if at % every == 0 and at // every < len(codes):
            number = at // every
            code = codes[number]
            memo = f"MBVCB.{at}.TRAN THI THU CT {code[:4]} {code[4:]}.CT tu 0000000001"
            yield [came, reference, None, price(number), 9_000_000, memo]
        elif at % 10 == 3:
            yield [came, reference, 120_000 + at, None, 9_000_000, f"TRA TIEN HANG {at}"]
        else:
            yield [came, reference, None, 10_000 + at % 90_000, 9_000_000, f"mua banh gai {at}"]


def opened(folder: Path) -> Database:
    return open_database(f"sqlite:///{folder / 'shopkit.db'}")


def ours(folder: Path, kind: str) -> dict[str, float]:
    """The whole way of a file, in the steps in which the house does it."""
    database, files = opened(folder), Folder(folder / "files")
    import_id = new_id()
    watch = Watch()
    watch.start()
    began = time.perf_counter()
    content = (folder / f"statement.{kind}").read_bytes()
    rows_file = unrolled(files, content, import_id)
    read = time.perf_counter()
    with database.writing() as session:
        account = session.scalars(select(PaymentAccount)).one()
        brought = bring(
            session,
            files,
            SPEC,
            import_id=import_id,
            rows_file=rows_file,
            name=kind,
            owner_id=new_id(),
            shop_id=account.shop_id,
            subject_id=account.id,
            family=account.bin,
            now=NOW,
        )
    with database.reading() as session:
        found = check(session, files, SPEC, session.get_one(Import, import_id))
    with database.writing() as session:
        keep_checked(session, session.get_one(Import, import_id), found, now=NOW)
    tried = time.perf_counter()
    for number in range(brought.portion_count or found.portion_count):
        take_portion(database, files, import_id, number)
    with database.writing() as session:
        brought = session.get_one(Import, import_id)
        end_taking(session, files, brought, all_failed(files, brought), now=NOW)
    ended = time.perf_counter()
    with database.reading() as session:
        counts = kept(session)
    return (
        watch.end()
        | measured()
        | counts
        | {
            "read": read - began,
            "tried": tried - read,
            "taken": ended - tried,
            "all": ended - began,
        }
    )


def take_portion(database: Database, files: Files, import_id: object, number: int) -> None:
    """One step of the background work: read, then write in a transaction of its own."""
    with database.reading() as session:
        records = portion(files, SPEC, session.get_one(Import, import_id), number)
    with database.writing() as session:
        brought = session.get_one(Import, import_id)
        if number == 0:
            begin_taking(session, brought)
        keep_portion(session, SPEC, brought, records, now=NOW)


def kept(session: Session) -> dict[str, float]:
    def count(what: type) -> int:
        return session.scalar(select(func.count()).select_from(what)) or 0

    paid = select(func.count()).select_from(PaymentRequest).where(PaymentRequest.state == PAID)
    return {
        "lines": count(BankLine),
        "placed": count(Placement),
        "paid": session.scalar(paid) or 0,
    }


def measured() -> dict[str, float]:
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in whose]
    return {"cpu": sum(one.ru_utime + one.ru_stime for one in used)}


class Watch(threading.Thread):
    """Looks at the memory of this process and of its reading child all the time.

    Not by rusage: its peak of a fresh process still counts the memory of the one that started it.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.parent_mb = self.child_mb = self.peak_mb = 0.0
        self._over = threading.Event()

    def run(self) -> None:
        me = Path(f"/proc/{os.getpid()}")
        while not self._over.wait(0.01):
            parent = resident_mb(me)
            child = sum(map(resident_mb, children_of(me)))
            self.parent_mb = max(self.parent_mb, parent)
            self.child_mb = max(self.child_mb, child)
            self.peak_mb = max(self.peak_mb, parent + child)

    def end(self) -> dict[str, float]:
        self._over.set()
        self.join()
        return {name: getattr(self, name) for name in ("parent_mb", "child_mb", "peak_mb")}


def children_of(process: Path) -> list[Path]:
    told = [task.read_text() for task in process.glob("task/*/children")]
    return [Path(f"/proc/{number}") for line in told for number in line.split()]


def resident_mb(process: Path) -> float:
    try:
        pages = (process / "statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0.0  # it has just ended
    return int(pages) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
