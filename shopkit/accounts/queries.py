"""Who is behind a token, and what she has: sign-ins, hats, consents, notices."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.accounts.models import Account, Attempt, Consent, Notice, RoleGrant, SignIn, SignInCard
from shopkit.accounts.rules.delays import (
    ADDRESS_WINDOW,
    FREE_TRIES,
    FREE_TRIES_OF_ADDRESS,
    PHONE_WINDOW,
    seconds_left,
)
from shopkit.accounts.rules.hashing import token_hash
from shopkit.accounts.rules.lifetimes import (
    NOTICES_KEPT,
    WAIT_FOR_CODE,
    is_over,
    lifetime,
)
from shopkit.accounts.rules.purposes import PURPOSES
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.scope import COMMUNE, LEADER, SHOP, STAFF, Role, Who


def account(session: Session, account_id: UUID) -> Account:
    """An account that is not closed."""
    found = session.get(Account, account_id)
    if found is None or found.closed_at:
        raise NotFound(account_id)
    return found


def account_by_phone(session: Session, phone: str) -> Account:
    found = account_by_phone_or_none(session, phone)
    if found is None:
        raise NotFound
    return found


def account_by_phone_or_none(session: Session, phone: str) -> Account | None:
    return session.scalar(
        select(Account).where(Account.phone == phone, Account.closed_at.is_(None))
    )


def roles_of(session: Session, account_id: UUID) -> tuple[Role, ...]:
    """The hats somebody wears today, in the order in which they were given."""
    return tuple(
        Role(grant.role, grant.scope_kind, grant.scope_code)
        for grant in grants_of(session, account_id)
    )


def grants_of(session: Session, account_id: UUID) -> Sequence[RoleGrant]:
    return session.scalars(
        select(RoleGrant)
        .where(RoleGrant.account_id == account_id, *is_worn(clock.now()))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    ).all()


def is_worn(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a hat is worn at a moment: not taken off, its days not over."""
    return (
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.until.is_(None), RoleGrant.until > now),
    )


def people_of_shop(session: Session, shop_id: UUID) -> Sequence[UUID]:
    """The accounts of those who wear a hat in a shop."""
    return session.scalars(
        select(RoleGrant.account_id)
        .where(
            RoleGrant.scope_kind == SHOP,
            RoleGrant.scope_code == shop_id.hex,
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.account_id)
        .distinct()
    ).all()


def is_staff(session: Session, account_id: UUID) -> bool:
    return any(role.name in STAFF for role in roles_of(session, account_id))


def who_of_token(session: Session, token: str, now: datetime) -> Who | None:
    """The person behind the token of an open sign-in; her hats are read anew each time."""
    found = session.execute(
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.token_hash == token_hash(token),
            SignIn.ended_at.is_(None),
            SignIn.waits_for_code.is_(False),
            Account.closed_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    sign_in, person = found
    who = Who(
        account_id=person.id,
        name=person.name,
        roles=roles_of(session, person.id),
        session_id=sign_in.id,
        is_practice=person.is_practice,
        signed_in_by_card=person.is_money_locked(now),
    )
    if is_over(sign_in.opened_at, sign_in.seen_at, lifetime(who.is_staff), now):
        return None
    return who


def sign_in(session: Session, who: Who) -> SignIn:
    """The sign-in through which somebody asks."""
    found = session.get(SignIn, who.session_id) if who.session_id else None
    if found is None or found.ended_at:
        raise NotFound
    return found


def own_sign_in(session: Session, who: Who, sign_in_id: UUID) -> SignIn:
    """One of the open sign-ins of the person herself."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.account_id != who.account_id or found.ended_at:
        raise NotFound(sign_in_id)
    return found


def waiting_sign_in_or_none(session: Session, token: str, now: datetime) -> SignIn | None:
    """The sign-in behind a token that still waits for its one-time code."""
    return session.scalar(
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.token_hash == token_hash(token),
            SignIn.waits_for_code.is_(True),
            SignIn.ended_at.is_(None),
            SignIn.opened_at > now - WAIT_FOR_CODE,
            Account.closed_at.is_(None),
        )
    )


def sign_ins_of(session: Session, who: Who, now: datetime) -> list[SignIn]:
    """The phones and computers she is signed in on, last used first."""
    lived = lifetime(who.is_staff)
    found = session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == who.account_id,
            SignIn.ended_at.is_(None),
            SignIn.waits_for_code.is_(False),
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return [one for one in found if not is_over(one.opened_at, one.seen_at, lived, now)]


def card_or_none(session: Session, token: str, now: datetime) -> SignInCard | None:
    """The card behind a token while it is fresh and unused and its owner may use it."""
    return session.scalar(
        select(SignInCard)
        .join(Account, Account.id == SignInCard.account_id)
        .where(
            SignInCard.token_hash == token_hash(token),
            SignInCard.used_at.is_(None),
            SignInCard.expires_at > now,
            Account.closed_at.is_(None),
        )
    )


def failures(session: Session, key: str, since: datetime) -> tuple[int, datetime | None]:
    """How many tries failed for a key, and when the last one did."""
    count, last_at = session.execute(
        select(func.count(), func.max(Attempt.at)).where(Attempt.key == key, Attempt.at > since)
    ).one()
    return count, last_at


def seconds_to_wait(session: Session, keys: Sequence[str], now: datetime) -> int:
    """How long the next try must wait for the slowest of these keys."""
    waits = [0]
    for key in keys:
        is_address = key.startswith("address:")
        window = ADDRESS_WINDOW if is_address else PHONE_WINDOW
        free = FREE_TRIES_OF_ADDRESS if is_address else FREE_TRIES
        count, last_at = failures(session, key, now - window)
        waits.append(seconds_left(count, last_at, now, free))
    return max(waits)


def consents_of(session: Session, of: UUID) -> list[Consent]:
    """What a person, or anybody for a shop, has agreed to and not taken back, oldest first."""
    return list(
        session.scalars(
            select(Consent)
            .where(is_of(of), Consent.withdrawn_at.is_(None))
            .order_by(Consent.given_at, Consent.id)
        )
    )


def is_of(of: UUID) -> ColumnElement[bool]:
    return or_(Consent.subject_id == of, Consent.shop_id == of)


def has_consent(session: Session, of: UUID, purpose: str) -> bool:
    """True while a person or shop agrees to a purpose, in words that still stand for it."""
    covered_by = PURPOSES[purpose].covered_by
    return any(
        consent.purpose == purpose and consent.text_version in covered_by
        for consent in consents_of(session, of)
    )


def has_answered(session: Session, of: UUID, purpose: str) -> bool:
    """True when the question was answered, with yes or no, in words that still stand."""
    answer = select(Consent.id).where(
        is_of(of),
        Consent.purpose == purpose,
        Consent.text_version.in_(PURPOSES[purpose].covered_by),
    )
    return session.scalar(answer.limit(1)) is not None


def notices_unseen(session: Session, who: Who, now: datetime) -> list[Notice]:
    """What this phone has not been told yet about the account, newest first."""
    here = sign_in(session, who)
    since = max(here.told_at, now - NOTICES_KEPT) if here.told_at else now - NOTICES_KEPT
    return list(
        session.scalars(
            select(Notice)
            .where(
                Notice.account_id == who.account_id,
                Notice.at > since,
                Notice.sign_in_id.is_distinct_from(here.id),
            )
            .order_by(Notice.at.desc(), Notice.id.desc())
            .limit(20)
        )
    )


def stand_ins_of(session: Session, who: Who) -> list[tuple[RoleGrant, Account]]:
    """Who stands in for somebody in her communes, or did, the newest first."""
    rows = session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.until.is_not(None),
            RoleGrant.scope_kind == COMMUNE,
            RoleGrant.scope_code.in_(who.codes(COMMUNE, LEADER)),
        )
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
        .limit(100)
    )
    return [(row[0], row[1]) for row in rows]


def stand_in(session: Session, who: Who, grant_id: UUID) -> RoleGrant:
    """A stand-in of her communes; any other does not exist for her."""
    for grant, _person in stand_ins_of(session, who):
        if grant.id == grant_id:
            return grant
    raise NotFound(str(grant_id))


def staff_of_commune(session: Session, commune_code: str, now: datetime) -> list[Account]:
    """Who wears a hat of the staff in a commune or one of its villages, by name."""
    villages = session.scalars(select(Village.id).where(Village.commune_code == commune_code))
    codes = [commune_code, *(one.hex for one in villages)]
    ids = select(RoleGrant.account_id).where(
        RoleGrant.role.in_(STAFF), RoleGrant.scope_code.in_(codes), *is_worn(now)
    )
    return list(
        session.scalars(
            select(Account)
            .where(Account.id.in_(ids), Account.closed_at.is_(None))
            .order_by(Account.name, Account.id)
        )
    )
