"""Ordering labels of a batch, in three questions."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import current_app, flash, request
from PIL import Image
from werkzeug.wrappers import Response

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.drawing.fonts import GlyphMissing
from qr_labels.drawing.pages import Sheets, fitted
from qr_labels.drawing.preview import label_picture
from qr_labels.stock.catalogue import UnknownStock
from qr_labels.symbol.errors import SymbolTooSmall
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.jobs.actions import TooManyToday
from shopkit.shops.queries.shops import shop
from shopkit.traceability.actions import labels as actions
from shopkit.traceability.actions.labels import BatchClosed, BatchRecalled, Order
from shopkit.traceability.forms.labels import (
    CountForm,
    OrderForm,
    PaperForm,
    stock_choices,
)
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries import labels as queries
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.rules.batches import label_address
from shopkit.traceability.rules.labels import RUNS_A_DAY
from shopkit.traceability.rules.states import UNIT
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

# What a label that is too small for its code or its words raises.
TOO_SMALL = (SymbolTooSmall, LabelFull)
LEFT_OUT = {
    "host": lazy("địa chỉ trang tra mã"),
    "ocop_stars": lazy("sao OCOP"),
    "maker": lazy("tên nơi làm"),
}
NO_TOKEN = {"csrf": False}
# Of the picture on a phone; the paper is drawn finer.
DOTS_PER_MM = 8.0
REFUSED: dict[type[Exception], LazyText] = {
    TooManyToday: lazy("Hôm nay đã in %(limit)s lần. Mai in tiếp.", limit=RUNS_A_DAY),
    BatchClosed: lazy("Đợt hàng này đã đóng. Mở lại đợt rồi in tem."),
    BatchRecalled: lazy("Đợt hàng này đang thu hồi, không in thêm tem."),
}


@dataclass(frozen=True)
class Trial:
    """One label drawn for trial: as much of its words as fits, and what was left out."""

    sheets: Sheets
    left_out: tuple[str, ...]


@bp.route("/batches/<uuid:batch_id>/labels")
def order_labels(batch_id: UUID) -> Response:
    """First question: how many, and with which codes."""
    own = maker_shop()
    found = batch_of(db.session, own, batch_id)
    if not own.name:
        flash(_("Tem cần có tên cửa hàng. Đặt tên rồi in tem."), "wait")
        return to("shops.name")
    form = CountForm(request.args, meta=NO_TOKEN)
    form.level.data = form.level.data or UNIT
    return show("traceability/order_labels.html", form=form, batch=found)


@bp.route("/batches/<uuid:batch_id>/labels/paper")
def choose_paper(batch_id: UUID) -> Response:
    """Second question: which paper."""
    own = maker_shop()
    found = batch_of(db.session, own, batch_id)
    first = CountForm(request.args, meta=NO_TOKEN)
    if not first.validate():
        return show("traceability/order_labels.html", form=first, batch=found)
    form = PaperForm(request.args, meta=NO_TOKEN)
    form.stock.choices = stock_choices(is_all=bool(request.args.get("all")))
    remember_stock(form, form.stock.data or queries.last_stock_or_none(db.session, own))
    return show("traceability/label_paper.html", form=form, batch=found)


@bp.route("/batches/<uuid:batch_id>/labels/check", methods=["GET", "POST"])
def check_order(batch_id: UUID) -> Response:
    """Third question: is this the label she wants; then its page shows how far the work is."""
    form = order_form()
    trial = tried(form, batch_id) if form.validate() else None
    own = maker_shop()
    found = batch_of(db.session, own, batch_id)
    if request.method == "POST" and trial is not None:
        if not own.name:
            flash(_("Tem cần có tên cửa hàng. Đặt tên rồi in tem."), "wait")
            return to("shops.name")
        try:
            run, _job = actions.order_labels(
                db.session,
                found,
                Order(**form.order()),
                words=trial.sheets.content,
                owner_id=who().account_id,
                now=clock.now(),
            )
        except tuple(REFUSED) as problem:
            form.refuse("count", REFUSED[type(problem)])
        else:
            return to(".label_run", run_id=run.id)
    return asked_again(form, found, trial)


def order_form() -> OrderForm:
    """The order, from the address while she looks and from the form when she sends it."""
    if request.method == "POST":
        form = OrderForm()
    else:
        form = OrderForm(request.args, meta=NO_TOKEN)
    form.stock.choices = stock_choices(is_all=True)
    return form


def asked_again(form: OrderForm, batch: Batch, trial: Trial | None) -> Response:
    """The page of the first question that is not yet answered, or the one to check everything."""
    if {"count", "level"} & set(form.errors):
        return show("traceability/order_labels.html", form=form, batch=batch)
    if trial is None:
        form.stock.choices = stock_choices(is_all=bool(request.values.get("all")))
        remember_stock(form, form.stock.data)
        return show("traceability/label_paper.html", form=form, batch=batch)
    order = Order(**form.order())
    return show(
        "traceability/label_check.html",
        form=form,
        batch=batch,
        order=order,
        cut=order.cut,
        paper=dict(stock_choices(is_all=True))[order.stock],
        stock=trial.sheets.stock,
        dots=DOTS_PER_MM,
        left_out=[str(LEFT_OUT[name]) for name in trial.left_out],
    )


def tried(form: OrderForm, batch_id: UUID) -> Trial | None:
    """A label drawn on this paper; before the write begins, so that nobody waits for it."""
    with parts().database.reading() as reading:
        batch = batch_of(reading, shop(reading, who()), batch_id)
        address = label_address(parts().config.public_address)
        try:
            sheets = actions.one_label(reading, batch, address=address, stock=form.stock.data)
            return Trial(*actions.check_fits(sheets, parts().files))
        except TOO_SMALL:
            form.refuse("stock", _("Tem này nhỏ quá cho mã và tên hàng. Chọn tem lớn hơn."))
        except GlyphMissing as missing:
            form.refuse(
                "stock",
                _(
                    "Chữ “%(sign)s” trong tên hàng không in được. Sửa tên hàng rồi in tem.",
                    sign=missing.character,
                ),
            )
    return None


@bp.route("/batches/<uuid:batch_id>/labels/preview.png")
def label_preview(batch_id: UUID) -> Response:
    """A picture of one label on the stock that the address names."""
    found = batch_of(db.session, maker_shop(), batch_id)
    address = label_address(parts().config.public_address)
    try:
        sheets = actions.one_label(
            db.session, found, address=address, stock=request.args.get("stock", "")
        )
        drawn = label_picture(fitted(sheets)[0], dots_per_mm=DOTS_PER_MM)
    except (UnknownStock, GlyphMissing, *TOO_SMALL) as problem:
        raise NotFound(str(batch_id)) from problem
    file = BytesIO()
    # Black letters with soft edges need four shades; all others only make the file longer.
    drawn.convert("L").quantize(4, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return current_app.response_class(file.getvalue(), mimetype="image/png")


def remember_stock(form: PaperForm, last: str | None) -> None:
    """Show the paper of last time as chosen, also when it is not among the usual ones."""
    if last is None:
        return
    if last not in [key for key, _words in form.stock.choices]:
        form.stock.choices = stock_choices(is_all=True)
    form.stock.data = last
