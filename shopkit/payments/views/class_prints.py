"""One PDF with the stands of a whole class."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from qr_labels.drawing.stand import Format
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.actions.stands import print_stand
from shopkit.payments.queries.prints import MOST_STANDS, class_stands, paid_shops
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import PAPER, file
from shopkit.payments.views.stands import FORMAT_WORDS
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_in_reach, shops_in_reach, those_in_reach
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


@bp.route("/class-stands", methods=["GET", "POST"])
@for_roles(TRAINER)
def class_stands_page() -> Response:
    """Choose among the shops of her places that agreed, or of a class; each printing is counted.

    A class tells which shops are its own, and of how many people they are.
    """
    text = request.args.get("q", "")[:60]
    if request.method == "POST":
        return print_all(request.form.getlist("shop", type=UUID), request.form.get("format", ""))
    of_class = request.args.getlist("shop", type=UUID)[:MOST_STANDS]
    found = (
        those_in_reach(db.session, who(), of_class)
        if of_class
        else shops_in_reach(db.session, who(), text)[0]
    )
    paid = paid_shops(db.session, found)
    return show(
        "payments/class_stands.html",
        paid=paid,
        text=text,
        format_words=FORMAT_WORDS,
        most=MOST_STANDS,
        are_all_chosen=bool(of_class or request.args.get("all")),
        is_of_class=bool(of_class),
        without=max(0, request.args.get("of", 0, type=int) - len(paid)) if of_class else 0,
    )


def print_all(shop_ids: list[UUID], kind: str) -> Response:
    """Note the printing of every stand and go to the file."""
    if kind not in PAPER:
        raise NotFound(kind)
    paid = paid_shops(db.session, chosen(shop_ids))
    if not paid:
        flash(_("Chọn ít nhất một cửa hàng đã có mã QR."), "wait")
        return to(".class_stands_page")
    for _shop, account in paid:
        print_stand(db.session, account, format=kind, language=language(), now=clock.now())
    return to(".class_paper", kind=kind, shop=[shop.id for shop, _account in paid])


def chosen(shop_ids: list[UUID]) -> list[Shop]:
    """Shops of her places, each only once; one she may not see does not exist."""
    asked = list(dict.fromkeys(shop_ids))[:MOST_STANDS]
    return [shop_in_reach(db.session, who(), shop_id, TRAINER) for shop_id in asked]


@bp.route("/class-stands/<kind>.pdf")
@for_roles(TRAINER)
def class_paper(kind: str) -> Response:
    shops = chosen(request.args.getlist("shop", type=UUID))
    if kind not in PAPER or not paid_shops(db.session, shops):
        raise NotFound(kind)
    format: Format = kind  # type: ignore[assignment]  # one of PAPER
    content = class_stands(db.session, shops, format, language())
    return file(content, "application/pdf", f"bang-ma-lop-{kind}.pdf")
