"""What a payment service sends when money moved, in the format that SePay publishes.

Read at developer.sepay.vn (webhooks: integration, authentication, security) in November 2026:
the fields below; `Authorization: Apikey <key>`, or `X-SePay-Signature: sha256=<hex>` over
"<X-SePay-Timestamp>.<body>" by HMAC-SHA256; an answer of 200 or 201 with {"success": true}.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from shopkit.clock import LOCAL
from shopkit.errors import Refusal
from shopkit.payments.rules.money import LONGEST_MEMO, LONGEST_REFERENCE, Told

LARGEST_BODY = 16 * 1024
MOST_VND = 10**12
# In the journal: a service told of the same payment again, with another amount.
TOLD_DIFFERENTLY = "money.told_differently"
KEY_HEADER, SIGNATURE_HEADER, TIME_HEADER = (
    "Authorization",
    "X-SePay-Signature",
    "X-SePay-Timestamp",
)
KEY_WORD, SIGNATURE_WORD = "Apikey ", "sha256="
# A repeated delivery changes nothing, so this only bounds what a recording is worth; it is wide
# because a delivery that is refused for a clock that runs wrong would be money nobody is told of.
SIGNATURE_LASTS = timedelta(days=1)

_DIGITS = re.compile(r"[0-9]{1,30}")
_HIDDEN = re.compile(r"[*xX•.]+")
_SHORTEST_VISIBLE = 4


class DeliveryRefused(Refusal):
    """What was sent cannot be taken; `reason` is a machine word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Delivery:
    """One movement of money as it was sent; `accounts` are the numbers it may have come to."""

    is_incoming: bool
    accounts: tuple[str, ...]
    told: Told


def secret_of(house_key: str, feed_id: str, turn: int) -> str:
    """The key of a feed: made from the key of the house, so that it is kept nowhere."""
    mark = f"money-feed {feed_id} {turn}".encode()
    return hmac.new(house_key.encode(), mark, hashlib.sha256).hexdigest()[:48]


def is_from_feed(
    secrets: Iterable[str],
    body: bytes,
    now: datetime,
    *,
    authorization: str = "",
    signature: str = "",
    sent_at: str = "",
) -> bool:
    """Whether a delivery carries one of these keys, or a signature made with one.

    Every key is compared in the same time, whatever was sent.
    """
    key = authorization.removeprefix(KEY_WORD).strip()
    key = key if authorization.startswith(KEY_WORD) else ""
    signature = signature.removeprefix(SIGNATURE_WORD).strip().lower()
    is_fresh = bool(_DIGITS.fullmatch(sent_at)) and is_near(int(sent_at), now)
    is_right = False
    for secret in secrets:
        wanted = hmac.new(secret.encode(), sent_at.encode() + b"." + body, hashlib.sha256)
        is_right |= hmac.compare_digest(key.encode(), secret.encode())
        is_right |= is_fresh & hmac.compare_digest(signature.encode(), wanted.hexdigest().encode())
    return is_right


def is_near(sent_at: int, now: datetime) -> bool:
    return abs(sent_at - now.timestamp()) <= SIGNATURE_LASTS.total_seconds()


def read_delivery(body: bytes, now: datetime) -> Delivery:
    """Read what was sent; what decides about money is read strictly, the rest with patience."""
    sent = read_object(body)
    number = sent.get("id")
    if isinstance(number, bool) or not _DIGITS.fullmatch(str(number)):
        raise DeliveryRefused("id")
    direction = sent.get("transferType")
    if direction not in ("in", "out"):
        raise DeliveryRefused("direction")
    accounts = tuple(
        text for name in ("subAccount", "accountNumber") if (text := text_of(sent, name, 40))
    )
    if not accounts:
        raise DeliveryRefused("account")
    told = Told(
        came_at=moment_of(sent.get("transactionDate"), now),
        amount_vnd=amount_of(sent.get("transferAmount")),
        memo=text_of(sent, "content", LONGEST_MEMO) or text_of(sent, "description", LONGEST_MEMO),
        reference=text_of(sent, "referenceCode", LONGEST_REFERENCE),
        source_id=f"sepay-{int(str(number))}",
    )
    return Delivery(direction == "in", accounts, told)


def read_object(body: bytes) -> dict[str, Any]:
    """One JSON object without repeated names, NaN or fractions that would be rounded."""
    try:
        sent = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=refuse_constant,
            object_pairs_hook=without_twins,
        )
    except (ValueError, RecursionError) as problem:
        raise DeliveryRefused("json") from problem
    if not isinstance(sent, dict):
        raise DeliveryRefused("json")
    return sent


def refuse_constant(name: str) -> None:
    raise DeliveryRefused("json")


def without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DeliveryRefused("json")
    return found


def text_of(sent: Mapping[str, Any], name: str, longest: int) -> str:
    """A text, or nothing where there is none; what no database keeps is left out."""
    given = sent.get(name)
    if given is None or isinstance(given, bool | dict | list):
        return ""
    text = "".join(sign for sign in str(given) if sign.isprintable() or sign in "\n\t ")
    return text.encode("utf-8", "ignore").decode()[:longest].strip()


def amount_of(given: object) -> int:
    """The amount to the last dong; 200000.00 is one, 200000.5 is none."""
    if isinstance(given, str) and _DIGITS.fullmatch(given):
        given = int(given)
    if isinstance(given, Decimal) and given.is_finite() and abs(given) <= MOST_VND:
        if given != given.to_integral_value():
            raise DeliveryRefused("amount")
        given = int(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= MOST_VND:
        raise DeliveryRefused("amount")
    return given


def moment_of(given: object, now: datetime) -> datetime:
    """When the money moved, in Vietnam; now, where it is not said or still lies ahead."""
    try:
        at = datetime.fromisoformat(str(given)[:19]).replace(tzinfo=LOCAL)
    except ValueError:
        return now
    return min(at, now) if at.year >= 2000 else now


def is_account(told: str, number: str) -> bool:
    """Whether a told account number is this one, also with its middle hidden: 101***5678."""
    told = told.replace(" ", "")
    if told == number:
        return True
    parts = _HIDDEN.split(told)
    visible = sum(map(len, parts))
    if len(parts) < 2 or visible < _SHORTEST_VISIBLE or visible > len(number):
        return False
    return number.startswith(parts[0]) and number.endswith(parts[-1])
