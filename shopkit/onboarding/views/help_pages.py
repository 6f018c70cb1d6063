"""Help: twenty short texts, recorded words where there are any, and whom to call."""

import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, g, request, send_file, url_for
from werkzeug.wrappers import Response

from shopkit.errors import NotFound
from shopkit.onboarding.rules.help import Topic, topic_for, topics
from shopkit.onboarding.rules.sounds import MOST_BYTES, TYPES, Sound, sound_or_none
from shopkit.onboarding.views.blueprint import bp
from shopkit.onboarding.views.help_words import HELP_WORDS
from shopkit.scope import SELLER
from shopkit.training.queries.helpers import helper_or_none
from shopkit.web.doors import public
from shopkit.web.language import LANGUAGES, language
from shopkit.web.pages import show
from shopkit.web.state import db, parts

A_DAY = 86_400
LOOSE_SIGN = re.compile(r"(?<=\d) (?=đồng\b)")


@bp.route("/help")
@public
def help_list() -> Response:
    """All help texts on one page, so that a phone has all of them without a network."""
    shown = [
        (topic, *(with_signs(text) for text in HELP_WORDS[topic.key]), sound_of(topic))
        for topic in topics()
    ]
    return show("onboarding/help.html", topics=shown)


@bp.route("/help/sounds/<sound_name>")
@public
def help_sound(sound_name: str) -> Response:
    """A recording that the operator put into the data folder; in parts where a phone asks so."""
    if sound_name not in possible_names():
        raise NotFound(sound_name)
    sound = sound_in_folder(sound_name)
    if sound is None:
        raise NotFound(sound_name)
    path = sounds_folder() / sound.name
    return send_file(path, mimetype=sound.mimetype, conditional=True, max_age=A_DAY)


def with_signs(text: object) -> str:
    """A text whose amounts keep their sign on their line."""
    return LOOSE_SIGN.sub("\N{NO-BREAK SPACE}", str(text))


def possible_names() -> set[str]:
    return {
        f"{topic.sound}.{tongue}.{kind}"
        for topic in topics()
        if topic.sound
        for tongue in LANGUAGES
        for kind in TYPES
    }


def sound_of(topic: Topic) -> Sound | None:
    """The recording of a text in the language of the page."""
    if not topic.sound:
        return None
    names = (f"{topic.sound}.{language()}.{kind}" for kind in TYPES)
    return next((found for name in names if (found := sound_in_folder(name))), None)


def sounds_folder() -> Path:
    return parts().config.data / "sounds"


def sound_in_folder(name: str) -> Sound | None:
    path = sounds_folder() / name
    if not path.is_file():
        return None
    told = path.stat()
    return read_sound(path, told.st_mtime_ns, told.st_size) if told.st_size <= MOST_BYTES else None


@lru_cache(maxsize=128)
def read_sound(path: Path, _changed: int, _size: int) -> Sound | None:
    """Read again only when the file has changed."""
    return sound_or_none(path.name, path.read_bytes())


def offer_help(app: Flask) -> None:
    """Every page knows the text that fits it, and who helps the person who reads it."""
    app.context_processor(lambda: {"help_url": help_url(), "trainer_to_call": helper_of_reader()})


def help_url() -> str:
    topic = topic_for(request.endpoint or "")
    return url_for("onboarding.help_list", _anchor=topic.key if topic else None)


def helper_of_reader() -> dict[str, str] | None:
    """Her trainer; nobody where the page does not ask who reads, or where something failed."""
    person = None if g.get("no_cookies") else g.get("who")
    if person is None or request.method != "GET" or not person.has(SELLER):
        return None
    found = helper_or_none(db.session, person.account_id)
    return {"name": found.name, "phone": found.phone} if found else None
