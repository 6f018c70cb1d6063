"""How much of everything a practice province holds, and how it is dealt out over its places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from shopkit.clock import local_day


@dataclass(frozen=True)
class Scale:
    """The size of a practice province; `seed` makes two of the same size alike."""

    communes: int
    villages: int
    team_members: int
    households: int
    businesses: int
    sellers: int
    products: int
    ocop_products: int
    labels: int
    orders: int
    participations: int
    seed: int = 2026


# What articles of 2024 to 2026 report of one province: 166 communes and so on.
PROVINCE = Scale(
    communes=166,
    villages=4_351,
    team_members=15_995,
    households=1_000_000,
    businesses=44_174,
    sellers=4_000,
    products=87_271,
    ocop_products=187,
    labels=105_000,
    orders=32_877,
    participations=15_000,
)
# One commune of it, for every day.
COMMUNE = Scale(
    communes=1,
    villages=26,
    team_members=96,
    households=6_000,
    businesses=266,
    sellers=24,
    products=526,
    ocop_products=6,
    labels=632,
    orders=198,
    participations=90,
)


def dealt(total: int, places: int, dice: Random) -> list[int]:
    """A total dealt out over places: uneven as life is, and adding up to the last one.

    Every place gets one where there are enough.
    """
    least = 1 if total >= places else 0
    weights = [dice.lognormvariate(0, 0.4) for _place in range(places)]
    rest, whole = total - least * places, sum(weights)
    shares = [least + int(rest * weight / whole) for weight in weights]
    for place in dice.sample(range(places), k=places) * (1 + total // places):
        if sum_left(total, shares) == 0:
            break
        shares[place] += 1
    return shares


def sum_left(total: int, shares: Sequence[int]) -> int:
    return total - sum(shares)


def day_of_year(now: datetime, dice: Random) -> date:
    """Some day of the year so far."""
    today = local_day(now)
    first = date(today.year, 1, 1)
    return first + timedelta(days=dice.randrange((today - first).days + 1))
