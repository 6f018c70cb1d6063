"""Requests: asking, watching until the money is there, calling off, noting by hand."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.errors import Conflict
from shopkit.money.shown import shown
from shopkit.payments.actions import matching, requests
from shopkit.payments.forms.money import AskForm, HandForm, VersionForm
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries import money as money_queries
from shopkit.payments.queries.accounts import accounts_of, pay_to
from shopkit.payments.queries.feeds import is_told_by_feed
from shopkit.payments.queries.requests import (
    paid_so_far,
    request_with_account,
    requests_done,
    requests_paid_twice,
    requests_waiting,
)
from shopkit.payments.queries.requests import request as request_of
from shopkit.payments.rules.codes import screen_code
from shopkit.payments.rules.money import seems_a_slip
from shopkit.payments.rules.requests import request_payload
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.files import file
from shopkit.payments.views.kept import own_shop
from shopkit.payments.views.money_words import REQUEST_WORDS
from shopkit.payments.views.till import unchanged
from shopkit.web.filters import money_words
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db


def own_request(request_id: UUID) -> PaymentRequest:
    return request_of(db.session, own_shop(), request_id)


@bp.route("/requests")
def requests_page() -> Response:
    now = clock.now()
    return show(
        "payments/requests.html",
        twice=requests_paid_twice(db.session, own_shop()),
        waiting=requests_waiting(db.session, own_shop(), now),
        done=requests_done(db.session, own_shop(), now),
        to_decide=money_queries.to_decide_count(db.session, own_shop()),
        words=REQUEST_WORDS,
        now=now,
    )


@bp.route("/requests/new", methods=["GET", "POST"])
def ask_for_payment() -> Response:
    """An amount with a note of her own, for a buyer who is not standing here."""
    accounts = accounts_of(db.session, own_shop())
    if not accounts:
        return redirect(url_for(".choose_bank"), code=303)
    form = ask_form(accounts)
    if form.validate_on_submit():
        asked = requests.ask_payment(
            db.session,
            own_shop(),
            chosen_of(form, accounts),
            amount_vnd=form.amount.data,
            purpose=form.purpose.data or "",
            expires_in=timedelta(hours=int(form.wait.data)),
            now=clock.now(),
        )
        return to(".payment_request", request_id=asked.id)
    return show("payments/request_new.html", form=form)


def ask_form(accounts: Sequence[PaymentAccount]) -> AskForm:
    """The question, without a choice of accounts where there is but one."""
    form = AskForm(account=str(accounts[0].id))
    form.account.choices = [(str(one.id), name_of(one)) for one in accounts]
    if len(accounts) == 1:
        del form.account
    return form


def name_of(one: PaymentAccount) -> str:
    return _("%(label)s, số …%(end)s", label=one.label or one.holder, end=one.number[-4:])


def chosen_of(form: AskForm, accounts: Sequence[PaymentAccount]) -> PaymentAccount:
    wanted = form.account.data if form.account else None
    return next((one for one in accounts if str(one.id) == wanted), accounts[0])


@bp.route("/requests/<uuid:request_id>")
def payment_request(request_id: UUID) -> Response:
    """The code, large, and whether the money is there; it says so by itself."""
    asked, account = request_with_account(db.session, own_shop(), request_id)
    return show(
        "payments/request.html",
        asked=asked,
        account=account,
        pay_to=pay_to(account),
        picture=inlined(asked, account),
        **state_of(asked),
    )


def inlined(asked: PaymentRequest, account: PaymentAccount) -> str | None:
    """The code inside the page, so that a weak signal is asked once and not twice."""
    png = picture_of_left(asked, account)
    return "data:image/png;base64," + b64encode(png).decode("ascii") if png else None


def picture_of_left(asked: PaymentRequest, account: PaymentAccount) -> bytes | None:
    """The code for what is still lacking; none where nobody should scan one."""
    if asked.amount_vnd is None or not asked.is_waiting or account.ended_at:
        return None
    left = asked.amount_vnd - paid_so_far(db.session, asked)
    return screen_code(request_payload(pay_to(account), left, asked.code))


def state_of(asked: PaymentRequest) -> dict[str, Any]:
    lines = money_queries.lines_of_request(db.session, own_shop(), asked)
    paid = paid_so_far(db.session, asked)
    tells = is_told(asked)
    return {
        "mark": mark_of(asked, tells),
        "tells": tells,
        "state": asked.state_at(clock.now()),
        "lines": lines,
        "paid_vnd": paid,
        "left_vnd": None if asked.amount_vnd is None else asked.amount_vnd - paid,
        "is_slip": bool(asked.amount_vnd and seems_a_slip(asked.amount_vnd, paid)),
        "words": REQUEST_WORDS,
    }


@bp.route("/requests/<uuid:request_id>/state")
def request_state(request_id: UUID) -> Response:
    """What a page that shows the code asks again and again; short when nothing changed."""
    asked = own_request(request_id)
    mark = mark_of(asked, is_told(asked))
    return unchanged(mark) or marked(mark, asked)


def is_told(asked: PaymentRequest) -> bool:
    account = request_with_account(db.session, own_shop(), asked.id)[1]
    return is_told_by_feed(db.session, account)


def mark_of(asked: PaymentRequest, tells: bool) -> str:
    """What changes whenever the page of a request looks different."""
    account = request_with_account(db.session, own_shop(), asked.id)[1]
    used = "ended" if account.ended_at else "used"
    return f"{asked.version}-{asked.state_at(clock.now())}-{used}-{'told' if tells else 'seen'}"


def marked(mark: str, asked: PaymentRequest) -> Response:
    answer = show("payments/request_state.html", asked=asked, **state_of(asked))
    answer.set_etag(mark, weak=True)
    return answer


@bp.route("/requests/<uuid:request_id>/code.png")
def request_code(request_id: UUID) -> Response:
    """The code alone, to be sent."""
    asked, account = request_with_account(db.session, own_shop(), request_id)
    png = picture_of_left(asked, account)
    if png is None:
        return redirect(url_for(".payment_request", request_id=asked.id))
    return file(png, "image/png")


@bp.route("/requests/<uuid:request_id>/cancel", methods=["POST"])
def cancel_request(request_id: UUID) -> Response:
    asked, form = own_request(request_id), VersionForm()
    form.validate()
    try:
        requests.cancel_request(db.session, asked, version=form.seen_version, now=clock.now())
    except (Conflict, requests.AlreadyPaid):
        return changed_meanwhile(asked)
    flash(_("Đã hủy. Nếu khách vẫn chuyển, tiền sẽ hiện ở mục tiền chưa ghép."), "wait")
    return to(".payment_request", request_id=asked.id)


@bp.route("/requests/<uuid:request_id>/money", methods=["GET", "POST"])
def note_money(request_id: UUID) -> Response:
    """She saw the money in her bank app; a picture on the buyer's phone is none."""
    asked = own_request(request_id)
    form = HandForm()
    is_filled = form.validate_on_submit()
    if is_filled and form.seen_version != asked.version:
        return changed_meanwhile(asked)
    if is_filled and is_sure(form, asked):
        try:
            matching.note_by_hand(
                db.session,
                asked,
                amount_vnd=form.amount.data,
                version=form.seen_version,
                now=clock.now(),
            )
        except Conflict:
            return changed_meanwhile(asked)
        return to(".payment_request", request_id=asked.id)
    if request.method == "GET":
        form.version.data = asked.version
    return show(
        "payments/request_money.html",
        form=form,
        asked=asked,
        has_doubt=bool(form.amount.errors and form.amount.data),
        **state_of(asked),
    )


def is_sure(form: HandForm, asked: PaymentRequest) -> bool:
    """Whether an amount that differs was seen twice by her: 200 is not 200.000."""
    left = (asked.amount_vnd or 0) - paid_so_far(db.session, asked)
    if form.amount.data == left or form.sure.data == form.amount.data:
        return True
    form.refuse(
        "amount",
        _(
            "Cần %(asked)s mà nhập %(given)s (%(words)s). Xem lại trên app ngân hàng.",
            asked=shown(left),
            given=shown(form.amount.data),
            words=money_words(form.amount.data),
        ),
    )
    return False


def changed_meanwhile(asked: PaymentRequest) -> Response:
    """Somebody else, or the bank, was quicker: show what it is now."""
    db.session.expire_all()
    return show("payments/request_changed.html", 409, asked=asked, **state_of(asked))
