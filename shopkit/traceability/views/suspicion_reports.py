"""What buyers reported: read and answered by the shop, counted for the commune."""

from datetime import timedelta
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import Conflict, NotFound
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.traceability.actions import looks
from shopkit.traceability.actions import suspicion as actions
from shopkit.traceability.forms.suspicion import AnswerForm
from shopkit.traceability.queries import suspicion as queries
from shopkit.traceability.views.blueprint import bp
from shopkit.web.doors import for_roles
from shopkit.web.kept import kept_file
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

NOTICE_WORDS = {
    actions.NOTICE: lazy("Khách báo có hàng đáng nghi. Xem ở mục Đợt hàng, Khách báo."),
    looks.NOTICE: lazy("Tem chưa dán đã có người quét. Xem ở đợt hàng, mục Khách đã quét."),
}
MONTH, YEAR = timedelta(days=30), timedelta(days=365)


def own_shop() -> Shop:
    return shop(db.session, who())


@bp.route("/reports")
def reports() -> Response:
    return show("traceability/suspicions.html", told=queries.reports_of(db.session, own_shop()))


@bp.route("/reports/<uuid:report_id>", methods=["GET", "POST"])
def report(report_id: UUID) -> Response:
    """One report, and what came of it."""
    found, batch, product = queries.report(db.session, own_shop(), report_id)
    form, status = AnswerForm(obj=found), 200
    if form.validate_on_submit():
        try:
            actions.answer_report(db.session, found, **form.values(), now=clock.now())
        except Conflict:
            status = 409
        else:
            flash(_("Đã ghi lại."), "good")
            return to(".reports")
    form.version.data = found.version
    return show(
        "traceability/suspicion_read.html",
        status,
        form=form,
        report=found,
        batch=batch,
        product=product,
        has_changed=status == 409,
    )


@bp.route("/reports/<uuid:report_id>/photo.jpg")
def report_photo(report_id: UUID) -> Response:
    found, _batch, _product = queries.report(db.session, own_shop(), report_id)
    if found.photo is None:
        raise NotFound(str(report_id))
    response = kept_file(actions.shelf(parts().files), found.photo, "image/jpeg")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.route("/reports/number")
@for_roles(OFFICER, LEADER)
def reports_number() -> Response:
    """For the commune: how many, never which shop, nor what was written."""
    now = clock.now()
    return show(
        "traceability/suspicions_number.html",
        month=queries.count_in_place(db.session, who(), since=now - MONTH),
        year=queries.count_in_place(db.session, who(), since=now - YEAR),
    )
