"""The products of a shop, and one of them: what it is, its text, shown or hidden."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import products as actions
from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.forms.products import TextForm
from shopkit.catalog.models.products import DRAFT, HIDDEN, PUBLISHED, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.search import found_products
from shopkit.catalog.rules.addresses import product_path
from shopkit.catalog.views.adding import go_on, own_product, own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.text.search import search_text
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone, pass_by
from shopkit.web.state import db, parts

STATES = (PUBLISHED, DRAFT, HIDDEN)
MOST_PAGES = 1000


@bp.route("/products")
@kept_on_phone
def products() -> Response:
    """What the shop offers; found by name, marks optional."""
    own = own_shop()
    text = request.args.get("q", "")[:60]
    state = request.args.get("state", "")
    states = (state,) if state in STATES else (PUBLISHED, DRAFT)
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    if request.args:
        pass_by()
    found, count = listed(own, states, text, page)
    return show(
        "catalog/products.html",
        products=found,
        covers=queries.covers_of(db.session, found),
        counts=queries.states_of(db.session, own),
        text=text,
        state=state if state in STATES else "",
        page=page,
        page_count=-(-count // queries.PAGE),
        count=count,
    )


def listed(
    own: Shop, states: tuple[str, ...], text: str, page: int
) -> tuple[Sequence[Product], int]:
    """One page of the shop's products, and how many there are in all; the best finds first."""
    if search_text(text):
        hits = found_products(db.session, [own.id], text=text, states=states, page=page)
        return hits.products, hits.count
    found = queries.products_of(db.session, own, states=states, page=page)
    return found, queries.count_of(db.session, own, states=states)


@bp.route("/products/<uuid:product_id>")
def product(product_id: UUID) -> Response:
    """One product with everything that can be changed; a draft goes on where it stopped."""
    found = own_product(product_id)
    if found.is_draft:
        return go_on(found)
    return show(
        "catalog/product.html",
        product=found,
        cover=queries.cover_or_none(db.session, found),
        photo_count=len(queries.photos_of(db.session, found)),
        prices=queries.prices_of(db.session, found)[1:6],
        public_url=public_url(found),
    )


@bp.route("/products/<uuid:product_id>/text", methods=["GET", "POST"])
def text(product_id: UUID) -> Response:
    """More about it, in her own words."""
    found = own_product(product_id)
    form = TextForm(obj=found)
    if form.validate_on_submit():
        try:
            actions.describe(db.session, found, **form.values(), now=clock.now())
        except ProductChanged:
            form.version.data = found.version
            return show("catalog/text.html", 409, form=form, product=found, clash=True)
        return go_on(found)
    return show("catalog/text.html", form=form, product=found)


@bp.route("/products/<uuid:product_id>/hide", methods=["POST"])
def hide(product_id: UUID) -> Response:
    """Off every list and page, and back by one tap."""
    found = own_product(product_id)
    actions.hide(db.session, found, now=clock.now())
    flash(_("Đã ẩn sản phẩm. Bấm Hiện lại để dùng tiếp."), "good")
    return to(".product", product_id=found.id)


@bp.route("/products/<uuid:product_id>/restore", methods=["POST"])
def restore(product_id: UUID) -> Response:
    found = own_product(product_id)
    actions.restore(db.session, found, now=clock.now())
    if found.is_published:
        flash(_("Sản phẩm đã hiện lại, khách xem được."), "good")
    return to(".product", product_id=found.id)


def public_url(product: Product) -> str | None:
    """The address buyers open, while they may."""
    config = parts().config
    if not product.is_published or not config.public_pages:
        return None
    return config.public_address + product_path(product.code)
