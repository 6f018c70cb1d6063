"""A seller's papers: what she has, until when, and who has seen them."""

from uuid import UUID

from flask import current_app, flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import papers as actions
from shopkit.catalog.forms.papers import ALL_PRODUCTS, PageForm, PaperForm
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import papers as queries
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.queries.products import products_of
from shopkit.catalog.rules.papers import (
    MOST_PAGES,
    MOST_PAPERS,
    PDF,
    Kind,
    NotPdf,
    PaperDatesBackwards,
    PaperInFuture,
    PaperNumberOdd,
    PaperTooLong,
    PdfLocked,
    PdfTooHeavy,
    kind_of,
    kinds,
)
from shopkit.catalog.rules.photo import PictureRefused
from shopkit.catalog.views.adding import own_shop
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.paper_words import (
    KIND_HINTS,
    KIND_WORDS,
    NAMED,
    paper_line,
    paper_name,
)
from shopkit.catalog.views.uploads import ADVICE
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.web.forms import Sentence
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts


@bp.app_context_processor
def paper_words() -> dict[str, object]:
    return {"paper_name": paper_name, "paper_line": paper_line}


@bp.route("/papers")
def papers() -> Response:
    """All papers, the one that ends first on top."""
    own = own_shop()
    return show(
        "catalog/papers.html",
        papers=queries.papers_of(db.session, own),
        removed=queries.removed_papers_of(db.session, own),
        titles=titles_of(own),
        today=clock.today(),
    )


def titles_of(shop: Shop) -> dict[UUID, str]:
    return {one.id: one.title for one in products_of(db.session, shop)}


@bp.route("/papers/new")
def choose_paper() -> Response:
    """Which kind of paper."""
    own_shop()
    return show("catalog/paper_kinds.html", kinds=kinds(), words=KIND_WORDS, hints=KIND_HINTS)


@bp.route("/papers/new/<kind>", methods=["GET", "POST"])
def add_paper(kind: str) -> Response:
    """What stands on it; the photo comes next."""
    own = own_shop()
    found = known_kind(kind)
    form = fitted_form(own, found)
    if form.validate_on_submit():
        product = chosen_product(own, form)
        try:
            paper = actions.add_paper(
                db.session, own, product, facts=form.facts(found), now=clock.now()
            )
        except REFUSED as refusal:
            refuse(form, refusal)
        else:
            return to(".add_paper_page", paper_id=paper.id)
    return show("catalog/paper_form.html", form=form, kind=found, words=KIND_WORDS, old=None)


@bp.route("/papers/<uuid:paper_id>/replace", methods=["GET", "POST"])
def replace_paper(paper_id: UUID) -> Response:
    """The renewed paper, or the same one without the slip; the old one stays in the history."""
    own = own_shop()
    old = standing_paper(own, paper_id)
    found = kind_of(old.kind)
    form = fitted_form(own, found, old)
    if form.validate_on_submit():
        product = chosen_product(own, form)
        try:
            paper = actions.replace_paper(
                db.session, own, old, product, facts=form.facts(found), now=clock.now()
            )
        except REFUSED as refusal:
            refuse(form, refusal)
        else:
            return to(".add_paper_page", paper_id=paper.id)
    return show("catalog/paper_form.html", form=form, kind=found, words=KIND_WORDS, old=old)


def known_kind(code: str) -> Kind:
    if code not in kinds():
        raise NotFound(code)
    return kinds()[code]


def standing_paper(shop: Shop, paper_id: UUID) -> Paper:
    found = queries.paper(db.session, shop, paper_id)
    if found.removed_at is not None:
        raise NotFound(str(paper_id))
    return found


def fitted_form(shop: Shop, kind: Kind, old: Paper | None = None) -> PaperForm:
    """The questions of this kind; a paper that is replaced has answered them once."""
    form = PaperForm(obj=old)
    form.fit(kind, is_named=kind.code in NAMED)
    titled = [one for one in products_of(db.session, shop) if one.title]
    choices: list[tuple[str, Sentence]] = [(str(one.id), one.title) for one in titled]
    if not kind.per_product:
        choices.append((ALL_PRODUCTS, _("Mọi sản phẩm của cửa hàng")))
    form.product_id.choices = choices
    if not form.is_submitted():
        form.product_id.data = str(old.product_id or ALL_PRODUCTS) if old else first_of(choices)
        if old and kind.has_stars:
            form.stars.data = str(old.stars)
    return form


def first_of(choices: list[tuple[str, Sentence]]) -> str | None:
    return choices[0][0] if len(choices) == 1 else None


def chosen_product(shop: Shop, form: PaperForm) -> Product | None:
    chosen = form.product_id.data
    return None if chosen == ALL_PRODUCTS else product_of(db.session, shop, UUID(chosen))


REFUSED = (
    PaperDatesBackwards,
    PaperInFuture,
    PaperNumberOdd,
    PaperTooLong,
    actions.PaperKnown,
    actions.TooManyPapers,
)


def refuse(form: PaperForm, refusal: Exception) -> None:
    if isinstance(refusal, PaperInFuture):
        form.refuse("valid_from", _("Ngày cấp còn chưa tới. Xem lại ngày trên giấy."))
    elif isinstance(refusal, PaperDatesBackwards):
        form.refuse("valid_to", _("Ngày hết hạn phải sau ngày cấp. Xem lại hai ngày."))
    elif isinstance(refusal, PaperTooLong):
        form.refuse("valid_to", _("Hạn dài hơn hai mươi năm. Xem lại năm."))
    elif isinstance(refusal, PaperNumberOdd):
        form.refuse(
            "number",
            _("Ghi đúng số trên giấy: có chữ số, chỉ dùng chữ, số và dấu / . - ( )."),
        )
    elif isinstance(refusal, actions.PaperKnown):
        form.refuse("number", _("Giấy số này đã có. Mở giấy cũ để sửa hoặc thay."))
    else:
        form.refuse(
            "number",
            _("Cửa hàng đã có %(limit)s giấy. Bỏ giấy cũ rồi thêm.", limit=MOST_PAPERS),
        )


@bp.route("/papers/<uuid:paper_id>")
def paper(paper_id: UUID) -> Response:
    own = own_shop()
    found = queries.paper(db.session, own, paper_id)
    return show(
        "catalog/paper.html",
        paper=found,
        kind=kind_of(found.kind),
        words=KIND_WORDS,
        title=titles_of(own).get(found.product_id) if found.product_id else None,
        today=clock.today(),
        most_pages=MOST_PAGES,
    )


@bp.route("/papers/<uuid:paper_id>/page", methods=["GET", "POST"])
def add_paper_page(paper_id: UUID) -> Response:
    """A photo or a PDF of the paper; opened before the write begins."""
    form = PageForm()
    page = readable_page(form)
    found = standing_paper(own_shop(), paper_id)
    if page:
        try:
            actions.add_page(db.session, parts().files, found, page, now=clock.now())
        except actions.TooManyPapers:
            form.refuse("page", _("Giấy này đã đủ trang, hoặc cửa hàng đã hết chỗ chứa ảnh giấy."))
        else:
            flash(_("Đã giữ trang giấy."), "good")
            return to(".paper", paper_id=found.id)
    return show("catalog/paper_page.html", form=form, paper=found)


def readable_page(form: PageForm) -> actions.Page | None:
    """The page that was sent, checked and made fit; or None and the form says why."""
    if not form.validate_on_submit() or form.page.data is None:
        return None
    stream = form.page.data.stream
    try:
        return actions.readable_page(stream.read())
    except PictureRefused as refusal:
        form.refuse("page", ADVICE[refusal.flaw])
    except NotPdf:
        form.refuse("page", _("Tệp PDF bị hỏng hoặc gửi thiếu. Gửi lại, hoặc chụp ảnh giấy."))
    except PdfLocked:
        form.refuse("page", _("Tệp PDF có mật khẩu. Gửi tệp không khóa, hoặc chụp ảnh giấy."))
    except PdfTooHeavy:
        form.refuse("page", _("Tệp PDF nặng quá 10 MB. Chụp ảnh giấy thay cho tệp."))
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key
    return None


@bp.route("/papers/<uuid:paper_id>/remove", methods=["POST"])
def remove_paper(paper_id: UUID) -> Response:
    found = queries.paper(db.session, own_shop(), paper_id)
    actions.remove_paper(db.session, found, now=clock.now())
    flash(_("Đã bỏ giấy khỏi trang bán hàng. Giấy còn trong mục giấy cũ."), "good")
    return to(".papers")


@bp.route("/papers/<uuid:paper_id>/pages/<int:number>")
def paper_page(paper_id: UUID, number: int) -> Response:
    """A page of a paper, for the shop's own people."""
    return page_file(queries.paper(db.session, own_shop(), paper_id), number)


def page_file(found: Paper, number: int) -> Response:
    page = actions.page_of(parts().files, found, number)
    if page is None:
        raise NotFound(str(number))
    is_pdf = page.ending == PDF
    kind = "application/pdf" if is_pdf else "image/jpeg"
    response = current_app.response_class(page.content, mimetype=kind)
    how = "attachment" if is_pdf else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="giay-{number}{page.ending}"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
