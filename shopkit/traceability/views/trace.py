"""The page behind a printed code: no scripts, no cookies, small, honest."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from flask import g, render_template, request
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, read_code
from shopkit import clock
from shopkit.accounts.views.cookies import token_of_request
from shopkit.catalog.rules.addresses import product_path
from shopkit.errors import NotFound
from shopkit.traceability.queries import trace as queries
from shopkit.traceability.queries.looks import hours_of
from shopkit.traceability.queries.trace import Sticker, Story
from shopkit.traceability.rules.looks import is_buyer
from shopkit.traceability.rules.trace_limits import WINDOW, Pace
from shopkit.traceability.rules.warnings import (
    Hour,
    Known,
    judge,
    least_looks,
    longest_window,
    rules_on,
)
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.event_words import quantity
from shopkit.traceability.views.linkset import other_answer
from shopkit.traceability.views.remembered import (
    CODE,
    GROUPED,
    SAID,
    Frame,
    Page,
    answered,
    desk,
    finished,
    frame_key,
    known_so_far,
    note_look,
    said_key,
)
from shopkit.traceability.views.trace_words import told_event, told_paper
from shopkit.web.doors import public
from shopkit.web.language import language, language_of_the_browser
from shopkit.web.look import LANGUAGE_NAMES
from shopkit.web.pages import show
from shopkit.web.state import db, parts, who_or_none

MOST_SAID = 50


class PagesOff(NotFound):
    """The operator has switched the public pages off."""


class Asleep(NotFound):
    """A label that its shop has not activated; for buyers there is no such code."""

    def __init__(self, found: Sticker) -> None:
        super().__init__(found.code)
        self.sticker = found


@bp.route("/T/<code>")
@bp.route("/t/<code>")
@public
def trace(code: str) -> Response:
    """What a code was printed for; both cases and look-alike letters are forgiven."""
    begin_without_cookies()
    return other_answer(code) or page_behind(code)


@bp.route("/T", strict_slashes=False)
@bp.route("/t", strict_slashes=False)
@public
def type_code() -> Response:
    """For a torn sticker: type the code printed beside it."""
    begin_without_cookies()
    typed = request.args.get("code", "")[:60]
    if typed.strip():
        return page_behind(typed)
    if not parts().config.public_pages:
        return pages_off()
    return fresh(show("traceability/type_code.html", typed=""))


def begin_without_cookies() -> None:
    g.no_cookies = True
    language_of_the_browser()


def page_behind(typed: str) -> Response:
    """The page of a code as it was typed, counted as a look; also for other ways to name it."""
    pace = desk().misses.pace(request.remote_addr, clock.now())
    if pace is Pace.CLOSED:
        return too_many()
    try:
        page = remembered(read_code(typed))
    except CodeMistyped:
        return unknown(typed)
    except PagesOff:
        return pages_off()
    except NotFound as missing:
        note_miss(missing)
        return unknown(typed) if pace is Pace.FREE else too_many()
    if not is_own(page.shop_id):
        note_look(desk(), page, request.environ, parts().config)
    return answered(page)


def remembered(code: str) -> Page:
    """The page of a code from memory, if nothing was recalled or changed since; else made anew."""
    memory, version = desk().pages, queries.recall_number(parts().database)
    key = (code, language(), clock.today())
    page = memory.get(key, version)
    if page is None:
        mark = memory.mark()
        page = made(code, version)
        memory.keep(key, page, shop_id=page.shop_id, mark=mark, version=version)
    return page


def made(code: str, version: int) -> Page:
    """One label's page: the frame of its batch, its code, and what is said about it."""
    found = queries.sticker(db.session, code)
    if found.is_asleep:
        raise Asleep(found)
    frame = frame_of(found, version)
    if not parts().config.public_pages and not frame.is_recalled:
        raise PagesOff(code)
    return finished(found, frame, said_about(found, frame), parts().config.public_address)


def frame_of(found: Sticker, version: int) -> Frame:
    memory, today = desk().frames, clock.today()
    key = frame_key(found, language(), today)
    frame = memory.get(key, version)
    if frame is None:
        mark = memory.mark()
        frame = drawn(queries.story_of(db.session, found.batch_id, on=today), found)
        memory.keep(key, frame, shop_id=found.shop_id, mark=mark, version=version)
    return frame


def drawn(story: Story, found: Sticker) -> Frame:
    """The page of a batch, with gaps for what differs from label to label."""
    config, batch = parts().config, story.batch
    html = render_template(
        "traceability/trace.html",
        story=story,
        events=[told_event(event, story) for event in story.events],
        papers=[told_paper(paper) for paper in story.papers],
        amount=quantity(batch.quantity_milli, batch.unit),
        has_number=found.has_number,
        grouped=GROUPED,
        said=SAID,
        code_url=f"/T/{CODE}",
        product_url=product_url(story),
        shows_photo=config.public_pages,
        languages=tongues(),
        domain=domain(),
        practice=story.shop.is_shown_as_practice,
    )
    return Frame(
        html,
        found.shop_id,
        story.shop.name,
        batch.code,
        batch.best_before,
        story.recall is not None,
    )


def product_url(story: Story) -> str | None:
    """Where the seller can be reached: only the page that she published herself."""
    if not (story.product.is_published and parts().config.public_pages):
        return None
    return product_path(story.product.code)


def said_about(found: Sticker, frame: Frame) -> str:
    """What is said about one label; of most labels of a batch it is the same."""
    known, first_number_at = known_of(found, frame)
    now, today = clock.now(), clock.today()
    verdict = judge(known, rules_on(today), now=now, today=today)
    key = said_key(verdict, found, first_number_at)
    if key not in frame.said:
        if len(frame.said) >= MOST_SAID:
            frame.said.clear()
        frame.said[key] = render_template(
            "traceability/verdict.html",
            verdict=verdict,
            found=found,
            frame=frame,
            first_number_at=first_number_at,
            code_url=f"/T/{CODE}",
        )
    return frame.said[key]


def known_of(found: Sticker, frame: Frame) -> tuple[Known, datetime | None]:
    """What the rules ask about; looks by the hour only where a rule on them could speak."""
    hours: tuple[Hour, ...] = ()
    rules = rules_on(clock.today())
    if found.is_unit and found.count >= least_looks(rules):
        hours = hours_of(db.session, found.code, since=clock.now() - longest_window(rules))
    uses, first_at = queries.number_uses(db.session, found.code) if found.has_number else (0, None)
    return replace(known_so_far(found, frame), hours=hours, number_count=uses), first_at


def is_own(shop_id: UUID) -> bool:
    """Whether the shop itself or staff looks; without a cookie nobody is asked for."""
    if token_of_request() is None:
        return False
    who = who_or_none()
    return who is not None and (who.is_staff or shop_id in who.shop_ids)


def note_miss(missing: NotFound) -> None:
    """Count a code that is none; its shop learns of a label looked up before it was activated."""
    now, agent = clock.now(), request.headers.get("User-Agent", "")
    desk().misses.note(request.remote_addr, now)
    if not isinstance(missing, Asleep) or not is_buyer(request.method, agent, ""):
        return
    found = missing.sticker
    if is_own(found.shop_id):
        return
    if not desk().looks.lately.is_again(found.code, request.remote_addr or "", agent, now):
        desk().looks.note(found.code, found.batch_id, at=now, is_early=True)


def unknown(typed: str) -> Response:
    """One answer for a code never given out, one mistyped, and one not yet in use."""
    return fresh(show("traceability/unknown.html", 404, typed=typed[:40]))


def too_many() -> Response:
    response = fresh(show("traceability/too_many.html", 429, minutes=minutes(WINDOW)))
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def pages_off() -> Response:
    return fresh(show("traceability/pages_off.html", 404))


def minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def domain() -> str:
    return parts().config.public_address.split("://", 1)[1]


def tongues() -> list[dict[str, object]]:
    """The other language by the code's own address, however this one was typed."""
    return [
        {
            "code": code,
            "word": word,
            "current": code == language(),
            "url": f"/T/{CODE}?lang={code}",
        }
        for code, word in LANGUAGE_NAMES.items()
    ]


def fresh(response: Response) -> Response:
    """Asked for anew each time; told apart by language only."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language"
    return response
