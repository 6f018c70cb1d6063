"""A workbook of 44,174 household businesses brought into the register, beside pandas.read_excel.

    python -m benchmarks.register_import [--businesses 44174] [--households 0] [--database URL]

Ours reads the file in its child, tries every row (villages by loose names, trades, phones, twins
within the file and against the register) and takes the businesses portion by portion as background
work does, with their journal, and with progress that is looked at after each step. The peer reads
the same file into memory and keeps nothing. Each runs in a process of its own; peaks are of
resident memory, ours of the server's process and the reading child at one moment.

With --households it says how long the bulk path needs for that many households with their heads,
groups and journal.
"""

import argparse
import json
import random
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import func, select

from benchmarks.statements import NOW, Watch, in_own_process, measured
from shopkit.accounts.actions.people import sign_up
from shopkit.app import kinds_of_work, load_reference
from shopkit.config import Config
from shopkit.db import migrate
from shopkit.db.base import new_id
from shopkit.db.engine import Database, open_database
from shopkit.db.opening import open_files
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.actions.specs import Specs
from shopkit.imports.actions.taking import begin_taking
from shopkit.imports.actions.work import CHECK, TAKE, ask_for
from shopkit.imports.models import Import
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench, do_next_step, start
from shopkit.places.actions import open_village
from shopkit.places.models import VillageKind
from shopkit.places.queries import commune
from shopkit.sheets.writing import Sheet, workbook
from shopkit.shops.actions.bulk import NewHousehold, NewPerson, bring_households, bring_people
from shopkit.shops.actions.lists import SINCE, SOURCE
from shopkit.shops.models.register import TwinFound
from shopkit.shops.models.shops import Business
from shopkit.shops.views.bringing import BUSINESSES as SPEC

HEADINGS = (
    "STT",
    "Tên hộ kinh doanh",
    "Chủ hộ",
    "Thôn",
    "Ngành nghề",
    "SĐT",
    "Giới tính",
    "Ghi chú",
)
WANTED_S, WANTED_MB = 45, 400
COMMUNE_CODE, VILLAGES = "15961", 25
FILE, MODULE = "list.xlsx", "benchmarks.register_import"
A_COMMUNE = 6_000
FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
MIDDLES = ("Thị", "Văn", "Thị Kim", "Thị Thu", "Đình", "Ngọc", "Xuân", "Hữu", "Minh", "Quang")
GIVEN = (
    "Mẫu", "Thử", "Hoa", "Lan", "Huệ", "Hùng", "Hồng", "Tâm", "Sơn", "Thủy", "Bình", "An", "Nga",
    "Hạnh", "Phương", "Tuấn", "Dũng", "Liên", "Ngân", "Vân", "Cúc", "Mai", "Đào", "Toàn", "Kiên",
)  # fmt: skip
GOODS = ("Bánh gai", "Tạp hóa", "Rau sạch", "Mộc", "Sửa xe", "Nước mắm", "May mặc", "Quán ăn")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--businesses", type=int, default=44_174)
    wanted.add_argument("--households", type=int, default=0)
    wanted.add_argument("--database", default="", help="an empty database; else SQLite in a folder")
    wanted.add_argument("--run", nargs=2, metavar=("FOLDER", "URL"))
    wanted.add_argument("--bulk", nargs=3, metavar=("FOLDER", "URL", "COUNT"))
    wanted.add_argument("--peer", metavar="FOLDER")
    told = wanted.parse_args()
    if told.run:
        print(json.dumps(ours(Path(told.run[0]), told.run[1])))
    elif told.bulk:
        print(json.dumps(in_bulk(Path(told.bulk[0]), told.bulk[1], int(told.bulk[2]))))
    elif told.peer:
        print(json.dumps(theirs(Path(told.peer))))
    elif told.households:
        compare_bulk(told.households, told.database)
    else:
        compare(told.businesses, told.database)


def compare(count: int, url: str) -> None:
    with TemporaryDirectory() as folder:
        content = big_list(count)
        (Path(folder) / FILE).write_bytes(content)
        our = in_own_process(MODULE, "--run", folder, url or "-")
        peer = in_own_process(MODULE, "--peer", folder)
    parts = ", ".join(f"{name} {our[name]:.1f}" for name in ("read", "tried", "taken"))
    is_good = our["all"] <= WANTED_S and our["peak_mb"] <= WANTED_MB
    where = url.partition(":")[0] or "sqlite"
    print(
        f"xlsx {len(content) / 2**20:.1f} MB on {where}: {our['kept']:,.0f} businesses kept, "
        f"{our['asked']:,.0f} pairs to be asked about, {our['steps']:.0f} steps of progress\n"
        f"     {our['all']:.1f} s ({parts}; {our['cpu']:.1f} s of processor), longest step "
        f"{our['longest']:.1f} s\n"
        f"     peak {our['peak_mb']:.0f} MB (server {our['parent_mb']:.0f}, child "
        f"{our['child_mb']:.0f}); wanted {WANTED_S} s, {WANTED_MB} MB: "
        f"{'reached' if is_good else 'NOT reached'}\n"
        f"     pandas reads it into memory in {peer['all']:.1f} s, peak {peer['peak_mb']:.0f} MB; "
        f"ours / pandas: time {our['all'] / peer['all']:.1f}, memory "
        f"{our['peak_mb'] / peer['peak_mb']:.2f}"
    )


def compare_bulk(count: int, url: str) -> None:
    with TemporaryDirectory() as folder:
        our = in_own_process(MODULE, "--bulk", folder, url or "-", str(count))
    print(
        f"{count:,} households with heads and groups in bulk: {our['all']:.1f} s, "
        f"{count / our['all']:,.0f} a second, {our['own_mb']:.0f} MB"
    )


def big_list(count: int) -> bytes:
    """A list as communes keep it: loose names of villages, many without a phone."""
    dice = random.Random(2026)
    rows = []
    for number in range(1, count + 1):
        owner = name_of(dice)
        trade = dice.choice(GOODS)
        place = dice.randint(1, VILLAGES)
        village = dice.choice((f"Thôn {place}", f"thôn {place:02d}", f"THON {place}"))
        phone = f"0900{dice.randint(0, 999_999):06d}" if dice.random() < 0.7 else None
        gender = "Nữ" if "Thị" in owner else "Nam"
        rows.append((number, f"{trade} {owner}", owner, village, trade, phone, gender, None))
    return workbook([Sheet("Danh sách", HEADINGS, rows)])


def name_of(dice: random.Random) -> str:
    return f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"


def ours(folder: Path, url: str) -> dict[str, float]:
    database, bench = opened(folder, url)
    owner_id = arrange(database)
    watch = Watch()
    watch.start()
    began = time.perf_counter()
    import_id = new_id()
    rows_file = unrolled(bench.files, (folder / FILE).read_bytes(), import_id)
    read = time.perf_counter()
    with database.writing() as session:
        brought = bring(
            session,
            bench.files,
            SPEC,
            import_id=import_id,
            rows_file=rows_file,
            name=FILE,
            owner_id=owner_id,
            commune_code=COMMUNE_CODE,
            now=NOW,
        )
        brought.wishes = {SOURCE: "Danh sách hộ kinh doanh", SINCE: "2026-11-01"}
    work(bench, CHECK, import_id)
    tried = time.perf_counter()
    with database.writing() as session:
        begin_taking(session, session.get_one(Import, import_id))
    steps = work(bench, TAKE, import_id)
    ended = time.perf_counter()
    with database.reading() as session:
        kept = session.scalar(select(func.count()).select_from(Business)) or 0
        asked = session.scalar(select(func.count()).select_from(TwinFound)) or 0
    return (
        watch.end()
        | measured()
        | {
            "read": read - began,
            "tried": tried - read,
            "taken": ended - tried,
            "all": ended - began,
            "kept": kept,
            "asked": asked,
            "steps": len(steps),
            "longest": max(steps),
        }
    )


def opened(folder: Path, url: str) -> tuple[Database, Bench]:
    """An empty database with its tables, and the bench that does its work."""
    address = f"sqlite:///{folder / 'shopkit.db'}" if url == "-" else url
    (folder / "files").mkdir(exist_ok=True)
    config = Config(data=folder, database_url=address, secret_key="x" * 40)
    database = open_database(address)
    migrate.upgrade(database)
    return database, Bench(database, open_files(config), kinds_of_work(config, Specs([SPEC])))


def arrange(database: Database) -> UUID:
    """A commune with its villages, and the officer who brings the list."""
    with database.writing() as session:
        load_reference(session)
        here = commune(session, COMMUNE_CODE)
        for number in range(1, VILLAGES + 1):
            open_village(
                session,
                here,
                name=f"Thôn {number}",
                kind=VillageKind.THON,
                valid_from=date(2025, 7, 1),
                now=NOW,
            )
        person = sign_up(
            session, phone="+84900000011", name="Nguyễn Thị Mẫu", pin="730164", now=NOW
        )
        return person.id


def in_bulk(folder: Path, url: str, count: int) -> dict[str, float]:
    """Households as the bulk path takes them, a commune of 6,000 at a time."""
    database, _bench = opened(folder, url)
    arrange(database)
    dice = random.Random(2026)
    began = time.perf_counter()
    for first in range(0, count, A_COMMUNE):
        homes = [
            NewHousehold(village_id=None, name=name_of(dice), groups=("women",))
            for _ in range(min(A_COMMUNE, count - first))
        ]
        heads = [
            NewPerson(household_id=one.id, village_id=None, name=one.name, is_head=True)
            for one in homes
        ]
        with database.writing() as session:
            bring_households(
                session, COMMUNE_CODE, homes, since=date(2026, 11, 1), source="Sổ hộ", now=NOW
            )
            bring_people(session, COMMUNE_CODE, heads, now=NOW)
    return {"all": time.perf_counter() - began, "own_mb": peak_of_own()}


def work(bench: Bench, kind: str, import_id: UUID) -> list[float]:
    """Do a job step by step, as the worker does; how long each took."""
    with bench.database.writing() as session:
        job_id = ask_for(session, kind, session.get_one(Import, import_id), now=NOW).id
    start(bench, job_id)
    took, is_going = [], True
    while is_going:
        began = time.perf_counter()
        is_going = do_next_step(bench, job_id)
        took.append(time.perf_counter() - began)
        with bench.database.reading() as session:
            job = session.get_one(Job, job_id)
            print(f"{job.kind}: {job.done} of {job.total} {job.failure or ''}", file=sys.stderr)
    return took


def theirs(folder: Path) -> dict[str, float]:
    import pandas  # noqa: PLC0415  only the peer's process may hold it

    began = time.perf_counter()
    told = pandas.read_excel(folder / FILE, engine="calamine")
    took = time.perf_counter() - began
    return {"all": took, "peak_mb": peak_of_own(), "rows": len(told)}


def peak_of_own() -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in status if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


if __name__ == "__main__":
    main()
