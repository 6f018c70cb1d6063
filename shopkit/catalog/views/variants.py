"""Sizes, flavours, packs: what a product differs in, and what each form costs."""

from dataclasses import replace
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.actions.records import FieldUnfit, GtinTaken, SkuTaken
from shopkit.catalog.actions.variants import set_forms, set_levels
from shopkit.catalog.forms.variants import TYPED_LEVELS, LevelsForm, VariantForm, VariantsForm
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.record import Record
from shopkit.catalog.rules.variants import MOST_FORMS, Level, TooManyForms, levels_of
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.details import record_now
from shopkit.money.shown import shown
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/products/<uuid:product_id>/variants/levels", methods=["GET", "POST"])
def levels(product_id: UUID) -> Response:
    """What it differs in; the combinations are made from it."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    record = record_now(own, found)
    form = LevelsForm(data=LevelsForm.told(record) | {"version": found.version})
    clash: tuple[str, str] | None = None
    if form.validate_on_submit():
        version, typed = form.version.data, form.levels()
        try:
            set_levels(db.session, own, found, levels=typed, version=version, now=clock.now())
        except TooManyForms as refusal:
            form.refuse("values_1", too_many(str(refusal)))
        except ProductChanged:
            form.version.data = found.version
            clash = (lines_of(levels_of(record)), lines_of(typed))
        else:
            return to(".variants" if typed else ".product", product_id=found.id)
    return show(
        "catalog/variants_levels.html",
        409 if clash else 200,
        form=form,
        product=found,
        clash=clash,
        level_count=max(TYPED_LEVELS, len(record.option_names)),
    )


@bp.route("/products/<uuid:product_id>/variants", methods=["GET", "POST"])
def variants(product_id: UUID) -> Response:
    """What each form costs, how many are left, its code and its photo."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    record = record_now(own, found)
    if not record.forms:
        return to(".levels", product_id=found.id)
    form = VariantsForm(data={"version": found.version})
    rows = [VariantForm(kind, at, record.pictures) for at, kind in enumerate(record.forms)]
    clash: tuple[str, str] | None = None
    status = 200
    if form.is_submitted():
        # Every row is read, so that all that is to be mended is said at once.
        are_good = [row.validate() for row in rows]
        status = 422
        if form.validate() and all(are_good):
            try:
                keep_rows(found, record, form.version.data, rows)
            except ProductChanged:
                form.version.data, status = found.version, 409
                typed = replace(record, forms=tuple(row.form() for row in rows))
                clash = (forms_told(record), forms_told(typed))
            except (SkuTaken, GtinTaken, FieldUnfit) as refusal:
                refuse_code(rows, str(refusal))
            else:
                flash(_("Đã lưu."), "good")
                return to(".product", product_id=found.id)
    return show(
        "catalog/variants.html",
        status,
        form=form,
        rows=rows,
        product=found,
        record=record,
        clash=clash,
    )


def keep_rows(product: Product, record: Record, version: int, rows: list[VariantForm]) -> None:
    set_forms(
        db.session,
        own_shop(),
        product,
        names=record.option_names,
        forms=tuple(row.form() for row in rows),
        version=version,
        now=clock.now(),
    )


def refuse_code(rows: list[VariantForm], code: str) -> None:
    """Say it at the form that has the code, or at the first."""
    row = next((one for one in rows if one.sku.data == code), rows[0])
    row.refuse("sku", _("Đặt mã khác: sản phẩm khác đã dùng mã %(code)s.", code=code))


def too_many(count: str) -> str:
    return _(
        "Bớt loại đi: ghép lại thành %(count)s loại, nhiều nhất được %(most)s.",
        count=count,
        most=MOST_FORMS,
    )


def lines_of(found: list[Level]) -> str:
    return "\n".join(f"{name}: {', '.join(values)}" for name, values in found)


def forms_told(record: Record) -> str:
    """The forms with what is their own, one on each line."""
    lines = []
    for form in record.forms:
        price = shown(form.price_vnd) if form.price_vnd is not None else ""
        stock = _("còn %(count)s", count=form.stock) if form.stock is not None else ""
        lines.append(", ".join(filter(None, (" · ".join(form.values), price, stock, form.sku))))
    return "\n".join(lines)
