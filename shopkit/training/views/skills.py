"""Names by skills: what a trainer saw each do, raised by one tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import jsonify, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.training.actions.skills import LevelUnknown, OwnSkill, see_skill, teach
from shopkit.training.forms.skills import SkillsForm
from shopkit.training.models.courses import Course
from shopkit.training.queries.courses import course_in_reach
from shopkit.training.queries.help import account_names
from shopkit.training.queries.helped import person_in_reach
from shopkit.training.queries.lists import class_list, row_of_person
from shopkit.training.queries.skills import levels_of, seen_of, skills_of_course
from shopkit.training.rules.skills import (
    ABLE,
    Skill,
    level_after,
    levels,
    short_levels,
    skill_sets,
    skills,
)
from shopkit.training.views.blueprint import bp
from shopkit.web.answers import wants_json
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone, noted_at
from shopkit.web.state import db, who

NO_FIGURE = "\N{EN DASH}"


def one_skill_of(shown: list[Skill]) -> str:
    """The skill asked for in the address, if it is one of this class; else all of them."""
    asked = request.values.get("only", "")
    return asked if asked in {one.code for one in shown} else ""


@bp.route("/classes/<uuid:course_id>/skills", methods=["GET", "POST"])
@kept_on_phone
@for_roles(TRAINER)
def class_skills(course_id: UUID) -> Response:
    """Everybody on the list by every skill of the class, or by one skill in large rows."""
    course = course_in_reach(db.session, who(), course_id, TRAINER)
    tap = Tap.told(request.form.get("tap", ""))
    refused = note_seen(course, tap) if request.method == "POST" else ""
    if request.method == "POST" and wants_json():
        return refusal(refused) if refused else counts_as_json(course)
    shown = skills_of_course(db.session, course)
    only = one_skill_of(shown)
    if request.method == "POST" and not refused:
        anchor = f"p-{tap.person}"
        return to(".class_skills", course_id=course.id, only=only or None, _anchor=anchor)
    rows = class_list(db.session, course)
    seen = levels_of(db.session, [row.person.id for row in rows])
    return show(
        "training/skills.html",
        422 if refused else 200,
        course=course,
        rows=rows,
        seen=seen,
        skills=[one for one in shown if one.code == only] if only else shown,
        all_skills=shown,
        only=only,
        refused=refused,
        levels=levels(),
        short=short_levels(),
        level_words=level_words(),
        level_after=level_after,
        able=able_counts(seen, [one.code for one in shown]),
        able_words=able_words,
    )


@dataclass(frozen=True)
class Tap:
    """A cell and its new level as a button or a phone tells them: person, skill and level."""

    person: str
    skill: str
    level: str

    @classmethod
    def told(cls, text: str) -> "Tap":
        person, _colon, rest = text.partition(":")
        skill, _colon, level = rest.partition(":")
        return cls(person, skill, level)


def note_seen(course: Course, tap: Tap) -> str:
    """Keep what was tapped, as of the moment of the tap; otherwise the sentence what to do."""
    try:
        row = row_of_person(db.session, course, UUID(tap.person))
        level = int(tap.level)
    except ValueError:
        return _("Chạm lại vào ô của học viên.")
    try:
        see_skill(
            db.session,
            who(),
            row.person,
            skill=tap.skill,
            level=level,
            course_id=course.id,
            now=noted_at(clock.now()),
        )
    except LevelUnknown:
        return _("Chạm lại vào ô của học viên.")
    except OwnSkill:
        return _("Không ai tự chấm cho mình. Nhờ người dạy khác.")
    return ""


def level_words() -> dict[str, Any]:
    """What a cell says of each level, and what comes after it; for the page and for its script."""
    known = {str(level): one.name(language()) for level, one in levels().items()}
    return {
        "said": _("{about}: {level}. Chạm để ghi mức {next}."),
        "unseen": _("chưa xem"),
        "names": known,
        "short": {str(level): one.name(language()) for level, one in short_levels().items()},
        "after": {str(level): level_after(level) for level in levels()},
    }


def refusal(sentence: str) -> Response:
    answer = jsonify({"error": "refused", "message": sentence})
    answer.status_code = 422
    return answer


def counts_as_json(course: Course) -> Response:
    """How many can do each skill now, in the words of the page."""
    rows = class_list(db.session, course)
    seen = levels_of(db.session, [row.person.id for row in rows])
    codes = [one.code for one in skills_of_course(db.session, course)]
    return jsonify(
        {"able": {code: able_words(*one) for code, one in able_counts(seen, codes).items()}}
    )


def able_words(able: int, seen: int) -> str:
    return _("%(able)s trên %(seen)s người đã xem", able=able, seen=seen) if seen else NO_FIGURE


def able_counts(
    seen: Mapping[UUID, Mapping[str, int]], codes: list[str]
) -> dict[str, tuple[int, int]]:
    """For each skill: how many can do it alone, of how many that were looked at."""
    found = {}
    for code in codes:
        told = [one[code] for one in seen.values() if code in one]
        found[code] = (sum(level in ABLE for level in told), len(told))
    return found


@bp.route("/classes/<uuid:course_id>/skills/choose", methods=["GET", "POST"])
@for_roles(TRAINER)
def choose_skills(course_id: UUID) -> Response:
    """Which skills this class is about: those of a kind of class, or others."""
    course = course_in_reach(db.session, who(), course_id, TRAINER)
    form = SkillsForm(skills=[one.code for one in skills_of_course(db.session, course)])
    form.skills.choices = [(code, one.name(language())) for code, one in skills().items()]
    if form.validate_on_submit():
        teach(course, form.skills.data)
        return to(".class_skills", course_id=course.id)
    return show(
        "training/skills_choose.html",
        form=form,
        course=course,
        sets=skill_sets(),
        icons={code: one.icon for code, one in skills().items()},
    )


@bp.route("/people/<uuid:person_id>/skills")
@for_roles(TRAINER, OFFICER, LEADER)
def person_skills(person_id: UUID) -> Response:
    """All that was seen of somebody, the last first; what counts is the last of each skill."""
    person = person_in_reach(db.session, who(), person_id, TRAINER, OFFICER, LEADER)
    if person.id != person_id:
        return to(".person_skills", person_id=person.id)
    seen = seen_of(db.session, person.id)
    return show(
        "training/person_skills.html",
        person=person,
        seen=seen,
        latest=levels_of(db.session, [person.id]).get(person.id, {}),
        skills=skills(),
        levels=levels(),
        accounts=account_names(db.session, [one.noted_by_id for one in seen]),
    )
