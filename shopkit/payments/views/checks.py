"""Check my sticker: a photo of what hangs at the stall tells where the money goes."""

from uuid import UUID

from flask import flash, jsonify, request, url_for
from werkzeug.wrappers import Response

from qr_labels.payload import banks
from shopkit import clock
from shopkit.payments.actions import checks as actions
from shopkit.payments.actions import lens
from shopkit.payments.actions.lens import PhotoRefused, Seen
from shopkit.payments.forms.stands import IntervalForm, StickerForm
from shopkit.payments.models.stands import StandCheck
from shopkit.payments.queries import checks
from shopkit.payments.queries.accounts import account as account_of
from shopkit.payments.queries.accounts import all_accounts_of
from shopkit.payments.rules.checks import judged
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.kept import own_shop
from shopkit.shops.models.shops import Shop
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.phone import WAITED, kept_on_phone, photo_body, photo_refused
from shopkit.web.state import db

ADVICE: dict[str, LazyText] = {
    lens.EMPTY: lazy("Tệp này trống. Chụp lại bằng máy ảnh của điện thoại, hoặc chọn ảnh khác."),
    lens.TOO_LARGE: lazy("Ảnh quá lớn. Chụp lại bằng máy ảnh của điện thoại, ở cỡ ảnh thường."),
    lens.NOT_AN_IMAGE: lazy(
        "Tệp này không phải ảnh JPEG, PNG, WebP hay HEIC. Chụp lại bằng máy ảnh của điện thoại."
    ),
    lens.BROKEN: lazy("Ảnh bị hỏng hoặc gửi thiếu. Gửi lại, hoặc chụp ảnh mới."),
    lens.BUSY: lazy("Đang có nhiều người gửi ảnh. Chờ một phút rồi gửi lại."),
}


@bp.route("/qr/check", methods=["GET", "POST"])
@kept_on_phone
def check_sticker() -> Response:
    """Take the picture; what it shows is told on the next page. The photo is not kept."""
    form = StickerForm()
    seen = seen_in(form)
    shop = own_shop()
    if seen:
        check = note(shop, seen)
        return to(".check_result", check_id=check.id)
    return show("payments/check.html", form=form, accounts=all_accounts_of(db.session, shop))


def seen_in(form: StickerForm) -> Seen | None:
    """The codes of the photo that was sent, or None and the form says why.

    Call it before the first `db.session`: others write while a photo is read.
    """
    if not form.validate_on_submit() or form.photo.data is None:
        return None
    stream = form.photo.data.stream
    try:
        return lens.look_at(stream.read())
    except PhotoRefused as refusal:
        form.refuse("photo", ADVICE[refusal.reason])
        return None
    finally:
        stream.seek(0)  # what was sent is compared with what came before under its key


@bp.route("/qr/checks/<uuid:check_id>", methods=["PUT"])
def take_sticker(check_id: UUID) -> Response:
    """A photo that came by itself, maybe long after it was taken; its id is that of the look."""
    seen = seen_by_itself()
    if isinstance(seen, Response):
        return seen
    shop = own_shop()
    check = note(shop, seen, check_id)
    return noted(url_for(".check_result", check_id=check.id))


def seen_by_itself() -> Seen | Response:
    """The codes of a photo that is the whole request; as `seen_in`, before the first session."""
    try:
        return lens.look_at(photo_body())
    except PhotoRefused as refusal:
        return photo_refused(ADVICE[refusal.reason], is_busy=refusal.reason == lens.BUSY)


def noted(location: str) -> Response:
    answer = jsonify({"location": location})
    answer.status_code = 201
    return answer


def note(shop: Shop, seen: Seen, check_id: UUID | None = None) -> StandCheck:
    known = checks.check_or_none(db.session, shop, check_id) if check_id else None
    if known:
        return known
    judgement = judged(seen.found, seen.unread_count, checks.owned_by(db.session, shop))
    return actions.note_check(
        db.session,
        shop,
        judgement,
        now=clock.now(),
        check_id=check_id,
        has_waited=WAITED in request.headers,
    )


@bp.route("/qr/checks/<uuid:check_id>")
def check_result(check_id: UUID) -> Response:
    shop = own_shop()
    return show_result(shop, checks.check(db.session, shop, check_id), is_visit=False)


def show_result(shop: Shop, check: StandCheck, *, is_visit: bool) -> Response:
    """What the photo showed and what to do now, the same words for her and for a trainer."""
    account = account_of(db.session, shop, check.account_id) if check.account_id else None
    bank = banks.by_bin(check.other_bin) if check.other_bin else None
    return show(
        "payments/check_result.html",
        shop=shop,
        check=check,
        account=account,
        other_bank=bank,
        is_visit=is_visit,
    )


@bp.route("/qr/check/how-often", methods=["GET", "POST"])
def check_interval() -> Response:
    """How often she wants to be reminded."""
    shop = own_shop()
    form = IntervalForm(days=str(checks.days_between_checks(db.session, shop)))
    if form.validate_on_submit():
        actions.choose_interval(db.session, shop, **form.values(), now=clock.now())
        flash(_("Đã ghi. Đến hạn sẽ nhắc ở trang đầu."), "good")
        return to(".all_stands")
    return show("payments/check_interval.html", form=form)
