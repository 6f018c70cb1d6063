"""A trainer at the stall: what may be known of a shop's money, checking its sticker and name."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.actions import accounts as actions
from shopkit.payments.forms.accounts import SeenNameForm
from shopkit.payments.forms.stands import StickerForm
from shopkit.payments.queries import checks, stands
from shopkit.payments.queries.accounts import account as account_of
from shopkit.payments.queries.accounts import accounts_of, pay_to, seen_by_staff
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.checks import note, noted, seen_by_itself, seen_in, show_result
from shopkit.payments.views.files import picture_of
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_in_reach
from shopkit.shops.views.shops import beside_her
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.phone import kept_on_phone
from shopkit.web.state import db, who


def shop_visited(shop_id: UUID) -> Shop:
    """A shop of her places that agreed to be seen, or whose seller sits beside her."""
    found = beside_her(shop_id)
    return found[0] if found else shop_in_reach(db.session, who(), shop_id, TRAINER)


def shop_beside(shop_id: UUID) -> Shop | None:
    """The shop when its seller is here, and it is not the trainer's own."""
    shop = shop_visited(shop_id)
    if shop.id in who().shop_ids:
        raise NotFound(str(shop_id))
    return shop if beside_her(shop_id) else None


@bp.route("/shops/<uuid:shop_id>/stall")
@for_roles(TRAINER)
def stall(shop_id: UUID) -> Response:
    """Accounts by their end only, whether names were seen, and how the stand was found last."""
    shop = shop_visited(shop_id)
    return show(
        "payments/stall.html",
        shop=shop,
        accounts=accounts_of(db.session, shop),
        staff_saw=seen_by_staff(db.session, shop),
        checks=checks.checks_of(db.session, shop),
        is_due=checks.is_check_due(db.session, shop, clock.now()),
        wrong=stands.wrong_stands(db.session, shop),
        is_beside=beside_her(shop_id) is not None,
        is_own=shop.id in who().shop_ids,
    )


@bp.route("/shops/<uuid:shop_id>/sticker", methods=["GET", "POST"])
@for_roles(TRAINER)
@kept_on_phone
def check_sticker_of(shop_id: UUID) -> Response:
    """Photograph the stand on a visit; the result is the shop's, seen by staff."""
    form = StickerForm()
    seen = seen_in(form)
    shop = shop_visited(shop_id)
    if seen:
        check = note(shop, seen)
        return to(".check_result_of", shop_id=shop.id, check_id=check.id)
    return show(
        "payments/check.html",
        form=form,
        accounts=accounts_of(db.session, shop),
        back_url=url_for(".stall", shop_id=shop.id),
        shop=shop,
    )


@bp.route("/shops/<uuid:shop_id>/sticker/<uuid:check_id>", methods=["PUT"])
@for_roles(TRAINER)
def take_sticker_of(shop_id: UUID, check_id: UUID) -> Response:
    """The photo of a visit that came by itself, when there was a network again."""
    seen = seen_by_itself()
    if isinstance(seen, Response):
        return seen
    shop = shop_visited(shop_id)
    check = note(shop, seen, check_id)
    return noted(url_for(".check_result_of", shop_id=shop.id, check_id=check.id))


@bp.route("/shops/<uuid:shop_id>/sticker/<uuid:check_id>")
@for_roles(TRAINER)
def check_result_of(shop_id: UUID, check_id: UUID) -> Response:
    shop = shop_visited(shop_id)
    return show_result(shop, checks.check(db.session, shop, check_id), is_visit=True)


@bp.route("/shops/<uuid:shop_id>/stall/<uuid:account_id>/name", methods=["GET", "POST"])
@for_roles(TRAINER)
def see_name(shop_id: UUID, account_id: UUID) -> Response:
    """She scans the code with her own bank app, the seller beside her, and types what it shows."""
    shop = shop_beside(shop_id)
    if shop is None:
        flash(_("Kiểm tra tên khi người bán đang ở bên cạnh: nhập số điện thoại trước."), "wait")
        return to("shops.beside")
    account, form = account_of(db.session, shop, account_id), SeenNameForm()
    if account.ended_at is not None:
        raise NotFound(str(account_id))
    if form.validate_on_submit():
        try:
            actions.confirm_name(
                db.session, account, shown_name=form.shown_name.data, now=clock.now()
            )
        except actions.NameDiffers:
            sentence = _("Tên này khác tên đã lưu. Xem lại số tài khoản cùng người bán.")
            form.refuse("shown_name", sentence)
        else:
            flash(_("Đã ghi: tên trên app ngân hàng đúng với tên trên mã."), "good")
            return to(".stall", shop_id=shop.id)
    return show(
        "payments/see_name.html", form=form, shop=shop, pay_to=pay_to(account), account=account
    )


@bp.route("/shops/<uuid:shop_id>/stall/<uuid:account_id>/code.png")
@for_roles(TRAINER)
def code_beside(shop_id: UUID, account_id: UUID) -> Response:
    """The code to be scanned, only while its seller is here."""
    shop = shop_beside(shop_id)
    if shop is None:
        raise NotFound(str(shop_id))
    return picture_of(pay_to(account_of(db.session, shop, account_id)))
