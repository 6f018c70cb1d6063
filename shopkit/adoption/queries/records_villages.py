"""Branches, villages and courses, with what is known of them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    select,
)

from shopkit.adoption.models.facts import Fact
from shopkit.adoption.queries.asked import Asked, facts_about, give_facts, is_recorded
from shopkit.adoption.rules.checklists import REQUIRED
from shopkit.adoption.rules.evaluate import Known, Record
from shopkit.db.bulk import one_of
from shopkit.places.models import Village
from shopkit.shops.models.branches import Branch
from shopkit.training.models.courses import Course


def load_branches(asked: Asked) -> None:
    here = asked.here(Branch.commune_code, Branch.village_id)
    branches: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(
            Branch.id,
            Branch.village_id,
            Branch.organisation,
            Branch.since,
            Branch.until,
            Branch.known_at,
        )
        .where(here)
        .order_by(Branch.id)
    ):
        if not is_recorded(asked, row.known_at):
            continue
        record = Record("branch", row.id)
        record.says |= {"open": stands(row.since, row.until), "organisation": row.organisation}
        branches[row.id] = record
        asked.place(row.village_id).add(record)
    about = select().select_from(Fact).join(Branch, Branch.id == Fact.subject_id).where(here)
    for subject_id, lines in facts_about(asked, about).items():
        if subject_id in branches:
            give_facts(branches[subject_id], lines)
    for branch_id, meetings in meetings_of_branches(asked, here).items():
        if branch_id in branches:
            acts = branches[branch_id].facts.setdefault("branch_act", [])
            acts.extend(meetings)
            acts.sort()
    for branch in branches.values():
        share_help(branch)


def meetings_of_branches(asked: Asked, here: ColumnElement[bool]) -> dict[UUID, list[Known]]:
    """The meetings of classes that a branch gave."""
    of_course = {
        row.id: row.branch_id
        for row in asked.session.execute(
            select(Course.id, Course.branch_id)
            .join(Branch, Branch.id == Course.branch_id)
            .where(here)
        )
    }
    found: dict[UUID, list[Known]] = {}
    for condition in one_of(Fact.subject_id, of_course):
        about = select().select_from(Fact).where(condition, Fact.element == "meeting_held")
        for course_id, lines in facts_about(asked, about).items():
            branch_id = of_course[course_id]
            if branch_id is not None:
                found.setdefault(branch_id, []).extend(known for _e, _s, known in lines)
    return found


def share_help(branch: Record) -> None:
    """What a branch did for a household belongs to its promise to accompany it."""
    by_household: dict[UUID, list[Known]] = {}
    for act in branch.facts.get("branch_act", ()):
        if act.related_id is not None:
            by_household.setdefault(act.related_id, []).append(act)
    for one in branch.below.get("assignment", ()):
        accompanied = one.facts["assignment"][-1].related_id
        if accompanied in by_household:
            one.facts["team_act"] = by_household[accompanied]


def stands(since: date, until: date | None) -> Any:
    return lambda as_of: since <= as_of.day and (until is None or as_of.day <= until)


def load_villages(asked: Asked) -> None:
    here = asked.here(Village.commune_code, Village.id)
    villages: dict[UUID, Record] = {}
    for row in asked.session.execute(
        select(Village.id, Village.valid_from, Village.valid_to).where(here).order_by(Village.id)
    ):
        record = Record("village", row.id)
        record.says |= {"open": stands(row.valid_from, row.valid_to), "asked": len(REQUIRED)}
        villages[row.id] = record
        asked.place(row.id).add(record)
    about = select().select_from(Fact).join(Village, Village.id == Fact.subject_id).where(here)
    for subject_id, lines in facts_about(asked, about).items():
        if subject_id in villages:
            give_facts(villages[subject_id], lines)
            for one in villages[subject_id].below.get("checklist", ()):
                one.says["required"] = one.about in REQUIRED


def load_courses(asked: Asked) -> None:
    here = asked.here(Course.commune_code, Course.village_id)
    about = select().select_from(Fact).join(Course, Course.id == Fact.subject_id).where(here)
    found = facts_about(asked, about)
    rows = asked.session.execute(
        select(Course.id, Course.village_id, Course.organisation).where(here).order_by(Course.id)
    ).all()
    attended = meetings_with_people(asked, found)
    for row in rows:
        course = Record("course", row.id)
        course.says["organisation"] = row.organisation
        give_facts(course, found.get(row.id, ()))
        for kind in ("meeting", "passers_by"):
            for one in course.below.get(kind, ()):
                one.says |= {
                    "organisation": row.organisation,
                    "attended": one.id in attended,
                }
                asked.place(row.village_id).add(one)


def meetings_with_people(
    asked: Asked, found: dict[UUID, list[tuple[str, UUID, Known]]]
) -> set[UUID]:
    held = {
        source
        for told in found.values()
        for element, source, _known in told
        if element == "meeting_held"
    }
    attended: set[UUID] = set()
    for condition in one_of(Fact.related_id, held):
        attended.update(
            asked.session.scalars(
                select(Fact.related_id)
                .where(condition, Fact.element == "attendance", Fact.is_void.is_(False))
                .distinct()
            )
        )
    return attended
