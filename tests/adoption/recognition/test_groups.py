"""Target groups by their document: two documents, two answers; two groups, one household."""

from datetime import date

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from shopkit.adoption.actions.groups import (
    GroupTaken,
    KindUnknown,
    define_group,
    load_example_groups,
    remove_group,
)
from shopkit.adoption.models.recognition import Decision, Recognition
from shopkit.adoption.queries.groups import group_rates, total_rate
from shopkit.adoption.rules.cells import percent
from shopkit.db.base import new_id
from shopkit.shops.actions.register import group_household
from shopkit.shops.models.register import Household, HouseholdGroup
from tests import make
from tests.adoption.recognition import village as steps
from tests.adoption.recognition.village import Hall, at, family, set_in_force
from tests.conftest import NOW
from tests.make import HOANG_LOC

END_OF_YEAR = date(2026, 12, 31)


@pytest.fixture
def here(session: Session) -> Hall:
    return steps.hall(session)


def households(
    here: Hall, decision: Decision, kinds: tuple[str, ...], all_count: int, met_count: int
) -> None:
    """So many households of these kinds, of which so many are recognised."""
    session, code = here.session, here.village.commune_code
    ids = [new_id() for _ in range(all_count)]
    common = {"commune_code": code, "village_id": here.village.id, "since": date(2025, 7, 1)}
    homes = [common | {"id": one, "name": "Hộ mẫu", "known_at": NOW, "version": 1} for one in ids]
    session.execute(insert(Household), homes)
    groups = [
        {
            "id": new_id(),
            "commune_code": code,
            "household_id": one,
            "group_code": kind,
            "since": date(2025, 7, 1),
            "noted_at": NOW,
        }
        for one in ids
        for kind in kinds
    ]
    if groups:
        session.execute(insert(HouseholdGroup), groups)
    recognitions = [
        {
            "id": new_id(),
            "commune_code": code,
            "decision_id": decision.id,
            "household_id": one,
            "set_id": steps_set(here, decision),
            "serial": f"T{one.hex[-18:]}",
            "valid_from": date(2026, 11, 5),
            "valid_to": date(2027, 11, 4),
        }
        for one in ids[:met_count]
    ]
    if recognitions:
        session.execute(insert(Recognition), recognitions)


def steps_set(here: Hall, decision: Decision) -> object:
    return here.session.get_one(steps.Round, decision.round_id).set_id


def a_decision(here: Hall) -> Decision:
    """A decision to hang recognitions on, of a round nobody is in."""
    set_in_force(here)
    one = steps.open_again(here)
    made = Decision(
        commune_code=here.village.commune_code,
        number="21/QĐ-UBND",
        signed_on=date(2026, 11, 5),
        signer="Lê Văn Thử",
        round_id=one.id,
        valid_to=date(2027, 11, 4),
        entered_at=at(date(2026, 11, 5)),
        entered_by_id=here.officer.id,
        confirmed_at=at(date(2026, 11, 6)),
    )
    here.session.add(made)
    here.session.flush()
    return made


def test_two_documents_define_two_groups_and_give_two_answers(here: Hall, session: Session) -> None:
    load_example_groups(session, HOANG_LOC, now=NOW)
    decision = a_decision(here)
    households(here, decision, ("cadre",), 200, 197)
    households(here, decision, ("party",), 100, 96)
    rates = {
        (one.definition.target_set, one.definition.code): percent(
            one.cell.numerator, one.cell.denominator
        )
        for one in group_rates(session, HOANG_LOC, END_OF_YEAR)
    }
    assert str(rates["AT-2026-01", "cadre"]) == "98.50"
    assert str(rates["AT-2026-01", "party_youth_pupil8"]) == "96.00"
    assert str(rates["AT-2025-12", "cadre_party"]) == "97.67"
    assert rates["AT-2026-01", "women_farmer"] is None
    documents = {one.definition.document for one in group_rates(session, HOANG_LOC, END_OF_YEAR)}
    assert len(documents) == 2


def test_the_same_loading_twice_brings_each_group_once(here: Hall, session: Session) -> None:
    assert len(load_example_groups(session, HOANG_LOC, now=NOW)) == 5
    assert load_example_groups(session, HOANG_LOC, now=NOW) == []


def test_a_household_in_two_groups_counts_in_both_and_once_in_the_total(
    here: Hall, session: Session
) -> None:
    """Worked check 14 of the reference."""
    load_example_groups(session, HOANG_LOC, now=NOW)
    decision = a_decision(here)
    households(here, decision, ("cadre", "party", "women"), 1, 1)
    households(here, decision, (), 1, 0)
    cells = {
        one.definition.code: (one.cell.numerator, one.cell.denominator)
        for one in group_rates(session, HOANG_LOC, END_OF_YEAR, "AT-2026-01")
    }
    assert cells == {"cadre": (1, 1), "party_youth_pupil8": (1, 1), "women_farmer": (1, 1)}
    whole = total_rate(session, HOANG_LOC, END_OF_YEAR)
    assert (whole.numerator, whole.denominator) == (1, 2)
    joined = group_rates(session, HOANG_LOC, END_OF_YEAR, "AT-2025-12")[0].cell
    assert (joined.numerator, joined.denominator) == (1, 1)


def test_a_group_is_made_of_known_memberships_and_named_once(here: Hall, session: Session) -> None:
    common = {"words": "Hộ mẫu", "document": "KH 1", "valid_from": date(2026, 1, 1), "now": NOW}
    with pytest.raises(KindUnknown):
        define_group(session, HOANG_LOC, target_set="A", code="x", kinds=["rich"], **common)  # type: ignore[arg-type]
    with pytest.raises(KindUnknown):
        define_group(session, HOANG_LOC, target_set="A", code="x", kinds=[], **common)  # type: ignore[arg-type]
    made = define_group(session, HOANG_LOC, target_set="A", code="x", kinds=["party"], **common)  # type: ignore[arg-type]
    with pytest.raises(GroupTaken):
        define_group(session, HOANG_LOC, target_set="A", code="x", kinds=["women"], **common)  # type: ignore[arg-type]
    remove_group(session, made, now=NOW)
    assert group_rates(session, HOANG_LOC, END_OF_YEAR, "A") == []


def test_who_has_left_the_village_is_of_no_group(here: Hall, session: Session) -> None:
    load_example_groups(session, HOANG_LOC, now=NOW)
    home = family(here, "Nguyễn Thị Mẫu")
    make.acting(session, here.officer)
    group_household(session, home, "cadre", since=date(2026, 1, 1), now=NOW)
    home.until = date(2026, 6, 30)
    session.flush()
    assert all(
        one.cell.is_missing for one in group_rates(session, HOANG_LOC, END_OF_YEAR, "AT-2026-01")
    )
    before = group_rates(session, HOANG_LOC, date(2026, 6, 30), "AT-2026-01")[0].cell
    assert (before.numerator, before.denominator) == (0, 1)
