"""Who may confirm what another began."""

from uuid import uuid4

import pytest

from shopkit.scope import COMMUNE, LEADER, OFFICER, VILLAGE_HEAD, Role, Who
from shopkit.shops.rules.two_people import (
    SecondNeeded,
    may_second,
    refuse_first,
    second_needed,
    stand_in_needed,
)


def wearing(*hats: str) -> Who:
    return Who(uuid4(), "Trần Thị Thử", tuple(Role(hat, COMMUNE, "15961") for hat in hats))


def test_who_began_it_is_not_the_second() -> None:
    first, second = wearing(OFFICER), wearing(OFFICER)
    assert not may_second(first, first.account_id)
    assert may_second(second, first.account_id)
    assert may_second(second, None)
    assert not may_second(second, first.account_id, second.account_id)


def test_confirming_ones_own_is_refused() -> None:
    first = wearing(LEADER)
    with pytest.raises(SecondNeeded):
        refuse_first(first, first.account_id)
    refuse_first(wearing(LEADER), first.account_id)


def test_two_hats_that_propose_and_decide_ask_for_a_second() -> None:
    assert second_needed(wearing(VILLAGE_HEAD, OFFICER), (VILLAGE_HEAD,), (OFFICER, LEADER))
    assert not second_needed(wearing(OFFICER), (VILLAGE_HEAD,), (OFFICER, LEADER))
    assert not second_needed(wearing(VILLAGE_HEAD), (VILLAGE_HEAD,), (OFFICER, LEADER))


def test_a_stand_in_is_needed_when_everybody_who_may_decide_has_begun_it() -> None:
    one, other = uuid4(), uuid4()
    assert stand_in_needed([one], [one])
    assert stand_in_needed([one, other], [one])
    assert not stand_in_needed([one], [one, other])
    assert stand_in_needed([one], [])
