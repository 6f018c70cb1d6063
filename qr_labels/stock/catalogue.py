"""The stock that is known by name (`data/label-stocks.csv`)."""

import csv
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import cast

from qr_labels.stock.label_stock import Kind, Stock

NEAR_NAMES = 5


class UnknownStock(LookupError):
    """No stock, or more than one, goes by this name; `near` are names that do."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        hint = f"; near: {' | '.join(near)}" if near else ""
        super().__init__(f"no stock is called {name[:80]!r}{hint}")
        self.name = name
        self.near = near


@cache
def stocks() -> tuple[Stock, ...]:
    """All known stock, in the order of the list."""
    source = files("qr_labels").joinpath("data/label-stocks.csv").read_text("utf-8")
    return tuple(_stock(row) for row in csv.DictReader(source.splitlines()))


def stock(name: str) -> Stock:
    """The stock with this key or name, or the only one whose name contains all its words.

    Case, and `x` for a multiplication sign, do not matter. Raises UnknownStock.
    """
    asked = _plain(name)
    for known in stocks():
        if asked in (known.key, _plain(known.name)):
            return known
    words = asked.split()
    holding = [known for known in stocks() if words and set(words) <= set(_words(known))]
    if len(holding) == 1:
        return holding[0]
    near = [known.name for known in holding] or _similar(asked)
    raise UnknownStock(name, tuple(near[:NEAR_NAMES]))


def _stock(row: dict[str, str]) -> Stock:
    return Stock(
        key=row["key"],
        name=row["name"],
        maker=row["maker"],
        kind=cast(Kind, row["kind"]),
        page_w_mm=float(row["page_w_mm"]),
        page_h_mm=float(row["page_h_mm"]),
        rows=int(row["rows"]),
        cols=int(row["cols"]),
        label_w_mm=float(row["label_w_mm"]),
        label_h_mm=float(row["label_h_mm"]),
        left_mm=float(row["left_mm"]),
        top_mm=float(row["top_mm"]),
        pitch_x_mm=float(row["pitch_x_mm"]),
        pitch_y_mm=float(row["pitch_y_mm"]),
        certainty=row["certainty"],
        note=row["note"],
        sources=row["sources"],
    )


def _plain(name: str) -> str:
    return " ".join(name[:200].casefold().replace("×", "x").split())


def _words(known: Stock) -> list[str]:
    return _plain(known.name).translate(str.maketrans("(),:/", "     ")).split()


def _similar(asked: str) -> list[str]:
    by_plain = {_plain(known.name): known.name for known in stocks()}
    by_plain |= {known.key: known.name for known in stocks()}
    close = get_close_matches(asked, by_plain, NEAR_NAMES, cutoff=0.4)
    return list(dict.fromkeys(by_plain[plain] for plain in close))
