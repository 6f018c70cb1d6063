"""Lines of bank statements, whatever the bank: money that came in, that went out, and sums."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shopkit.imports.rules.columns import Given
from shopkit.imports.rules.values import Value, time_of
from shopkit.payments.rules.money import Told
from shopkit.payments.rules.statements_columns import (
    ACCOUNT,
    AMOUNT,
    BALANCE,
    CAME,
    CREDIT,
    CURRENCY,
    DEBIT,
    MARK,
    MEMO,
    REFERENCE,
    TIME,
)
from shopkit.sheets.cells import Cell, text_of
from shopkit.text.search import search_text

INWARD = frozenset({"c", "co", "cr", "credit", "ghi co", "thu", "in", "vao", "tang", "tien vao"})
INWARD |= {"nhan tien", "nhan", "tien den", "money in", "nop tien"}
OUTWARD = frozenset({"d", "no", "dr", "debit", "ghi no", "chi", "out", "ra", "giam", "tien ra"})
OUTWARD |= {"chuyen tien", "chuyen di", "money out", "rut tien", "n"}
HOME = frozenset({"", "vnd", "dong", "d", "704"})

SUM_WORDS = re.compile(
    r"(?:tong|tong cong|cong|cong phat sinh|cong ps|cong so phat sinh|total|totals|grand total)"
    r"(?: (?:so|phat sinh|ps|cong|doanh so|no|co|trong ky|thang|ngay|giao dich|debit|credit|\d).*)?"
    r"|(?:so du|opening|closing|ending|beginning|so phat sinh|phat sinh trong) .*"
)
ACCOUNT_NAMED = re.compile(
    r"(?:tai khoan|so tk|stk|account)[^\d*]{0,40}?((?:[\dx*][ .\-]?){5,24}[\dx*])"
)
MASKED = re.compile(r"[x*]+")
# A clock that is ahead, and a bank that books the next working day.
AHEAD = timedelta(days=3)
LONGEST_NUMBER = 30


class Apart(StrEnum):
    """Why a line of a statement is not kept as money that came in."""

    WENT_OUT = "went_out"
    EMPTY = "empty"
    SUM = "sum"
    NOTE = "note"
    OTHER_ACCOUNT = "other_account"
    OTHER_CURRENCY = "other_currency"
    NO_DAY = "no_day"
    BOTH_WAYS = "both_ways"
    LESS_THAN_NOTHING = "less_than_nothing"
    IN_FUTURE = "in_future"


# These are mistakes in the file, or of the columns, that a person should mend.
MISTAKES = frozenset({Apart.NO_DAY, Apart.BOTH_WAYS, Apart.LESS_THAN_NOTHING, Apart.IN_FUTURE})


class NotMoneyIn(Exception):
    """The line is no money that came in."""

    def __init__(self, why: Apart, column: str = "") -> None:
        super().__init__(why.value)
        self.why, self.column = why, column


@dataclass(frozen=True)
class Own:
    """What a line is compared with: the account the statement is for, and the day it came."""

    number: str
    brought_at: datetime


def told_by(values: Mapping[str, Value], own: Own) -> Told:
    """The money that came in by one line; raises NotMoneyIn."""
    account = str(values[ACCOUNT] or "")
    if account and not is_same_account(account, own.number):
        raise NotMoneyIn(Apart.OTHER_ACCOUNT)
    if values[CURRENCY] and search_text(str(values[CURRENCY])) not in HOME:
        raise NotMoneyIn(Apart.OTHER_CURRENCY)
    amount = amount_in(values)
    memo = str(values[MEMO] or "")
    came = came_at(values)
    if came is None:
        is_sum = SUM_WORDS.fullmatch(search_text(memo))
        raise NotMoneyIn(Apart.SUM if is_sum else Apart.NO_DAY, CAME)
    if came > own.brought_at + AHEAD:
        raise NotMoneyIn(Apart.IN_FUTURE, CAME)
    reference = str(values[REFERENCE] or "")
    return Told(came, amount, memo, reference[:80], number_of(came, amount, reference))


def number_of(came: datetime, amount: int, reference: str) -> str:
    """By what the line is known in the next file; some banks count anew every day."""
    if not reference:
        return ""
    if len(reference) > LONGEST_NUMBER:
        reference = hashlib.sha256(reference.encode()).hexdigest()[:LONGEST_NUMBER]
    return f"{came:%Y%m%d}.{amount}.{reference}"


def amount_in(values: Mapping[str, Value]) -> int:
    """How much came in; raises NotMoneyIn for what went out, and for what cannot be."""
    credit, debit = int_of(values[CREDIT]), int_of(values[DEBIT])
    if credit and debit:
        raise NotMoneyIn(Apart.BOTH_WAYS, CREDIT)
    if credit < 0:
        raise NotMoneyIn(Apart.LESS_THAN_NOTHING, CREDIT)
    if debit:
        raise NotMoneyIn(Apart.WENT_OUT)
    amount = credit or int_of(values[AMOUNT])
    if not amount:
        raise NotMoneyIn(Apart.EMPTY)
    if not credit and is_outward(amount, values[MARK]):
        raise NotMoneyIn(Apart.WENT_OUT)
    return abs(amount)


def is_outward(amount: int, mark: Value) -> bool:
    """By the mark beside it where that says so, else by its sign."""
    if not mark:
        return amount < 0
    told = search_text(str(mark)) or str(mark).strip()
    if told in INWARD or told == "+":
        return False
    return told in OUTWARD or told == "-" or amount < 0


def has_direction(values: Mapping[str, Value]) -> bool:
    """Whether the line itself says which way the money went."""
    if int_of(values[CREDIT]) or int_of(values[DEBIT]) or int_of(values[AMOUNT]) < 0:
        return True
    mark = str(values[MARK] or "")
    return (bool(mark) and search_text(mark) in INWARD | OUTWARD) or mark.strip() in ("+", "-")


def int_of(value: Value) -> int:
    return value if isinstance(value, int) else 0


def came_at(values: Mapping[str, Value]) -> datetime | None:
    """Day and time, where the time stands in a column of its own too."""
    came = values[CAME]
    if not isinstance(came, datetime):
        return None
    clock = time_of(str(values[TIME] or ""))
    return came.replace(hour=clock[0], minute=clock[1], second=clock[2]) if clock else came


def goes_on(before: Given, row: Given) -> bool:
    """Whether a row holds only the end of the memo of the one before; then it is put there."""
    values = row.values
    holds = (values[name] for name in (CREDIT, DEBIT, AMOUNT, BALANCE, REFERENCE))
    if values[MEMO] is None or any(value is not None for value in holds):
        return False
    if values[CAME] not in (None, before.values[CAME]) or SUM_WORDS.fullmatch(
        search_text(str(values[MEMO]))
    ):
        return False
    before.values[MEMO] = f"{before.values[MEMO] or ''} {values[MEMO]}".strip()
    return True


def leaves_out(row: Sequence[Cell]) -> str:
    """Why a row that could not be read is no line at all: a sum, or words below the table."""
    texts = [search_text(text) for cell in row if (text := text_of(cell))]
    if any(SUM_WORDS.fullmatch(text) for text in texts):
        return Apart.SUM
    return Apart.NOTE if len(texts) == 1 else ""


def accounts_named(rows: Iterable[Sequence[Cell]]) -> list[str]:
    """The account numbers named above the table, also masked ones."""
    named = []
    for row in rows:
        line = " ".join(text_of(cell) for cell in row).casefold()
        for found in ACCOUNT_NAMED.finditer(folded(line)):
            number = re.sub(r"[ .\-]", "", found[1])
            if sum(sign.isdigit() for sign in number) >= 3:
                named.append(number)
    return named


def folded(line: str) -> str:
    """Without marks, but with the signs that mask a number."""
    return " ".join(
        part if set(part) <= set("0123456789x*.-") else search_text(part) for part in line.split()
    )


def is_same_account(named: str, own: str) -> bool:
    """Whether a number, perhaps masked as 101xxx678, can be this one."""
    plain = re.sub(r"[ .\-']", "", named).casefold()
    parts = MASKED.split(plain)
    if len(parts) == 1:
        return plain.lstrip("0") == own.casefold().lstrip("0")
    return own.casefold().startswith(parts[0]) and own.casefold().endswith(parts[-1])
