"""What is not done with an order, and why."""

from shopkit.errors import Conflict, Refusal
from shopkit.sales.models import Order


class NothingSold(Refusal):
    """An order without a single thing in it."""


class TooManyLines(Refusal):
    """More different things than one order holds."""


class DayNotYet(Refusal):
    """Nothing was sold tomorrow, and nothing before there were phones."""


class OrderChanged(Conflict):
    """Another phone moved the order since this page was made."""


class StepNotPossible(Refusal):
    """The order does not stand where this step begins."""


def refuse_if_changed(order: Order, version: int) -> None:
    if order.version != version:
        raise OrderChanged(str(order.version))
