"""Building a practice province, one commune after the other; what is built once is not again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.people import make_staff
from shopkit.accounts.models import Account
from shopkit.accounts.queries import roles_of
from shopkit.adoption.actions.official import take_official
from shopkit.clock import local_day
from shopkit.db.engine import Database
from shopkit.demo.cast import DOCUMENT, PROVINCE_CODE
from shopkit.demo.practice import PracticeSignIn, new_password
from shopkit.demo.province.learning import hold_classes
from shopkit.demo.province.people import (
    form_teams,
    found_businesses,
    gather_women,
    house,
)
from shopkit.demo.province.places import FIRST_COMMUNE, found_communes
from shopkit.demo.province.scale import Scale, day_of_year, dealt
from shopkit.demo.province.selling import Lot, open_shops, sell
from shopkit.places.models import Commune, Village
from shopkit.scope import COMMUNE, LEADER, OFFICER, PROVINCE, TRAINER, Role, Who
from shopkit.shops.models.shops import Business
from shopkit.training.actions.help import Help
from shopkit.training.actions.help_many import give_help_to_each
from shopkit.training.models.help import CLASS, ONBOARDING
from shopkit.training.queries.helped import Helped

Told = Callable[[int, int], None]
HELPER_PHONE = "+84900000090"
# Who shows the first commune of the province to those who try it.
STAFF = (
    ("officer", OFFICER, "+84900000091", "Cán bộ Thực Hành"),
    ("trainer", TRAINER, "+84900000092", "Cô giáo Thực Hành"),
    ("leader", LEADER, "+84900000093", "Lãnh đạo Thực Hành"),
)


@dataclass(frozen=True)
class Published:
    """A figure of somebody else, as an organisation tells it."""

    indicator: str
    numerator_hundredths: int
    denominator: int | None
    organisation: str


@dataclass(frozen=True)
class Share:
    """What one commune gets of the province's totals."""

    households: int
    businesses: int
    sellers: int
    team_members: int
    products: int
    ocop_products: int
    labels: int
    orders: int
    participations: int


def is_there(session: Session) -> bool:
    """Whether a practice province was built, or begun."""
    first = f"{PROVINCE_CODE}{FIRST_COMMUNE}"
    return bool(session.scalar(select(exists().where(Commune.code == first))))


def build_province(
    database: Database, scale: Scale, *, now: datetime, told: Told
) -> Sequence[PracticeSignIn]:
    """Build it and return how to sign in; `told(done, all)` is called after every commune.

    Each commune is one transaction, so that one that was cut off can be removed and built again.
    """
    dice = Random(scale.seed)
    with database.writing() as session:
        founded = found_communes(session, scale, dice, now=now)
        helper_id = hire_helper(session, now).id
        villages = {code: [one.id for one in each] for code, each in founded.items()}
        take_published(session, min(villages), now=now)
        sign_ins = hire_staff(session, min(villages), now)
    shares = shares_of(scale, dice)
    for number, (code, share) in enumerate(zip(villages, shares, strict=True)):
        with database.writing() as session:
            helper = session.get_one(Account, helper_id)
            by = Who(helper.id, helper.name, roles_of(session, helper.id), is_practice=True)
            session.info["actor"] = by
            here = [session.get_one(Village, one) for one in villages[code]]
            build_commune(session, code, here, share, by, Random(scale.seed + number), now)
        told(number + 1, len(shares))
    return sign_ins


def take_published(session: Session, commune_code: str, *, now: datetime) -> None:
    """What others published: what was sold in the province, and one commune's e-identities."""
    sold = Published("B10", 13_570_00, None, "Hai sàn thương mại điện tử (thực hành)")
    identified = Published("G05", 25_736_00, 36_845, "Công an xã (thực hành)")
    for one, code, province in ((sold, "", PROVINCE_CODE), (identified, commune_code, "")):
        take_official(
            session,
            code,
            indicator=one.indicator,
            numerator_hundredths=one.numerator_hundredths,
            denominator=one.denominator,
            as_of=local_day(now),
            organisation=one.organisation,
            document=f"Báo cáo ({DOCUMENT})",
            document_on=local_day(now),
            province_code=province,
            now=now,
        )


def shares_of(scale: Scale, dice: Random) -> list[Share]:
    """Every total dealt out over the communes."""
    totals = (
        scale.households,
        scale.businesses,
        scale.sellers,
        scale.team_members,
        scale.products,
        scale.ocop_products,
        scale.labels,
        scale.orders,
        scale.participations,
    )
    columns = [dealt(total, scale.communes, dice) for total in totals]
    return [Share(*row) for row in zip(*columns, strict=True)]


def hire_helper(session: Session, now: datetime) -> Account:
    """Somebody of the province who enters and sees what the communes' helpers saw."""
    return make_staff(
        session,
        phone=HELPER_PHONE,
        name="Người Nhập Thực Hành",
        roles=[Role(TRAINER, PROVINCE, PROVINCE_CODE)],
        password=new_password(),
        now=now,
        is_practice=True,
    )


def hire_staff(session: Session, commune_code: str, now: datetime) -> list[PracticeSignIn]:
    """The staff of one commune, each with one hat, and how to sign in as each."""
    password = new_password()
    for _who, hat, phone, name in STAFF:
        make_staff(
            session,
            phone=phone,
            name=name,
            roles=[Role(hat, COMMUNE, commune_code)],
            password=password,
            now=now,
            is_practice=True,
        )
    return [PracticeSignIn(who, phone, password) for who, _hat, phone, _name in STAFF]


def build_commune(
    session: Session,
    code: str,
    villages: Sequence[Village],
    share: Share,
    by: Who,
    dice: Random,
    now: datetime,
) -> None:
    households = house(session, code, villages, share.households, dice=dice, now=now)
    businesses = found_businesses(session, code, households, share.businesses, dice=dice, now=now)
    support(session, by, businesses, dice, now)
    form_teams(session, code, villages, share.team_members, dice=dice, now=now)
    let_sell(session, businesses[: share.sellers], share, by.account_id, dice, now)
    women = gather_women(
        session, code, households, max(30, share.participations // 2), dice=dice, now=now
    )
    hold_classes(
        session, code, women, share.participations, trainer_id=by.account_id, dice=dice, now=now
    )


def support(
    session: Session, by: Who, businesses: Sequence[Business], dice: Random, now: datetime
) -> None:
    """Each business was helped onto one of the two platforms, on some day of the year."""
    days: dict[date, list[Helped]] = {}
    for business in businesses:
        helped = Helped(business.commune_code, business.village_id, business=business)
        days.setdefault(day_of_year(now, dice), []).append(helped)
    for on, helped_on in sorted(days.items()):
        told = Help(ONBOARDING, CLASS, on, channel=dice.choice(("postmart", "voso")))
        give_help_to_each(session, by, helped_on, told, now=now)


def let_sell(
    session: Session,
    businesses: Sequence[Business],
    share: Share,
    owner_id: UUID,
    dice: Random,
    now: datetime,
) -> None:
    """Open the sellers' shops and deal out what they list, label and sell."""
    shops = open_shops(session, businesses, now=now)
    products = dealt(share.products, len(shops), dice)
    orders = dealt(share.orders, len(shops), dice)
    makers = stars_and_labels(share, products)
    for number, shop in enumerate(shops):
        ocop, labels = makers.get(number, (0, 0))
        lot = Lot(products[number], ocop, labels, orders[number])
        sell(session, shop, lot, owner_id=owner_id, dice=dice, now=now)


def stars_and_labels(share: Share, products: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Which sellers hold the products with stars, and who puts on labels."""
    makers: dict[int, tuple[int, int]] = {}
    left = share.ocop_products
    for number, count in enumerate(products):
        stars = min(left, count)
        left -= stars
        if stars or number == 0:
            makers[number] = (stars, share.labels if number == 0 else 0)
    return makers
