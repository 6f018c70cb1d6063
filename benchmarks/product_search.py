"""Search among 100,000 products of one shop, and of a commune with many shops.

Each question counts what is found and brings the first fifty as products, first by the list of
words, then by plain LIKE over the folded names with the same answer asked for. Prints the mix of
questions and the medians; runs on SQLite, and on PostgreSQL where its programs are found.

    python -m benchmarks.product_search [--products 100000] [--rounds 5] [--engine sqlite]
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

import shopkit.app
from shopkit.catalog.actions.records import keep_records
from shopkit.catalog.models.products import DRAFT, PUBLISHED
from shopkit.catalog.queries.products import count_of, products_of
from shopkit.catalog.queries.search import found_products
from shopkit.catalog.rules.record import Record
from shopkit.db.engine import Database, open_database
from shopkit.db.migrate import upgrade
from shopkit.shops.models.shops import Shop
from tests import make, postgres

GOODS = (
    "Mật ong bạc hà,Gạo nếp cái hoa vàng,Chè shan tuyết cổ thụ,Nước mắm cốt cá cơm,Hạt điều rang "
    "muối,Bánh gai lá dừa,Măng khô,Miến dong,Dầu lạc ép,Đậu phộng húng lìu,Chuối sấy dẻo,Cà phê "
    "hạt rang,Nấm hương rừng,Rượu cần men lá,Khăn thổ cẩm thêu tay,Giỏ tre đan,Tiêu đen,Mứt gừng "
    "dẻo,Bún khô,Trà sen,Tương ớt,Sữa chua nếp cẩm,Kẹo dừa,Cá khô một nắng,Tôm khô,Giò lụa,Xà "
    "phòng bồ kết,Đường phên,Muối hầm,Bánh đậu xanh"
)
PLACES = (
    "Hà Giang,Cao Bằng,Lào Cai,Sơn La,Nghệ An,Quảng Trị,Đà Nẵng,Gia Lai,Đắk Lắk,Lâm Đồng,Cần Thơ,"
    "Cà Mau,An Giang,Thanh Hóa,Ninh Bình,Hưng Yên,Phú Thọ,Lạng Sơn,Điện Biên,Huế"
)
PACKS = "gói 100 g,gói 500 g,hộp 250 g,hộp 1 kg,chai 500 ml,chai 1 lít,túi 2 kg,lọ 300 g"
GRADES = "loại một,thượng hạng,nhà làm,truyền thống,đặc biệt,sạch,hữu cơ,quê"
SYLLABLES = "an ba bin cha da do gia ha hi kha la li ma mi na nga pha qua ra sa ta thu va xu"
MIX = {
    "two or more words": (
        "mat ong",
        "nước mắm",
        "ca phe dak lak",
        "gao nep hop",
        "tra sen",
        "dầu lạc",
        "khan tho cam",
        "che shan tuyet co th",
        "bánh gai",
        "hat dieu rang muoi nghe an",
    ),
    "one common word": ("goi", "hop", "hạt", "banh", "kho", "duong", "dầu", "lo"),
    "one rare word": ("qz17", "khathu", "mangami"),
}
PORTION = 500
ON_LIST = (PUBLISHED, DRAFT)


def names(number: int) -> Iterator[str]:
    chance = random.Random(7)
    for at in range(number):
        maker = "".join(chance.choices(SYLLABLES.split(), k=3))
        picked = [chance.choice(part.split(",")) for part in (GOODS, GRADES, PACKS, PLACES)]
        yield " ".join([picked[0], picked[1], picked[2], maker, picked[3], f"qz{at % 5000}"])


def fill(database: Database, product_count: int, shop_count: int) -> list[UUID]:
    moment = datetime.now(UTC)
    with database.writing() as session:
        shops = [make.shop(session) for _ in range(shop_count)]
        ids = [shop.id for shop in shops]
    listed = names(product_count)
    each = product_count // shop_count
    for shop_id in ids:
        for start in range(0, each, PORTION):
            size = min(PORTION, each - start)
            records = [Record(title=next(listed), price_vnd=10_000) for _ in range(size)]
            with database.writing() as session:
                keep_records(session, session.get_one(Shop, shop_id), records, now=moment)
    with database.writer.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sql("analyze"))
    return ids


def by_words(session: Session, ids: list[UUID], text: str) -> int:
    return found_products(session, ids, text=text, states=ON_LIST).count


def by_like(session: Session, ids: list[UUID], text: str) -> int:
    shop = session.get_one(Shop, ids[0])
    products_of(session, shop, states=ON_LIST, text=text, page=1)
    return count_of(session, shop, states=ON_LIST, text=text)


def measure(
    database: Database, ids: list[UUID], ask: Callable[[Session, list[UUID], str], int], rounds: int
) -> None:
    for kind, questions in MIX.items():
        spent: list[float] = []
        told = []
        for question in questions:
            own: list[float] = []
            for _ in range(rounds):
                with database.reading() as session:
                    started = time.perf_counter()
                    count = ask(session, ids, question)
                    own.append((time.perf_counter() - started) * 1000)
            spent += own
            told.append(f"{question!r} {count}: {statistics.median(own):.1f}")
        print(f"  {kind}: median {statistics.median(spent):.1f} ms, most {max(spent):.1f} ms")
        print("    " + "; ".join(told))


@contextmanager
def opened(engine: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        if engine == "sqlite":
            database = open_database(f"sqlite:///{Path(folder) / 'search.db'}")
            upgrade(database)
            yield database
            database.close()
            return
        with postgres.server() as server:
            server.create("search")
            database = open_database(server.url("search"))
            upgrade(database)
            yield database
            database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--shops", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    told = parser.parse_args()
    for shop_count in (1, told.shops):
        with opened(told.engine) as database:
            started = time.perf_counter()
            ids = fill(database, told.products, shop_count)
            spent = time.perf_counter() - started
            print(f"{told.engine}: {told.products} products, {shop_count} shops, in {spent:.0f} s")
            print(" by the list of words")
            measure(database, ids, by_words, told.rounds)
            if shop_count == 1:
                print(" by LIKE")
                measure(database, ids, by_like, told.rounds)


if __name__ == "__main__":
    # Naming the application makes every table known.
    print(shopkit.app.__name__)
    main()
