"""What the forms of a visit and of other help have in common."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.channels.rules.guides import guides
from shopkit.clock import local_day
from shopkit.training.actions.help import Help
from shopkit.training.forms.help import HelpForm, VisitForm, answered_checks, seen_skills
from shopkit.training.queries.help import help_of, helpers_at
from shopkit.training.queries.helped import Helped, branches_at
from shopkit.training.queries.skills import latest_levels
from shopkit.training.rules.reasons import checks
from shopkit.training.rules.skills import levels, skills_of
from shopkit.training.rules.topics import topics
from shopkit.training.views.beside import help_words, shop_facts
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show
from shopkit.web.phone import noted_at
from shopkit.web.state import db, who


def made_at(on: date) -> datetime:
    """When it was noted on the phone; never before the day that it tells of."""
    made = noted_at(clock.now())
    return made if on <= local_day(made) else clock.now()


def offer_people(form: VisitForm, commune_code: str) -> None:
    """Who may have helped, and for which branch."""
    form.offer()
    me = who()
    others = [one for one in helpers_at(db.session, commune_code) if one.id != me.account_id]
    form.helped_by.choices = [
        (str(me.account_id), _("%(name)s (tôi)", name=me.name)),
        *((str(one.id), one.name) for one in others),
    ]
    form.branch.choices = [
        ("", _("Không thay mặt ai")),
        *((str(one.id), one.name) for one in branches_at(db.session, commune_code)),
    ]


def told_in(form: VisitForm, kind: str, helped: Helped, channel: str = "", topic: str = "") -> Help:
    """What the form says, as the action wants it."""
    branches = {str(one.id): one for one in branches_at(db.session, helped.commune_code)}
    return Help(
        kind=kind,
        place=form.place.data,
        on=form.on.data,
        topic=topic,
        channel=channel,
        outcome=form.outcome.data,
        why_not=form.why_not.data,
        referred_to=form.referred_to.data,
        note=form.note.data or "",
        checks=answered_checks(request.form),
        skills=seen_skills(request.form),
        helped_by_id=UUID(form.helped_by.data) if form.helped_by.data else None,
        branch=branches.get(form.branch.data),
        is_confirmed=form.is_confirmed.data,
    )


def on_the_spot(helped: Helped) -> dict[str, Any]:
    """What a helper is shown while she is there."""
    return {
        "checks": checks(),
        "answers": answered_checks(request.form),
        "told_skills": seen_skills(request.form),
        "levels": levels(),
        "latest": latest_levels(db.session, helped.person.id) if helped.person else {},
        "history": help_of(db.session, helped),
        **shop_facts(helped),
        **help_words(),
    }


def offer_channels(form: HelpForm) -> None:
    said = language()
    form.channel.choices = [
        ("", _("Chọn nơi bán")),
        *((code, one.name(said)) for code, one in guides().items()),
    ]
    form.topic.choices = [
        ("", _("Chọn chủ đề")),
        *((code, one.name(said)) for code, one in topics().items()),
    ]


def show_help(form: HelpForm, helped: Helped, status: int = 200, **more: Any) -> Response:
    """The form of help that no class asked for."""
    return show(
        "training/help_new.html",
        status,
        form=form,
        helped=helped,
        skills=skills_of(()),
        today=clock.today(),
        **on_the_spot(helped),
        **more,
    )
