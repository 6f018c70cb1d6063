"""What a script would do with a statement: read, pull codes out, merge. Started by `statements`."""

import json
import resource
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pandas

CODE = "(SK[0-9A-Z]{8})"


def merged(folder: Path, kind: str) -> dict[str, float]:
    """Read both, merge on code and amount; nothing is kept."""
    began = time.perf_counter()
    path = folder / f"statement.{kind}"
    is_book = kind == "xlsx"
    told = pandas.read_excel(path, engine="calamine") if is_book else pandas.read_csv(path)
    with closing(sqlite3.connect(folder / "shopkit.db")) as connection:
        asked = pandas.read_sql("select code, amount_vnd from payment_request", connection)
    told["code"] = told["Nội dung"].str.replace(" ", "").str.extract(CODE)
    found = told.merge(asked, left_on=["code", "Ghi có"], right_on=["code", "amount_vnd"])
    took = time.perf_counter() - began
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in status if line.startswith("VmHWM"))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "all": took,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": int(peak.split()[1]) / 1024,
        "placed": len(found),
    }


if __name__ == "__main__":
    print(json.dumps(merged(Path(sys.argv[1]), sys.argv[2])))
