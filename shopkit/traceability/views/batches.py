"""The batches of a maker."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.products import products_of
from shopkit.errors import NotFound
from shopkit.shops.models import Shop
from shopkit.shops.queries import shop
from shopkit.traceability.actions import batches as actions
from shopkit.traceability.forms.batches import BatchForm
from shopkit.traceability.queries import batches as queries
from shopkit.traceability.queries.labels import runs_of_batch
from shopkit.traceability.rules.batches import (
    DatesBackwards,
    MadeInFuture,
    MadeTooLongAgo,
    ShelfLifeTooLong,
    TooManyBatches,
    label_address,
)
from shopkit.traceability.views.blueprint import bp
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who


def maker_shop() -> Shop:
    """Her shop, if she makes what she sells; batches are nothing to others."""
    own = shop(db.session, who())
    if not own.is_maker:
        raise NotFound
    return own


@bp.route("/batches")
def batches() -> Response:
    own = maker_shop()
    titles = {product.id: product.title for product in products_of(db.session, own)}
    return show(
        "traceability/batches.html", batches=queries.batches_of(db.session, own), titles=titles
    )


@bp.route("/batches/new", methods=["GET", "POST"])
def open_batch() -> Response:
    """One page: product, made on, best before."""
    own = maker_shop()
    products = products_of(db.session, own)
    form = BatchForm(made_on=clock.today())
    form.product_id.choices = [(str(one.id), one.title) for one in products if one.title]
    if len(form.product_id.choices) == 1 and not form.is_submitted():
        form.product_id.data = form.product_id.choices[0][0]
    if form.validate_on_submit():
        product = product_of(db.session, own, UUID(form.product_id.data))
        try:
            batch = actions.open_batch(
                db.session,
                own,
                product,
                made_on=form.made_on.data,
                best_before=form.best_before.data,
                now=clock.now(),
            )
        except MadeInFuture:
            form.refuse("made_on", _("Ngày làm ở sau hôm nay. Xem lại ngày."))
        except TooManyBatches:
            form.refuse("made_on", _("Ngày này đã có quá nhiều đợt. Gộp vào một đợt đã mở."))
        except MadeTooLongAgo:
            form.refuse("made_on", _("Ngày làm đã hơn mười năm. Xem lại năm."))
        except DatesBackwards:
            form.refuse("best_before", _("Hạn sử dụng phải sau ngày làm. Xem lại hai ngày."))
        except ShelfLifeTooLong:
            form.refuse("best_before", _("Hạn sử dụng dài hơn mười năm. Xem lại năm."))
        else:
            return to(".batch", batch_id=batch.id)
    return show("traceability/open_batch.html", form=form)


@bp.route("/batches/<uuid:batch_id>")
def batch(batch_id: UUID) -> Response:
    own = maker_shop()
    found = queries.batch(db.session, own, batch_id)
    return show(
        "traceability/batch.html",
        batch=found,
        product=product_of(db.session, own, found.product_id),
        runs=runs_of_batch(db.session, found),
        address=label_address(parts().config.public_address),
    )
