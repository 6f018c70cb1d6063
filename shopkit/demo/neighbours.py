"""The households of the practice sellers, their neighbours, who accompanies them, and a class."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.accounts.queries import people_of_shop, roles_of
from shopkit.clock import local_day
from shopkit.demo.cast import COMMUNE_CODE, DOCUMENT
from shopkit.places.models import Village
from shopkit.scope import Who
from shopkit.shops.actions.register import (
    add_member,
    add_person,
    assign,
    group_household,
    join_shop,
    open_branch,
    register_business,
    register_household,
)
from shopkit.shops.models.branches import DIGITAL_TEAM, WOMEN
from shopkit.shops.models.register import FEMALE, MALE, Household, Person
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import agreed_to_report
from shopkit.training.actions.attendance import note_rows, walk_in
from shopkit.training.actions.courses import enrol, open_course
from shopkit.training.actions.skills import see_skill
from shopkit.training.queries.courses import meetings_of
from shopkit.training.rules.rows import read_rows

SINCE = date(2025, 7, 1)
# Neighbours without a shop: a name, the village, and the groups the household is of.
NEIGHBOURS = (
    ("Trịnh Thị Mẫu", 0, ("women",)),
    ("Mai Văn Thử", 1, ("farmer",)),
    ("Cao Thị Ví", 2, ("women", "youth")),
    ("Lương Văn Dụ", 3, ("party",)),
    ("Phan Thị Tập", 4, ("cadre", "party")),
)
WALKED_IN = "Tạ Thị Ghé"


def settle(
    session: Session, villages: Sequence[Village], trainer: Account, *, now: datetime
) -> None:
    """Put everybody of the practice commune on its register, and let them learn."""
    before = session.info.get("actor")
    by = Who(trainer.id, trainer.name, roles_of(session, trainer.id), is_practice=True)
    session.info["actor"] = by
    women = [
        person
        for person in (*house_sellers(session, now), *house_neighbours(session, villages, now))
        if person.gender == FEMALE
    ]
    open_branches(session, villages, women, now)
    teach(session, by, women, now)
    session.info["actor"] = before


def house_sellers(session: Session, now: datetime) -> list[Person]:
    """A household for each practice seller; the business of who agreed is on the list too."""
    shops = session.scalars(
        select(Shop).where(Shop.commune_code == COMMUNE_CODE).order_by(Shop.opened_at, Shop.id)
    ).all()
    agreed = set(session.scalars(select(Shop.id).where(agreed_to_report())))
    return [house_seller(session, shop, shop.id in agreed, now) for shop in shops]


def house_seller(session: Session, shop: Shop, agrees: bool, now: datetime) -> Person:
    household = register_household(
        session,
        commune_code=COMMUNE_CODE,
        village_id=shop.village_id,
        name=shop.owner_name,
        since=SINCE,
        source=DOCUMENT,
        now=now,
    )
    person = add_person(
        session,
        commune_code=COMMUNE_CODE,
        village_id=shop.village_id,
        name=shop.owner_name,
        household=household,
        gender=FEMALE if " Thị " in shop.owner_name else MALE,
        is_head=True,
        now=now,
    )
    person.account_id = next(iter(people_of_shop(session, shop.id)), None)
    if agrees:
        business = register_business(
            session,
            commune_code=COMMUNE_CODE,
            village_id=shop.village_id,
            name=shop.name,
            owner=person,
            household=household,
            now=now,
        )
        join_shop(session, business, shop, now=now)
    return person


def house_neighbours(session: Session, villages: Sequence[Village], now: datetime) -> list[Person]:
    people = []
    for name, village, groups in NEIGHBOURS:
        household = register_household(
            session,
            commune_code=COMMUNE_CODE,
            village_id=villages[village].id,
            name=name,
            since=SINCE,
            source=DOCUMENT,
            now=now,
        )
        for group in groups:
            group_household(session, household, group, since=SINCE, now=now)
        people.append(
            add_person(
                session,
                commune_code=COMMUNE_CODE,
                village_id=villages[village].id,
                name=name,
                household=household,
                gender=FEMALE if " Thị " in name else MALE,
                is_head=True,
                now=now,
            )
        )
    return people


def open_branches(
    session: Session, villages: Sequence[Village], women: Sequence[Person], now: datetime
) -> None:
    """The women's branch of the first village, and a digital team in each."""
    women_here = [one for one in women if one.village_id == villages[0].id]
    branch = open_branch(
        session,
        commune_code=COMMUNE_CODE,
        organisation=WOMEN,
        name=f"Chi hội Phụ nữ {villages[0].name}",
        village_id=villages[0].id,
        promised_count=2,
        since=SINCE,
        now=now,
    )
    for place, person in enumerate(women_here):
        add_member(session, branch, person, since=SINCE, is_leader=place == 0, now=now)
    for person in women_here[1:]:
        if person.household_id:
            assign(session, branch, person_household(session, person), since=SINCE, now=now)
    for village in villages:
        open_branch(
            session,
            commune_code=COMMUNE_CODE,
            organisation=DIGITAL_TEAM,
            name=f"Tổ công nghệ số {village.name}",
            village_id=village.id,
            since=SINCE,
            now=now,
        )


def person_household(session: Session, person: Person) -> Household:
    return session.get_one(Household, person.household_id)


def teach(session: Session, by: Who, women: Sequence[Person], now: datetime) -> None:
    """A class nine days ago: who came, who was late, who walked in, what each was seen to do."""
    today = local_day(now)
    held_on = today - timedelta(days=9)
    course = open_course(
        session,
        commune_code=COMMUNE_CODE,
        name="Nhận tiền bằng mã QR",
        topic="payment_qr",
        held_on=held_on,
        begins="19:30",
        place="Nhà văn hóa Thôn Đầm",
        organisation=WOMEN,
        skills=("payment_qr", "check_money", "product_photo"),
        trainer_id=by.account_id,
        now=now,
    )
    enrol(session, course, women, now=now)
    meeting = meetings_of(session, course)[0]
    came = read_rows(f"1-{len(women) - 2}, {len(women) - 1}m")
    note_rows(session, course, meeting, came, today=today, now=now)
    walk_in(
        session,
        course,
        meeting,
        name=WALKED_IN,
        village_id=women[0].village_id,
        phone=None,
        today=today,
        now=now,
    )
    for place, person in enumerate(women[:-2]):
        for skill, level in (("payment_qr", 2 if place % 3 else 3), ("check_money", place % 3)):
            see_skill(
                session,
                by,
                person,
                skill=skill,
                level=level,
                course_id=course.id,
                seen_on=held_on,
                now=now,
            )
