"""Trace events as EPCIS: handed out for a batch, and taken in from a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, flash, json
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, read_code
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import epcis as actions
from shopkit.traceability.forms.epcis import EpcisForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.queries.epcis import Reader, events_as_epcis, sent_on, taken_by
from shopkit.traceability.queries.trace import sticker
from shopkit.traceability.rules import epcis as rules
from shopkit.traceability.rules.epcis_check import Fault
from shopkit.traceability.rules.epcis_reading import (
    MOST_EVENTS,
    Faulty,
    NotJson,
    Sent,
    TooMuch,
    read_events,
)
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.epcis_words import fault_sentence
from shopkit.traceability.views.trace import begin_without_cookies
from shopkit.web.doors import public, takes_tables
from shopkit.web.language import gettext as _
from shopkit.web.language import ngettext
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

MOST_FAULTS_SHOWN = 10


def base() -> str:
    return parts().config.public_address


@bp.route("/batches/<uuid:batch_id>/epcis.json")
def batch_epcis(batch_id: UUID) -> Response:
    """Everything that happened to a batch, for its own people and for an inspector."""
    own = maker_shop()
    batch = batch_of(db.session, own, batch_id)
    events = events_as_epcis(Reader(db.session, base(), own), batch)
    return as_file(events, batch.code)


@bp.route("/t/<code>/epcis.json")
@bp.route("/T/<code>/epcis.json")
@public
def public_epcis(code: str) -> Response:
    """The same for everybody: without partners, notes and single codes."""
    begin_without_cookies()
    try:
        found = sticker(db.session, read_code(code))
    except (CodeMistyped, NotFound):
        raise NotFound(code) from None
    if found.is_asleep or not parts().config.public_pages:
        raise NotFound(code)
    batch = db.session.get_one(Batch, found.batch_id)
    shop = db.session.get_one(Shop, found.shop_id)
    events = events_as_epcis(Reader(db.session, base(), shop, is_public=True), batch)
    response = as_file(events, batch.code)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def as_file(events: Sequence[dict[str, Any]], name: str) -> Response:
    made = rules.document(base(), name, events, now=clock.now())
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=False)
    response = current_app.response_class(text, mimetype="application/ld+json")
    response.headers["Content-Disposition"] = f'attachment; filename="epcis-{name}.jsonld"'
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.route("/epcis", methods=["GET", "POST"])
@takes_tables
def take_epcis() -> Response:
    """Take in a file of events; read and checked before anything is written."""
    form = EpcisForm()
    sent, faults = read(form)
    own = maker_shop()
    if sent is not None:
        try:
            count = actions.take_events(db.session, own, sent, base=base(), now=clock.now())
        except actions.MadeTwice as refusal:
            form.refuse("file", made_twice(str(refusal)))
        else:
            say(count)
            return to(".take_epcis")
    return show(
        "traceability/epcis.html",
        form=form,
        faults=[fault_sentence(fault) for fault in faults[:MOST_FAULTS_SHOWN]],
        more_count=max(len(faults) - MOST_FAULTS_SHOWN, 0),
        taken_count=len(taken_by(db.session, own)),
    )


def made_twice(lot: str) -> str:
    return _(
        "Trong tệp có việc làm ra đợt %(lot)s, mà đợt này đã mở ở đây. "
        "Nhờ bên gửi bỏ việc đó rồi gửi lại; chưa nhận gì.",
        lot=lot,
    )


def read(form: EpcisForm) -> tuple[list[Sent] | None, list[Fault]]:
    if not form.validate_on_submit() or form.file.data is None:
        return None, []
    stream = form.file.data.stream
    try:
        return read_events(stream.read()), []
    except NotJson:
        form.refuse("file", _("Tệp này không đọc được. Chọn đúng tệp EPCIS dạng JSON."))
    except TooMuch:
        form.refuse(
            "file",
            _(
                "Tệp quá lớn. Chia nhỏ: mỗi tệp tối đa 5 MB và %(limit)s sự kiện.",
                limit=MOST_EVENTS,
            ),
        )
    except Faulty as refusal:
        form.refuse(
            "file", _("Tệp có chỗ sai chuẩn nên chưa nhận gì. Nhờ bên gửi sửa rồi gửi lại.")
        )
        return None, refusal.faults
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key
    return None, []


def say(count: actions.Count) -> None:
    flash(
        ngettext("Đã nhận %(num)s sự kiện mới.", "Đã nhận %(num)s sự kiện mới.", count.new), "good"
    )
    if count.known:
        flash(
            ngettext(
                "%(num)s sự kiện đã có từ trước, để nguyên.",
                "%(num)s sự kiện đã có từ trước, để nguyên.",
                count.known,
            ),
            "news",
        )
    if count.untied:
        flash(
            ngettext(
                "%(num)s sự kiện không nói về đợt hàng nào ở đây, vẫn được giữ.",
                "%(num)s sự kiện không nói về đợt hàng nào ở đây, vẫn được giữ.",
                count.untied,
            ),
            "news",
        )


@bp.route("/epcis/taken.json")
def taken_epcis() -> Response:
    """Every event that ever came in, handed out again word for word."""
    own = maker_shop()
    return as_file([sent_on(one, base()) for one in taken_by(db.session, own)], own.code)
