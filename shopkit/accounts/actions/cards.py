"""Cards that open one sign-in on a new phone, shown by a trainer as a QR."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell_others
from shopkit.accounts.actions.sign_ins import OpenedSignIn, open_sign_in
from shopkit.accounts.models import BY_CARD, BY_RESETTING_CARD, Account, SignInCard
from shopkit.accounts.queries import account, card_or_none, is_staff
from shopkit.accounts.rules.hashing import new_token, token_hash
from shopkit.accounts.rules.lifetimes import CARD_LIVES, MONEY_LOCK
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.scope import Who


class CardSpent(Refusal):
    """The card was used, replaced or is older than ten minutes."""


class NoCardForStaff(Refusal):
    """Nobody opens an account of staff by a card; the operator does."""


@dataclass(frozen=True)
class NewCard:
    """A card and the token for its QR, which is known only now."""

    card: SignInCard
    token: str


def make_card(
    session: Session, person: Account, *, made_by: Who, resets_pin: bool = False, now: datetime
) -> NewCard:
    """Make a card for a seller; any earlier one of hers is worth nothing from now on.

    Who may make cards for whom is decided by the caller, who knows shops and communes.
    """
    if is_staff(session, person.id):
        raise NoCardForStaff
    session.execute(
        update(SignInCard)
        .where(SignInCard.account_id == person.id, SignInCard.expires_at > now)
        .values(expires_at=now)
    )
    token = new_token()
    card = SignInCard(
        account_id=person.id,
        token_hash=token_hash(token),
        resets_pin=resets_pin,
        made_by_id=made_by.account_id,
        made_at=now,
        expires_at=now + CARD_LIVES,
    )
    session.add(card)
    session.flush()
    write(session, person, "card.made", now=now, details={"card": str(card.id)})
    return NewCard(card, token)


def use_card(session: Session, token: str, *, device: str = "", now: datetime) -> OpenedSignIn:
    """Sign in by a card, once; for a day after it no account number can be changed."""
    card = card_or_none(session, token, now)
    if card is None or not is_taken(session, card, now) or is_staff(session, card.account_id):
        raise CardSpent
    person = account(session, card.account_id)
    person.money_locked_until = now + MONEY_LOCK
    way = BY_RESETTING_CARD if card.resets_pin else BY_CARD
    opened = open_sign_in(session, person, way=way, device=device, now=now)
    tell_others(session, person.id, kind="card.used", by=opened.sign_in.id, now=now)
    write(session, person, "card.used", now=now, details={"card": str(card.id)})
    return opened


def is_taken(session: Session, card: SignInCard, now: datetime) -> bool:
    """Take the card; False when another phone was quicker, which only the database can tell."""
    taken = session.execute(
        update(SignInCard)
        .where(SignInCard.id == card.id, SignInCard.used_at.is_(None))
        .values(used_at=now)
        .returning(SignInCard.id)
    )
    return taken.one_or_none() is not None
