"""Time and memory of channel files of 10,000 listings, beside pandas writing the same rows.

    python -m benchmarks.channel_files [--listings 10000]

Each listing has five photos, every fourth three forms. Every layout is measured in a process of
its own: first as it is made here, judged by the channel's rules, then by pandas from the rows
already made.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas

from shopkit.catalog.rules.record import Form, Picture, Record
from shopkit.channels.rules.files import Head, Judged, rows_of, sorted_out, write_file
from shopkit.channels.rules.layouts.layout import RSS, TSV, XLSX, Layout
from shopkit.channels.rules.layouts.shelf import LAYOUTS, layout

ON = date(2026, 11, 22)
HEAD = Head("Quầy cô Mẫu", "https://shop.example/s/QUAY", datetime(2026, 11, 22, tzinfo=UTC))
ADDRESS = "https://shop.example"
TEXT = "Mật ong lấy trong rừng tràm, quay tay, lọc hai lần. " * 12
SIZES = ("Nhỏ", "Vừa", "Lớn")


def record(number: int) -> Record:
    name = f"{number:08d}"
    has_forms = number % 4 == 0
    forms = tuple(
        Form(values=(size,), sku=f"SP{name}-{place}", price_vnd=45_000 + place, stock=place * 10)
        for place, size in enumerate(SIZES)
    )
    return Record(
        id=f"0192f0c4-5a7b-7d6e-8f9a-0000{name}",
        code=f"C{name}",
        address=f"{ADDRESS}/p/C{name}",
        state="published",
        title=f"Mật ong hoa rừng U Minh nguyên chất, chai thủy tinh, mẻ {number}",
        description=TEXT,
        bullets=("Thơm hoa tràm", "Không pha đường", "Chai 500 ml"),
        price_vnd=120_000,
        sku=None if has_forms else f"SP{name}",
        brand="Tràm Xanh",
        category="food.processed.honey",
        origin="Cà Mau",
        net_amount=500,
        net_unit="ml",
        packed_weight_g=800,
        packed_length_cm=10,
        packed_width_cm=10,
        packed_height_cm=22,
        stock=20,
        attributes=(("Vị", "ngọt"), ("Màu", "vàng")),
        hashtags=("matong", "uminh"),
        option_names=("Cỡ",) if has_forms else (),
        forms=forms if has_forms else (),
        pictures=tuple(picture(name, place) for place in range(5)),
        shop_name="Quầy cô Mẫu",
    )


def picture(name: str, place: int) -> Picture:
    id_ = f"0192f0c4-5a7b-7d6e-8f9a-{place:04d}{name}"
    address = f"{ADDRESS}/photos/{id_}.jpg"
    return Picture(id=id_, address=address, width=1600, height=1600, weight_bytes=300_000)


def records(count: int) -> Iterator[Record]:
    return map(record, range(1, count + 1))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(wanted: Layout, count: int, place: Path) -> dict[str, float]:
    """Judging and writing, less the time that making the listings up takes."""
    begun, worked = time.perf_counter(), time.process_time()
    for _ in records(count):
        pass
    made_up, made_up_cpu = time.perf_counter() - begun, time.process_time() - worked
    before = peak_mb()
    begun, worked = time.perf_counter(), time.process_time()
    with place.open("wb") as out:
        taken = sorted_out(records(count), wanted, ON, unheard)
        write_file(wanted, taken, out, on=ON, head=HEAD)
    seconds = time.perf_counter() - begun - made_up
    worked = time.process_time() - worked - made_up_cpu
    size = place.stat().st_size / 2**20
    return {"s": seconds, "cpu": worked, "mb": peak_mb() - before, "size": size}


def unheard(_record: Record, _judged: Judged) -> None:
    """Nobody listens to what is said of each listing."""


def by_pandas(wanted: Layout, count: int, place: Path) -> dict[str, float]:
    """The same rows handed to pandas; only its own writing is counted."""
    rows = list(rows_of(wanted, records(count), ON))
    before, begun = peak_mb(), time.perf_counter()
    frame = pandas.DataFrame(rows, columns=list(wanted.headings))
    if wanted.kind == XLSX:
        frame.to_excel(place, index=False, engine="xlsxwriter")
    else:
        frame.to_csv(place, index=False, sep="\t" if wanted.kind == TSV else ",")
    seconds = time.perf_counter() - begun
    return {"s": seconds, "mb": peak_mb() - before, "size": place.stat().st_size / 2**20}


def measured(way: str, wanted: Layout, count: int) -> dict[str, float]:
    """In a process of its own, so that the peak is that of this file alone."""
    command = [sys.executable, "-m", "benchmarks.channel_files", "--one", way]
    command += [wanted.channel, wanted.form, "--listings", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure_one(way: str, channel: str, form: str, count: int) -> None:
    with TemporaryDirectory() as folder:
        measure = ours if way == "ours" else by_pandas
        wanted = layout(channel, form)
        print(json.dumps(measure(wanted, count, Path(folder) / f"file.{wanted.ending}")))


def compare(count: int) -> None:
    print(f"{count:,} listings, five photos each, every fourth with three forms")
    heads = (("s", 7), ("cpu s", 7), ("MB more", 9), ("file MB", 9), ("pandas s", 10), ("MB", 7))
    print(f"{'layout':<20}" + "".join(f"{head:>{width}}" for head, width in heads) + "  ratio")
    for wanted in LAYOUTS:
        own = measured("ours", wanted, count)
        name = f"{wanted.channel} {wanted.form}"
        line = f"{name:<20}{own['s']:>7.2f}{own['cpu']:>7.2f}{own['mb']:>9.0f}{own['size']:>9.1f}"
        if wanted.kind != RSS:
            peer = measured("pandas", wanted, count)
            line += f"{peer['s']:>10.2f}{peer['mb']:>7.0f}{peer['s'] / own['s']:>7.2f}"
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--one", nargs=3, metavar=("WAY", "CHANNEL", "FORM"))
    given = parser.parse_args()
    if given.one:
        measure_one(*given.one, given.listings)
    else:
        compare(given.listings)


if __name__ == "__main__":
    main()
