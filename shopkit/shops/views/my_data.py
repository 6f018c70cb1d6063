"""What somebody can ask about her own records, and erasing them herself."""

from datetime import date
from uuid import UUID

from flask import current_app, flash, redirect
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.views.cookies import drop_sign_in_cookie
from shopkit.accounts.views.proofs import is_own_secret
from shopkit.errors import NotFound
from shopkit.shops.actions import requests as actions
from shopkit.shops.actions.erasing import Features, erase
from shopkit.shops.actions.requests import TAKEN_BACK
from shopkit.shops.forms.requests import EraseForm, OwnCorrectionForm, OwnRequestForm
from shopkit.shops.models.requests import CORRECT, ERASE, DataRequest
from shopkit.shops.queries import requests as queries
from shopkit.shops.queries.shops import shop_or_none
from shopkit.shops.queries.subjects import subject
from shopkit.shops.rules.clocks import due, kinds, term_of
from shopkit.shops.rules.subjects import ACCOUNT
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.request_words import KIND_HINTS, KIND_ICONS, KIND_WORDS, OUTCOME_WORDS
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

# Where the house hands down how each feature forgets.
FEATURES = "shopkit.features"


def features() -> Features:
    found: Features = current_app.extensions[FEATURES]
    return found


@bp.route("/me/data")
def my_data() -> Response:
    """What she may ask, and what became of what she asked."""
    return show(
        "shops/my_data.html",
        kinds=kinds(),
        words=KIND_WORDS,
        hints=KIND_HINTS,
        icons=KIND_ICONS,
        outcomes=OUTCOME_WORDS,
        requests=queries.own_requests(db.session, who()),
        today=clock.today(),
    )


@bp.route("/me/data/new/<kind>", methods=["GET", "POST"])
def ask_about_my_data(kind: str) -> Response:
    """One request in her own words; the law's days stand beside it."""
    if kind not in kinds():
        raise NotFound(kind)
    form = OwnCorrectionForm() if kind == CORRECT else OwnRequestForm()
    if form.validate_on_submit():
        shop = shop_or_none(db.session, who())
        actions.file_request(
            db.session,
            subject_kind=ACCOUNT,
            subject_id=who().account_id,
            commune_code=shop.commune_code if shop else commune_of_hers(),
            kind=kind,
            **form.values(),
            received_on=clock.today(),
            now=clock.now(),
        )
        flash(_("Đã gửi yêu cầu."), "good")
        return to(".my_data")
    today = clock.today()
    return show(
        "shops/ask_about_my_data.html",
        form=form,
        kind=kind,
        words=KIND_WORDS,
        hints=KIND_HINTS,
        due=due(kind, today),
        term=term_of(kind, today),
        may_erase_now=kind == ERASE and not who().is_staff,
    )


def commune_of_hers() -> str:
    """Where her row on the register lies, for somebody without a shop."""
    return subject(db.session, ACCOUNT, who().account_id).commune_code


@bp.route("/me/data/<uuid:data_request_id>/take-back", methods=["POST"])
def take_back_my_request(data_request_id: UUID) -> Response:
    """She does not want it any more."""
    actions.close_request(
        db.session, own_open_request(data_request_id), outcome=TAKEN_BACK, now=clock.now()
    )
    flash(_("Đã rút yêu cầu."), "good")
    return to(".my_data")


def own_open_request(data_request_id: UUID) -> DataRequest:
    for one in queries.own_requests(db.session, who()):
        if one.request.id == data_request_id and one.request.closed_on is None:
            return one.request
    raise NotFound(str(data_request_id))


@bp.route("/me/data/erase", methods=["GET", "POST"])
def erase_me() -> Response:
    """At once and by herself, with her PIN; staff are relieved of their work first."""
    if who().is_staff:
        raise NotFound
    form = EraseForm()
    if form.validate_on_submit() and is_own_secret(form, "pin"):
        erase(
            db.session,
            features(),
            subject_kind=ACCOUNT,
            subject_id=who().account_id,
            request=queries.open_request_or_none(db.session, ERASE, ACCOUNT, who().account_id),
            now=clock.now(),
        )
        flash(_("Đã xóa. Cảm ơn đã dùng ShopKit."), "good")
        answer = redirect("/", code=303)
        drop_sign_in_cookie(answer)
        return answer
    return show("shops/erase_me.html", form=form, kept_until=kept_until())


def kept_until() -> date | None:
    """Until when goods already sold must stay traceable, if she has any."""
    found = subject(db.session, ACCOUNT, who().account_id)
    days = [keep(db.session, found, clock.today()).until for keep in features().keep]
    return max(filter(None, days), default=None)
