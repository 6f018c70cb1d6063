"""A festival stand on one phone: big buttons, one tap a visitor, nobody named."""

from typing import Any
from uuid import UUID

from flask import flash, jsonify, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.scope import TRAINER
from shopkit.shops.models.register import FEMALE, GENDER_UNTOLD, MALE
from shopkit.shops.queries.branches import branches_of
from shopkit.training.actions import festival as actions
from shopkit.training.forms.festival import StandForm
from shopkit.training.models.courses import CANCELLED, Course
from shopkit.training.queries import festival as queries
from shopkit.training.queries.courses import meetings_of
from shopkit.training.rules.topics import topic_name, topics
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import STAND_READERS, commune_of
from shopkit.web.answers import wants_json
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

NO_BRANCH = ""
GENDER_WORDS = {FEMALE: lazy("Nữ"), MALE: lazy("Nam"), GENDER_UNTOLD: lazy("Không rõ")}


@bp.route("/festivals")
@for_roles(*STAND_READERS)
def stands() -> Response:
    """The stands of her places, with how many passed by."""
    found = queries.stands_in_reach(db.session, who())
    return show(
        "training/stands.html",
        stands=found,
        totals=queries.totals_of(db.session, found),
        may_count=who().has(TRAINER),
    )


@bp.route("/festivals/new", methods=["GET", "POST"])
@for_roles(TRAINER)
def new_stand() -> Response:
    """A stand of one day and what people may try there."""
    code = commune_of(who())
    form = StandForm(held_on=clock.today(), branch_id=NO_BRANCH)
    form.topics.choices = [(one, topic.name(language())) for one, topic in topics().items()]
    form.branch_id.choices = [
        (NO_BRANCH, _("Chưa ghi đơn vị")),
        *((str(one.id), one.name) for one in branches_of(db.session, code)),
    ]
    if form.validate_on_submit():
        stand = actions.open_stand(
            db.session,
            commune_code=code,
            trainer_id=who().account_id,
            now=clock.now(),
            **told(form),
        )
        return to(".stand", course_id=stand.id)
    return show("training/new_stand.html", form=form)


def told(form: StandForm) -> dict[str, Any]:
    values = form.values()
    chosen = values["branch_id"]
    return values | {"branch_id": UUID(chosen) if chosen != NO_BRANCH else None}


@bp.route("/festivals/<uuid:course_id>")
@for_roles(*STAND_READERS)
def stand(course_id: UUID) -> Response:
    """The counter."""
    found = queries.stand_in_reach(db.session, who(), course_id)
    counts = queries.passed_by(db.session, found)
    return show(
        "training/stand.html",
        stand=found,
        meetings=[one for one in meetings_of(db.session, found) if one.state != CANCELLED],
        counts=counts,
        total=sum(counts.values()),
        genders=GENDER_WORDS,
        topic_word=lambda code: topic_name(code, language()),
        is_early=found.starts_on > clock.today(),
        may_count=who().has(TRAINER),
    )


@bp.route("/festivals/<uuid:course_id>/count", methods=["POST"])
@for_roles(TRAINER)
def count(course_id: UUID) -> Response:
    """One visitor more; `tap` is what was tried and by whom, as `meeting:gender`."""
    found = queries.stand_in_reach(db.session, who(), course_id, TRAINER)
    meeting_hex, _colon, gender = request.form.get("tap", "").partition(":")
    meeting = next(
        (one for one in meetings_of(db.session, found) if str(one.id) == meeting_hex), None
    )
    if meeting is None:
        raise NotFound(meeting_hex[:40])
    try:
        actions.count_passer(
            db.session,
            found,
            meeting,
            gender=gender,
            by=who().account_id,
            today=clock.today(),
            now=clock.now(),
        )
    except (actions.NoStand, actions.CountUnheard):
        return refused(found)
    return counted(found)


def refused(found: Course) -> Response:
    sentence = _("Chưa tới ngày hội hoặc nút này không còn, nên chưa đếm được.")
    if wants_json():
        answer = jsonify({"error": "not_counted", "message": sentence})
        answer.status_code = 409
        return answer
    flash(sentence, "wait")
    return to(".stand", course_id=found.id)


def counted(found: Course) -> Response:
    """The numbers now: to a script as numbers, otherwise on the page."""
    if not wants_json():
        return to(".stand", course_id=found.id)
    counts = queries.passed_by(db.session, found)
    told = {f"{meeting_id}:{gender}": number for (meeting_id, gender), number in counts.items()}
    return jsonify({"counts": told, "total": sum(counts.values())})


@bp.route("/festivals/<uuid:course_id>/undo", methods=["POST"])
@for_roles(TRAINER)
def uncount(course_id: UUID) -> Response:
    """Take the last tap back."""
    found = queries.stand_in_reach(db.session, who(), course_id, TRAINER)
    undone = actions.uncount_last(db.session, found, by=who().account_id, now=clock.now())
    if undone is None and not wants_json():
        flash(_("Chưa đếm ai nên không có gì để bỏ."), "wait")
    return counted(found)
