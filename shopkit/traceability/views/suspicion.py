"""Reporting goods that look wrong, without an account or a cookie."""

import secrets

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, grouped, read_code
from shopkit import clock
from shopkit.catalog.actions.darkroom import develop
from shopkit.catalog.rules.photo import Developed, PictureRefused
from shopkit.catalog.views.uploads import ADVICE
from shopkit.errors import NotFound
from shopkit.traceability.actions.suspicion import EnoughReports, report_suspicion
from shopkit.traceability.forms.suspicion import SuspicionForm
from shopkit.traceability.queries.trace import Sticker, sticker
from shopkit.traceability.rules.trace_limits import WINDOW, Pace
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.remembered import desk
from shopkit.traceability.views.trace import (
    Asleep,
    begin_without_cookies,
    fresh,
    minutes,
    note_miss,
    pages_off,
    too_many,
    unknown,
)
from shopkit.web.doors import public, without_token
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

GOOD_FOR_S = 6 * 3600


@bp.route("/T/<code>/report", methods=["GET", "POST"])
@bp.route("/t/<code>/report", methods=["GET", "POST"])
@public
@without_token("the page sets no cookie; a signed token for this code is in the form")
def report_goods(code: str) -> Response:
    """One page: what looks wrong, where it was bought, a photo, how to be reached."""
    begin_without_cookies()
    if not parts().config.public_pages:
        return pages_off()
    if desk().misses.pace(request.remote_addr, clock.now()) is not Pace.FREE:
        return too_many()
    try:
        found = reportable(code)
    except CodeMistyped:
        return unknown(code)
    except NotFound as missing:
        note_miss(missing)
        return unknown(code)
    form = SuspicionForm()
    if form.validate_on_submit():
        if desk().reports.pace(request.remote_addr, clock.now()) is not Pace.FREE:
            return enough_sent()
        if is_kept(form, found):
            return fresh(to(".report_sent", code=found.code))
    return asked(form, found)


@bp.route("/T/<code>/reported")
@bp.route("/t/<code>/reported")
@public
def report_sent(code: str) -> Response:
    """It has arrived; says nothing that depends on the code."""
    begin_without_cookies()
    return fresh(show("traceability/suspicion_sent.html", code=code[:20]))


def enough_sent() -> Response:
    """This address has reported as often as one may in a while; the shop has what came before."""
    response = show("traceability/suspicion_enough.html", 429, minutes=minutes(WINDOW))
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return fresh(response)


def reportable(typed: str) -> Sticker:
    """A code that a buyer can have in hand; read apart, so that no turn to write is taken yet."""
    with parts().database.reading() as reading:
        found = sticker(reading, read_code(typed))
    if found.is_asleep:
        raise Asleep(found)
    return found


def is_kept(form: SuspicionForm, found: Sticker) -> bool:
    """Keep a report that was rightly sent; otherwise the form says what to do."""
    if not is_ours(found.code):
        form.refuse("words", _("Trang này mở đã lâu. Bấm gửi lần nữa."))
        return False
    photo = developed_or_none(form)
    if form.photo.errors:
        return False
    desk().reports.note(request.remote_addr, clock.now())
    try:
        report_suspicion(
            db.session,
            parts().files,
            found,
            **{**form.values(), "photo": photo},
            now=clock.now(),
        )
    except EnoughReports:
        form.refuse("words", _("Hôm nay đã có nhiều người báo mã này. Cửa hàng đã nhận được."))
        return False
    return True


def developed_or_none(form: SuspicionForm) -> Developed | None:
    """The photo that came with a report, without place and time of taking."""
    if form.photo.data is None:
        return None
    stream = form.photo.data.stream
    try:
        return develop(stream.read(), ())
    except PictureRefused as refusal:
        form.refuse("photo", ADVICE[refusal.flaw])
        return None
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key


def asked(form: SuspicionForm, found: Sticker) -> Response:
    key = secrets.token_hex(16)
    return fresh(
        show(
            "traceability/suspicion.html",
            form=form,
            code=found.code,
            shown_code=grouped(found.code),
            key=key,
            token=signer().dumps([found.code, key]),
        )
    )


def signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="suspicion")


def is_ours(code: str) -> bool:
    """Whether the form came from our page for this code within some hours, with its own key."""
    try:
        signed = signer().loads(request.form.get("token", ""), max_age=GOOD_FOR_S)
    except BadSignature:
        return False
    return bool(signed == [code, request.form.get("_key", "")])
