"""`shopkit staff`: the accounts of trainers, village heads, officers, leaders and viewers."""

import argparse
import secrets
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.accounts.actions.people import (
    IsNoStaff,
    SecretWeak,
    end_role,
    make_staff,
    recover_staff,
)
from shopkit.accounts.actions.sign_ins import end_all_sign_ins
from shopkit.accounts.models import PASSWORD, Account
from shopkit.accounts.queries import account_by_phone_or_none, roles_of
from shopkit.cli.common import Commands, Told, opened
from shopkit.config import read_config
from shopkit.db import migrate
from shopkit.errors import NotFound
from shopkit.places.queries import current_commune, province, villages_of
from shopkit.scope import (
    COMMUNE,
    LEADER,
    OFFICER,
    PROVINCE,
    PROVINCE_VIEWER,
    STAFF,
    TRAINER,
    VILLAGE,
    VILLAGE_HEAD,
    Role,
)
from shopkit.text.phones import PhoneUnreadable, canonical_phone
from shopkit.text.search import search_text

HATS = (TRAINER, VILLAGE_HEAD, OFFICER, LEADER, PROVINCE_VIEWER)
WORDS = ("lua", "nuoc", "tre", "cau", "song", "nui", "sao", "trang", "gio", "mua", "hat", "cay")


def add_commands(commands: Commands) -> None:
    command = commands.add_parser("staff", help="make, recover or end accounts of the staff")
    command.add_argument("what", choices=["add", "recover", "end", "show"])
    command.add_argument("phone", help="the phone number she signs in with")
    command.add_argument("--name", help="her full name (add)")
    command.add_argument("--role", choices=HATS, help="the hat she wears (add, end)")
    command.add_argument("--commune", help="the five digits of her commune (add, end)")
    command.add_argument("--province", help="the two digits of a province (its viewer)")
    command.add_argument("--village", help="the name of her village (add, end a village head)")
    command.add_argument(
        "--same-person",
        action="store_true",
        help="her account with a PIN becomes one of staff, with a password (add)",
    )
    command.set_defaults(run=staff)


def staff(given: argparse.Namespace) -> int:
    config = read_config()
    do = {"add": add, "recover": recover, "end": end, "show": show}[given.what]
    with opened(config) as database:
        migrate.check_version(database)
        with database.writing() as session:
            said = do(session, given)
    print(said)
    return 0


def add(session: Session, given: argparse.Namespace) -> str:
    if not (given.name and given.role and (given.commune or given.province)):
        raise Told("Say --name, --role and --commune, or --province for its viewer.")
    phone, password, role = phone_of(given), new_password(), role_of(session, given)
    before = account_by_phone_or_none(session, phone)
    has_password = before is not None and before.secret_kind == PASSWORD
    try:
        person = make_staff(
            session,
            phone=phone,
            name=given.name,
            roles=[role],
            password=password,
            is_same_person=given.same_person,
            now=clock.now(),
        )
    except SecretWeak as problem:
        raise Told("The drawn password was refused; run the command again.") from problem
    except IsNoStaff as problem:
        raise Told(is_no_staff(given.phone, problem.name)) from problem
    if has_password:
        return (
            f"{given.phone} is {person.name}, who is staff already: she is now {role.name} too, "
            "with the password she has.\nShe signs in anew. If she is somebody else, end the "
            f"role again: shopkit staff end {phone} --role {role.name} ..."
        )
    return (
        f"{person.name} signs in with {given.phone} and the password  {password}\n"
        "Hand it over in person; it is not shown again. At the first sign-in she sets up a "
        "one-time code."
    )


def is_no_staff(phone: str, name: str) -> str:
    return (
        f"{phone} is the account of {name}, who signs in with a PIN; nothing was changed. "
        "If she is somebody else, take another phone number. If she is the one, add "
        "--same-person: a password takes the place of her PIN and her sign-ins end."
    )


def recover(session: Session, given: argparse.Namespace) -> str:
    person, password = person_of(session, given), new_password()
    try:
        recover_staff(session, person, password=password, now=clock.now())
    except SecretWeak as problem:
        raise Told("The drawn password was refused; run the command again.") from problem
    return f"{person.name} has the new password  {password}\nAll her sign-ins were ended."


def end(session: Session, given: argparse.Namespace) -> str:
    """End one hat, or all of them and every sign-in."""
    person, now = person_of(session, given), clock.now()
    if given.role:
        roles = [role_of(session, given)]
    else:
        roles = [role for role in roles_of(session, person.id) if role.name in STAFF]
    for role in roles:
        end_role(
            session, person, role=role.name, scope_kind=role.kind, scope_code=role.code, now=now
        )
    end_all_sign_ins(session, person, now=now)
    return f"{person.name}: {len(roles)} role(s) ended, all sign-ins ended."


def show(session: Session, given: argparse.Namespace) -> str:
    person = person_of(session, given)
    roles = roles_of(session, person.id)
    return "\n".join(
        [person.name, *(f"  {role.name:<14} {role.kind} {role.code}" for role in roles)]
    )


def phone_of(given: argparse.Namespace) -> str:
    try:
        return canonical_phone(given.phone)
    except PhoneUnreadable as problem:
        raise Told(f"{given.phone!r} is not a phone number; write it as 0912 345 678.") from problem


def person_of(session: Session, given: argparse.Namespace) -> Account:
    person = account_by_phone_or_none(session, phone_of(given))
    if person is None:
        raise Told(f"Nobody has the phone number {given.phone} here.")
    return person


def role_of(session: Session, given: argparse.Namespace) -> Role:
    """The hat and its place; a village is found by its name in the commune's register."""
    if given.role == PROVINCE_VIEWER:
        return Role(PROVINCE_VIEWER, PROVINCE, province_of(session, given))
    if current_commune(session, given.commune or "") is None:
        raise Told(f"{given.commune!r} is not the code of a commune of today: five digits.")
    if given.role != VILLAGE_HEAD:
        return Role(given.role, COMMUNE, given.commune)
    return Role(VILLAGE_HEAD, VILLAGE, village_of(session, given).hex)


def village_of(session: Session, given: argparse.Namespace) -> UUID:
    """The village of that name; where none or several have it, the names to choose from."""
    villages = villages_of(session, given.commune)
    wanted = search_text(given.village or "")
    found = [village.id for village in villages if village.search_text == wanted]
    if len(found) == 1:
        return found[0]
    if not villages:
        raise Told(f"The commune {given.commune} has no villages on its register yet.")
    names = ", ".join(f'"{village.name}"' for village in villages)
    raise Told(f"Say --village as it stands on the commune's register: {names}.")


def province_of(session: Session, given: argparse.Namespace) -> str:
    try:
        return province(session, given.province or "").code
    except NotFound as problem:
        raise Told(f"{given.province!r} is not the code of a province: two digits.") from problem


def new_password() -> str:
    """Two words to hold on to and 40 random bits."""
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.token_hex(5)}"
