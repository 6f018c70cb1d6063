"""Stands on paper: printing, where they hang, which ones must come down."""

from dataclasses import replace
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from qr_labels.drawing.stand import Format
from shopkit import clock
from shopkit.errors import NotFound
from shopkit.payments.actions import stands as actions
from shopkit.payments.forms.stands import PutUpForm
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.stands import PrintedStand
from shopkit.payments.queries import checks, stands
from shopkit.payments.queries.accounts import all_accounts_of, pay_to
from shopkit.payments.rules.codes import stand_picture
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import PAPER, file, name_of
from shopkit.payments.views.kept import own_account, own_shop
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db

FORMAT_WORDS = {
    "a5": lazy("Bảng A5"),
    "a4": lazy("Bảng A4"),
    "a6": lazy("Bảng A6"),
    "card": lazy("Thẻ đeo cổ 54 × 86 mm"),
}


def own_stand(stand_id: UUID) -> tuple[PrintedStand, PaymentAccount]:
    return stands.stand(db.session, own_shop(), stand_id)


@bp.route("/qr/stands")
def all_stands() -> Response:
    """What hangs where, what pays an account that is over, what came down."""
    shop = own_shop()
    return show(
        "payments/stands.html",
        stands=stands.stands_of(db.session, shop),
        wrong=stands.wrong_stands(db.session, shop),
        accounts={one.id: one for one in all_accounts_of(db.session, shop)},
        checks=checks.checks_of(db.session, shop),
        last=checks.last_check_or_none(db.session, shop),
        alarm=checks.alarm_or_none(db.session, shop),
        days=checks.days_between_checks(db.session, shop),
        is_due=checks.is_check_due(db.session, shop, clock.now()),
        format_words=FORMAT_WORDS,
    )


@bp.route("/qr/<uuid:account_id>/print/<kind>", methods=["POST"])
def print_stand(account_id: UUID, kind: str) -> Response:
    """One more on paper; it is counted, and where it hangs can be told later."""
    account = own_account(account_id)
    if kind not in PAPER or account.ended_at:
        raise NotFound(kind)
    printed = actions.print_stand(
        db.session, account, format=kind, language=language(), now=clock.now()
    )
    return to(".printed", stand_id=printed.id)


@bp.route("/qr/stands/<uuid:stand_id>", methods=["GET", "POST"])
def printed(stand_id: UUID) -> Response:
    """The paper, and since when it hangs where."""
    stand, account = own_stand(stand_id)
    form = PutUpForm(put_up_on=stand.put_up_on or clock.today(), put_up_where=stand.put_up_where)
    if form.validate_on_submit():
        try:
            actions.put_up(db.session, stand, **form.values(), today=clock.today(), now=clock.now())
        except actions.NotPutUpYet:
            form.refuse("put_up_on", _("Chọn hôm nay hoặc một ngày đã qua."))
        else:
            flash(_("Đã ghi nơi dán bảng mã."), "good")
            return to(".printed", stand_id=stand.id)
    return show(
        "payments/stand.html",
        form=form,
        stand=stand,
        account=account,
        format_word=FORMAT_WORDS[stand.format],
    )


@bp.route("/qr/stands/<uuid:stand_id>/down", methods=["POST"])
def take_down(stand_id: UUID) -> Response:
    stand, _account = own_stand(stand_id)
    actions.take_down(db.session, stand, on=clock.today(), now=clock.now())
    flash(_("Đã ghi là gỡ xuống."), "good")
    return to(".all_stands")


@bp.route("/qr/stands/<uuid:stand_id>.pdf")
def stand_paper(stand_id: UUID) -> Response:
    """The paper as it was printed: what it said of the name then, it says now."""
    stand, account = own_stand(stand_id)
    if account.ended_at is not None:
        raise NotFound(str(stand_id))
    said = pay_to(account) if stand.was_checked else replace(pay_to(account), seen_at=None)
    return file(
        stand_picture(said, format_of(stand), stand.language),
        "application/pdf",
        name_of(said, f"{stand.format}.pdf"),
    )


def format_of(stand: PrintedStand) -> Format:
    kind: Format = stand.format  # type: ignore[assignment]  # only sizes of PAPER are kept
    return kind
