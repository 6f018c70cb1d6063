"""One question for each purpose; each can be answered anew at any time."""

from dataclasses import dataclass
from uuid import UUID

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts import queries
from shopkit.accounts.actions.consents import give_consent, refuse_consent
from shopkit.accounts.forms import ConsentForm
from shopkit.accounts.rules.purposes import APART, OF_PEOPLE, ROUND
from shopkit.accounts.views.consent_words import ALWAYS, WORDINGS
from shopkit.errors import NotFound
from shopkit.web.doors import local_path
from shopkit.web.pages import show
from shopkit.web.signposts import signpost
from shopkit.web.state import db, who

# Where the house, when it is built, hands down how to find the shop of whoever asks: a function of
# session and Who that returns a record with `id` and `commune_code`, or None.
SHOP_OF = "shopkit.shop_of"


@dataclass(frozen=True)
class Speaker:
    """Who agrees, and for which shop."""

    subject_id: UUID
    shop_id: UUID | None
    commune_code: str

    @property
    def of(self) -> UUID:
        return self.shop_id or self.subject_id


def speaker() -> Speaker:
    find = current_app.extensions.get(SHOP_OF)
    shop = find(db.session, who()) if find else None
    if shop is None:
        return Speaker(who().account_id, None, "")
    return Speaker(who().account_id, shop.id, shop.commune_code)


def consents() -> Response:
    """Straight to the first question not answered yet; all answers when there is none."""
    by = speaker()
    of = by.of
    open_one = next(
        (code for code in ROUND if not queries.has_answered(db.session, of, code)), None
    )
    if open_one and not request.args.get("list"):
        return redirect(address_of(open_one), code=303)
    listed = ROUND | APART if by.shop_id else ROUND
    return show(
        "accounts/consents.html",
        wordings={code: WORDINGS[code] for code in listed},
        given={code: queries.has_consent(db.session, of, code) for code in listed},
        asked={code: queries.has_answered(db.session, of, code) for code in listed},
        addresses={code: address_of(code) for code in listed},
        next=next_or_none(),
    )


def consent(purpose: str) -> Response:
    """Ask about one purpose; in a round the next one not answered yet follows."""
    if purpose not in ROUND and purpose not in OF_PEOPLE:
        raise NotFound(purpose)
    form = ConsentForm()
    if form.validate_on_submit():
        keep_answer(purpose, is_given=form.answer.data == "yes")
        return redirect(url_for("accounts.consents", next=next_or_none()), code=303)
    codes = list(ROUND) if purpose in ROUND else [purpose]
    return show(
        "accounts/consent.html",
        form=form,
        purpose=purpose,
        wording=WORDINGS[purpose],
        always=ALWAYS,
        step=codes.index(purpose) + 1,
        of=len(codes),
        next=next_or_none(),
    )


def keep_answer(purpose: str, *, is_given: bool) -> None:
    by = speaker()
    keep = give_consent if is_given else refuse_consent
    keep(
        db.session,
        by.subject_id,
        purpose,
        shop_id=by.shop_id,
        commune_code=by.commune_code,
        now=clock.now(),
    )


def address_of(purpose: str) -> str:
    if purpose in APART:
        return signpost(purpose)
    return url_for("accounts.consent", purpose=purpose, next=next_or_none())


def next_or_none() -> str | None:
    return local_path(request.args.get("next"))
