"""Plain builders: each names only what a test is about, and makes the rest up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent
from shopkit.accounts.actions.sign_ins import open_sign_in
from shopkit.accounts.models import PASSWORD, PIN, Account, RoleGrant
from shopkit.accounts.queries import people_of_shop, roles_of
from shopkit.accounts.rules.hashing import hashed
from shopkit.adoption.actions.checklists import add_line, note_done
from shopkit.adoption.actions.official import take_official
from shopkit.adoption.actions.periods import (
    approve,
    ask_for_period,
    ask_to_reopen,
    lock,
    send,
)
from shopkit.adoption.actions.switches import ask_to_switch_on
from shopkit.adoption.actions.targets import enter_target
from shopkit.adoption.models.periods import (
    Asked,
    ChecklistItem,
    ChecklistLine,
    FrozenFigure,
    Submission,
)
from shopkit.adoption.models.targets import OfficialFigure, SwitchedOn, Target
from shopkit.adoption.queries.periods import frozen_of, submission
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.frozen import FrozenCell
from shopkit.adoption.rules.periods import period_of
from shopkit.catalog.actions.papers import PaperFacts, add_paper
from shopkit.catalog.actions.photos import replace_cover
from shopkit.catalog.actions.products import publish, rename, set_price, start_product
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.catalog.rules.photo import AT_ONCE, Developed
from shopkit.catalog.rules.pictures import develop
from shopkit.channels.actions.bringing import recognise
from shopkit.channels.actions.listed import note_listing
from shopkit.channels.actions.pack import ask_pack, make_now_or_later
from shopkit.channels.actions.template import keep_sheet, read_sheet
from shopkit.channels.models.handed_over import ChannelFile, Template
from shopkit.channels.models.listed import Listing
from shopkit.channels.rules.guides import guides
from shopkit.channels.rules.listed import address_in
from shopkit.channels.views.bringing import SPEC as PRODUCTS
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.models import Import
from shopkit.jobs.models import Job
from shopkit.payments.actions.accounts import add_account
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED, BankLine
from shopkit.payments.models.requests import PaymentRequest
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.rules.codes import PayTo
from shopkit.payments.rules.money import Told
from shopkit.payments.views.statements import SPEC as STATEMENTS
from shopkit.places.actions import open_village
from shopkit.places.models import Village, VillageKind
from shopkit.places.queries import commune
from shopkit.scope import COMMUNE, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD, Who
from shopkit.shops.actions.register import (
    add_person,
    open_branch,
    register_business,
    register_household,
)
from shopkit.shops.actions.shops import name_shop, open_shop, place_shop, say_maker
from shopkit.shops.models.branches import Branch
from shopkit.shops.models.register import Household, Person
from shopkit.shops.models.shops import Business, Shop
from shopkit.traceability.actions.batches import open_batch
from shopkit.traceability.actions.labels import Order, order_labels
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from shopkit.training.actions.attendance import note_attendance
from shopkit.training.actions.courses import enrol, open_course, plan_meeting
from shopkit.training.actions.help import Help, give_help
from shopkit.training.models.courses import Attendance, Course, Enrolment, Meeting
from shopkit.training.models.help import ALONE, HOME, HOME_VISIT, SupportEvent, VisitDue
from shopkit.training.queries.courses import meetings_of
from shopkit.training.queries.helped import Helped
from tests.accounts import browser
from tests.accounts.browser import Browser
from tests.catalog import shots
from tests.channels import sheets
from tests.conftest import NOW

HOANG_LOC, NEXT_DOOR = "15961", "15976"
PAYEE = PayTo("970436", "1012345678", "NGUYEN THI MAU", "Quầy rau cô Mẫu")

# From 0900 010 000 on, so that no made-up number meets one that a test writes out.
_numbers = count(10_000)


@cache
def pin_hash() -> str:
    """The hash of everybody's PIN; making it once saves each test the time that hashing takes."""
    return hashed(browser.PIN)


def account(session: Session, name: str = "Nguyễn Thị Mẫu", phone: str | None = None) -> Account:
    """A person with the PIN of the tests."""
    made = Account(
        phone=phone or f"+849000{next(_numbers):05d}",
        name=name,
        secret_hash=pin_hash(),
        secret_kind=PIN,
        made_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


def staff(session: Session, hat: str, code: str = HOANG_LOC, kind: str = COMMUNE) -> Account:
    """Somebody of the practice staff with one hat."""
    made = account(session, "Trần Thị Thử")
    made.secret_kind, made.is_practice = PASSWORD, True
    session.add(
        RoleGrant(account_id=made.id, role=hat, scope_kind=kind, scope_code=code, granted_at=NOW)
    )
    session.flush()
    return made


def who(session: Session, person: Account) -> Who:
    return Who(person.id, person.name, roles_of(session, person.id))


def acting(session: Session, person: Account) -> Who:
    """Let what follows in this session be done by somebody."""
    actor = who(session, person)
    session.info["actor"] = actor
    return actor


def village(session: Session, name: str = "Thôn 1", commune_code: str = HOANG_LOC) -> Village:
    return open_village(
        session,
        commune(session, commune_code),
        name=name,
        kind=VillageKind.THON,
        valid_from=date(2025, 7, 1),
        now=NOW,
    )


def shop(
    session: Session,
    owner: Account | None = None,
    *,
    name: str = "Bánh gai cô Mẫu",
    is_maker: bool = True,
    commune_code: str = HOANG_LOC,
    village_id: UUID | None = None,
    agrees: bool = False,
    now: datetime = NOW,
) -> Shop:
    """A shop with all questions answered but the consents; `agrees` is to be reported."""
    made = open_shop(session, owner or account(session), now=now)
    if name:
        name_shop(session, made, name=name, sells="bánh gai", now=now)
    say_maker(session, made, is_maker=is_maker, now=now)
    if commune_code:
        place_shop(session, made, commune_code=commune_code, village_id=village_id, now=now)
    if agrees:
        agree(session, made)
    session.flush()
    return made


def household(
    session: Session,
    name: str = "Nguyễn Thị Mẫu",
    *,
    village_id: UUID | None = None,
    commune_code: str = HOANG_LOC,
    phone: str | None = None,
    since: date = date(2025, 7, 1),
    source: str = "Sổ hộ của xã",
) -> Household:
    """A household on the register, with nobody in it yet."""
    return register_household(
        session,
        commune_code=commune_code,
        village_id=village_id,
        name=name,
        phone=phone,
        since=since,
        source=source,
        now=NOW,
    )


def person(
    session: Session,
    name: str = "Nguyễn Thị Mẫu",
    *,
    home: Household | None = None,
    village_id: UUID | None = None,
    commune_code: str = HOANG_LOC,
    gender: str = "f",
    **facts: Any,
) -> Person:
    """Somebody on the register, in a household or by herself."""
    return add_person(
        session,
        commune_code=commune_code,
        village_id=village_id,
        name=name,
        household=home,
        gender=gender,
        now=NOW,
        **facts,
    )


def business(
    session: Session,
    name: str = "Hộ bà Nguyễn Thị Mẫu",
    *,
    village_id: UUID | None = None,
    commune_code: str = HOANG_LOC,
    **facts: Any,
) -> Business:
    """A household business on the register."""
    return register_business(
        session, commune_code=commune_code, village_id=village_id, name=name, now=NOW, **facts
    )


def branch(
    session: Session,
    name: str = "Chi hội Phụ nữ thôn 1",
    *,
    organisation: str = "women",
    village_id: UUID | None = None,
    commune_code: str = HOANG_LOC,
    promised_count: int = 5,
) -> Branch:
    """A branch of a union, or a digital team."""
    return open_branch(
        session,
        commune_code=commune_code,
        organisation=organisation,
        name=name,
        village_id=village_id,
        promised_count=promised_count,
        since=date(2025, 7, 1),
        now=NOW,
    )


def owner_of(session: Session, shop: Shop) -> Account:
    return session.get_one(Account, people_of_shop(session, shop.id)[0])


def agree(session: Session, shop: Shop, purpose: str = "report") -> None:
    owner_id = people_of_shop(session, shop.id)[0]
    give_consent(
        session, owner_id, purpose, shop_id=shop.id, commune_code=shop.commune_code, now=NOW
    )
    session.flush()


def payment_account(session: Session, shop: Shop, number: str = PAYEE.number) -> PaymentAccount:
    return add_account(session, shop, PayTo(PAYEE.bin, number, PAYEE.holder), now=NOW)


@cache
def picture() -> Developed:
    return develop(shots.jpeg(), AT_ONCE)


def product(
    session: Session, files: Files, shop: Shop, title: str = "Bánh gai lá dừa", price: int = 5_000
) -> Product:
    """A listing on show."""
    made = draft(session, shop, title)
    replace_cover(session, files, made, picture(), now=NOW)
    set_price(
        session, made, price_vnd=price, price_unit="cái", version=made.version, sure=price, now=NOW
    )
    publish(session, made, version=made.version, now=NOW)
    return made


def draft(session: Session, shop: Shop, title: str = "Bánh gai lá dừa") -> Product:
    """A product with nothing but a name."""
    made = start_product(session, shop, now=NOW)
    rename(session, made, title=title, version=made.version, now=NOW)
    return made


def batch(
    session: Session,
    shop: Shop,
    product: Product | None = None,
    made_on: date = date(2026, 11, 20),
    best_before: date | None = None,
) -> Batch:
    return open_batch(
        session,
        shop,
        product or draft(session, shop),
        made_on=made_on,
        best_before=best_before,
        now=NOW,
    )


def label_run(
    session: Session, batch: Batch, count: int = 3, stock: str = "avery-l7160", **more: Any
) -> tuple[LabelRun, Job]:
    """Labels asked for; `more` is what else an order says."""
    owner_id = people_of_shop(session, batch.shop_id)[0]
    order = Order(count, stock, **more)
    return order_labels(session, batch, order, owner_id=owner_id, now=NOW)


def phone(app: Flask, session: Session, person: Account | None = None) -> Browser:
    """A phone with a browser, on which somebody is signed in."""
    opened = Browser(app, session)
    if person is not None:
        opened.client.set_cookie("key", open_sign_in(session, person, now=NOW).token)
    return opened


def paper(session: Session, shop: Shop, product: Product | None = None, **facts: Any) -> Paper:
    """An OCOP decision of four stars that holds until 2028, or what the facts say."""
    told = {
        "kind": "ocop",
        "number": "1234/QĐ-UBND",
        "issuer": "UBND tỉnh",
        "stars": 4,
        "valid_from": date(2026, 1, 5),
    } | facts
    return add_paper(session, shop, product, facts=PaperFacts(**told), now=NOW)


def payment_request(
    session: Session,
    shop: Shop,
    account: PaymentAccount | None = None,
    amount_vnd: int = 200_000,
    expires_in: timedelta = timedelta(hours=1),
) -> PaymentRequest:
    """An amount that was asked for, to one of her accounts."""
    return ask_payment(
        session,
        shop,
        account or accounts_of(session, shop)[0],
        amount_vnd=amount_vnd,
        expires_in=expires_in,
        now=NOW,
    )


def money(
    session: Session,
    account: PaymentAccount,
    memo: str = "chuyen tien",
    amount_vnd: int = 200_000,
    came_at: datetime = NOW,
) -> BankLine:
    """Money that a payment service told of."""
    told = Told(came_at, amount_vnd, memo, "", f"sepay-{next(_numbers)}")
    taken = take_lines(session, account, [told], source=BY_FEED, import_id=None, now=came_at)
    return session.get_one(BankLine, taken.line_ids[0])


def statement(session: Session, files: Files, account: PaymentAccount, content: bytes) -> Import:
    """A bank statement that was brought and not yet tried."""
    import_id = new_id()
    return bring(
        session,
        files,
        STATEMENTS,
        import_id=import_id,
        rows_file=unrolled(files, content, import_id),
        name="saoke.xlsx",
        owner_id=people_of_shop(session, account.shop_id)[0],
        shop_id=account.shop_id,
        commune_code=account.commune_code,
        subject_id=account.id,
        family=account.bin,
        now=NOW,
    )


def product_file(session: Session, files: Files, shop: Shop, content: bytes) -> Import:
    """A product file that was brought and not yet tried."""
    import_id = new_id()
    made = bring(
        session,
        files,
        PRODUCTS,
        import_id=import_id,
        rows_file=unrolled(files, content, import_id),
        name="hang.csv",
        owner_id=people_of_shop(session, shop.id)[0],
        shop_id=shop.id,
        commune_code=shop.commune_code,
        now=NOW,
    )
    recognise(files, made)
    return made


def listing(
    session: Session, product: Product, link: str = "https://shopee.vn/hang-i.1.2"
) -> Listing:
    """A product that stands on Shopee by her own word."""
    guide = guides()["shopee"]
    return note_listing(session, product, guide, address=address_in(link, guide), now=NOW)


def pack(session: Session, files: Files, shop: Shop, product: Product) -> ChannelFile:
    """An application pack of one product without papers."""
    asked = ask_pack(
        session,
        shop,
        channel="postmart",
        product_ids=[product.id],
        paper_ids=[],
        owner_id=people_of_shop(session, shop.id)[0],
        now=NOW,
    )
    make_now_or_later(session, files, asked, address="https://shop.example", now=NOW)
    return asked


def upload_sheet(session: Session, files: Files, shop: Shop) -> Template:
    """The blank upload sheet of her shop on Shopee."""
    return keep_sheet(
        session,
        files,
        shop,
        read_sheet(sheets.template()),
        channel="shopee",
        name="mau.xlsx",
        now=NOW,
    )


def course(session: Session, trainer: Account | None = None, **told: Any) -> Course:
    """A class of today with one day; `told` is what else is known of it."""
    values = {
        "commune_code": HOANG_LOC,
        "name": "Nhận tiền bằng mã QR",
        "topic": "payment_qr",
        "held_on": local_day(NOW),
        "begins": "08:00",
        "place": "Nhà văn hóa thôn",
    } | told
    return open_course(
        session, trainer_id=(trainer or staff(session, TRAINER)).id, now=NOW, **values
    )


def meeting(session: Session, course: Course, held_on: date | None = None) -> Meeting:
    """The first day of a class, or one more of its days."""
    if held_on is None:
        return meetings_of(session, course)[0]
    return plan_meeting(session, course, topic="payment_qr", held_on=held_on, now=NOW)


def enrolment(session: Session, course: Course, person: Person) -> Enrolment:
    return enrol(session, course, [person], now=NOW)[0]


def attendance(
    session: Session,
    course: Course,
    meeting: Meeting,
    person: Person,
    status: str = "present",
    now: datetime = NOW,
) -> Attendance:
    """What was noted of somebody on the list."""
    return note_attendance(
        session, course, meeting, person.id, status=status, today=meeting.held_on, now=now
    )


def visit_due(session: Session, person: Person, after_days: int = 7) -> VisitDue:
    """The visit that somebody waits for after the class she was in last."""
    found = session.scalars(
        select(VisitDue)
        .where(VisitDue.person_id == person.id, VisitDue.after_days == after_days)
        .order_by(VisitDue.due_on.desc())
    ).first()
    assert found is not None, "note her attendance first"
    return found


def help_given(
    session: Session, helper: Account, helped: Helped, *, due: VisitDue | None = None, **told: Any
) -> SupportEvent:
    """One visit at home that ended well, or what else is told of it."""
    values: dict[str, Any] = {
        "kind": HOME_VISIT,
        "place": HOME,
        "on": local_day(NOW),
        "outcome": ALONE,
    } | told
    return give_help(session, acting(session, helper), helped, Help(**values), due=due, now=NOW)


@dataclass(frozen=True)
class CommuneRecords:
    """What a commune's officer keeps beside its figures."""

    report: Submission
    frozen: FrozenFigure
    asked: Asked
    target: Target
    official: OfficialFigure
    switch: SwitchedOn
    done: ChecklistItem
    line: ChecklistLine


def commune_records(
    session: Session, village_id: UUID, commune_code: str = HOANG_LOC
) -> CommuneRecords:
    """A locked report of October, a target, a published figure and a checklist of one village."""
    before = session.info.get("actor")
    head = staff(session, VILLAGE_HEAD, village_id.hex, VILLAGE)
    officer = staff(session, OFFICER, commune_code)
    acting(session, officer)
    month, day = period_of("2026-10"), date(2026, 11, 1)
    assert month
    opened = ask_for_period(
        session, commune_code, month, due_on=date(2026, 11, 5), village_ids=[village_id], now=NOW
    )
    report = submission(session, commune_code, opened.period, village_id)
    acting(session, head)
    done = note_done(session, commune_code, village_id, "team", done_on=day, proof="Sổ", now=NOW)
    send(session, report, version=report.version, now=NOW)
    acting(session, officer)
    approve(
        session,
        report,
        [FrozenCell("B02", "1", "", "", Cell(3, 7, 3))],
        version=report.version,
        now=NOW,
    )
    lock(session, report, now=NOW)
    frozen = frozen_of(session, report)["B02", "", ""]
    asked = ask_to_reopen(session, report, reason="Sót một lớp", now=NOW)
    switched = ask_to_switch_on(
        session, commune_code, what="tax_duty", document="Quyết định 1", document_on=day, now=NOW
    )
    target = enter_target(
        session,
        commune_code,
        indicator="B02",
        operator=">=",
        value_hundredths=6_000,
        due_on=date(2026, 12, 31),
        document="Kế hoạch 5/KH-UBND",
        stated_on=day,
        now=NOW,
    )
    official = take_official(
        session,
        commune_code,
        indicator="G05",
        numerator_hundredths=2_573_600,
        denominator=36_845,
        as_of=day,
        organisation="Công an xã",
        document="Báo cáo 12/BC-CAX",
        document_on=day,
        now=NOW,
    )
    line = add_line(session, commune_code, words="Có loa thông minh", now=NOW)
    session.info["actor"] = before
    switch = session.get_one(SwitchedOn, switched.subject_id)
    return CommuneRecords(report, frozen, asked, target, official, switch, done, line)
