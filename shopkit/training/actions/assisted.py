"""Typing a shop for somebody who has no phone with her: who typed and who confirmed is kept."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import SecretWeak, grant_role, sign_up
from shopkit.accounts.models import Account
from shopkit.accounts.queries import account_by_phone_or_none, is_staff
from shopkit.errors import Refusal
from shopkit.journal.models import SEEN
from shopkit.journal.write import write
from shopkit.scope import SELLER, SHOP
from shopkit.shops.actions.shops import name_shop, place_shop, say_maker
from shopkit.shops.models.register import Person
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_of_account_or_none
from shopkit.shops.rules.shops import new_code
from shopkit.training.models.courses import BY_HERSELF, SAID_YES, AssistedEntry, Course
from shopkit.training.queries.board import shops_of_people

PIN_DIGITS = 6
TRIES = 20


class HasShop(Refusal):
    """She, or this phone number, has a shop already; `shop_id` is that one."""

    def __init__(self, shop_id: UUID) -> None:
        super().__init__(str(shop_id))
        self.shop_id = shop_id


class NoPinFound(Refusal):
    """Every PIN drawn was easy to guess; asking again will do."""


class PhoneOfStaff(Refusal):
    """The number belongs to somebody of the staff."""


def type_shop(
    session: Session,
    course: Course,
    person: Person,
    *,
    name: str,
    sells: str,
    is_maker: bool,
    village_id: UUID | None,
    typed_by: UUID,
    now: datetime,
) -> AssistedEntry:
    """Open a shop in her name, typed by a helper; nobody signs in to it until she has a phone."""
    known = shops_of_people(session, [person]).get(person.id)
    if known:
        raise HasShop(known)
    shop = Shop(
        code=new_code(),
        owner_name=person.name,
        contact_phone=person.phone,
        opened_at=now,
        entered_by_id=typed_by,
    )
    session.add(shop)
    session.flush()
    write(session, shop, "shop.opened", now=now, evidence=SEEN)
    name_shop(session, shop, name=name, sells=sells, now=now)
    say_maker(session, shop, is_maker=is_maker, now=now)
    place_shop(session, shop, commune_code=course.commune_code, village_id=village_id, now=now)
    entry = AssistedEntry(
        commune_code=course.commune_code,
        person_id=person.id,
        shop_id=shop.id,
        course_id=course.id,
        typed_at=now,
        typed_by_id=typed_by,
    )
    session.add(entry)
    session.flush()
    write(session, entry, "assisted.typed", now=now, evidence=SEEN, details=told_of(entry))
    return entry


def confirm_entry(
    session: Session, entry: AssistedEntry, *, by: UUID, is_herself: bool, now: datetime
) -> None:
    """She said that it is right: on the helper's phone, or signed in by herself.

    What she confirms herself stands above what was told on another's phone.
    """
    if entry.confirmed_how == BY_HERSELF or (entry.confirmed_at and not is_herself):
        return
    entry.confirmed_at, entry.confirmed_by_id = now, by
    entry.confirmed_how = BY_HERSELF if is_herself else SAID_YES
    session.flush()
    details = told_of(entry) | {"how": entry.confirmed_how}
    write(session, entry, "assisted.confirmed", now=now, evidence=SEEN, details=details)


def give_phone(
    session: Session, entry: AssistedEntry, person: Person, *, phone: str, now: datetime
) -> Account:
    """She has a phone now: the shop becomes hers to sign in to, with a PIN that she will choose."""
    account = account_by_phone_or_none(session, phone)
    if account is not None:
        check_free(session, account, entry)
    else:
        account = new_account(session, person, phone, now=now)
    grant_role(
        session, account, role=SELLER, scope_kind=SHOP, scope_code=entry.shop_id.hex, now=now
    )
    shop = session.get_one(Shop, entry.shop_id)
    shop.contact_phone = phone
    person.account_id, person.phone = account.id, phone
    session.flush()
    return account


def check_free(session: Session, account: Account, entry: AssistedEntry) -> None:
    if is_staff(session, account.id):
        raise PhoneOfStaff
    own = shop_of_account_or_none(session, account.id)
    if own is not None and own.id != entry.shop_id:
        raise HasShop(own.id)


def new_account(session: Session, person: Person, phone: str, *, now: datetime) -> Account:
    """An account with a PIN that nobody knows; a card of the helper lets her choose her own."""
    for _try in range(TRIES):
        pin = "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))
        try:
            return sign_up(session, phone=phone, name=person.name, pin=pin, now=now)
        except SecretWeak:
            continue
    raise NoPinFound


def told_of(entry: AssistedEntry) -> dict[str, str]:
    return {"person_id": str(entry.person_id), "shop_id": str(entry.shop_id)}
