"""Scratch numbers: the list for the print shop, and the page where a buyer types one."""

from collections.abc import Iterator
from uuid import UUID

from flask import current_app, flash, g, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, grouped, read_code
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.sheets.writing import Row, Sheet, csv_bytes, workbook
from shopkit.traceability.actions import pins as actions
from shopkit.traceability.actions.labels_work import pin_lists
from shopkit.traceability.forms.pins import PinForm
from shopkit.traceability.forms.ranges import ConfirmForm
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.labels import label_state_or_none, layout_of
from shopkit.traceability.queries.pins import pin_lists_of
from shopkit.traceability.rules.pins import PIN_DIGITS, digits_of
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.labels_runs import run_in_hand
from shopkit.web.doors import public, repeatable, without_token
from shopkit.web.language import gettext as _
from shopkit.web.language import language_of_the_browser
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

SAID_FOR_S = 180
MIMETYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@bp.route("/T/<code>/pin", methods=["GET", "POST"])
@bp.route("/t/<code>/pin", methods=["GET", "POST"])
@public
@repeatable("each try counts")
@without_token("buyers have no cookie, and a try changes nothing that is somebody's")
def type_pin(code: str) -> Response:
    """Where a buyer types the number under the scratch layer."""
    g.no_cookies = True
    language_of_the_browser()
    try:
        read = read_code(code)
    except CodeMistyped:
        return redirect(url_for("traceability.trace", code=code), code=303)
    form = PinForm()
    pin = digits_of(form.pin.data or "") if request.method == "POST" else ""
    if request.method == "POST" and len(pin) != PIN_DIGITS:
        form.refuse("pin", _("Gõ đủ %(digits)s chữ số dưới lớp cào.", digits=PIN_DIGITS))
    state = label_state_or_none(db.session, read)
    # A code without a number, and one that a buyer must be warned of, is answered where all are.
    if state is None or not state.takes_pin or not parts().config.public_pages:
        return redirect(url_for("traceability.trace", code=read), code=303)
    if pin and not form.errors:
        # To a page of its own, so that looking again is not trying again.
        return to(".type_pin", code=read, said=signed(read, tried_now(read, pin)))
    tried = told(read) if request.method == "GET" else None
    answer = show(
        "traceability/pin.html", code=read, shown_code=grouped(read), form=form, tried=tried
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def tried_now(code: str, pin: str) -> actions.Tried:
    config = parts().config
    keys = (config.secret_key, *config.old_secret_keys)
    return actions.try_pin(db.session, code, pin, keys=keys, now=clock.now())


def signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="scratch number")


def signed(code: str, tried: actions.Tried) -> str:
    """What a try came to, for the address of its page; nobody but us can write one."""
    first_at = tried.first_at.isoformat() if tried.first_at else ""
    return str(signer().dumps([code, tried.word, first_at, tried.left]))


def told(code: str) -> actions.Tried | None:
    """What the address says of a try just made; after some minutes it says nothing, so that
    nobody can send "right, for the first time" along with a copied label."""
    try:
        about, word, first_at, left = signer().loads(
            request.args.get("said", ""), max_age=SAID_FOR_S
        )
    except BadSignature:
        return None
    if about != code:
        return None
    return actions.Tried(word, clock.moment(first_at) if first_at else None, left)


@bp.route("/label-runs/<uuid:run_id>/pins.<any(xlsx, csv):list_kind>")
def pin_list(run_id: UUID, list_kind: str) -> Response:
    """The list for the print shop: each code with its number, until she says that it arrived."""
    run = run_in_hand(maker_shop(), run_id)
    if not pin_lists_of(db.session, run):
        raise NotFound(str(run_id))
    headings = (_("Số thứ tự"), _("Tờ"), _("Mã"), _("Số bí mật"))
    if list_kind == "csv":
        content = csv_bytes(headings, listed(run))
    else:
        content = workbook([Sheet(_("Số bí mật"), headings, listed(run))])
    response = current_app.response_class(content, mimetype=MIMETYPES[list_kind])
    response.headers["Content-Disposition"] = f'attachment; filename="so-bi-mat.{list_kind}"'
    return response


def listed(run: LabelRun) -> Iterator[Row]:
    """The rows of the list, in the order of the labels."""
    layout, folder, position = layout_of(run), pin_lists(parts().files), 0
    for kept in pin_lists_of(db.session, run):
        for line in folder.read(kept.name).decode().splitlines():
            code, pin = line.split(",")
            yield position + 1, layout.sheet_of(position), grouped(code), pin
            position += 1


@bp.route("/label-runs/<uuid:run_id>/pins", methods=["GET", "POST"])
def pins_received(run_id: UUID) -> Response:
    """The print shop has its list: asked once, then the numbers in clear are erased."""
    run = run_in_hand(maker_shop(), run_id)
    lists = pin_lists_of(db.session, run)
    if not run.has_pins:
        raise NotFound(str(run_id))
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            actions.erase_pin_list(db.session, parts().files, run, now=clock.now())
        except actions.ListGone:
            flash(_("Bảng số bí mật đã xóa từ trước."), "wait")
        else:
            flash(_("Đã xóa bảng số bí mật. Khách vẫn kiểm tra được số dưới lớp cào."))
        return to(".label_run", run_id=run.id)
    return show("traceability/pins.html", form=form, run=run, lists=lists)
