"""Ordering labels of a batch and handing out their files."""

from uuid import UUID

from flask import current_app, flash, request
from werkzeug.wrappers import Response

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.symbol.errors import SymbolTooSmall
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.jobs.actions import TooManyToday
from shopkit.jobs.queries import latest_job_or_none
from shopkit.shops.queries import shop
from shopkit.traceability.actions import labels as actions
from shopkit.traceability.forms.labels import LabelsForm, stock_choices
from shopkit.traceability.queries import labels as queries
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.rules.batches import (
    RUNS_A_DAY,
    label_address,
)
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

# What a label that is too small for its code or its words raises.
TOO_SMALL = (SymbolTooSmall, LabelFull)


@bp.route("/batches/<uuid:batch_id>/labels", methods=["GET", "POST"])
def order_labels(batch_id: UUID) -> Response:
    """How many, on which paper; then the page of the work shows how far it is."""
    form = LabelsForm()
    form.stock.choices = stock_choices(is_all=bool(request.values.get("all")))
    is_fit = form.validate_on_submit() and fits(form, batch_id)
    own = maker_shop()
    found = batch_of(db.session, own, batch_id)
    if not own.name:
        flash(_("Tem cần có tên cửa hàng. Đặt tên rồi in tem."), "wait")
        return to("shops.name")
    if is_fit:
        try:
            run, _job = actions.order_labels(
                db.session,
                found,
                count=form.count.data,
                stock=form.stock.data,
                owner_id=who().account_id,
                now=clock.now(),
            )
        except TooManyToday:
            form.refuse("count", _("Hôm nay đã in %(limit)s lần. Mai in tiếp.", limit=RUNS_A_DAY))
        else:
            return to(".label_run", run_id=run.id)
    if not form.is_submitted():
        remember_stock(form, queries.last_stock_or_none(db.session, own))
    return show("traceability/order_labels.html", form=form, batch=found)


def fits(form: LabelsForm, batch_id: UUID) -> bool:
    """Whether the paper takes a label; drawn before the write begins, so that nobody waits."""
    with parts().database.reading() as reading:
        batch = batch_of(reading, shop(reading, who()), batch_id)
        try:
            actions.check_fits(
                reading,
                batch,
                address=label_address(parts().config.public_address),
                stock=form.stock.data,
                files=parts().files,
            )
        except TOO_SMALL:
            form.refuse("stock", _("Tem này nhỏ quá cho mã và tên hàng. Chọn tem lớn hơn."))
            return False
    return True


def remember_stock(form: LabelsForm, last: str | None) -> None:
    """Show the paper of last time as chosen, also when it is not among the usual ones."""
    if last is None:
        return
    if last not in [key for key, _words in form.stock.choices]:
        form.stock.choices = stock_choices(is_all=True)
    form.stock.data = last


@bp.route("/label-runs/<uuid:run_id>")
def label_run(run_id: UUID) -> Response:
    own = maker_shop()
    run = queries.label_run(db.session, own, run_id)
    return show(
        "traceability/label_run.html",
        run=run,
        batch=batch_of(db.session, own, run.batch_id),
        files=queries.files_of(db.session, run) if run.ready_at else [],
        job=latest_job_or_none(db.session, actions.LABEL_RUN, run.id),
    )


@bp.route("/label-runs/<uuid:run_id>/tem-<int:number>.pdf")
def label_file(run_id: UUID, number: int) -> Response:
    """One finished file; none is given out before every symbol has been read back."""
    run = queries.label_run(db.session, maker_shop(), run_id)
    if run.ready_at is None:
        raise NotFound(str(run_id))
    kept = queries.file_of(db.session, run, number - 1)
    response = current_app.response_class(parts().files.read(kept.name), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="tem-{number}.pdf"'
    return response
