"""Everybody who opens pages, each brought as far as her pages need, and what their pages show."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pyotp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.adoption.actions.facts import note_fact
from shopkit.adoption.models.recognition import Recognition
from shopkit.catalog.actions.papers import PaperFacts, add_paper
from shopkit.catalog.models.products import PUBLISHED, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries.products import photos_of
from shopkit.channels.actions.feeds import open_channel_feed
from shopkit.channels.actions.files import ask_file, make_at_once
from shopkit.channels.rules.layouts.shelf import layout
from shopkit.channels.views.bringing import SPEC as PRODUCTS
from shopkit.clock import local_day
from shopkit.db.base import new_id
from shopkit.db.files import Folder
from shopkit.demo.cast import COMMUNE_CODE
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.checking import check, keep_checked
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.actions.taking import begin_taking
from shopkit.imports.actions.work import take_at_once
from shopkit.jobs.models import Job
from shopkit.payments.actions.checks import note_check
from shopkit.payments.actions.feeds import open_feed
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.actions.stands import print_stand
from shopkit.payments.actions.till import open_till
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED
from shopkit.payments.queries.accounts import accounts_of
from shopkit.payments.rules.checks import TWO_CODES, Judgement
from shopkit.payments.rules.money import Told
from shopkit.payments.rules.requests import AT_THE_STALL
from shopkit.payments.views.statements import SPEC as STATEMENTS
from shopkit.places.models import Village
from shopkit.sales.models import Order
from shopkit.sales.rules.steps import PACKED
from shopkit.scope import PROVINCE_VIEWER
from shopkit.shops.actions.register import add_person
from shopkit.shops.actions.requests import file_request
from shopkit.shops.models.shops import Shop
from shopkit.shops.views.bringing import HOUSEHOLDS
from shopkit.traceability.actions.batches import open_batch
from shopkit.traceability.actions.codes import declare_gtin
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.information import choose_kind
from shopkit.traceability.actions.looks import Tally, keep_looks
from shopkit.traceability.actions.places import add_place, declare_gln
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.actions.suspicion import report_suspicion
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelRun
from shopkit.traceability.queries.codes import own_code
from shopkit.traceability.queries.trace import sticker
from shopkit.traceability.rules.looks import hour_of
from shopkit.training.actions.attendance import join
from shopkit.training.actions.certificates import make_certificates
from shopkit.training.actions.festival import open_stand
from shopkit.training.models.courses import AssistedEntry
from shopkit.training.queries.certificates import certificates_of
from shopkit.training.queries.helped import helped_person
from tests import make
from tests.adoption.recognition.village import everything
from tests.channels.brought_files import woocommerce
from tests.conftest import NOW
from tests.journeys import papers, steps
from tests.journeys.devices import DESKTOP, PATIENCE_MS, PHONE
from tests.journeys.house import House
from tests.journeys.measuring import WATCH_SHIFTS
from tests.journeys.page_list import (
    ENROLLED,
    HEAD,
    HIRED,
    NEW_PHONE,
    NEWCOMER,
    OFFICER,
    ON_DESKTOP,
    SELLER,
    TRAINER,
    VIEWER,
    VISITOR,
)
from tests.journeys.published import VIEWER_PHONE, publishing_commune
from tests.journeys.published import hire as hire_practice
from tests.shops.register.sheets import xlsx

OFFICER_PHONE, TRAINER_PHONE = "+84900000001", "+84900000002"
HEAD_PHONE = "+84900000003"
SELLER_PHONE, HELPED_PHONE = "+84900000010", "+84900000011"
NEWCOMER_PHONE = "0900 000 077"
PASSWORD = re.compile(r"password  (\S+)")


class Everybody:
    """A browser for each person, opened when her first page is asked for."""

    def __init__(self, browser: Browser, house: House) -> None:
        self.browser, self.house = browser, house
        self.contexts: dict[str, BrowserContext] = {}
        self.card = ""

    def context(self, who: str) -> BrowserContext:
        if who not in self.contexts:
            self.contexts[who] = self.new_context(DESKTOP if who in ON_DESKTOP else PHONE)
            page = self.contexts[who].new_page()
            self.bring(who, page)
            page.close()
        return self.contexts[who]

    def new_context(self, device: Mapping[str, object]) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.house.address,
            service_workers="block",
            bypass_csp=True,
            **device,  # type: ignore[arg-type]  # a plain dictionary of options
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(WATCH_SHIFTS)
        return context

    def bring(self, who: str, page: Page) -> None:
        """As far as her pages need."""
        if who in (VISITOR, NEWCOMER):
            steps.make_code(page)
        if who == NEWCOMER:
            steps.keep(page, NEWCOMER_PHONE)
            add_account(page)
        elif who == SELLER:
            steps.sign_in(page, self.house, SELLER_PHONE)
            sell_with_book(page)
        elif who == OFFICER:
            steps.sign_in(page, self.house, OFFICER_PHONE)
        elif who == VIEWER:
            hire_practice(self.house, VIEWER_PHONE, PROVINCE_VIEWER)
            steps.sign_in(page, self.house, VIEWER_PHONE)
        elif who == HEAD:
            steps.sign_in(page, self.house, HEAD_PHONE)
        elif who == TRAINER:
            steps.sign_in(page, self.house, TRAINER_PHONE)
            self.card = make_card(page, SELLER_PHONE, "Thẻ đăng nhập máy mới")
        elif who == NEW_PHONE:
            self.reset_pin(page)
        elif who in (HIRED, ENROLLED):
            self.hire(page, "0900 000 031" if who == HIRED else "0900 000 032", who == ENROLLED)

    def reset_pin(self, page: Page) -> None:
        """Enter by a card that lets her choose a new PIN."""
        helper = self.new_context(PHONE)
        at_helper = helper.new_page()
        steps.sign_in(at_helper, self.house, TRAINER_PHONE)
        page.goto(make_card(at_helper, HELPED_PHONE, "Thẻ đặt lại mã PIN"))
        page.get_by_role("button", name="Đăng nhập máy này").click()
        page.wait_for_url("**/me/new-pin")
        helper.close()

    def hire(self, page: Page, phone: str, is_enrolled: bool) -> None:
        """A trainer who is no practice account, so that she needs a code of her own."""
        given = ("--name", "Trần Thị Thử", "--role", "trainer", "--commune", "99001")
        said = self.house.run("staff", "add", phone, *given)
        password = PASSWORD.findall(said)[0]
        sign_in_as_staff(page, phone, password)
        page.wait_for_url(re.compile("/sign-in/enrol"))
        if is_enrolled:
            secret = page.locator(".qr-account").inner_text().replace(" ", "").strip()
            page.get_by_role("textbox").fill(pyotp.TOTP(secret).at(self.house.clock()))
            page.get_by_role("button", name="Xong").click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            page.context.clear_cookies()
            sign_in_as_staff(page, phone, password)
            page.wait_for_url(re.compile("/sign-in/code"))

    def shown(self) -> dict[str, str]:
        """What fills the gaps of the addresses."""
        self.context(TRAINER)
        return {**known(self.house), "card": self.card.rsplit("/", 1)[1]}

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def sign_in_as_staff(page: Page, phone: str, password: str) -> None:
    page.goto("/sign-in?letters=1")
    page.get_by_label("Số điện thoại").fill(phone)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def add_account(page: Page) -> None:
    """A second account, so that there is a list of them."""
    page.goto("/qr/account/970405")
    page.get_by_label("Số tài khoản").fill("1500000000001")
    page.get_by_label("Tên chủ tài khoản").fill("Nguyen Thi Mau")
    page.get_by_label("Mã PIN").fill(steps.PIN)
    page.get_by_role("button", name="Tạo mã QR").click()
    page.get_by_role("heading", name="Mã QR nhận tiền").wait_for()


def sell_with_book(page: Page) -> None:
    """A sale in an open book, so that there is a picture of it."""
    page.goto("/book/keep")
    page.get_by_role("radio", name="Bật sổ, lưu số tiền").check()
    page.get_by_role("button", name="Xong").click()
    page.goto("/sales/quick")
    page.locator(".tile").first.click()
    page.get_by_role("button", name="Tiền mặt").click()
    page.get_by_text("Đã ghi:").wait_for()


def make_card(page: Page, phone: str, kind: str) -> str:
    """The address on the card that a trainer shows to somebody beside her."""
    page.goto("/shops/beside")
    page.get_by_label("Số điện thoại của người bán").fill(phone)
    page.get_by_role("button", name="Mở cửa hàng").click()
    page.get_by_role("button", name=kind).click()
    with Image.open(BytesIO(page.locator(".qr img").screenshot())) as card:
        return papers.texts_on(card.convert("RGB"))[0]


def known(house: House) -> dict[str, str]:
    """Ids of what the practice seller has."""
    with house.database() as database, database.reading() as session:
        run = session.scalars(
            select(LabelRun).join(Shop, Shop.id == LabelRun.shop_id).order_by(Shop.opened_at)
        ).first()
        assert run
        batch = session.get_one(Batch, run.batch_id)
        label = session.scalars(select(Label).where(Label.run_id == run.id)).first()
        product = session.scalars(
            select(Product).where(Product.shop_id == run.shop_id, Product.state == PUBLISHED)
        ).first()
        account = session.scalars(
            select(PaymentAccount).where(PaymentAccount.shop_id == run.shop_id)
        ).first()
        job = session.scalars(select(Job).where(Job.record_id == run.id)).first()
        stand, check, asked = at_the_stall(house, run.shop_id)
        order = session.scalars(
            select(Order).where(Order.shop_id == run.shop_id, Order.state == PACKED)
        ).first()
        village_id = session.get_one(Shop, run.shop_id).village_id
        assert label
        assert product
        assert account
        assert job
        assert order
        told = told_of_batch(house, batch.product_id)
        return {
            **told,
            **at_the_till(house, run.shop_id),
            **traced_by_name(house, batch.id, product.id),
            **brought(house, account.id),
            **sold_elsewhere(house, product.id),
            **handed_over(house, run.shop_id),
            **products_brought(house, run.shop_id),
            **visited(house),
            **taught(house, run.shop_id),
            **kept_by_commune(house, village_id),
            **who_may_ask(house, run.shop_id),
            **recognised(house, village_id),
            **registered(house, village_id),
            "publishing_commune": publishing_commune(house),
            "order": str(order.id),
            "trace_code": batch.trace_code,
            "label_code": label.code,
            "product_code": product.code,
            "shop_code": session.get_one(Shop, run.shop_id).code,
            "product": str(product.id),
            "photo": str(photos_of(session, product)[0].id),
            "account": str(account.id),
            "batch": str(batch.id),
            "run": str(run.id),
            "job": str(job.id),
            "shop": str(run.shop_id),
            "village": str(village_id),
            "report": told_by_buyer(house, batch.trace_code),
            "stand": stand,
            "check": check,
            "request": asked,
        }


def registered(house: House, village_id: UUID | None) -> dict[str, str]:
    """A household with its people, two that look alike, a business, a branch and a list."""
    files = Folder(house.folder / "data" / "files")
    with house.database() as database, database.writing() as session:
        home = make.household(
            session, "Kiều Thị Thử", village_id=village_id, commune_code=COMMUNE_CODE
        )
        make.household(session, "Kiều Thị Thử", village_id=village_id, commune_code=COMMUNE_CODE)
        business = make.business(session, village_id=village_id, commune_code=COMMUNE_CODE)
        branch = make.branch(
            session, "Chi hội để xem", village_id=village_id, commune_code=COMMUNE_CODE
        )
        officer = session.scalars(select(Account).where(Account.phone == OFFICER_PHONE)).one()
        told = unknown_village_list(session, files, officer.id)
        return {
            "home": str(home.id),
            "kept_person": str(make.person(session, "Kiều Thị Con", home=home).id),
            "kept_business": str(business.id),
            "chi_hoi": str(branch.id),
            "kept_list": str(told),
        }


def unknown_village_list(session: Session, files: Folder, owner_id: UUID) -> UUID:
    """A list of households of a village that nobody knows, sent and not tried."""
    import_id = new_id()
    rows = xlsx([["Họ và tên chủ hộ", "Thôn"], ["Kiều Văn Thử", "Xóm Bãi Sậy"]])
    bring(
        session,
        files,
        HOUSEHOLDS,
        import_id=import_id,
        rows_file=unrolled(files, rows, import_id),
        name="ho.xlsx",
        owner_id=owner_id,
        commune_code=COMMUNE_CODE,
        now=NOW,
    )
    return import_id


def sold_elsewhere(house: House, product_id: UUID) -> dict[str, str]:
    """A listing on a channel, an application pack, and the sheet of her shop there."""
    files = Folder(house.folder / "data" / "files")
    with house.database() as database, database.writing() as session:
        product = session.get_one(Product, product_id)
        shop = session.get_one(Shop, product.shop_id)
        make.upload_sheet(session, files, shop)
        return {
            "listing": str(make.listing(session, product).id),
            "pack": str(make.pack(session, files, shop, product).id),
        }


def brought(house: House, account_id: UUID) -> dict[str, str]:
    """Statements: one that arrived, one that was tried, one that was taken."""
    files = Folder(house.folder / "data" / "files")
    lines = b"Ngay,Noi dung,Tien vao\n22/11/2026,mua banh,30000\n22/11/2026,mua keo,=1+1\n"
    ids = {}
    with house.database() as database, database.writing() as session:
        account = session.get_one(PaymentAccount, account_id)
        for name in ("import_new", "import_tried", "import_taken"):
            one = make.statement(session, files, account, lines)
            ids[name] = str(one.id)
            if name != "import_new":
                found = check(session, files, STATEMENTS, one)
                keep_checked(session, one, found, now=house.clock())
            if name == "import_taken" and begin_taking(session, one):
                take_at_once(session, files, STATEMENTS, one, now=house.clock())
    return ids


def products_brought(house: House, shop_id: UUID) -> dict[str, str]:
    """Product files: one that was tried, one that was taken, and what it brought in sizes."""
    files = Folder(house.folder / "data" / "files")
    ids = {}
    with house.database() as database, database.writing() as session:
        shop = session.get_one(Shop, shop_id)
        for name in ("products_tried", "products_taken"):
            one = make.product_file(session, files, shop, woocommerce())
            ids[name] = str(one.id)
            keep_checked(session, one, check(session, files, PRODUCTS, one), now=house.clock())
            if name == "products_taken" and begin_taking(session, one):
                take_at_once(session, files, PRODUCTS, one, now=house.clock())
        formed = session.scalars(select(Variant.product_id).where(Variant.shop_id == shop_id))
        ids["product_in_sizes"] = str(formed.first())
    return ids


def kept_by_commune(house: House, village_id: UUID | None) -> dict[str, str]:
    """A locked report of her village, targets, a published figure and a checklist."""
    assert village_id
    with house.database() as database, database.writing() as session:
        kept = make.commune_records(session, village_id, COMMUNE_CODE)
        return {
            "frozen": str(kept.frozen.id),
            "proposal": str(kept.asked.id),
            "noted": str(kept.done.id),
        }


def taught(house: House, shop_id: UUID) -> dict[str, str]:
    """A class of today: thirty on its list, somebody at its door, papers, a shop that was typed."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        trainer = session.scalars(select(Account).where(Account.phone == TRAINER_PHONE)).one()
        course = make.course(
            session, trainer, commune_code=COMMUNE_CODE, held_on=local_day(now), seats=30
        )
        meeting = make.meeting(session, course)
        for number in range(30):
            woman = make.person(session, f"Nguyễn Thị Thử {number}", commune_code=COMMUNE_CODE)
            make.enrolment(session, course, woman)
            if number % 2:
                make.attendance(session, course, meeting, woman, now=now)
        double = make.person(
            session, "Nguyen Thi Thu 1", commune_code=COMMUNE_CODE, is_walk_in=True
        )
        make.enrolment(session, course, double)
        make_certificates(session, course, now=now)
        typed = AssistedEntry(
            commune_code=COMMUNE_CODE,
            person_id=woman.id,
            shop_id=shop_id,
            course_id=course.id,
            typed_at=now,
            typed_by_id=trainer.id,
        )
        session.add(typed)
        waiting = join(
            session,
            course,
            name="Trần Thị Thử",
            village_id=None,
            phone=None,
            account_id=None,
            visitor="a-browser",
            now=now,
        )
        return {
            "class": str(course.id),
            "meeting": str(meeting.id),
            "join_code": course.join_code,
            "walk_in": str(double.id),
            "assisted": str(woman.id),
            "waiting": str(waiting.id),
            "serial": certificates_of(session, course)[0][0].serial,
        }


def visited(house: House) -> dict[str, str]:
    """A class with a visit that is due and one that was made, a stand, a branch that helps."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        helper = session.scalars(select(Account).where(Account.phone == TRAINER_PHONE)).one()
        branch = make.branch(session, "Chi hội thử", commune_code=COMMUNE_CODE)
        course = make.course(
            session,
            helper,
            commune_code=COMMUNE_CODE,
            held_on=local_day(now) - timedelta(days=7),
            branch_id=branch.id,
        )
        woman = make.person(session, "Lê Thị Thử", commune_code=COMMUNE_CODE)
        make.enrolment(session, course, woman)
        make.attendance(session, course, make.meeting(session, course), woman)
        helped = helped_person(session, woman)
        told = make.help_given(session, helper, helped, branch=branch, on=local_day(now))
        stand = open_stand(
            session,
            commune_code=COMMUNE_CODE,
            name="Ngày hội",
            place="Chợ",
            held_on=local_day(now),
            topics=["payment_qr", "online_safety"],
            branch_id=branch.id,
            trainer_id=helper.id,
            now=now,
        )
        return {
            "visited_class": str(course.id),
            "visit": str(make.visit_due(session, woman).id),
            "help": str(told.id),
            "stand_of_festival": str(stand.id),
            "helping_branch": str(branch.id),
            "helped_person": str(woman.id),
        }


def handed_over(house: House, shop_id: UUID) -> dict[str, str]:
    """A file for a channel, and an address that one fetches from."""
    now = house.clock()
    files = Folder(house.folder / "data" / "files")
    with house.database() as database, database.writing() as session:
        shop = session.get_one(Shop, shop_id)
        owner_id = make.owner_of(session, shop).id
        wanted = layout("tiktok", "xlsx")
        asked = ask_file(
            session,
            shop,
            wanted,
            product_ids=None,
            with_photos=False,
            owner_id=owner_id,
            now=now,
        )
        make_at_once(session, files, asked, address=house.address)
        open_channel_feed(session, shop, channel="google", form="tsv", now=now)
        return {"made_file": str(asked.id)}


def told_by_buyer(house: House, code: str) -> str:
    """A report of goods that look wrong, and some looks of their code."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        found = sticker(session, code)
        seen = {(code, hour_of(now), ""): Tally(found.batch_id, now, now, count=3)}
        keep_looks(session, seen)
        report = report_suspicion(
            session,
            Folder(house.folder / "data" / "files"),
            found,
            words="Tem bị bóc dán lại",
            bought_where="Chợ phiên",
            contact="0900 000 099",
            photo=None,
            now=now,
        )
        return str(report.id)


def told_of_batch(house: House, product_id: UUID) -> dict[str, str]:
    """A batch of this product that was packed, sold and called back."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        product = session.get_one(Product, product_id)
        shop = session.get_one(Shop, product.shop_id)
        batch = open_batch(
            session, shop, product, made_on=local_day(now), best_before=None, now=now
        )
        event = record_event(session, batch, kind="sell", at=now, partner="Chợ phiên", now=now)
        recall = recall_batch(
            session, batch, reason="Bánh mốc", what_to_do="Ngừng ăn", reaches_on=False, now=now
        )
        return {"recalled": str(batch.id), "event": str(event.id), "recall": str(recall.id)}


def at_the_stall(house: House, shop_id: UUID) -> tuple[str, str, str]:
    """A stand that was printed, a photo of it with a stranger's sticker, a buyer who pays."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        shop = session.get_one(Shop, shop_id)
        account = accounts_of(session, shop)[0]
        stand = print_stand(session, account, format="a5", language="vi", now=now)
        seen = Judgement(TWO_CODES, 2, account.id, (), "970422", "…0001", "TRAN VAN KHAC")
        check = note_check(session, shop, seen, now=now)
        asked = ask_payment(
            session, shop, account, amount_vnd=25_000, expires_in=AT_THE_STALL, now=now
        )
        return str(stand.id), str(check.id), str(asked.id)


def at_the_till(house: House, shop_id: UUID) -> dict[str, str]:
    """An open till, money for a request and money of nobody, a service that tells of it."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        shop = session.get_one(Shop, shop_id)
        account = accounts_of(session, shop)[0]
        open_till(session, shop, now=now)
        asked = ask_payment(
            session, shop, account, amount_vnd=200_000, expires_in=AT_THE_STALL, now=now
        )
        told = [Told(now, 200, asked.code, "", "1"), Told(now, 40_000, "chuyen tien", "", "2")]
        taken = take_lines(session, account, told, source=BY_FEED, import_id=None, now=now)
        feed = open_feed(session, shop, account, now=now)
        line = str(taken.line_ids[1])
        return {"line": line, "feed": str(feed.id), "part_paid": str(asked.id)}


def traced_by_name(house: House, batch_id: UUID, product_id: UUID) -> dict[str, str]:
    """A paper, a place and a product with granted numbers, and the long address of a batch."""
    now = house.clock()
    day = local_day(now).replace(month=1)
    with house.database() as database, database.writing() as session:
        batch, product = session.get_one(Batch, batch_id), session.get_one(Product, product_id)
        shop = session.get_one(Shop, product.shop_id)
        facts = PaperFacts(kind="ocop", number="1234/QĐ-UBND", stars=4, valid_from=day)
        paper = add_paper(session, shop, product, facts=facts, now=now)
        place = add_place(session, shop, name="Xưởng nhà", address="Số 1", now=now)
        number = declare_gln(session, place, gln="8931234500016", granted_on=day, now=now)
        gtin = declare_gtin(session, product, gtin="8931234567897", granted_on=day, now=now)
        choose_kind(session, product, kind="food", now=now)
        own = own_code(session, session.get_one(Product, batch.product_id))
        return {
            "paper": str(paper.id),
            "place": str(place.id),
            "place_code": place.code,
            "gln": number.value,
            "gtin": gtin,
            "long": f"{own}/{place.code}/{batch.code}",
        }


def recognised(house: House, village_id: UUID | None) -> dict[str, str]:
    """A round of the village from its meeting to a decision, with one of each of its records."""
    with house.database() as database, database.writing() as session:
        made = everything(session, session.get_one(Village, village_id))
        serial = session.get_one(Recognition, made["recognition_id"]).serial
        return {name.removesuffix("_id"): str(one) for name, one in made.items()} | {
            "recognition_serial": serial
        }


def who_may_ask(house: House, shop_id: UUID) -> dict[str, str]:
    """Somebody of the register, what she asks about her records, and what was seen of a shop."""
    now = house.clock()
    with house.database() as database, database.writing() as session:
        person = add_person(
            session, commune_code=COMMUNE_CODE, village_id=None, name="Lê Thị Thử", now=now
        )
        asked = file_request(
            session,
            subject_kind="person",
            subject_id=person.id,
            commune_code=COMMUNE_CODE,
            kind="see",
            received_on=local_day(now),
            now=now,
        )
        fact = note_fact(
            session,
            subject_kind="shop",
            subject_id=shop_id,
            element="e_payment",
            word="yes",
            valid_on=local_day(now),
            evidence="TV",
            now=now,
        )
        return {"somebody": str(person.id), "data_request": str(asked.id), "fact": str(fact.id)}
