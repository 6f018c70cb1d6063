"""Every page is closed to strangers and to neighbours, whatever is added later."""

import re
from dataclasses import dataclass
from html import unescape
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from shopkit.accounts.actions.people import make_staff, sign_up
from shopkit.accounts.actions.sign_ins import open_sign_in
from shopkit.accounts.models import Account, SignIn
from shopkit.adoption.actions.facts import note_fact
from shopkit.catalog.models.products import Photo, Product
from shopkit.channels.actions.feeds import open_channel_feed
from shopkit.channels.actions.files import ask_file
from shopkit.channels.rules.layouts.shelf import layout
from shopkit.clock import now
from shopkit.db.files import Files
from shopkit.demo.cast import COMMUNE_CODE, SELLER_PHONE
from shopkit.demo.practice import build_practice
from shopkit.jobs import work
from shopkit.jobs.models import Job
from shopkit.jobs.work import Bench
from shopkit.payments.actions.checks import note_check
from shopkit.payments.actions.feeds import open_feed
from shopkit.payments.actions.money import take_lines
from shopkit.payments.actions.requests import ask_payment
from shopkit.payments.actions.stands import print_stand
from shopkit.payments.models.accounts import PaymentAccount
from shopkit.payments.models.money import BY_FEED
from shopkit.payments.rules.checks import PAYS_YOU, Judgement
from shopkit.payments.rules.money import Told
from shopkit.payments.rules.requests import AT_THE_STALL
from shopkit.places.models import Village
from shopkit.places.queries import communes_matching
from shopkit.sales.models import Order
from shopkit.scope import COMMUNE, OFFICER, TRAINER, Role
from shopkit.shops.actions.register import add_member, add_person, assign
from shopkit.shops.actions.requests import file_request
from shopkit.shops.actions.shops import name_shop, open_shop, place_shop, say_maker
from shopkit.shops.models.register import Person, TwinFound
from shopkit.shops.models.shops import Shop
from shopkit.shops.queries.shops import shop_of_account_or_none
from shopkit.traceability.actions.events import record_event
from shopkit.traceability.actions.lineage import add_material
from shopkit.traceability.actions.places import add_place
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.actions.suspicion import report_suspicion
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.trace import sticker
from shopkit.training.actions.attendance import join
from shopkit.training.actions.certificates import make_certificates
from shopkit.training.actions.signed_lists import keep_signed_list
from shopkit.training.queries.certificates import certificates_of
from shopkit.training.queries.helped import helped_person
from tests import make
from tests.adoption.recognition.village import everything
from tests.conftest import StandingClock

# What stands for each part of an address. Those of the first group belong to somebody.
OWNED = {
    "account_id",
    "product_id",
    "photo_id",
    "batch_id",
    "run_id",
    "job_id",
    "shop_id",
    "sign_in_id",
    "village_id",
    "stand_id",
    "check_id",
    "request_id",
    "line_id",
    "feed_id",
    "order_id",
    "event_id",
    "input_id",
    "recall_id",
    "report_id",
    "paper_id",
    "place_id",
    "import_id",
    "channel_feed_id",
    "made_id",
    "listing_id",
    "file_id",
    "template_id",
    "data_request_id",
    "grant_id",
    "fact_subject_id",
    "fact_id",
    "person_id",
    "course_id",
    "meeting_id",
    "joining_id",
    "list_id",
    "certificate_id",
    "household_id",
    "due_id",
    "help_id",
    "set_id",
    "criterion_id",
    "round_id",
    "listed_id",
    "comment_id",
    "decision_id",
    "recognition_id",
    "revocation_id",
    "group_id",
    "business_id",
    "branch_id",
    "member_id",
    "assignment_id",
    "twin_id",
}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass
class World:
    """Her shop with everything in it, and three who have no business there."""

    parts: dict[str, object]
    words: tuple[str, ...]
    strangers: dict[str, str]
    her_token: str


@pytest.fixture
def world(session: Session, files: Files, clock: StandingClock) -> World:
    build_practice(session, files, now=now())
    her = session.scalars(select(Account).where(Account.phone == SELLER_PHONE)).one()
    shop = shop_of_account_or_none(session, her.id)
    assert shop
    product = first(session, Product, shop)
    account = first(session, PaymentAccount, shop)
    token = open_sign_in(session, her, now=now()).token
    stand = print_stand(session, account, format="a5", language="vi", now=now())
    asked = ask_payment(
        session, shop, account, amount_vnd=25_000, expires_in=AT_THE_STALL, now=now()
    )
    told = tell_of_batch(session, first(session, Batch, shop))
    parts: dict[str, object] = {
        **told,
        "shop_id": shop.id,
        "sound_name": "recall.vi.mp3",
        "product_id": product.id,
        "photo_id": session.scalars(select(Photo).where(Photo.product_id == product.id)).first().id,  # type: ignore[union-attr]
        "account_id": account.id,
        "batch_id": first(session, Batch, shop).id,
        "run_id": first(session, LabelRun, shop).id,
        "job_id": session.scalars(select(Job).where(Job.shop_id == shop.id)).first().id,  # type: ignore[union-attr]
        "sign_in_id": session.scalars(select(SignIn.id).where(SignIn.account_id == her.id)).first(),
        "village_id": shop.village_id,
        "stand_id": stand.id,
        "check_id": note_check(session, shop, Judgement(PAYS_YOU, 1), now=now()).id,
        "request_id": asked.id,
        "line_id": take_lines(
            session, account, [told_money()], source=BY_FEED, import_id=None, now=now()
        ).line_ids[0],
        "import_id": make.statement(session, files, account, b"a,b\n1,2\n").id,
        "feed_id": open_feed(session, shop, account, now=now()).id,
        "channel_feed_id": (
            outlet := open_channel_feed(session, shop, channel="google", form="tsv", now=now())
        ).id,
        "secret": outlet.secret,
        "made_id": ask_file(
            session,
            shop,
            layout("sheet", "csv"),
            product_ids=None,
            with_photos=False,
            owner_id=her.id,
            now=now(),
        ).id,
        "ending": "tsv",
        "channel": "google",
        "listing_id": make.listing(session, product).id,
        "file_id": make.pack(session, files, shop, product).id,
        "template_id": make.upload_sheet(session, files, shop).id,
        "order_id": first(session, Order, shop).id,
        "paper_id": make.paper(session, shop, product).id,
        "place_id": add_place(session, shop, name="Xưởng nhà", address="Số 1", now=now()).id,
        "report_id": told_by_buyer(session, files, first(session, Batch, shop)),
        "step": "packed",
        "period": "2026-11",
        "code": product.code,
        "part": "about",
        "bin": "970436",
        "purpose": "report",
        "figure": "live",
        "table_kind": "csv",
        "audience": "inside",
        "report_form": "paper",
        "token": "not-a-token",
        "sheet": 1,
        "deed": "activate",
        "list_kind": "csv",
        "number": 1,
        "kind": "a5",
        "suffix": "pdf",
        "size": "card",
        "draft_kind": "processed",
    }
    parts |= of_the_register(session)
    parts |= noted_of(session, shop)
    parts |= of_a_class(session, files, parts["person_id"])
    parts |= everything(session, session.get_one(Village, shop.village_id))
    kept = make.commune_records(session, shop.village_id, shop.commune_code)  # type: ignore[arg-type]
    parts |= {
        "proposal_id": kept.asked.id,
        "cell_id": kept.frozen.id,
        "target_id": kept.target.id,
        "switch_id": kept.switch.id,
        "figure_id": kept.official.id,
        "noted_id": kept.done.id,
        "item_id": kept.line.id,
    }
    strangers = {"nobody": ""} | neighbours(session)
    return World(parts, (shop.name, account.number, account.holder), strangers, token)


def noted_of(session: Session, shop: Shop) -> dict[str, object]:
    """Something that was seen of her shop."""
    fact = note_fact(
        session,
        subject_kind="shop",
        subject_id=shop.id,
        element="e_payment",
        word="yes",
        valid_on=now().date(),
        evidence="TV",
        now=now(),
    )
    return {
        "fact_id": fact.id,
        "grant_id": uuid4(),
        "fact_subject_id": shop.id,
        "subject_kind": "shop",
        "element": "e_payment",
        "place": "shopee",
    }


def of_the_register(session: Session) -> dict[str, object]:
    """Somebody of the commune's register, and what she asks about her records."""
    person = add_person(
        session, commune_code=COMMUNE_CODE, village_id=None, name="Lê Thị Thử", now=now()
    )
    asked = file_request(
        session,
        subject_kind="person",
        subject_id=person.id,
        commune_code=COMMUNE_CODE,
        kind="see",
        received_on=now().date(),
        now=now(),
    )
    household = make.household(session, "Lê Thị Thử", commune_code=COMMUNE_CODE)
    make.household(session, "Lê Thị Thử", commune_code=COMMUNE_CODE, phone="+84900000601")
    make.household(session, "Lê Thị Thử", commune_code=COMMUNE_CODE, phone="+84900000601")
    branch = make.branch(session, commune_code=COMMUNE_CODE)
    today = now().date()
    return {
        "person_id": person.id,
        "data_request_id": asked.id,
        "business_id": make.business(session, commune_code=COMMUNE_CODE).id,
        "branch_id": branch.id,
        "member_id": add_member(session, branch, person, since=today, now=now()).id,
        "assignment_id": assign(session, branch, household, since=today, now=now()).id,
        "twin_id": session.scalars(select(TwinFound.id)).first(),
    }


def of_a_class(session: Session, files: Files, person_id: object) -> dict[str, object]:
    """A class that she was in, its signed list, who waits at its door, her certificate."""
    course = make.course(session, commune_code=COMMUNE_CODE, held_on=now().date())
    meeting = make.meeting(session, course)
    make.enrolment(session, course, session.get_one(Person, person_id))
    make.attendance(session, course, meeting, session.get_one(Person, person_id))
    make_certificates(session, course, now=now())
    paper = certificates_of(session, course)[0][0]
    waiting = join(
        session,
        course,
        name="Trần Thị Thử",
        village_id=None,
        phone=None,
        account_id=None,
        visitor="a-browser",
        now=now(),
    )
    return of_a_visit(session, session.get_one(Person, person_id)) | {
        "course_id": course.id,
        "meeting_id": meeting.id,
        "joining_id": waiting.id,
        "list_id": keep_signed_list(session, files, meeting, make.picture(), now=now()).id,
        "certificate_id": paper.id,
        "serial": paper.serial,
    }


def of_a_visit(session: Session, person: Person) -> dict[str, object]:
    """A visit that is due, one that was made, and the words of a quiz, a lesson and a union."""
    helper = make.staff(session, TRAINER, COMMUNE_CODE)
    made = make.help_given(session, helper, helped_person(session, person))
    return {
        "due_id": make.visit_due(session, person).id,
        "help_id": made.id,
        "moment": "before",
        "lesson": "fraud",
        "organisation": "women",
    }


def tell_of_batch(session: Session, batch: Batch) -> dict[str, object]:
    """Something that happened to her batch, something that went in, and a recall."""
    bought = add_material(
        session,
        batch,
        material="Gạo nếp",
        supplier="Đại lý Mẫu",
        supplier_lot="",
        received_on=None,
        quantity_milli=None,
        unit="",
        now=now(),
    )
    packed = record_event(session, batch, kind="pack", at=now(), now=now())
    recall = recall_batch(session, batch, reason="mốc", what_to_do="", reaches_on=False, now=now())
    return {"event_id": packed.id, "input_id": bought.id, "recall_id": recall.id}


def told_money() -> Told:
    return Told(now(), 25_000, "chuyen tien", "", "1")


def told_by_buyer(session: Session, files: Files, batch: object) -> UUID:
    """A report of goods that look wrong."""
    assert isinstance(batch, Batch)
    return report_suspicion(
        session,
        files,
        sticker(session, batch.trace_code),
        words="Tem bị bóc",
        bought_where="",
        contact="",
        photo=None,
        now=now(),
    ).id


def first(session: Session, kind: type, shop: Shop) -> object:
    found = session.scalars(select(kind).where(kind.shop_id == shop.id)).first()  # type: ignore[attr-defined]
    assert found is not None, kind
    return found


def neighbours(session: Session) -> dict[str, str]:
    """A seller of the same commune, and staff of another one; each with a token."""
    seller = sign_up(session, phone="+84900000777", name="Người Bên", pin="482915", now=now())
    shop = open_shop(session, seller, now=now())
    name_shop(session, shop, name="Quầy bên cạnh", sells="trà", now=now())
    say_maker(session, shop, is_maker=True, now=now())
    place_shop(session, shop, commune_code=COMMUNE_CODE, village_id=None, now=now())
    elsewhere = communes_matching(session, "xa an tuong")[0].code
    people = {"neighbour": seller}
    for number, hat in enumerate((OFFICER, TRAINER)):
        people[f"{hat} elsewhere"] = make_staff(
            session,
            phone=f"+8490000078{number}",
            name="Người Xã Khác",
            roles=[Role(hat, COMMUNE, elsewhere)],
            password="mot hai ba bon nam",
            now=now(),
            is_practice=True,
        )
    return {name: open_sign_in(session, person, now=now()).token for name, person in people.items()}


def test_no_page_lets_in_a_stranger_or_a_neighbour(
    app: Flask, client: FlaskClient, session: Session, world: World
) -> None:
    session.commit()
    wrong: list[str] = []
    for who, token in world.strangers.items():
        visitor = FlaskClient(app)
        if token:
            visitor.set_cookie("key", token)
        csrf = visitor.get("/api/csrf").get_json()["token"]
        for rule in app.url_map.iter_rules():
            if getattr(app.view_functions[rule.endpoint], "is_public", False):
                continue
            for method in sorted(rule.methods & ({"GET"} | UNSAFE)):  # type: ignore[operator]
                fault = fault_of(app, visitor, rule, method, world, who, csrf)
                if fault:
                    wrong.append(f"{who}: {method} {rule.rule}: {fault}")
    assert not wrong, "\n".join(wrong)


def fault_of(
    app: Flask,
    visitor: FlaskClient,
    rule: Rule,
    method: str,
    world: World,
    who: str,
    csrf: str,
) -> str | None:
    missing = rule.arguments - set(world.parts)
    if missing:
        return f"say in this test what stands for {missing}"
    values = {name: world.parts[name] for name in rule.arguments}
    with app.test_request_context():
        address = rule.build(values)[1]  # type: ignore[index]
    data = {"csrf_token": csrf, "_key": f"{who}-{rule.endpoint}-{method}"[:64]}
    answer = visitor.open(address, method=method, data=data if method in UNSAFE else None)
    if answer.status_code >= 500:
        return f"answered {answer.status_code}"
    if who == "nobody":
        is_sent = answer.status_code == 303 and "/sign-in" in answer.headers["Location"]
        return None if is_sent else f"answered {answer.status_code}"
    if rule.arguments & OWNED:
        return (
            None
            if answer.status_code == 404
            else unlike_nothing(app, visitor, rule, method, world, csrf, answer)
        )
    text = answer.get_data().decode("utf-8", "replace")
    shown = [word for word in world.words if word in text]
    return f"shows {shown}" if shown else None


def unlike_nothing(
    app: Flask,
    visitor: FlaskClient,
    rule: Rule,
    method: str,
    world: World,
    csrf: str,
    answer: TestResponse,
) -> str | None:
    """What is not hers must be answered like what does not exist at all."""
    values = {name: uuid4() if name in OWNED else world.parts[name] for name in rule.arguments}
    with app.test_request_context():
        address = rule.build(values)[1]  # type: ignore[index]
    data = {"csrf_token": csrf, "_key": uuid4().hex}
    nothing = visitor.open(address, method=method, data=data if method in UNSAFE else None)
    alike = (answer.status_code, answer.location) == (nothing.status_code, nothing.location)
    return None if alike and answer.status_code == 303 else f"answered {answer.status_code}"


def test_what_changes_things_is_not_done_by_looking(app: Flask, client: FlaskClient) -> None:
    """A page that only takes a change refuses to be looked at, and changes nothing by it."""
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods and "GET" not in rule.methods and not rule.arguments:  # type: ignore[operator]
            others = [other for other in app.url_map.iter_rules() if other.rule == rule.rule]
            if not any("GET" in other.methods for other in others):  # type: ignore[operator]
                assert client.get(rule.rule).status_code == 405, rule.rule


# Features whose pages a seller must find by herself; the visitor's own pages need no shop.
HERS = (
    "shops",
    "catalog",
    "payments",
    "imports",
    "traceability",
    "channels",
    "sales",
    "adoption",
)
# What no link of a page leads to, and why.
UNLINKED = {
    "a visitor's, before she has a shop": {
        "payments.made",
        "payments.draft_code",
        "payments.draft_stand",
        "payments.say_shown_name",
        "payments.pad_code_of_draft",
    },
    "no commune has published anything": {
        "adoption.open_data",
        "adoption.public_commune",
        "adoption.public_period",
    },
    "a script asks for it": {"payments.request_state", "payments.till_lines", "catalog.categories"},
    "a form leads to it": {
        "catalog.check",
        "catalog.published",
        "payments.pad_code",
        "sales.sell_request",
        "sales.code",
        "traceability.check_order",
        "traceability.label_preview",
        "traceability.report_sent",
        "traceability.taken_epcis",
    },
    "there is nothing of the kind in this shop": {
        "channels.channel_file_download",
        "catalog.order_photos",
        "catalog.paper_page",
        "channels.filled_template",
        "channels.brought_manner",
        "channels.brought_money",
        "channels.brought_photos",
        "channels.shop_pay_code",
        "imports.failed",
        "payments.request_code",
        "payments.say_shown_name_of",
        "traceability.event_photo",
        "traceability.pin_list",
        "traceability.pins_received",
        "traceability.recall_places",
        "traceability.reopen_batch",
        "traceability.replace_labels",
        "traceability.report_photo",
        "traceability.sheet_file",
        "traceability.tell_label",
        "traceability.type_pin",
        "traceability.widen_recall",
    },
    "a scan or a program leads to it": {
        "adoption.check_certificate",
        "adoption.find_certificate",
        "catalog.photo_jpeg",
        "channels.fetch_feed",
        "channels.robots",
        "channels.shop_picture",
        "channels.sitemap",
        "channels.sitemap_file",
        "traceability.digital_link_page",
        "traceability.gs1_place",
        "traceability.own_parts",
        "traceability.public_epcis",
        "traceability.resolver_description",
    },
}


def test_every_page_of_hers_is_within_reach_of_home(
    app: Flask, client: FlaskClient, session: Session, files: Files, bench: Bench, world: World
) -> None:
    shop = session.get_one(Shop, world.parts["shop_id"])
    make.agree(session, shop, "book")
    make.draft(session, shop)
    product = session.get_one(Product, world.parts["product_id"])
    make.batch(session, shop, product)
    _run, job = make.label_run(session, make.batch(session, shop, product))
    session.commit()
    work.do_all(bench, job.id)
    phone = FlaskClient(app)
    phone.set_cookie("key", world.her_token)
    reached = walked(app, phone)
    hers = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint.split(".")[0] in HERS
        and not getattr(app.view_functions[rule.endpoint], "for_roles", None)
    }
    excused = set().union(*UNLINKED.values())
    lost = sorted(hers - reached - excused)
    assert not lost, "\n".join(lost)
    assert sorted(excused & reached) == []


def walked(app: Flask, phone: FlaskClient) -> set[str]:
    """The endpoints that links, pictures and forwarding lead to from her home."""
    addresses = app.url_map.bind("shopkit.example")
    seen, waiting, counts = set[str](), ["/"], dict[str, int]()
    reached: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static", "/language")):
            continue
        seen.add(path)
        try:
            endpoint = addresses.match(path.split("?")[0])[0]
        except MethodNotAllowed:
            continue  # a form that changes something
        reached.add(endpoint)
        # A page of each kind is enough, with a few of those that depend on the record.
        counts[endpoint] = counts.get(endpoint, 0) + 1
        if counts[endpoint] > 8:
            continue
        answer = phone.get(path)
        waiting.append(answer.location or "/")
        if answer.mimetype == "text/html":
            waiting.extend(unescape(one) for one in LINKED.findall(answer.text))
    return reached


LINKED = re.compile(r'(?:href|src|action|data-file|data-state|data-url)="(/[^"#]*)')


def test_ids_are_of_this_world(world: World) -> None:
    assert all(isinstance(world.parts[name], UUID) for name in OWNED)
