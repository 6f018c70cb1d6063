"""Writing a listing from three answers; nothing is saved before she has read it."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.drafts import take_draft
from shopkit.catalog.actions.products import ProductChanged, TitleUnreadable
from shopkit.catalog.forms.drafting import KIND_ICONS, KIND_WORDS, AnswersForm, DraftForm
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.claims import claims_in_text
from shopkit.catalog.rules.drafting import KINDS, draft, kind_of
from shopkit.catalog.rules.keywords import keywords_for
from shopkit.catalog.views.adding import own_product, own_shop
from shopkit.catalog.views.advice import record_now
from shopkit.catalog.views.blueprint import bp
from shopkit.errors import NotFound
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


@bp.route("/products/<uuid:product_id>/draft")
def draft_kinds(product_id: UUID) -> Response:
    """Which kind of goods it is; the questions differ."""
    found = own_product(product_id)
    return show(
        "catalog/draft_kinds.html",
        product=found,
        kinds=KIND_WORDS,
        icons=KIND_ICONS,
        likely=kind_of(found.ocop_group, found.category),
    )


@bp.route("/products/<uuid:product_id>/draft/<draft_kind>")
def draft_questions(product_id: UUID, draft_kind: str) -> Response:
    """Three questions; the answers travel in the address, so that going back loses nothing."""
    found = own_product(product_id)
    if draft_kind not in KINDS:
        raise NotFound(draft_kind)
    form = AnswersForm(request.args)
    form.ask(draft_kind)
    return show("catalog/draft_questions.html", form=form, product=found, kind=draft_kind)


@bp.route("/products/<uuid:product_id>/draft/<draft_kind>/text", methods=["GET", "POST"])
def draft_text(product_id: UUID, draft_kind: str) -> Response:
    """The draft, editable; saved only as she leaves it."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    if draft_kind not in KINDS:
        raise NotFound(draft_kind)
    asked = AnswersForm(request.args)
    asked.ask(draft_kind)
    if not asked.validate():
        return show("catalog/draft_questions.html", form=asked, product=found, kind=draft_kind)
    record = record_now(own, found)
    made = draft(record, draft_kind, asked.answers())
    form = DraftForm()
    status = 200
    if form.validate_on_submit():
        try:
            take_draft(db.session, found, **form.values(), now=clock.now())
        except TitleUnreadable:
            form.refuse("title", _("Nhập tên bằng chữ, ví dụ: Mật ong bạc hà 500 ml."))
        except ProductChanged:
            form.version.data, status = found.version, 409
        else:
            flash(_("Đã lưu. Điểm đã tính lại."), "good")
            return to(".advice", product_id=found.id)
    elif not form.is_submitted():
        form.fill(made, found.version)
    return show(
        "catalog/draft_text.html",
        status,
        form=form,
        product=found,
        kind=draft_kind,
        answers=request.args,
        dropped=[] if form.is_submitted() else made.dropped,
        why=[claim for text in made.dropped for claim in claims_in_text(text) if claim.is_stop],
        keywords=keywords_for(record, [asked.answers().trait]),
        clash=status == 409,
    )
