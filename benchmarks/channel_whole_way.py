"""Channel files of 10,000 listings the whole way: from the database to the finished file.

    python -m benchmarks.channel_whole_way [--listings 10000] [--engine sqlite] [--rounds 3]

Each listing has five developed photos, every fourth three forms. Wall time stands beside the time
that this program's own processor worked; PostgreSQL's work is in the wall time alone.
"""

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

import shopkit.app
from benchmarks.channel_files import ADDRESS, HEAD, ON, records, unheard
from benchmarks.product_search import opened
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import READY, Photo, Product
from shopkit.channels.queries.files import records_for
from shopkit.channels.rules.files import sorted_out, write_file
from shopkit.channels.rules.layouts.layout import Layout
from shopkit.channels.rules.layouts.shelf import LAYOUTS
from shopkit.db.base import new_id
from shopkit.db.engine import Database
from shopkit.shops.models.shops import Shop
from tests import make

PORTION = 500
PHOTOS_EACH = 5
SIZES = dict.fromkeys(("master", "card", "share", "og", "square"), "0" * 64)


def fill(database: Database, count: int) -> UUID:
    """A shop with so many listings on show, each with its photos."""
    moment = datetime.now(UTC)
    with database.writing() as session:
        shop_id = make.shop(session).id
    coming = records(count)
    while portion := [replace(one, id="", pictures=()) for one in islice(coming, PORTION)]:
        with database.writing() as session:
            shop = session.get_one(Shop, shop_id)
            kept = keep_records(session, shop, portion, now=moment, is_shown=True)
            assert kept.added == len(portion)
    with database.writing() as session:
        shop = session.get_one(Shop, shop_id)
        ids = session.scalars(select(Product.id).where(Product.shop_id == shop_id)).all()
        chance = random.Random(7)
        session.execute(
            insert(Photo),
            [photo(shop, one, at, chance) for one in ids for at in range(PHOTOS_EACH)],
        )
    return shop_id


def photo(shop: Shop, product_id: UUID, at: int, chance: random.Random) -> dict[str, Any]:
    return {
        "id": new_id(),
        "product_id": product_id,
        "shop_id": shop.id,
        "commune_code": shop.commune_code,
        "position": at,
        "width": 1600,
        "height": 1200,
        "weight_bytes": 300_000,
        "sizes": SIZES,
        "crop": [100, 0, 1200],
        "made_at": datetime.now(UTC),
        "state": READY,
        "found": found(chance),
        "likeness": bits(chance, 8),
    }


def found(chance: random.Random) -> dict[str, Any]:
    """What is measured when a photo is developed; no two photos look the same."""
    return {
        "blur": round(chance.uniform(100, 900), 1),
        "light": round(chance.uniform(80, 180), 1),
        "dark": round(chance.random() / 4, 3),
        "burnt": round(chance.random() / 4, 3),
        "border": None,
        "white_ground": round(chance.random(), 3),
        "side": 1200,
        "square": [100, 0, 1200],
        "cuts": [bits(chance, 8) for _ in range(4)],
        "tone": bits(chance, 48),
    }


def bits(chance: random.Random, count: int) -> str:
    return chance.randbytes(count).hex()


def make_one(session: Session, shop_id: UUID, wanted: Layout, place: Path) -> None:
    shop = session.get_one(Shop, shop_id)
    found = records_for(session, shop, wanted, address=ADDRESS, on=ON)
    with place.open("wb") as out:
        write_file(wanted, sorted_out(found, wanted, ON, unheard), out, on=ON, head=HEAD)


def timed(database: Database, shop_id: UUID, wanted: Layout, place: Path) -> tuple[float, float]:
    with database.reading() as session:
        begun, worked = time.perf_counter(), time.process_time()
        make_one(session, shop_id, wanted, place)
        return time.perf_counter() - begun, time.process_time() - worked


def measure(database: Database, shop_id: UUID, rounds: int) -> None:
    print(f"{'layout':<20}{'s':>7}{'cpu s':>7}{'file MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file"
        for wanted in LAYOUTS:
            runs = [timed(database, shop_id, wanted, place) for _ in range(rounds)]
            wall, worked = (statistics.median(column) for column in zip(*runs, strict=True))
            size = place.stat().st_size / 2**20
            name = f"{wanted.channel} {wanted.form}"
            print(f"{name:<20}{wall:>7.2f}{worked:>7.2f}{size:>9.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    told = parser.parse_args()
    with opened(told.engine) as database:
        shop_id = fill(database, told.listings)
        print(f"{told.engine}: {told.listings:,} listings, median of {told.rounds}")
        measure(database, shop_id, told.rounds)


if __name__ == "__main__":
    # Naming the application makes every table known.
    print(shopkit.app.__name__)
    main()
