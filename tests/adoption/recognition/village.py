"""A village with its people in office, and households brought as far as a test needs them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.actions.assessing import Said, assess
from shopkit.adoption.actions.criteria import ask_for_force, put_in_force, start_set
from shopkit.adoption.actions.decisions import ask_revocation, confirm_decision, enter_decision
from shopkit.adoption.actions.groups import load_example_groups
from shopkit.adoption.actions.rounds import (
    hold_meeting,
    note_comment,
    open_round,
    post_list,
    send_dossier,
    settle_comment,
)
from shopkit.adoption.models.recognition import CriteriaSet, Decision, Recognition, Round
from shopkit.adoption.queries.criteria import criteria_of, set_in_force_or_none
from shopkit.adoption.queries.rounds import listed
from shopkit.clock import local_day
from shopkit.places.models import Village
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Who
from shopkit.shops.models.register import Household
from tests import make
from tests.conftest import NOW

TODAY = local_day(NOW)
MEETING = date(2026, 10, 20)
POSTED = date(2026, 10, 21)


@dataclass
class Hall:
    """The people of one commune who have a part in recognition."""

    session: Session
    village: Village
    head: Account
    trainer: Account
    officer: Account
    second: Account
    leader: Account

    def who(self, person: Account) -> Who:
        return make.acting(self.session, person)


def hall(session: Session, village: Village | None = None) -> Hall:
    village = village or make.village(session, "Thôn Đầm")
    code = village.commune_code
    return Hall(
        session,
        village,
        head=make.staff(session, VILLAGE_HEAD, village.id.hex, VILLAGE),
        trainer=make.staff(session, TRAINER, code),
        officer=make.staff(session, OFFICER, code),
        second=make.staff(session, OFFICER, code),
        leader=make.staff(session, LEADER, code),
    )


def at(day: date) -> datetime:
    """Half past nine in the morning of a day."""
    return NOW + timedelta(days=(day - TODAY).days)


def set_in_force(
    here: Hall, *, since: date = date(2026, 1, 1), like: CriteriaSet | None = None
) -> CriteriaSet:
    """A set of the commune, asked for by an officer and put in force by another."""
    here.who(here.officer)
    made = start_set(
        here.session,
        here.village.commune_code,
        name="Tiêu chí gia đình số 2026",
        document="15/QĐ-UBND",
        document_on=date(2026, 1, 2),
        signer="Chủ tịch UBND xã",
        valid_from=since,
        like=like,
        now=NOW,
    )
    ask_for_force(here.session, made, now=NOW)
    put_in_force(here.session, made, by=here.who(here.second), now=NOW)
    return made


EVERYTHING = {
    "C1": Said(True),
    "C2": Said(None, number=2, of_number=2),
    "C3": Said(True, "TV"),
    "C4": Said(True, "TV"),
    "C5": Said(True),
    "C6": Said(True, "TV"),
}


def assessed(
    here: Hall, household: Household, *, on: date = MEETING, by: Account | None = None, **but: Said
) -> None:
    """Assess a household: everything met but what is told otherwise."""
    here.who(by or here.trainer)
    assess(here.session, household, answers=EVERYTHING | but, on=on, today=TODAY, now=at(on))


def family(here: Hall, name: str, phone: str | None = None) -> Household:
    return make.household(
        here.session,
        name,
        village_id=here.village.id,
        commune_code=here.village.commune_code,
        phone=phone,
    )


def met(here: Hall) -> Round:
    """A round whose meeting was held."""
    here.who(here.head)
    one = open_round(here.session, here.village, year=2026, on=MEETING, now=at(MEETING))
    hold_meeting(
        here.session,
        one,
        met_on=MEETING,
        chaired_by="Trần Thị Thử",
        attended_count=42,
        minutes="Họp tại nhà văn hóa thôn. Các hộ nhất trí.",
        today=MEETING,
        now=at(MEETING),
    )
    return one


def posted(here: Hall) -> Round:
    one = met(here)
    post_list(
        here.session,
        one,
        posted_on=POSTED,
        posted_at="Nhà văn hóa thôn",
        today=POSTED,
        now=at(POSTED),
    )
    return one


def sent(here: Hall, on: date = date(2026, 11, 1)) -> Round:
    one = posted(here)
    here.who(here.head)
    send_dossier(here.session, one, today=on, now=at(on))
    return one


def decided(
    here: Hall, one: Round, left_out: dict[UUID, str] | None = None, number: str = "21/QĐ-UBND"
) -> Decision:
    """A decision entered by the officer; nobody has confirmed it."""
    on = date(2026, 11, 5)
    return enter_decision(
        here.session,
        one,
        number=number,
        signed_on=on,
        signer="Lê Văn Thử",
        signer_role="Chủ tịch UBND xã",
        valid_to=date(2027, 11, 4),
        left_out=left_out or {},
        by=here.who(here.officer),
        today=TODAY,
        now=at(on),
    )


def recognised(here: Hall) -> list[Recognition]:
    """The whole way, with every household that meets the criteria."""
    decision = decided(here, sent(here))
    return confirm_decision(
        here.session, decision, by=here.who(here.leader), now=at(date(2026, 11, 6))
    )


def open_again(here: Hall) -> Round:
    """The round of the village in 2026, as it stands."""
    return open_round(here.session, here.village, year=2026, on=MEETING, now=at(MEETING))


def everything(session: Session, village: Village) -> dict[str, object]:
    """One record of each kind that pages of recognition lead to, by the part of its address."""
    here = hall(session, village)
    made = set_in_force_or_none(session, village.commune_code, POSTED) or set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    one = posted(here)
    said = note_comment(
        session,
        one,
        words="Hỏi lại",
        household_id=home.id,
        said_on=POSTED,
        today=TODAY,
        now=NOW,
    )
    settle_comment(
        session, one, said, settled="Đúng", takes_off=False, by=here.who(here.officer), now=NOW
    )
    here.who(here.head)
    send_dossier(session, one, today=TODAY, now=at(date(2026, 11, 1)))
    decision = decided(here, one)
    recognition = confirm_decision(session, decision, by=here.who(here.leader), now=NOW)[0]
    here.who(here.officer)
    asked = ask_revocation(
        session, recognition, revoked_on=TODAY, why="Sai", document="", today=TODAY, now=NOW
    )
    groups = load_example_groups(session, village.commune_code, now=NOW)
    draft = start_set(
        session,
        village.commune_code,
        name="Tiêu chí 2027",
        document="",
        document_on=None,
        signer="",
        valid_from=date(2027, 1, 1),
        like=made,
        now=NOW,
    )
    session.info["actor"] = None
    return {
        "household_id": home.id,
        "set_id": draft.id,
        "criterion_id": criteria_of(session, draft)[0].id,
        "round_id": one.id,
        "listed_id": listed(session, one)[0].line.id,
        "comment_id": said.id,
        "decision_id": decision.id,
        "recognition_id": recognition.id,
        "revocation_id": asked.id,
        "group_id": groups[0].id,
    }
