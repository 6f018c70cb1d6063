"""Asking whether amounts are kept here, and whether they may be added up."""

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import REPORT
from shopkit.accounts.views.consent_words import WORDINGS
from shopkit.sales.actions import book as actions
from shopkit.sales.forms.book import KeepBookForm, ShareForm
from shopkit.sales.queries.book import keeps_book, shares_amounts
from shopkit.sales.views.blueprint import bp
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


def own_shop() -> Shop:
    return shop(db.session, who())


@bp.route("/book/keep", methods=["GET", "POST"])
def keep_book() -> Response:
    """Amounts or none: a yes keeps them from now on, a no erases them at once."""
    own = own_shop()
    form = KeepBookForm()
    if form.validate_on_submit():
        by = who().account_id
        if form.answer.data == "yes":
            actions.open_book(db.session, own, by=by, now=clock.now())
            flash(_("Đã bật sổ. Từ nay số tiền được lưu."), "good")
            return to(".book")
        actions.close_book(db.session, own, by=by, now=clock.now())
        flash(_("Không lưu số tiền. Số tiền đã lưu trước đây đã xóa hết."), "good")
        return to(".sales")
    return show(
        "sales/keep_book.html",
        form=form,
        wording=WORDINGS["book"],
        is_kept=keeps_book(db.session, own),
    )


@bp.route("/book/share", methods=["GET", "POST"])
def share_amounts() -> Response:
    """Whether the amounts of online orders go into the commune's sum."""
    own = own_shop()
    if not keeps_book(db.session, own):
        return to(".keep_book")
    form = ShareForm()
    if form.validate_on_submit():
        actions.share_amounts(
            db.session,
            own,
            by=who().account_id,
            agrees=form.answer.data == "yes",
            now=clock.now(),
        )
        return to(".book")
    return show(
        "sales/share_amounts.html",
        form=form,
        wording=WORDINGS["share_amounts"],
        is_shared=shares_amounts(db.session, own),
        is_reported=has_consent(db.session, own.id, REPORT.code),
    )
