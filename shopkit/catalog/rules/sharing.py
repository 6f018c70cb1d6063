"""What is pasted into Facebook and Zalo, and what is held back; always Vietnamese, as listings are.

Zalo shows the first lines only, so its text is short; tags help on Facebook alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules.claims import Claim, claims_in
from shopkit.catalog.rules.facts import net, ocop_line
from shopkit.catalog.rules.keywords import hashtags_for
from shopkit.catalog.rules.record import Record
from shopkit.money.shown import shown
from shopkit.text.search import search_text

MOST_PHOTOS = 5
MOST_TAGS = 5
MOST_BULLETS, BULLETS_IN_CHAT = 5, 3
LONGEST_TAG = 40
# A name that begins so is that of a drink with alcohol; "ốc hấp rượu" and "men rượu" are none.
# Before it may stand what it comes in, how much of it, and praise.
DRINK = re.compile(
    r"(?:(?:chai|can|hũ|hủ|bình|thùng|lốc|hộp|lon|set|combo|đặc sản|ocop|\d\S*)\s+)*"
    r"(?:rượu|bia|vang|vodka|whisky|whiskey|soju|sake)(?!\w)",
    re.IGNORECASE,
)
BARE_DRINK = frozenset({"ruou", "vodka", "whisky", "whiskey", "soju", "sake"})
ALCOHOL = "alcohol"


@dataclass(frozen=True)
class Held:
    """Why nothing is shared: the words that must go, or the kind of goods."""

    claims: tuple[Claim, ...] = ()
    is_alcohol: bool = False


def held_back(record: Record) -> Held | None:
    """What stands in the way of sharing a listing; None where nothing does."""
    if is_alcohol(record):
        return Held(is_alcohol=True)
    stops = tuple(claim for claim in claims_in(record) if claim.is_stop)
    return Held(claims=stops) if stops else None


def is_alcohol(record: Record) -> bool:
    """Whether it is a drink with alcohol, by its kind or by how its name begins."""
    if any(ALCOHOL in (code or "") for code in (record.category, record.ocop_group)):
        return True
    first = search_text(record.title).partition(" ")[0]
    return bool(DRINK.match(record.title.strip())) or first in BARE_DRINK


def facebook_text(record: Record, *, phone: str, link: str, on: date) -> str:
    """Name, price, points, contact and tags."""
    tags = " ".join(f"#{tag}" for tag in tags_of(record)[:MOST_TAGS])
    blocks = (
        "\n".join(opening(record, on)),
        "\n".join(f"• {point}" for point in points(record)[:MOST_BULLETS]),
        "\n".join(contact(record, phone, link)),
        tags,
    )
    return "\n\n".join(block for block in blocks if block)


def chat_text(record: Record, *, phone: str, link: str, on: date) -> str:
    """The same in few lines, for a chat."""
    lines = (
        *opening(record, on),
        *(f"• {point}" for point in points(record)[:BULLETS_IN_CHAT]),
        *contact(record, phone, link),
    )
    return "\n".join(lines)


def opening(record: Record, on: date) -> Iterator[str]:
    yield record.title
    yield price_line(record, on)


def price_line(record: Record, on: date) -> str:
    """What it costs; with variants from the lowest; a lower price with its last day."""
    unit = f" / {record.price_unit}" if record.price_unit else ""
    prices = sorted({one.price_vnd for one in record.sold_forms() if one.price_vnd is not None})
    if not prices:
        return "Giá: gọi để hỏi"
    if len(prices) > 1:
        return f"Giá: từ {shown(prices[0])} đến {shown(prices[-1])}{unit}"
    if record.sale_price_vnd and record.sale_to and record.is_on_sale(on):
        last_day = record.sale_to.strftime("%d/%m/%Y")
        return f"Giá: {shown(record.sale_price_vnd)}{unit} đến hết ngày {last_day}"
    return f"Giá: {shown(prices[0])}{unit}"


def points(record: Record) -> list[str]:
    """Her own points; where she wrote none, what is known of it."""
    if record.bullets:
        return [*record.bullets]
    facts = (
        ("Nơi làm", record.origin),
        ("Lượng trong gói", net(record)),
        ("OCOP", ocop_line(record)),
        ("Cách cất giữ", record.storage),
    )
    return [f"{name}: {value}" for name, value in facts if value]


def contact(record: Record, phone: str, link: str) -> Iterator[str]:
    if record.shop_name:
        yield record.shop_name
    if phone:
        yield f"Gọi {phone}"
    if link:
        yield link


def tags_of(record: Record) -> tuple[str, ...]:
    """Her own tags folded, or those that the record suggests; nothing twice."""
    own = (search_text(tag).replace(" ", "")[:LONGEST_TAG] for tag in record.hashtags)
    return tuple(dict.fromkeys(tag for tag in own if tag)) or hashtags_for(record)
