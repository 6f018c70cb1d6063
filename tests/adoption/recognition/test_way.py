"""From the criteria to a recognition, and who may take which step."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.assessing import MoreThanAll, NotYetDay, Said, assess
from shopkit.adoption.actions.decisions import (
    AlreadyEntered,
    EndsTooEarly,
    NobodyLeft,
    OwnHousehold,
    SignedTooEarly,
    answer_revocation,
    ask_revocation,
    confirm_decision,
    enter_decision,
    refuse_decision,
)
from shopkit.adoption.actions.rounds import (
    DossierIncomplete,
    MeetingAhead,
    MeetingBeforeRound,
    MeetsNotYet,
    NobodyProposed,
    NotNow,
    OwnEvidence,
    PostedBeforeMeeting,
    PostedLongAgo,
    WithoutReason,
    WithoutSet,
    hold_meeting,
    note_comment,
    open_round,
    post_list,
    return_dossier,
    say_of_household,
    send_dossier,
    settle_comment,
)
from shopkit.adoption.models.recognition import Recognition, Round, RoundLine
from shopkit.adoption.queries.assessing import standings_of
from shopkit.adoption.queries.criteria import asked_on
from shopkit.adoption.queries.recognition import in_force
from shopkit.adoption.queries.rounds import listed
from shopkit.adoption.rules.rounds import DECIDED, MET, POSTED, RETURNED, SENT
from shopkit.journal.models import JournalEntry
from shopkit.shops.rules.two_people import SecondNeeded
from tests.adoption.recognition import village as steps
from tests.adoption.recognition.village import (
    EVERYTHING,
    MEETING,
    TODAY,
    Hall,
    assessed,
    at,
    decided,
    family,
    met,
    posted,
    recognised,
    sent,
    set_in_force,
)
from tests.conftest import NOW

MANDATORY = ("C1", "C2", "C3", "C4", "C6")


@pytest.fixture
def here(session: Session) -> Hall:
    return steps.hall(session)


def entries(session: Session, event: str) -> list[JournalEntry]:
    found = session.scalars(
        select(JournalEntry).where(JournalEntry.event == event).order_by(JournalEntry.at)
    )
    return list(found)


def test_a_household_goes_from_assessment_to_a_recognition(here: Hall, session: Session) -> None:
    set_in_force(here)
    home, other = family(here, "Nguyễn Thị Mẫu"), family(here, "Lê Văn Thử")
    assessed(here, home)
    made = recognised(here)
    assert [one.household_id for one in made] == [home.id]
    stands = session.scalars(select(Recognition.household_id).where(in_force(TODAY))).all()
    assert stands == [home.id]
    given = entries(session, "recognition.given")[0]
    assert given.details == {
        "household_id": str(home.id),
        "from": "2026-11-05",
        "to": "2027-11-04",
    }
    lines = {row.household.id: row.line for row in listed(session, steps.open_again(here))}
    assert lines[other.id].is_proposed is False
    assert lines[other.id].why_not == "-"


def test_each_answer_is_told_to_the_journal_with_whether_the_household_meets_the_set(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    told = {
        one.details["criterion"]: one for one in entries(session, "assessment.noted") if one.details
    }
    assert set(told) == {*EVERYTHING, "all"}
    assert told["all"].details
    assert (told["all"].details["meets"], told["all"].evidence) == ("yes", "SO")
    assert told["all"].subject_id == home.id
    assert told["C2"].details
    assert (told["C2"].details["is_met"], told["C2"].details["number"]) == ("yes", "2")
    assert (told["C2"].evidence, told["C3"].evidence) == ("SD", "TV")
    assessed(here, home)
    assert len(entries(session, "assessment.noted")) == len(EVERYTHING) + 1
    assessed(here, home, C3=steps.Said(False, "TV"))
    assert [
        one.details["meets"]
        for one in entries(session, "assessment.noted")
        if one.details and one.details["criterion"] == "all"
    ] == ["yes", "no"]


def test_nobody_is_recognised_by_the_template(here: Hall, session: Session) -> None:
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    told = entries(session, "assessment.noted")
    assert not [one for one in told if one.details and "meets" in one.details]
    with pytest.raises(WithoutSet):
        open_round(session, here.village, year=2026, on=MEETING, now=NOW)
    set_in_force(here)
    asked = asked_on(session, home.commune_code, MEETING)
    assert standings_of(session, [home], asked, MEETING)[0].verdict.meets


def test_of_counted_adults_the_house_says_whether_they_are_enough(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    noted = assess(
        session,
        home,
        answers={"C2": Said(True, number=3, of_number=4)},
        on=TODAY,
        today=TODAY,
        now=NOW,
    )
    assert [(one.is_met, one.number, one.of_number) for one in noted] == [(False, 3, 4)]
    with pytest.raises(MoreThanAll):
        assess(
            session,
            home,
            answers={"C2": Said(True, number=5, of_number=4)},
            on=TODAY,
            today=TODAY,
            now=NOW,
        )
    with pytest.raises(NotYetDay):
        assess(
            session,
            home,
            answers={"C1": Said(True)},
            on=date(2026, 12, 1),
            today=TODAY,
            now=NOW,
        )


def test_a_meeting_lists_every_household_and_proposes_those_that_meet(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    names = ("Nguyễn Thị Mẫu", "Lê Văn Thử", "Trần Thị Thử")
    ready, half, _unasked = (family(here, name) for name in names)
    assessed(here, ready)
    assessed(here, half, C3=Said(False, "TV"), C6=Said(True))
    one = met(here)
    said = [(row.household.name, row.line.is_proposed, row.line.why_not) for row in
            listed(session, one)]  # fmt: skip
    assert sorted(said) == [
        ("Lê Văn Thử", False, "C3 C6"),
        ("Nguyễn Thị Mẫu", True, ""),
        ("Trần Thị Thử", False, "-"),
    ]


def test_a_meeting_may_leave_out_with_a_reason_but_not_propose_what_does_not_meet(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    ready, half = family(here, "Nguyễn Thị Mẫu"), family(here, "Lê Văn Thử")
    assessed(here, ready)
    assessed(here, half, C3=Said(False, "TV"))
    one = met(here)
    lines = {row.household.id: row.line for row in listed(session, one)}
    with pytest.raises(MeetsNotYet):
        say_of_household(
            session, one, lines[half.id], is_proposed=True, mandatory=MANDATORY, now=NOW
        )
    with pytest.raises(WithoutReason):
        say_of_household(
            session, one, lines[ready.id], is_proposed=False, mandatory=MANDATORY, now=NOW
        )
    say_of_household(
        session,
        one,
        lines[ready.id],
        is_proposed=False,
        why_not="Họp đề nghị để năm sau",
        mandatory=MANDATORY,
        now=NOW,
    )
    with pytest.raises(NobodyProposed):
        post_list(session, one, posted_on=TODAY, posted_at="Chợ", today=TODAY, now=NOW)


def test_a_list_hangs_for_ten_full_days_before_it_is_sent(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = posted(here)
    last_hanging = date(2026, 10, 31)
    with pytest.raises(DossierIncomplete) as lacking:
        send_dossier(session, one, today=last_hanging, now=at(last_hanging))
    assert lacking.value.lacks == ("days",)
    send_dossier(session, one, today=date(2026, 11, 1), now=at(date(2026, 11, 1)))
    assert one.state == SENT


def test_a_posting_is_after_the_meeting_and_not_ahead_of_today(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = met(here)
    with pytest.raises(PostedBeforeMeeting):
        post_list(session, one, posted_on=date(2026, 10, 19), posted_at="Chợ", today=TODAY, now=NOW)
    with pytest.raises(MeetingAhead):
        post_list(session, one, posted_on=date(2026, 12, 1), posted_at="Chợ", today=TODAY, now=NOW)


def test_a_meeting_is_not_before_its_round_and_a_posting_is_noted_within_three_days(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = met(here)
    with pytest.raises(MeetingBeforeRound):
        hold_again(session, one, date(2026, 10, 19))
    hung = date(2026, 10, 21)
    fourth, third = date(2026, 10, 25), date(2026, 10, 24)
    with pytest.raises(PostedLongAgo):
        post_list(session, one, posted_on=hung, posted_at="Chợ", today=fourth, now=at(fourth))
    post_list(session, one, posted_on=hung, posted_at="Chợ", today=third, now=at(third))
    assert one.posted_on == hung


def test_a_comment_is_settled_by_somebody_who_did_not_see_for_that_household(
    here: Hall, session: Session
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    family(here, "Lê Văn Thử")
    assessed(here, home, by=here.head)
    one = posted(here)
    said = note_comment(
        session,
        one,
        words="Nhà này chưa ai biết nộp hồ sơ",
        household_id=home.id,
        said_on=date(2026, 10, 25),
        today=TODAY,
        now=NOW,
    )
    with pytest.raises(OwnEvidence):
        settle_comment(
            session, one, said, settled="Đã xem", takes_off=False, by=here.who(here.head), now=NOW
        )
    with pytest.raises(DossierIncomplete) as lacking:
        send_dossier(session, one, today=TODAY, now=NOW)
    assert lacking.value.lacks == ("comment",)
    settle_comment(
        session,
        one,
        said,
        settled="Đến xem lại, chưa làm được",
        takes_off=True,
        by=here.who(here.officer),
        now=NOW,
    )
    with pytest.raises(DossierIncomplete) as lacking:
        send_dossier(session, one, today=TODAY, now=NOW)
    assert lacking.value.lacks == ("nobody",)


def test_a_dossier_is_returned_with_a_reason_and_sent_again(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = sent(here)
    with pytest.raises(SecondNeeded):
        return_dossier(session, one, why="…", by=here.who(here.head), now=NOW)
    return_dossier(session, one, why="Biên bản thiếu chữ ký", by=here.who(here.officer), now=NOW)
    assert (one.state, one.returned_why) == (RETURNED, "Biên bản thiếu chữ ký")
    send_dossier(session, one, today=TODAY, now=NOW)
    assert one.state == SENT


def test_held_again_a_meeting_is_posted_again(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = posted(here)
    assert one.state == POSTED
    with pytest.raises(NotNow):
        hold_again(session, one)
    send_dossier(session, one, today=TODAY, now=NOW)
    return_dossier(session, one, why="Họp lại", by=here.who(here.officer), now=NOW)
    hold_again(session, one)
    assert (one.state, one.posted_on) == (MET, None)


def hold_again(session: Session, one: Round, on: date = TODAY) -> None:
    hold_meeting(
        session,
        one,
        met_on=on,
        chaired_by="Trần Thị Thử",
        attended_count=40,
        minutes="Họp lại.",
        today=TODAY,
        now=NOW,
    )


def test_who_sent_or_entered_does_not_confirm(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = sent(here)
    with pytest.raises(SecondNeeded):
        enter_decision(
            session,
            one,
            number="21/QĐ-UBND",
            signed_on=TODAY,
            signer="Lê Văn Thử",
            signer_role="Chủ tịch",
            valid_to=date(2027, 11, 21),
            left_out={},
            by=here.who(here.head),
            today=TODAY,
            now=NOW,
        )
    decision = decided(here, one)
    for first in (here.officer, here.head):
        with pytest.raises(SecondNeeded):
            confirm_decision(session, decision, by=here.who(first), now=NOW)
    assert not session.scalars(select(Recognition)).all()
    assert confirm_decision(session, decision, by=here.who(here.leader), now=NOW)
    assert confirm_decision(session, decision, by=here.who(here.leader), now=NOW) == []
    assert one.state == DECIDED


def test_nobody_decides_on_the_own_household(here: Hall, session: Session) -> None:
    set_in_force(here)
    home = family(here, "Lê Văn Thử", phone=here.leader.phone)
    assessed(here, home)
    decision = decided(here, sent(here))
    with pytest.raises(OwnHousehold):
        confirm_decision(session, decision, by=here.who(here.leader), now=NOW)
    assert confirm_decision(session, decision, by=here.who(here.second), now=NOW)


def test_a_household_left_out_of_the_decision_is_told_why(here: Hall, session: Session) -> None:
    set_in_force(here)
    kept, left = family(here, "Nguyễn Thị Mẫu"), family(here, "Trần Thị Thử")
    assessed(here, kept)
    assessed(here, left)
    one = sent(here)
    lines = {row.household.id: row.line for row in listed(session, one)}
    everybody = {line.id: "Chưa đủ hồ sơ" for line in lines.values()}
    with pytest.raises(NobodyLeft):
        decided(here, one, everybody)
    decision = decided(here, one, {lines[left.id].id: "Chưa đủ hồ sơ"})
    made = confirm_decision(session, decision, by=here.who(here.leader), now=NOW)
    assert [recognition.household_id for recognition in made] == [kept.id]
    assert session.get_one(RoundLine, lines[left.id].id).left_out_why == "Chưa đủ hồ sơ"


def test_days_of_a_decision_are_in_order(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = sent(here)
    for signed_on, valid_to, refusal in (
        (date(2026, 10, 30), date(2027, 10, 29), SignedTooEarly),
        (date(2026, 12, 1), date(2027, 10, 29), MeetingAhead),
        (TODAY, TODAY, EndsTooEarly),
    ):
        with pytest.raises(refusal):
            enter_decision(
                session,
                one,
                number="21/QĐ-UBND",
                signed_on=signed_on,
                signer="Lê Văn Thử",
                signer_role="Chủ tịch",
                valid_to=valid_to,
                left_out={},
                by=here.who(here.officer),
                today=TODAY,
                now=NOW,
            )


def test_a_refused_entry_is_entered_anew(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    one = sent(here)
    wrong = decided(here, one, number="12/QĐ-UBND")
    with pytest.raises(AlreadyEntered):
        decided(here, one)
    refuse_decision(session, wrong, why="Số trên giấy là 21", by=here.who(here.leader), now=NOW)
    right = decided(here, one)
    assert confirm_decision(session, right, by=here.who(here.leader), now=NOW)


def test_taking_back_is_a_row_of_its_own_with_a_second_person(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    recognition = recognised(here)[0]
    here.who(here.officer)
    asked = ask_revocation(
        session,
        recognition,
        revoked_on=TODAY,
        why="Hộ khai sai",
        document="30/QĐ-UBND",
        today=TODAY,
        now=NOW,
    )
    with pytest.raises(SecondNeeded):
        answer_revocation(session, asked, is_granted=True, by=here.who(here.officer), now=NOW)
    assert recognition.revoked_on is None
    answer_revocation(session, asked, is_granted=True, by=here.who(here.leader), now=NOW)
    assert recognition.revoked_on == TODAY
    assert not session.scalars(select(Recognition).where(in_force(TODAY))).all()
    before = date(2026, 11, 21)
    assert session.scalars(select(Recognition).where(in_force(before))).all() == [recognition]
    told = entries(session, "recognition.revoked")[0]
    assert told.details == {"household_id": str(recognition.household_id), "on": "2026-11-22"}


def test_a_recognition_ends_by_its_day(here: Hall, session: Session) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    recognised(here)
    for day, count in ((date(2027, 11, 4), 1), (date(2027, 11, 5), 0)):
        assert len(session.scalars(select(Recognition).where(in_force(day))).all()) == count
