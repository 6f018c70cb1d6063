"""More about a product, one question a page."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.details import SaleNotLower, tell
from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.actions.records import FieldUnfit, GtinTaken, SkuTaken
from shopkit.catalog.forms.details import FORMS, PartForm
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules import parts as rules
from shopkit.catalog.rules.categories import found_categories
from shopkit.catalog.rules.record import Record
from shopkit.catalog.views.adding import comes_from_advice, own_product, own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.details_words import WORDS, answer_of, category_words, short
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db

HELD_FOR = timedelta(days=30)


@bp.route("/products/<uuid:product_id>/details")
def all_details(product_id: UUID) -> Response:
    """What is told of a product and what is not yet."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    record = record_now(own, found)
    rows = [(part, words.name, short(answer_of(record, part))) for part, words in WORDS.items()]
    return show("catalog/details.html", product=found, rows=rows, form_count=len(record.forms))


@bp.route("/products/<uuid:product_id>/details/<part>", methods=["GET", "POST"])
def details(product_id: UUID, part: str) -> Response:
    """One part of it."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    known = rules.part_or_none(part)
    if part == "price":
        return to(".price", product_id=found.id)
    if known is None:
        raise NotFound(part)
    record = record_now(own, found)
    kind = FORMS[known]
    form = kind(data=offered(own, kind, record) | {"version": found.version})
    if "find" not in request.form and form.validate_on_submit():
        values = form.values()
        try:
            tell(
                db.session,
                own,
                found,
                known,
                values,
                version=form.version.data,
                now=clock.now(),
            )
        except ProductChanged:
            form.version.data = found.version
            typed = answer_of(replace(record, **values), known)
            return page(own, found, known, form, clash=(answer_of(record, known), typed))
        except (SkuTaken, GtinTaken, SaleNotLower, FieldUnfit) as refusal:
            form.refuse(*refused(refusal, known))
        else:
            flash(_("Đã lưu."), "good")
            return to(".advice" if comes_from_advice() else ".all_details", product_id=found.id)
    return page(own, found, known, form)


@bp.route("/products/<uuid:product_id>/categories")
def categories(product_id: UUID) -> Response:
    """The rows of the search for a category."""
    found = own_product(product_id)
    text = request.args.get("q", "")[:60]
    rows = category_rows(text or found.title, found.category)
    return Response(render_template("catalog/category_rows.html", rows=rows, chosen=found.category))


def page(
    own: Shop,
    product: Product,
    part: str,
    form: PartForm,
    clash: tuple[str, str] | None = None,
) -> Response:
    query = request.values.get("q", "")[:60]
    return show(
        "catalog/details_part.html",
        409 if clash else 422 if form.errors else 200,
        form=form,
        product=product,
        part=part,
        words=WORDS[part],
        clash=clash,
        query=query,
        rows=category_rows(query or product.title, product.category) if part == "category" else (),
        lowest=lowest_held(product) if part == rules.SALE else None,
        is_offered=part == rules.MAKER and own.is_maker and not product.maker_name,
    )


def record_now(own: Shop, product: Product) -> Record:
    return record_of(db.session, own, product, address="", on=clock.local_day(clock.now()))


def offered(own: Shop, kind: type[PartForm], record: Record) -> dict[str, object]:
    """What is told already; for what a household makes itself, its own name and phone."""
    told = kind.told(record)
    if "maker_name" in told and not any(told.values()) and own.is_maker:
        told |= {"maker_name": own.name, "maker_phone": own.contact_phone}
    return told


def category_rows(text: str, chosen: str | None) -> list[tuple[str, str, str]]:
    codes = [category.code for category in found_categories(text)]
    if chosen and chosen not in codes:
        codes.insert(0, chosen)
    return [(code, category_words(code), "") for code in codes]


def lowest_held(product: Product) -> int | None:
    """The lowest price of the last thirty days, where it was below the one it has now."""
    since = clock.now() - HELD_FOR
    held: list[int] = []
    for price in queries.prices_of(db.session, product):
        held.append(price.price_vnd)
        if price.since <= since:
            break
    lowest = min(held, default=None)
    now = product.price_vnd
    return lowest if lowest is not None and now is not None and lowest < now else None


def refused(refusal: Exception, part: str) -> tuple[str, str]:
    """The field and the sentence for what an action refused."""
    if isinstance(refusal, SkuTaken):
        return "sku", _("Đặt mã khác: sản phẩm khác đã dùng mã %(code)s.", code=str(refusal))
    if isinstance(refusal, GtinTaken):
        return "gtin", _("Xem lại mã vạch: sản phẩm khác đã dùng số %(code)s.", code=str(refusal))
    if isinstance(refusal, SaleNotLower):
        return "sale_price_vnd", _("Nhập giá khuyến mại thấp hơn giá bán.")
    first = FORMS[part].names()[0]
    name = str(refusal) if str(refusal) in FORMS[part].names() else first
    return name, _("Nhập ngắn hơn, hoặc xóa đi gõ lại nếu có ký tự lạ.")
