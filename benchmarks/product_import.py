"""A workbook of 87,271 products brought in the whole way, beside plain pandas.read_excel.

    python -m benchmarks.product_import [--products 87271] [--kinds xlsx csv] [--database URL]

Ours reads the file in its child, tries every row, and takes the products portion by portion as
background work does, with their words for the search, their prices and their journal, and with
progress that is looked at after each step. The peer reads the same file into memory and keeps
nothing. Each runs in a process of its own; peaks are of resident memory, ours of the server's
process and the reading child at one moment.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.statements import NOW, Watch, in_own_process, measured
from shopkit.accounts.actions.people import sign_up
from shopkit.app import kinds_of_work, load_reference
from shopkit.catalog.models.products import Product
from shopkit.channels.actions.bringing import recognise
from shopkit.channels.views.bringing import SPEC
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
from shopkit.sheets.writing import Sheet, csv_bytes, workbook
from shopkit.shops.actions.shops import open_shop
from shopkit.shops.models.shops import Shop

HEADINGS = ("Mã hàng", "Tên hàng", "Giá bán", "Mã vạch", "Thành phần", "Link ảnh")
WANTED_S, WANTED_MB = 60, 400
GOODS = (
    "Bánh gai", "Mật ong hoa nhãn", "Trà shan tuyết", "Nem chua", "Gạo nếp cái hoa vàng",
    "Nước mắm cá cơm", "Mắm tôm", "Kẹo lạc", "Bún khô", "Cà phê robusta", "Hạt điều rang muối",
    "Pâtes de riz en rouleaux", "Petite aubergine", "Sữa chua dẻo", "Măng khô", "Tinh bột nghệ",
)  # fmt: skip
TRAITS = ("loại một", "đặc biệt", "truyền thống", "hữu cơ", "không đường", "ít muối", "nguyên chất")
PLACES = ("Thọ Xuân", "Hưng Yên", "Hà Giang", "Phú Quốc", "Điện Biên", "Đắk Lắk", "Cà Mau", "Huế")
STUFF = ("bột nếp", "đậu xanh", "đường", "lá gai", "muối", "dừa", "vừng", "gừng", "sả", "nước")


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--products", type=int, default=87_271)
    wanted.add_argument("--kinds", nargs="+", default=["xlsx"], choices=["xlsx", "csv"])
    wanted.add_argument("--database", default="", help="an empty database; else SQLite in a folder")
    wanted.add_argument("--run", nargs=3, metavar=("FOLDER", "KIND", "URL"))
    wanted.add_argument("--peer", nargs=2, metavar=("FOLDER", "KIND"))
    told = wanted.parse_args()
    if told.run:
        print(json.dumps(ours(Path(told.run[0]), told.run[1], told.run[2])))
    elif told.peer:
        print(json.dumps(theirs(Path(told.peer[0]), told.peer[1])))
    else:
        for kind in told.kinds:
            compare(kind, told.products, told.database)


def compare(kind: str, products: int, url: str) -> None:
    with TemporaryDirectory() as folder:
        content = content_of(kind, products)
        (Path(folder) / f"products.{kind}").write_bytes(content)
        our = in_own_process("benchmarks.product_import", "--run", folder, kind, url or "-")
        peer = in_own_process("benchmarks.product_import", "--peer", folder, kind)
    parts = ", ".join(f"{name} {our[name]:.1f}" for name in ("read", "tried", "taken"))
    is_good = our["all"] <= WANTED_S and our["peak_mb"] <= WANTED_MB
    where = url.partition(":")[0] or "sqlite"
    print(
        f"{kind:4} {len(content) / 2**20:.1f} MB on {where}: {our['kept']:,.0f} products kept in "
        f"{our['steps']:.0f} steps of progress\n"
        f"     {our['all']:.1f} s ({parts}; {our['cpu']:.1f} s of processor), longest step "
        f"{our['longest']:.1f} s\n"
        f"     peak {our['peak_mb']:.0f} MB (server {our['parent_mb']:.0f}, child "
        f"{our['child_mb']:.0f}); wanted {WANTED_S} s, {WANTED_MB} MB: "
        f"{'reached' if is_good else 'NOT reached'}\n"
        f"     pandas reads it into memory in {peer['all']:.1f} s, peak {peer['peak_mb']:.0f} MB; "
        f"ours / pandas: time {our['all'] / peer['all']:.1f}, memory "
        f"{our['peak_mb'] / peer['peak_mb']:.2f}"
    )


def content_of(kind: str, products: int) -> bytes:
    rows = list(lines(products))
    if kind == "xlsx":
        return workbook([Sheet("Sản phẩm", HEADINGS, rows)])
    return csv_bytes(HEADINGS, rows)


def lines(products: int) -> Iterator[list[str | int]]:
    """Names as in lists of the wild: goods, trait, place, weight; many alike, none the same."""
    chance = random.Random(87_271)
    numbers = count(893_228_200_000)
    for at in range(products):
        name = (
            f"{chance.choice(GOODS)} {chance.choice(TRAITS)} {chance.choice(PLACES)} "
            f"{chance.randrange(1, 40) * 50} g"
        )
        stuff = ", ".join(chance.sample(STUFF, chance.randrange(1, 6)))
        yield [
            f"HH{at:06d}",
            name,
            chance.randrange(10, 900) * 1_000,
            with_check_digit(str(next(numbers))),
            stuff if chance.random() > 0.6 else "",
            f"https://images.invalid/{at:06d}/front.jpg" if chance.random() > 0.2 else "",
        ]


def with_check_digit(body: str) -> str:
    odd, even = sum(map(int, body[-1::-2])), sum(map(int, body[-2::-2]))
    return body + str(-(3 * odd + even) % 10)


def ours(folder: Path, kind: str, url: str) -> dict[str, float]:
    address = f"sqlite:///{folder / 'shopkit.db'}" if url == "-" else url
    (folder / "files").mkdir(exist_ok=True)
    config = Config(data=folder, database_url=address, secret_key="x" * 40)
    database, files = open_database(address), open_files(config)
    migrate.upgrade(database)
    bench = Bench(database, files, kinds_of_work(config, Specs([SPEC])))
    shop_id, owner_id = arrange(database)
    watch = Watch()
    watch.start()
    began = time.perf_counter()
    import_id = new_id()
    rows_file = unrolled(files, (folder / f"products.{kind}").read_bytes(), import_id)
    read = time.perf_counter()
    with database.writing() as session:
        brought = bring(
            session,
            files,
            SPEC,
            import_id=import_id,
            rows_file=rows_file,
            name=kind,
            owner_id=owner_id,
            shop_id=shop_id,
            now=NOW,
        )
        recognise(files, brought)
    work(bench, CHECK, import_id)
    tried = time.perf_counter()
    with database.writing() as session:
        begin_taking(session, session.get_one(Import, import_id))
    steps = work(bench, TAKE, import_id)
    ended = time.perf_counter()
    with database.reading() as session:
        kept = session.scalar(select(func.count()).select_from(Product)) or 0
    return (
        watch.end()
        | measured()
        | {
            "read": read - began,
            "tried": tried - read,
            "taken": ended - tried,
            "all": ended - began,
            "kept": kept,
            "steps": len(steps),
            "longest": max(steps),
        }
    )


def arrange(database: Database) -> tuple[object, object]:
    with database.writing() as session:
        load_reference(session)
        person = sign_up(
            session, phone="+84900000011", name="Nguyễn Thị Mẫu", pin="730164", now=NOW
        )
        shop: Shop = open_shop(session, person, now=NOW)
        return shop.id, person.id


def work(bench: Bench, kind: str, import_id: object) -> list[float]:
    """Do a job step by step, as the worker does; how long each took."""
    with bench.database.writing() as session:
        job = ask_for(session, kind, session.get_one(Import, import_id), now=NOW)
        job_id = job.id
    start(bench, job_id)
    took, is_going = [], True
    while is_going:
        began = time.perf_counter()
        is_going = do_next_step(bench, job_id)
        took.append(time.perf_counter() - began)
        with bench.database.reading() as session:
            note_progress(session, job_id)
    return took


def note_progress(session: Session, job_id: object) -> None:
    job = session.get_one(Job, job_id)
    print(f"{job.kind}: {job.done} of {job.total} {job.failure or ''}", file=sys.stderr)


def theirs(folder: Path, kind: str) -> dict[str, float]:
    import pandas  # noqa: PLC0415  only the peer's process may hold it

    began = time.perf_counter()
    path = folder / f"products.{kind}"
    told = pandas.read_excel(path, engine="calamine") if kind == "xlsx" else pandas.read_csv(path)
    took = time.perf_counter() - began
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in status if line.startswith("VmHWM"))
    return {"all": took, "peak_mb": int(peak.split()[1]) / 1024, "rows": len(told)}


if __name__ == "__main__":
    main()
