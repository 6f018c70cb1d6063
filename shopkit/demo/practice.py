"""Building the practice commune through the same actions that people use."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent
from shopkit.accounts.actions.people import make_staff, sign_up
from shopkit.accounts.models import Account
from shopkit.accounts.rules.secrets import weakness_of_pin
from shopkit.catalog.actions.darkroom import develop
from shopkit.catalog.actions.photos import replace_cover
from shopkit.catalog.actions.products import publish, rename, set_price, start_product
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.photo import AT_ONCE, Developed
from shopkit.clock import local_day
from shopkit.db.files import Files
from shopkit.demo.cast import (
    COLOURS,
    COMMUNE_CODE,
    COMMUNE_NAME,
    DOCUMENT,
    HEAD_PHONE,
    OFFICER_PHONE,
    ON_THE_LIST,
    PARTS,
    PROVINCE_CODE,
    PROVINCE_NAME,
    SECOND_PHONE,
    SELLER_PHONE,
    TRAINER_PHONE,
    VILLAGES,
    Part,
)
from shopkit.demo.neighbours import settle
from shopkit.demo.pictures import goods_picture
from shopkit.demo.sales import sell_some
from shopkit.payments.actions.accounts import add_account, confirm_name
from shopkit.payments.rules.codes import PayTo
from shopkit.places.actions import open_village
from shopkit.places.models import Commune, Province, Village, VillageKind
from shopkit.scope import COMMUNE, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Role
from shopkit.shops.actions.register import register_business
from shopkit.shops.actions.shops import (
    name_shop,
    open_shop,
    place_shop,
    say_maker,
    see_shop,
)
from shopkit.shops.models.shops import Shop
from shopkit.text.order import sort_key
from shopkit.text.search import search_text
from shopkit.traceability.actions.batches import open_batch
from shopkit.traceability.actions.labels import Order, order_labels

REFERENCE_DAY = date(2025, 7, 1)
BINS = ("970436", "970405", "970415", "970418", "970422")
LABELS = 42


@dataclass(frozen=True)
class PracticeSignIn:
    """How to sign in as one of the practice people."""

    who: str
    phone: str
    secret: str


def is_built(session: Session) -> bool:
    return bool(session.scalar(select(exists().where(Account.is_practice.is_(True)))))


def build_practice(session: Session, files: Files, *, now: datetime) -> list[PracticeSignIn]:
    """Build the commune with its people and return how to sign in as them."""
    commune = found_commune(session)
    villages = [
        open_village(
            session, commune, name=name, kind=kind_of(name), valid_from=REFERENCE_DAY, now=now
        )
        for name in VILLAGES
    ]
    for name, village in ON_THE_LIST:
        register_business(
            session,
            commune_code=COMMUNE_CODE,
            village_id=villages[village].id,
            name=name,
            now=now,
        )
    password, pin = new_password(), new_pin()
    trainer = hire(session, villages, password, now)
    for number, part in enumerate(PARTS):
        play(session, files, part, number, villages, trainer, pin, now)
    settle(session, villages, trainer, now=now)
    return [
        PracticeSignIn("officer", OFFICER_PHONE, password),
        PracticeSignIn("trainer", TRAINER_PHONE, password),
        PracticeSignIn("village head", HEAD_PHONE, password),
        PracticeSignIn("second officer", SECOND_PHONE, password),
        PracticeSignIn("seller", SELLER_PHONE, pin),
    ]


def found_commune(session: Session) -> Commune:
    """The invented province and commune; their codes start with 99, which no real place has."""
    session.add(
        Province(
            code=PROVINCE_CODE,
            valid_from=REFERENCE_DAY,
            valid_to=None,
            type="tinh",
            name=PROVINCE_NAME,
            sort_key=sort_key(PROVINCE_NAME),
            search_text=search_text(PROVINCE_NAME),
            source_doc=DOCUMENT,
        )
    )
    bare = COMMUNE_NAME.removeprefix("Xã ")
    commune = Commune(
        code=COMMUNE_CODE,
        valid_from=REFERENCE_DAY,
        valid_to=None,
        province_code=PROVINCE_CODE,
        type="xa",
        name=COMMUNE_NAME,
        sort_key=sort_key(bare),
        bare_text=search_text(bare),
        search_text=search_text(COMMUNE_NAME, PROVINCE_NAME),
        source_doc=DOCUMENT,
    )
    session.add(commune)
    session.flush()
    return commune


def kind_of(name: str) -> VillageKind:
    return VillageKind.TO_DAN_PHO if name.startswith("Tổ dân phố") else VillageKind.THON


def hire(session: Session, villages: list[Village], password: str, now: datetime) -> Account:
    """The staff of the commune, each with one hat; gives the trainer.

    Two officers, for what takes two people can be practised by two only.
    """
    officer, head = Role(OFFICER, COMMUNE, COMMUNE_CODE), villages[0].id.hex
    jobs = (
        (OFFICER_PHONE, "Cán bộ Thực Hành", officer),
        (SECOND_PHONE, "Cán bộ thứ hai Thực Hành", officer),
        (HEAD_PHONE, "Trưởng thôn Đầm", Role(VILLAGE_HEAD, VILLAGE, head)),
        (TRAINER_PHONE, "Cô giáo Thực Hành", Role(TRAINER, COMMUNE, COMMUNE_CODE)),
    )
    for phone, name, role in jobs:
        hired = make_staff(
            session,
            phone=phone,
            name=name,
            roles=[role],
            password=password,
            now=now,
            is_practice=True,
        )
    return hired


def play(
    session: Session,
    files: Files,
    part: Part,
    number: int,
    villages: list[Village],
    trainer: Account,
    pin: str,
    now: datetime,
) -> None:
    """Let one practice seller go as far as her part says."""
    began = now - timedelta(days=30 - number)
    phone = f"+849000000{10 + number}"
    person = sign_up(session, phone=phone, name=part.name, pin=pin, now=began, is_practice=True)
    shop = open_shop(session, person, now=began, is_practice=True)
    name_shop(session, shop, name=part.shop, sells=part.sells, now=began)
    say_maker(session, shop, is_maker=part.is_maker, now=began)
    village = villages[part.village]
    place_shop(session, shop, commune_code=COMMUNE_CODE, village_id=village.id, now=began)
    if part.agrees:
        give_consent(
            session,
            person.id,
            "report",
            shop_id=shop.id,
            commune_code=COMMUNE_CODE,
            now=began,
        )
    if part.steps >= 2:
        be_paid(session, shop, part, number, began)
    products = [
        list_product(session, files, shop, goods, number + place, began)
        for place, goods in enumerate(part.goods)
    ]
    if part.steps >= 4:
        see_shop(session, shop, by=trainer.id, now=began + timedelta(days=1))
        label(session, shop, products[0], person, part.steps >= 5, now)
        sell_some(session, shop, products[0], now=now)


def be_paid(session: Session, shop: Shop, part: Part, number: int, now: datetime) -> None:
    pay_to = PayTo(
        bin=BINS[number % len(BINS)],
        number=f"00000000{10 + number}",
        holder=search_text(part.name).upper(),
        label=part.shop,
    )
    account = add_account(session, shop, pay_to, now=now)
    if part.steps >= 3:
        confirm_name(session, account, shown_name=pay_to.holder, now=now)


def list_product(
    session: Session,
    files: Files,
    shop: Shop,
    goods: tuple[str, int, str],
    number: int,
    now: datetime,
) -> Product:
    title, price_vnd, unit = goods
    product = start_product(session, shop, now=now)
    replace_cover(session, files, product, developed_picture(number % len(COLOURS)), now=now)
    rename(session, product, title=title, version=product.version, now=now)
    set_price(
        session,
        product,
        price_vnd=price_vnd,
        price_unit=unit,
        version=product.version,
        sure=None,
        now=now,
    )
    publish(session, product, version=product.version, now=now)
    return product


@cache
def developed_picture(colour: int) -> Developed:
    return develop(goods_picture(colour), AT_ONCE)


def label(
    session: Session,
    shop: Shop,
    product: Product,
    person: Account,
    prints: bool,
    now: datetime,
) -> None:
    today = local_day(now)
    batch = open_batch(
        session,
        shop,
        product,
        made_on=today - timedelta(days=2),
        best_before=today + timedelta(days=60),
        now=now,
    )
    if prints:
        order_labels(
            session,
            batch,
            Order(LABELS, "avery-l7160"),
            owner_id=person.id,
            now=now,
        )


def new_password() -> str:
    return f"lua-nuoc-{secrets.token_hex(3)}"


def new_pin() -> str:
    """Six digits that pass for a PIN of everybody in the commune."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        # Five different digits are in none of the practice numbers, which are mostly zeros.
        if len(set(pin)) >= 5 and weakness_of_pin(pin, SELLER_PHONE) is None:
            return pin
