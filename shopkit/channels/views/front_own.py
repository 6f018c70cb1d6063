"""A seller's own view of her page: what stands on it, who may see it, and how to change it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, flash, request
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit import clock
from shopkit.accounts.queries import has_consent
from shopkit.accounts.rules.purposes import PUBLIC_ADDRESS, PUBLIC_NAME
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.catalog.queries.products import published_count
from shopkit.catalog.rules.addresses import shop_path
from shopkit.channels.actions import front as actions
from shopkit.channels.forms import front as forms
from shopkit.channels.queries import front as queries
from shopkit.channels.rules.front_text import mark_of
from shopkit.channels.views import front_words as words
from shopkit.channels.views.blueprint import bp
from shopkit.errors import Conflict, NotFound
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import account, accounts_of
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop
from shopkit.web.doors import repeatable
from shopkit.web.forms import Form
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

CODE_SCALE = 12


@dataclass(frozen=True)
class Part:
    """A part of the page that is one text: where it is kept, and how it is asked for."""

    column: str
    form: type[Form]
    title: LazyText
    hint: LazyText


PARTS = {
    "about": Part(
        "about",
        forms.TextForm,
        lazy("Giới thiệu cửa hàng"),
        lazy("Ví dụ: làm bánh từ năm nào, vì sao khách quen quay lại."),
    ),
    "zalo": Part(
        "zalo",
        forms.ZaloForm,
        lazy("Zalo cho khách nhắn"),
        lazy("Nhập số điện thoại dùng Zalo. Bỏ trống thì không hiện nút Zalo."),
    ),
    "messenger": Part(
        "messenger",
        forms.MessengerForm,
        lazy("Trang Facebook cho khách nhắn"),
        lazy("Mở trang Facebook, bấm Chia sẻ, chép liên kết rồi dán vào đây."),
    ),
    "platform": Part(
        "platform_page",
        forms.PageForm,
        lazy("Gian hàng trên sàn"),
        lazy("Dán liên kết gian hàng trên Shopee, TikTok Shop, PostMart, Voso hoặc nơi khác."),
    ),
    "address": Part(
        "office_address",
        forms.AddressForm,
        lazy("Địa chỉ để khách tìm đến"),
        lazy("Chỉ hiện khi đã đồng ý cho hiện địa chỉ. Bỏ trống thì hiện tên thôn."),
    ),
    "delivery": Part(
        "delivery",
        forms.TextForm,
        lazy("Giao hàng"),
        lazy("Giao ở đâu, mấy ngày, phí bao nhiêu, gửi qua ai."),
    ),
    "returns": Part(
        "returns",
        forms.TextForm,
        lazy("Đổi, trả hàng"),
        lazy("Hàng hỏng hoặc giao nhầm thì đổi, trả tiền thế nào, trong mấy ngày."),
    ),
    "complaints": Part(
        "complaints",
        forms.TextForm,
        lazy("Khách chưa vừa ý thì làm gì"),
        lazy("Gọi hoặc nhắn cho ai, mấy ngày thì trả lời."),
    ),
}


def own_shop() -> Shop:
    return shop(db.session, who())


@bp.route("/front")
def front() -> Response:
    """Her page as it stands: each part, whether buyers see it, and its way to change it."""
    own = own_shop()
    face = queries.face_of(db.session, own)
    config = parts().config
    return show(
        "channels/front.html",
        shop=own,
        face=face,
        front=face.front,
        is_open=face.front is None or face.front.is_open,
        count=published_count(db.session, own),
        address=config.public_address + shop_path(own.code),
        path=shop_path(own.code),
        is_switched_on=config.public_pages,
        agrees_name=has_consent(db.session, own.id, PUBLIC_NAME.code),
        agrees_address=has_consent(db.session, own.id, PUBLIC_ADDRESS.code),
        bank=banks.by_bin(face.pay.account.bin) if face.pay else None,
        titles={name: str(part.title) for name, part in PARTS.items()},
        words=words,
    )


@bp.route("/front/tell/<part>", methods=["GET", "POST"])
def change_front(part: str) -> Response:
    """One part of the page, in her own words; what somebody wrote meanwhile is shown first."""
    asked = PARTS.get(part)
    if asked is None:
        raise NotFound(part)
    own = own_shop()
    found = queries.front_or_none(db.session, own)
    standing = getattr(found, asked.column) if found else ""
    form = asked.form(text=standing, was=mark_of(standing))
    if form.validate_on_submit():
        try:
            actions.say(
                db.session,
                own,
                asked.column,
                form["text"].data or "",
                was=form["was"].data or "",
                now=clock.now(),
            )
        except Conflict:
            form["was"].data = mark_of(standing)
            return show("channels/front_part.html", 409, **page_of(form, asked, standing))
        flash(_("Đã lưu."), "good")
        return to(".front")
    return show("channels/front_part.html", **page_of(form, asked))


def page_of(form: Form, asked: Part, other: str | None = None) -> dict[str, Any]:
    return {
        "form": form,
        "title": asked.title,
        "hint": asked.hint,
        "is_long": asked.form is forms.TextForm,
        "is_link": asked.form in (forms.MessengerForm, forms.PageForm),
        "other": other,
    }


@bp.route("/front/phone", methods=["GET", "POST"])
def front_phone() -> Response:
    """Whether buyers see a button to call, and which number it calls."""
    own = own_shop()
    found = queries.front_or_none(db.session, own)
    hides = bool(found and found.hides_phone)
    form = forms.PhoneForm(
        choice=forms.HIDDEN if hides else forms.SHOWN, phone=found.phone if found else None
    )
    if form.validate_on_submit():
        actions.say_phone(
            db.session,
            own,
            phone=form.phone.data,
            hides_phone=form.choice.data == forms.HIDDEN,
            now=clock.now(),
        )
        flash(_("Đã lưu."), "good")
        return to(".front")
    return show("channels/front_phone.html", form=form, shop=own)


@bp.route("/front/business", methods=["GET", "POST"])
def front_business() -> Response:
    """The registration under which she sells, if she has one."""
    own = own_shop()
    form = forms.BusinessForm(obj=queries.front_or_none(db.session, own))
    if form.validate_on_submit():
        actions.say_business(db.session, own, **form.values(), now=clock.now())
        flash(_("Đã lưu."), "good")
        return to(".front")
    return show("channels/front_business.html", form=form)


@bp.route("/front/money", methods=["GET", "POST"])
def front_money() -> Response:
    """Put the code of an account on the page; the PIN is asked again, every phone is told."""
    if who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    form = forms.MoneyForm()
    with parts().database.reading() as looking:
        form.account_id.choices = [
            (str(one.id), account_word(one)) for one in accounts_of(looking, shop(looking, who()))
        ]
    is_sure = form.validate_on_submit() and is_own_secret(form, "pin")
    own = own_shop()
    if is_sure:
        chosen = account(db.session, own, UUID(form.account_id.data))
        actions.show_account(db.session, own, chosen, now=clock.now())
        flash(_("Mã QR đã lên trang. Nhắc khách xem đúng tên trước khi chuyển."), "good")
        return to(".front")
    return show("channels/front_money.html", form=form)


def account_word(one: PaymentAccount) -> str:
    bank = banks.by_bin(one.bin)
    return f"{bank.short_name if bank else one.bin} {one.number}, {one.holder}"


@bp.route("/front/money/off", methods=["POST"])
def front_money_off() -> Response:
    """Take the code off the page; less is shown then, so no PIN is asked."""
    actions.take_account_off(db.session, own_shop(), now=clock.now())
    flash(_("Mã QR đã gỡ khỏi trang."), "good")
    return to(".front")


@bp.route("/front/open", methods=["POST"])
@repeatable("an open page stays open")
def open_front() -> Response:
    actions.open_front(db.session, own_shop(), now=clock.now())
    flash(_("Trang đã mở, khách xem được."), "good")
    return to(".front")


@bp.route("/front/close", methods=["POST"])
@repeatable("a closed page stays closed")
def close_front() -> Response:
    """Show buyers nothing for now; labels go on telling what they tell."""
    actions.close_front(db.session, own_shop(), now=clock.now())
    flash(_("Trang đã đóng. Tem truy xuất đã dán vẫn xem được."), "wait")
    return to(".front")


@bp.route("/front/code")
def front_code() -> Response:
    """The address of her page as a code to print."""
    own = own_shop()
    return show(
        "channels/front_code.html",
        shop=own,
        address=parts().config.public_address + shop_path(own.code),
    )


@bp.route("/front/code.<suffix>")
def front_code_file(suffix: str) -> Response:
    """The code as a picture or a drawing, read back before it is given out."""
    if suffix not in ("png", "svg"):
        raise NotFound(suffix)
    address = parts().config.public_address + shop_path(own_shop().code)
    drawn = proved(symbol(address))
    content = drawn.png(scale=CODE_SCALE) if suffix == "png" else drawn.svg().encode()
    kind = "image/png" if suffix == "png" else "image/svg+xml"
    response = current_app.response_class(content, mimetype=kind)
    if request.args.get("save"):
        response.headers["Content-Disposition"] = f'attachment; filename="ma-trang.{suffix}"'
    return response
