"""What villages have done, targets of documents, and sensitive things switched on by two."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.checklists import (
    DayNotPossible,
    DoneBefore,
    add_line,
    note_done,
    remove_line,
    undo,
)
from shopkit.adoption.actions.seconding import answer
from shopkit.adoption.actions.switches import (
    AlreadyOn,
    DocumentMissing,
    ask_to_switch_on,
    switch_off,
)
from shopkit.adoption.actions.targets import (
    ExamplesLoaded,
    TargetNeedsDocument,
    enter_target,
    load_examples,
    remove_target,
)
from shopkit.adoption.models.targets import SwitchedOn
from shopkit.adoption.queries.checklists import done_of
from shopkit.adoption.queries.targets import is_switched_on, targets_of
from shopkit.adoption.rules.checklists import REQUIRED, is_complete
from shopkit.errors import NotFound
from shopkit.journal.models import JournalEntry
from shopkit.scope import LEADER, OFFICER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.rules.two_people import SecondNeeded
from tests import make
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

DAY = date(2026, 11, 20)


@pytest.fixture
def village_id(session: Session) -> UUID:
    village_id = make.village(session, "Thôn Đầm").id
    make.acting(session, make.staff(session, VILLAGE_HEAD, village_id.hex, VILLAGE))
    return village_id


def test_a_village_is_through_when_everything_required_is_done(
    session: Session, village_id: UUID
) -> None:
    for item in REQUIRED:
        assert not is_complete(one for _village, one in done_of(session, HOANG_LOC))
        note_done(session, HOANG_LOC, village_id, item, done_on=DAY, proof="Biên bản", now=NOW)
    assert is_complete(one for _village, one in done_of(session, HOANG_LOC))


def test_a_thing_is_done_once_and_never_tomorrow(session: Session, village_id: UUID) -> None:
    with pytest.raises(DayNotPossible):
        note_done(session, HOANG_LOC, village_id, "team", done_on=date(2026, 11, 23), now=NOW)
    note_done(session, HOANG_LOC, village_id, "team", done_on=DAY, now=NOW)
    with pytest.raises(DoneBefore):
        note_done(session, HOANG_LOC, village_id, "team", done_on=DAY, now=NOW)


def test_what_was_noted_by_mistake_is_taken_back_with_a_reason(
    session: Session, village_id: UUID
) -> None:
    noted = note_done(session, HOANG_LOC, village_id, "team", done_on=DAY, now=NOW)
    undo(session, noted, reason="Nhầm thôn", now=NOW)
    assert done_of(session, HOANG_LOC) == {}
    told = session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == noted.id).order_by(JournalEntry.id)
    ).all()
    assert [(one.event, one.evidence) for one in told] == [
        ("checklist.done", "TV"),
        ("checklist.undone", "TV"),
    ]
    assert told[0].details == {
        "village_id": str(village_id),
        "item": "team",
        "on": "2026-11-20",
    }


def test_a_commune_asks_things_of_its_own(session: Session, village_id: UUID) -> None:
    line = add_line(session, HOANG_LOC, words="Có loa truyền thanh thông minh", now=NOW)
    note_done(session, HOANG_LOC, village_id, line.item, done_on=DAY, now=NOW)
    with pytest.raises(NotFound):
        note_done(session, NEXT_DOOR, village_id, line.item, done_on=DAY, now=NOW)
    remove_line(session, line, now=NOW)
    with pytest.raises(NotFound):
        note_done(session, HOANG_LOC, village_id, line.item, done_on=DAY, now=NOW)


def test_both_documents_of_an_tuong_stand_side_by_side(session: Session) -> None:
    load_examples(session, HOANG_LOC, "AT-2025-12", now=NOW)
    load_examples(session, HOANG_LOC, "AT-2026-01", now=NOW)
    found = targets_of(session, HOANG_LOC)
    assert len(found) == 7
    assert all(one.is_example for one in found)
    assert len({one.document for one in found}) == 2
    with pytest.raises(ExamplesLoaded):
        load_examples(session, HOANG_LOC, "AT-2026-01", now=NOW)
    with pytest.raises(NotFound):
        load_examples(session, HOANG_LOC, "XX", now=NOW)
    assert targets_of(session, NEXT_DOOR) == []


def test_a_target_names_its_document_and_can_be_removed(session: Session) -> None:
    values = {"indicator": "B02", "operator": ">=", "value_hundredths": 6_000, "due_on": None}
    with pytest.raises(TargetNeedsDocument):
        enter_target(session, HOANG_LOC, document="", stated_on=DAY, now=NOW, **values)  # type: ignore[arg-type]
    entered = enter_target(
        session,
        HOANG_LOC,
        document="Kế hoạch 5/KH-UBND",
        stated_on=DAY,
        now=NOW,
        **values,  # type: ignore[arg-type]
    )
    assert targets_of(session, HOANG_LOC) == [entered]
    remove_target(session, entered, now=NOW)
    assert targets_of(session, HOANG_LOC) == []


def test_something_sensitive_is_counted_only_with_a_document_and_a_second_person(
    session: Session,
) -> None:
    leader = make.staff(session, LEADER)
    me = make.acting(session, leader)
    with pytest.raises(DocumentMissing):
        ask_to_switch_on(session, HOANG_LOC, what="tax", document="", document_on=DAY, now=NOW)
    asked = ask_to_switch_on(
        session, HOANG_LOC, what="tax", document="Quyết định 8", document_on=DAY, now=NOW
    )
    assert is_switched_on(session, HOANG_LOC) == frozenset()
    with pytest.raises(AlreadyOn):
        ask_to_switch_on(
            session, HOANG_LOC, what="tax", document="Quyết định 9", document_on=DAY, now=NOW
        )
    with pytest.raises(SecondNeeded):
        answer(session, me, asked, is_granted=True, now=NOW)
    second = make.acting(session, make.staff(session, OFFICER))
    answer(session, second, asked, is_granted=True, now=NOW)
    assert is_switched_on(session, HOANG_LOC) == {"tax"}
    assert is_switched_on(session, NEXT_DOOR) == frozenset()
    switch_off(session, session.get_one(SwitchedOn, asked.subject_id), now=NOW)
    assert is_switched_on(session, HOANG_LOC) == frozenset()


def test_a_refused_switch_may_be_asked_for_again(session: Session) -> None:
    make.acting(session, make.staff(session, LEADER))
    asked = ask_to_switch_on(
        session, HOANG_LOC, what="poor_household", document="Tờ trình", document_on=DAY, now=NOW
    )
    second = make.acting(session, make.staff(session, OFFICER))
    answer(session, second, asked, is_granted=False, now=NOW)
    assert is_switched_on(session, HOANG_LOC) == frozenset()
    ask_to_switch_on(
        session, HOANG_LOC, what="poor_household", document="Quyết định 8", document_on=DAY, now=NOW
    )
