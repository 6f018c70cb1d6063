"""What every template finds ready: words, assets, navigation, who asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import Flask, g, request, session, url_for

from shopkit.scope import Who
from shopkit.web.assets import Assets
from shopkit.web.filters import add_filters
from shopkit.web.language import LANGUAGES, LazyText, language, ngettext, translations
from shopkit.web.phone import mark_of
from shopkit.web.state import parts, who_or_none

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True)
class NavEntry:
    """A place in the navigation; `shown_to` decides for whom."""

    endpoint: str
    icon: str
    word: LazyText
    shown_to: Callable[[Who], bool]

    @property
    def section(self) -> str:
        return self.endpoint.split(".")[0]


def dress(app: Flask, assets: Assets, nav: list[NavEntry]) -> None:
    """Give the templates their globals; `nav` is handed down by the application."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        gettext_for_templates, ngettext, newstyle=True
    )
    # Jinja would put the bare digits in; ours groups them.
    env.globals["ngettext"] = ngettext
    env.policies["ext.i18n.trimmed"] = True
    env.globals.update(assets.names(), form_key=form_key)
    add_filters(app)
    app.context_processor(lambda: page_words(nav))


def gettext_for_templates(message: str) -> str:
    return translations(language()).gettext(message)


def form_key() -> str:
    """A fresh idempotency key for a form, and a visitor to own it while there is no account."""
    if not session.get("visitor"):
        session["visitor"] = uuid4().hex
        session.permanent = True
    return uuid4().hex


def page_words(nav: list[NavEntry]) -> dict[str, object]:
    """What the frame of a page shows; pages without a cookie are not asked who reads them."""
    if g.get("no_cookies"):
        return {"lang": language(), "help_phone": parts().config.help_phone, "languages": tongues()}
    who = who_or_none()
    return {
        "lang": language(),
        "languages": tongues(),
        "help_phone": parts().config.help_phone,
        "who": who,
        "phone_mark": mark_of(who),
        "practice": bool(who and who.is_practice),
        "nav": entries_for(who, nav) if who else [],
    }


def entries_for(who: Who, nav: list[NavEntry]) -> list[dict[str, object]]:
    shown = [(entry, url_for(entry.endpoint)) for entry in nav if entry.shown_to(who)]
    current = standing_at(shown)
    return [
        {"url": url, "icon": entry.icon, "word": entry.word, "current": entry is current}
        for entry, url in shown
    ]


def standing_at(shown: Sequence[tuple[NavEntry, str]]) -> NavEntry | None:
    """The place that the page belongs to: of one feature's places the one nearest above it."""
    here = (request.endpoint or "").split(".")[0]
    own = [(entry, url) for entry, url in shown if entry.section == here]
    above = [one for one in own if f"{request.path}/".startswith(f"{one[1]}/")]
    if above:
        return max(above, key=lambda one: len(one[1]))[0]
    return own[0][0] if own else None


def tongues() -> list[dict[str, object]]:
    """The languages to switch to; a page without cookies carries its language in its address."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return [
        {
            "code": code,
            "word": LANGUAGE_NAMES[code],
            "current": code == language(),
            "url": f"{request.path}?lang={code}"
            if g.get("no_cookies")
            else url_for("web.choose_language", code=code, next=here),
        }
        for code in LANGUAGES
    ]
