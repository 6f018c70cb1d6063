"""Banks and wallets that receive by VietQR, keyed on their BIN (`data/banks.csv`).

Short codes are not portable between lists, so a code two lists give to different banks
(BVB) never resolves by itself.
"""

import csv
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from qr_labels.payload.errors import PayloadError, shortened

LONGEST_QUERY = 100
SHORTEST_GUESS = 3
TITLE_WORDS = frozenset({"ngan", "hang", "nh", "tmcp", "tnhh", "mtv", "bank"})


@dataclass(frozen=True, slots=True)
class Bank:
    """One institution; `certainty` says whether sources agree on its BIN.

    kind: bank, digital_bank, foreign_branch, finance_company, wallet.
    receives_by_qr: yes or unknown, never no. certainty: yes, single, conflict.
    """

    bin: str
    short_name: str
    code: str
    full_name_vi: str
    former_names: tuple[str, ...]
    kind: str
    receives_by_qr: str
    certainty: str
    note: str
    other_codes: tuple[str, ...] = ()


class UnknownBank(PayloadError):
    """No bank answers to this name or code."""

    def __init__(self, text: str) -> None:
        message = f"no bank is known as {shortened(text)!r}"
        super().__init__("bank_unknown", message, field="bank", given=text)


class AmbiguousBank(PayloadError):
    """Several banks answer to this name or code; the caller must ask which of `candidates`."""

    def __init__(self, text: str, candidates: tuple[Bank, ...]) -> None:
        names = ", ".join(f"{bank.short_name} ({bank.bin})" for bank in candidates)
        message = f"{shortened(text)!r} may be any of {names}"
        super().__init__("bank_ambiguous", message, field="bank", given=text)
        self.candidates = candidates


def by_bin(bin: str) -> Bank | None:
    """The bank of a BIN, or None."""
    return _banks().get(bin)


def all_banks() -> tuple[Bank, ...]:
    """Every bank, by short name."""
    return tuple(_banks().values())


def excluded(bin: str) -> str | None:
    """Why a BIN that circulates must not be paid to; None for any other BIN."""
    return _excluded().get(bin)


def search(text: str, limit: int = 20) -> list[Bank]:
    """Banks by BIN, code, short, full or former name, best first; marks and spaces are optional."""
    words = _words(text[:LONGEST_QUERY])
    if not words:
        return []
    return _ranked(words)[:limit] or _alike("".join(words), limit)


def resolve(text: str) -> Bank:
    """The one bank meant; raises AmbiguousBank or UnknownBank rather than guess."""
    words = _words(text[:LONGEST_QUERY])
    query = "".join(words)
    candidates = [entry.bank for entry in _index() if query and query in entry.exact]
    if not candidates and len(query) >= SHORTEST_GUESS:
        candidates = _ranked(words)
    if not candidates:
        raise UnknownBank(text)
    if len(candidates) > 1:
        raise AmbiguousBank(text, tuple(candidates))
    return candidates[0]


@dataclass(frozen=True, slots=True)
class _Entry:
    bank: Bank
    exact: frozenset[str]
    names: tuple[str, ...]
    words: tuple[str, ...]

    def rank(self, query: list[str]) -> tuple[int, int] | None:
        """Lower is better: exact, prefix, words begun in any order, part of a name."""
        joined = "".join(query)
        if joined in self.exact:
            return 0, 0
        for place, name in enumerate(self.names):
            if name.startswith(joined):
                return 1, place
        telling = [word for word in query if word not in TITLE_WORDS] or query
        places = [self._first(word) for word in telling]
        if all(place >= 0 for place in places):
            return 2, places[0]
        if any(joined in name for name in self.names):
            return 3, 0
        return None

    def _first(self, begin: str) -> int:
        for place, word in enumerate(self.words):
            if word.startswith(begin):
                return place
        return -1


def _ranked(words: list[str]) -> list[Bank]:
    ranked = [
        (rank, place, entry.bank)
        for place, entry in enumerate(_index())
        if (rank := entry.rank(words)) is not None
    ]
    return [bank for _, _, bank in sorted(ranked, key=lambda row: row[:2])]


def _alike(query: str, limit: int) -> list[Bank]:
    names = {name: entry.bank for entry in reversed(_index()) for name in entry.names}
    close = get_close_matches(query, names, n=limit, cutoff=0.75)
    return list(dict.fromkeys(names[name] for name in close))


def _words(text: str) -> list[str]:
    """Lower-case words of ASCII letters and digits, marks dropped."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return kept.split()


def _joined(text: str) -> str:
    return "".join(_words(text))


@cache
def _index() -> tuple[_Entry, ...]:
    return tuple(_entry(bank) for bank in _banks().values())


def _entry(bank: Bank) -> _Entry:
    spoken = (bank.short_name, bank.code, bank.full_name_vi, *bank.former_names)
    exact = frozenset(_joined(name) for name in (bank.bin, *spoken, *bank.other_codes))
    words = [word for name in (*spoken, *bank.other_codes) for word in _words(name)]
    return _Entry(bank, exact, tuple(_joined(name) for name in spoken), tuple(words))


@cache
def _banks() -> dict[str, Bank]:
    return {
        row["bin"]: Bank(
            bin=row["bin"],
            short_name=row["short_name"],
            code=row["code"],
            full_name_vi=unicodedata.normalize("NFC", row["full_name_vi"]),
            former_names=_several(row["former_names"]),
            kind=row["kind"],
            receives_by_qr=row["receives_by_qr"],
            certainty=row["certainty"],
            note=row["note"],
            other_codes=_several(row["other_codes"]),
        )
        for row in _rows("banks.csv")
    }


@cache
def _excluded() -> dict[str, str]:
    return {row["bin"]: row["reason"] for row in _rows("banks-excluded.csv")}


def _several(cell: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part) for part in cell.split(";") if part)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("qr_labels").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
