"""Keeping the account a shop is paid to, and what was seen of its holder's name."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.errors import Refusal
from shopkit.journal.models import SEEN, SELF_DECLARED
from shopkit.journal.write import write
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.rules.codes import PayTo, is_same_name
from shopkit.scope import Who
from shopkit.shops.models.shops import Shop


class MoneyLocked(Refusal):
    """This sign-in came by a card less than a day ago; account numbers stay as they are."""


class NameDiffers(Refusal):
    """The bank app shows another name than the one that was typed."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


class NotHerOwn(Refusal):
    """A trainer or officer never changes where a seller's money goes."""


def add_account(session: Session, shop: Shop, pay_to: PayTo, *, now: datetime) -> PaymentAccount:
    """Keep an account; the one already in use with the same number is returned as it is."""
    for known in accounts_of(session, shop):
        if (known.bin, known.number) == (pay_to.bin, pay_to.number):
            return known
    actor = allow_money_change(session, shop)
    account = PaymentAccount(
        shop_id=shop.id,
        commune_code=shop.commune_code,
        bin=pay_to.bin,
        number=pay_to.number,
        holder=pay_to.holder,
        label=pay_to.label,
        began_at=now,
        entered_by_id=actor.account_id if actor else None,
    )
    if pay_to.is_checked:
        account.seen_name, account.seen_at = pay_to.seen_name, pay_to.seen_at
        account.seen_by_id = account.entered_by_id
    session.add(account)
    session.flush()
    write(session, account, "payment_account.added", now=now)
    tell_everyone(session, shop, "payment_account.added", now=now)
    return account


def replace_account(
    session: Session, shop: Shop, old: PaymentAccount, pay_to: PayTo, *, now: datetime
) -> PaymentAccount:
    """Be paid to another number from now on; stands of the old one are wrong from here."""
    allow_money_change(session, shop)
    end_account(session, shop, old, now=now)
    return add_account(session, shop, pay_to, now=now)


def end_account(session: Session, shop: Shop, account: PaymentAccount, *, now: datetime) -> None:
    allow_money_change(session, shop)
    if account.ended_at is None:
        account.ended_at = now
        write(session, account, "payment_account.ended", now=now)
        tell_everyone(session, shop, "payment_account.ended", now=now)


def allow_money_change(session: Session, shop: Shop) -> Who | None:
    """Refuse whoever may not touch where the money goes; return who acts."""
    actor: Who | None = session.info.get("actor")
    if actor is None:
        return None
    if shop.id not in actor.shop_ids:
        raise NotHerOwn
    if actor.signed_in_by_card:
        raise MoneyLocked
    return actor


def confirm_name(
    session: Session, account: PaymentAccount, *, shown_name: str, now: datetime
) -> None:
    """Note which name a bank app showed; another name is refused and nothing is noted."""
    if not is_same_name(shown_name, account.holder):
        raise NameDiffers(shown_name)
    actor: Who | None = session.info.get("actor")
    account.seen_name, account.seen_at = shown_name, now
    account.seen_by_id = actor.account_id if actor else None
    is_visit = actor is not None and account.shop_id not in actor.shop_ids
    evidence = SEEN if is_visit else SELF_DECLARED
    write(session, account, "payment_account.name_seen", now=now, evidence=evidence)


def name_account(session: Session, account: PaymentAccount, *, label: str, now: datetime) -> None:
    """Call an account by its stall; where the money goes stays as it is."""
    account.label = label
    session.flush()
    write(session, account, "payment_account.named", now=now)


def tell_everyone(session: Session, shop: Shop, kind: str, *, now: datetime) -> None:
    for account_id in people_of_shop(session, shop.id):
        tell(session, account_id, kind=kind, now=now)
