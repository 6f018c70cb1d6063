"""Words for people: Vietnamese is what the code says, English is looked up."""

import gettext as stdlib_gettext
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import g, has_request_context, request, session

from shopkit.config import PACKAGE

SOURCE, ENGLISH = "vi", "en"
LANGUAGES = (SOURCE, ENGLISH)
CATALOG = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: str) -> stdlib_gettext.NullTranslations:
    """The words of a language; the source language needs none."""
    if language == SOURCE or not CATALOG.exists():
        return stdlib_gettext.NullTranslations()
    with CATALOG.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return stdlib_gettext.GNUTranslations(compiled)


def language() -> str:
    """The language of this request: asked for in the address, chosen before, or Vietnamese."""
    if not has_request_context():
        return SOURCE
    if "language" not in g:
        g.language = chosen_language()
    chosen: str = g.language
    return chosen


def chosen_language() -> str:
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    if request.cookies and session.get("lang") in LANGUAGES:
        return str(session["lang"])
    return SOURCE


def language_of_the_browser() -> None:
    """For pages without a cookie: go by what the phone says it reads."""
    if request.args.get("lang") not in LANGUAGES:
        g.language = request.accept_languages.best_match(LANGUAGES) or SOURCE


def gettext(message: str, /, **gaps: Any) -> str:
    text = translations(language()).gettext(message)
    return text % gaps if gaps else text


def ngettext(one: str, many: str, n: int, /, **gaps: Any) -> str:
    text = translations(language()).ngettext(one, many, n)
    return text % {"num": grouped(n), **gaps}


def grouped(n: int) -> str:
    """A count as it is read: 12.000 in Vietnamese, 12,000 in English."""
    text = f"{n:,}"
    return text.replace(",", ".") if language() == SOURCE else text


class LazyText:
    """A sentence that is put into the reader's language when it is shown."""

    def __init__(self, message: str, **gaps: Any) -> None:
        self.message = message
        self.gaps = gaps

    def __str__(self) -> str:
        return gettext(self.message, **self.gaps)

    def __html__(self) -> str:
        from_markup = str(self).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return from_markup.replace('"', "&quot;")


def lazy_gettext(message: str, /, **gaps: Any) -> LazyText:
    return LazyText(message, **gaps)
