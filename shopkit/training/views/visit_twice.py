"""A visit that somebody noted while another note of it was typed, or waited on a phone."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit.training.forms.help import (
    OUTCOMES,
    PLACES,
    VisitForm,
    answered_checks,
    seen_skills,
)
from shopkit.training.models.help import HOME_VISIT, SupportEvent
from shopkit.training.queries.help import account_names, levels_seen_at
from shopkit.training.rules.reasons import checks, reasons, referrals
from shopkit.training.rules.skills import levels, skills
from shopkit.training.rules.told import Choice
from shopkit.web.answers import wants_json
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import to
from shopkit.web.phone import Clash, Elsewhere, conflict
from shopkit.web.state import db

Told = dict[str, tuple[str, str, str]]
"""By field: its name as people read it, what it holds, and that in words."""

COMPARED = ("outcome", "why_not", "referred_to", "place", "on", "note")


def both_versions(form: VisitForm, event: SupportEvent) -> Response | list[Clash]:
    """What differs between her note and the one that was first; to that one where nothing does.

    A script is answered; a page is left to be shown with what differs. Her note can go on as help
    of its own, so nothing that was typed is lost.
    """
    clashes = list(differing(typed(form), noted(event)))
    if not clashes:
        flash(_("Chuyến thăm này đã ghi rồi, đúng như vậy."), "good")
        return to(".help_given", help_id=event.id)
    if not wants_json():
        return clashes
    name = account_names(db.session, [event.noted_by_id]).get(event.noted_by_id, "")
    onward = Elsewhere(
        url_for(".give", person=event.person_id),
        {"kind": HOME_VISIT, "channel": "", "topic": ""},
        _(
            "%(name)s đã ghi chuyến thăm này, ngày %(day)s. Bản của tôi ghi thêm được.",
            name=name,
            day=day(event.on),
        ),
    )
    return conflict(
        clashes, version=event.version, by=name, at=event.noted_at, also={}, elsewhere=onward
    )


def differing(mine: Told, theirs: Told) -> Iterator[Clash]:
    """Field by field, where the two notes are not the same."""
    nothing = ("", "", "")
    for name in dict.fromkeys((*mine, *theirs)):
        label, value, words = mine.get(name, nothing)
        their_label, their_value, their_words = theirs.get(name, nothing)
        if value != their_value:
            yield Clash(name, label or their_label, words, their_words, their_value)


def typed(form: VisitForm) -> Told:
    return told(form.values(), answered_checks(request.form), seen_skills(request.form))


def noted(event: SupportEvent) -> Told:
    values = {name: getattr(event, name) for name in COMPARED}
    return told(values, event.checks, levels_seen_at(db.session, event))


def told(values: Mapping[str, Any], found: Mapping[str, str], seen: Mapping[str, int]) -> Told:
    """One note, as far as another may say it otherwise; what is left empty is left out."""
    said, labels = language(), VisitForm()
    words: dict[str, Any] = {
        "outcome": OUTCOMES.get(values["outcome"]),
        "why_not": name_in(reasons(), values["why_not"]),
        "referred_to": name_in(referrals(), values["referred_to"]),
        "place": PLACES.get(values["place"]),
        "on": day(values["on"]) if values["on"] else "",
        "note": values["note"],
    }
    lines = {
        name: (str(labels[name].label.text), str(values[name]), str(word))
        for name, word in words.items()
        if word
    }
    for code, answer in found.items():
        check = checks()[code]
        of_answer = check.answer_or_none(answer)
        if of_answer:
            lines[f"check-{code}"] = (check.name(said), answer, of_answer.name(said))
    for code, level in seen.items():
        lines[f"skill-{code}"] = (skills()[code].name(said), str(level), levels()[level].name(said))
    return lines


def name_in(choices: Mapping[str, Choice], code: str | None) -> str:
    found = choices.get(code or "")
    return found.name(language()) if found else ""
