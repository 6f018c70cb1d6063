"""What is still missing before goods can be traced and labelled as the law wants."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.products import products_of
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import information as actions
from shopkit.traceability.forms.information import KindForm, LabelForm, RecordForm
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries import information as queries
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.queries.places import places_of
from shopkit.traceability.rules.label_content import groups
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.information_words import (
    FIELD_WORDS,
    GROUP_WORDS,
    LABEL_WORDS,
    MENDING,
)
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/traceable")
def traceable() -> Response:
    """Each product with how much of what the law lists is there."""
    own = maker_shop()
    products = [one for one in products_of(db.session, own) if one.title][:50]
    found = [
        (one, queries.information_of_product(db.session, own, one, on=clock.today()))
        for one in products
    ]
    return show("traceability/information_list.html", found=found)


@bp.route("/products/<uuid:product_id>/information")
def product_information(product_id: UUID) -> Response:
    own = maker_shop()
    product = product_of(db.session, own, product_id)
    found = queries.information_of_product(db.session, own, product, on=clock.today())
    return show(
        "traceability/information.html",
        found=found,
        product=product,
        batch=None,
        words=FIELD_WORDS,
        mending=MENDING,
        mended_at=mended_at(own, product, None),
        facts=queries.facts_or_none(db.session, product),
        group_words=GROUP_WORDS,
    )


@bp.route("/batches/<uuid:batch_id>/information")
def batch_information(batch_id: UUID) -> Response:
    """What an inspector will look for in this batch, and what is still missing."""
    own = maker_shop()
    batch = batch_of(db.session, own, batch_id)
    product = product_of(db.session, own, batch.product_id)
    found = queries.information_of_batch(db.session, own, product, batch, on=clock.today())
    return show(
        "traceability/information.html",
        found=found,
        product=product,
        batch=batch,
        words=FIELD_WORDS,
        mending=MENDING,
        mended_at=mended_at(own, product, batch),
        facts=queries.facts_or_none(db.session, product),
        group_words=GROUP_WORDS,
    )


def mended_at(shop: Shop, product: Product, batch: Batch | None) -> dict[str, str]:
    """Where each gap is mended."""
    record = url_for(".tell_record", product_id=product.id)
    return {
        "product_name": url_for("catalog.title", product_id=product.id),
        "product_image": url_for("catalog.photo", product_id=product.id),
        "producer_name": url_for("shops.name"),
        "producer_address": address_page(shop, batch),
        "origin": record,
        "brand": record,
        "standards": record,
        "events": url_for(".batch", batch_id=batch.id) if batch else url_for(".batches"),
    }


def address_page(shop: Shop, batch: Batch | None) -> str:
    if batch and batch.place_id:
        return url_for(".describe_place", place_id=batch.place_id)
    first = next(iter(places_of(db.session, shop)), None)
    return url_for(".describe_place", place_id=first.id) if first else url_for(".add_place")


@bp.route("/products/<uuid:product_id>/record", methods=["GET", "POST"])
def tell_record(product_id: UUID) -> Response:
    """Origin, brand and standards."""
    product = product_of(db.session, maker_shop(), product_id)
    told = queries.told_of_product(db.session, product)
    form = RecordForm(data={"origin": _("Sản xuất tại Việt Nam")} | told)
    if form.validate_on_submit():
        actions.tell_facts(db.session, product, told=form.values(), now=clock.now())
        flash(_("Đã ghi."), "good")
        return to(".product_information", product_id=product.id)
    return show("traceability/information_record.html", form=form, product=product)


@bp.route("/products/<uuid:product_id>/kind", methods=["GET", "POST"])
def goods_kind(product_id: UUID) -> Response:
    """Which kind of goods it is: the law asks other things of each."""
    product = product_of(db.session, maker_shop(), product_id)
    facts = queries.facts_or_none(db.session, product)
    form = KindForm(kind=facts.kind if facts else None)
    form.kind.choices = [(key, GROUP_WORDS[key][0]) for key in groups()]
    if form.validate_on_submit():
        actions.choose_kind(db.session, product, kind=form.kind.data, now=clock.now())
        return to(".tell_label", product_id=product.id)
    details = {key: words[1] for key, words in GROUP_WORDS.items()}
    return show("traceability/information_kind.html", form=form, product=product, details=details)


@bp.route("/products/<uuid:product_id>/label-words", methods=["GET", "POST"])
def tell_label(product_id: UUID) -> Response:
    """What the label of this kind of goods says, told once for all batches."""
    product = product_of(db.session, maker_shop(), product_id)
    facts = queries.facts_or_none(db.session, product)
    if facts is None or facts.kind not in groups():
        return to(".goods_kind", product_id=product.id)
    form = LabelForm(data=facts.told)
    form.fit(facts.kind)
    if form.validate_on_submit():
        actions.tell_facts(db.session, product, told=form.values(), now=clock.now())
        return to(".label_content", product_id=product.id)
    return show("traceability/information_label.html", form=form, product=product, kind=facts.kind)


@bp.route("/products/<uuid:product_id>/label")
def label_content(product_id: UUID) -> Response:
    """What the label must carry, line by line, and what of it is there."""
    own = maker_shop()
    product = product_of(db.session, own, product_id)
    facts = queries.facts_or_none(db.session, product)
    if facts is None or facts.kind not in groups():
        return to(".goods_kind", product_id=product.id)
    return show(
        "traceability/information_lines.html",
        product=product,
        group=groups()[facts.kind],
        name=GROUP_WORDS[facts.kind][0],
        lines=queries.label_of(db.session, own, product, None),
        words=LABEL_WORDS,
    )
