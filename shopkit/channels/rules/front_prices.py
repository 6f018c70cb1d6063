"""What a product costs on a day, over all the forms it is sold in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shopkit.catalog.rules.record import Form, Record


@dataclass(frozen=True)
class Cost:
    """The price now, and what it was before a sale that ends after `until`."""

    now_vnd: int
    before_vnd: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Span:
    """From the cheapest form to the dearest; `before_vnd` only where all cost the same."""

    low_vnd: int
    high_vnd: int
    unit: str
    before_vnd: int | None = None
    until: date | None = None

    @property
    def is_one(self) -> bool:
        return self.low_vnd == self.high_vnd


def cost_of(record: Record, form: Form, on: date) -> Cost | None:
    """What one form costs; None where buyers have to ask."""
    if form.price_vnd is None:
        return None
    lower = form.sale_price_vnd
    if lower is None or lower >= form.price_vnd or not record.is_on_sale(on):
        return Cost(form.price_vnd)
    return Cost(lower, form.price_vnd, record.sale_to)


def span_of(record: Record, on: date) -> Span | None:
    """What the product costs over all its forms; None where buyers have to ask."""
    costs = [cost for form in record.sold_forms() if (cost := cost_of(record, form, on))]
    if not costs:
        return None
    prices = [cost.now_vnd for cost in costs]
    same = len(set(costs)) == 1
    return Span(
        min(prices),
        max(prices),
        record.price_unit,
        costs[0].before_vnd if same else None,
        costs[0].until if same else last_day(costs),
    )


def last_day(costs: Iterable[Cost]) -> date | None:
    """Until when some of the prices hold, where any is lower for a while."""
    return next((cost.until for cost in costs if cost.until), None)


def is_sold_out(form: Form) -> bool:
    """Whether none is left; what is not counted is there."""
    return form.stock == 0


def is_all_sold_out(record: Record) -> bool:
    return all(is_sold_out(form) for form in record.sold_forms())
