"""Orders from the files of a platform: what a file would bring, and taking it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from shopkit.clock import local_day
from shopkit.imports.actions.specs import Kept
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Fate, Given, Outcome
from shopkit.journal.models import IMPORTED
from shopkit.journal.write import write
from shopkit.sales.actions.orders import MOST_LINES, OLDEST_DAY, note_paid, note_recorded
from shopkit.sales.models import LONGEST_TITLE, MOST_COUNT, NOT_YET, PLATFORM, Order, OrderLine
from shopkit.sales.queries.book import keeps_book
from shopkit.sales.queries.imports import line_rows, orders_by_channel_number, products_by_name
from shopkit.sales.queries.orders import next_number
from shopkit.sales.rules import exports
from shopkit.sales.rules.exports import state_of
from shopkit.sales.rules.steps import DELIVERED, ENDED, PACKED, SENT
from shopkit.sheets.cells import Cell
from shopkit.shops.models.shops import Shop
from shopkit.text.search import search_text

ORDERS = "orders"
KEPT = ("number", "day", "state", "title", "count", "price_vnd", "total_vnd")
LONGEST_NUMBER = 60
NO_DAY, AHEAD, NO_COUNT, STATE_UNKNOWN, TOO_MANY, NO_NUMBER = (
    "no_day", "ahead", "no_count", "state_unknown", "too_many", "no_number",
)  # fmt: skip
MOVED, NO_STATES = "moved", "no_states"
# Until where an order that arrives in a state has come: the moments it must have.
WAY = {PACKED: 1, SENT: 2, DELIVERED: 3}


class OrderCheck:
    """One trial run over the rows of a platform's file; amounts stop here without a book."""

    def __init__(self, session: Session, brought: Import) -> None:
        self.session = session
        self.shop = shop_of(session, brought)
        self.channel = brought.family
        self.today = local_day(brought.made_at)
        self.has_book = keeps_book(session, self.shop)
        self.lines: dict[str, int] = {}
        self.has_states = False

    def __call__(self, rows: Sequence[Given]) -> Iterator[Outcome]:
        read = [(row.number, self.look_at(row)) for row in rows]
        numbers = {one["number"] for _at, one in read if isinstance(one, dict)}
        known = orders_by_channel_number(self.session, self.shop, self.channel, numbers)
        for at, one in read:
            if isinstance(one, str):
                yield Outcome(at, Fate.FAILED, one)
            elif is_known(known.get(one["number"]), one["state"]):
                yield Outcome(at, Fate.KNOWN, Fate.KNOWN)
            else:
                yield Outcome(at, Fate.GOOD, values=one)

    def look_at(self, row: Given) -> dict[str, Any] | str:
        """What is to be kept of a row, or why it cannot be."""
        values = row.values
        number = str(values.get(exports.NUMBER) or "")
        if not number or len(number) > LONGEST_NUMBER or not number.isascii():
            return NO_NUMBER
        day = values.get(exports.DAY)
        if not isinstance(day, datetime):
            return NO_DAY
        told = values.get(exports.STATE)
        self.has_states = self.has_states or told is not None
        state = state_of(told if told is None else str(told))
        count = values.get(exports.COUNT, 1)
        self.lines[number] = self.lines.get(number, 0) + 1
        problem = self.problem_with(number, local_day(day), state, count)
        if problem:
            return problem
        return {
            "number": number,
            "day": local_day(day),
            "state": state,
            "title": str(values.get(exports.TITLE) or "")[:LONGEST_TITLE],
            "count": 1 if count is None else count,
            "price_vnd": values.get(exports.PRICE) if self.has_book else None,
            "total_vnd": values.get(exports.TOTAL) if self.has_book else None,
        }

    def problem_with(self, number: str, day: date, state: str | None, count: object) -> str:
        if not OLDEST_DAY <= day <= self.today:
            return AHEAD
        if state is None:
            return STATE_UNKNOWN
        if count is not None and not (isinstance(count, int) and 1 <= count <= MOST_COUNT):
            return NO_COUNT
        return TOO_MANY if self.lines[number] > MOST_LINES else ""

    def warnings(self, _head: Sequence[Sequence[Cell]]) -> list[str]:
        """That the file does not say how far its orders have come."""
        return [] if self.has_states or not self.lines else [NO_STATES]


def is_known(order: Order | None, state: str) -> bool:
    """Whether a file says nothing new of an order: what is older than we know is no news."""
    return order is not None and not is_news(order, state)


def is_news(order: Order, state: str) -> bool:
    if order.is_ended:
        return False
    return state in ENDED or WAY.get(state, 0) > WAY.get(order.state, 0)


@dataclass
class Portion:
    """What is needed while one portion is kept."""

    session: Session
    shop: Shop
    brought: Import
    has_book: bool
    now: datetime
    products: dict[str, Any]
    number: int


def keep(session: Session, brought: Import, records: Sequence[Given], now: datetime) -> Kept:
    """Keep one portion of rows; an order is known again by its number on its channel."""
    shop = shop_of(session, brought)
    portion = Portion(
        session,
        shop,
        brought,
        keeps_book(session, shop),
        now,
        products_by_name(session, shop),
        next_number(session, shop),
    )
    numbers = {str(row.values["number"]) for row in records}
    known = orders_by_channel_number(session, shop, brought.family, numbers)
    kept_rows = line_rows(session, known.values())
    added = moved = 0
    for row in records:
        number = str(row.values["number"])
        order = known.get(number)
        if order is None:
            order = known[number] = arrive(portion, row.values)
            added += 1
        elif order.import_id != brought.id:
            moved += move_on(portion, order, str(row.values["state"]))
            continue
        if (order.id, row.number) not in kept_rows:
            add_row(portion, order, row)
    session.flush()
    return Kept(added, more={MOVED: moved})


def arrive(portion: Portion, values: dict[str, Any]) -> Order:
    """A new order as the platform tells it, with all moments of its way so far."""
    order = Order(
        shop_id=portion.shop.id,
        commune_code=portion.shop.commune_code,
        number=portion.number,
        channel=portion.brought.family,
        channel_number=values["number"],
        sold_on=day_of(values["day"]),
        agreed_at=portion.now,
        amount_vnd=values["total_vnd"] if portion.has_book else None,
        import_id=portion.brought.id,
        entered_by_id=portion.brought.owner_id,
    )
    portion.number += 1
    portion.session.add(order)
    portion.session.flush()
    note_recorded(portion.session, order, now=portion.now)
    move_on(portion, order, values["state"])
    return order


def day_of(kept: object) -> date:
    """A day as it was packed, which may come back with a time."""
    if isinstance(kept, datetime):
        return kept.date()
    return kept if isinstance(kept, date) else date.fromisoformat(str(kept)[:10])


def move_on(portion: Portion, order: Order, state: str) -> int:
    """Bring an order to where the platform says it is; 1 where that was news."""
    if not is_news(order, state):
        return 0
    order.state = state
    order.ended_at = portion.now if state in ENDED else None
    for earlier, moment in ((PACKED, "packed_at"), (SENT, "sent_at"), (DELIVERED, "delivered_at")):
        if WAY.get(state, 0) >= WAY[earlier] and getattr(order, moment) is None:
            setattr(order, moment, portion.now)
    portion.session.flush()
    write(portion.session, order, f"order.{state}", now=portion.now, evidence=IMPORTED)
    if state == DELIVERED and order.paid_at is None and order.paid_by == NOT_YET:
        order.paid_by, order.paid_at = PLATFORM, portion.now
        portion.session.flush()
        note_paid(portion.session, order, now=portion.now)
    return 1


def add_row(portion: Portion, order: Order, row: Given) -> None:
    """One row of the file is one line of its order, known by its place in the file."""
    values: dict[str, Any] = row.values
    title = values["title"] or ""
    price = values["price_vnd"] if portion.has_book else None
    portion.session.add(
        OrderLine(
            order_id=order.id,
            shop_id=order.shop_id,
            commune_code=order.commune_code,
            product_id=portion.products.get(search_text(title)) if title else None,
            position=row.number,
            title=title,
            count=int(values["count"]),
            price_vnd=price,
        )
    )
    if price is not None and values["total_vnd"] is None:
        order.amount_vnd = (order.amount_vnd or 0) + price * int(values["count"])


def shop_of(session: Session, brought: Import) -> Shop:
    return session.get_one(Shop, brought.shop_id)
