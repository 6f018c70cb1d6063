"""Every form that is sent empty comes back and says what to mend, in the same words twice."""

import re
from collections.abc import Set
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from shopkit.accounts.actions.sign_ins import open_sign_in
from shopkit.accounts.models import Account
from shopkit.clock import now
from tests.architecture.test_doors import World, world
from tests.journeys.people import HEAD_PHONE, OFFICER_PHONE, TRAINER_PHONE

# The fixture of the house with everything in it.
__all__ = ["world"]

# Forms that are not sent back when nothing is in them, and why; every other one must be.
NOT_SENT_BACK = {
    "nothing on it is needed: what is left empty is left as it was": {
        "adoption.names_to_post",
        "catalog.check",
        "catalog.levels",
        "catalog.order_photos",
        "catalog.text",
        "channels.change_front",
        "channels.front_business",
        "channels.note_listing",
        "payments.name_account",
        "shops.household_groups",
        "shops.new_assignment",
        "traceability.erase",
        "traceability.tell_record",
        "training.certificates",
    },
    "it answers with what it found or with a sentence on the page of the thing": {
        "adoption.figure",
        "catalog.look",
        "payments.class_stands_page",
        "sales.buyer",
        "traceability.inspection",
        "traceability.merge_batches",
        "traceability.report",
        "training.door",
        "training.same_person",
    },
    "its page needs more than this shop, class or commune has": {
        "accounts.code",
        "accounts.enrol",
        "accounts.new_pin",
        "accounts.stand_ins",
        "adoption.enter_decision",
        "adoption.note_seen_fact",
        "adoption.period",
        "adoption.report",
        "adoption.tell_my_fact",
        "adoption.village_report",
        "catalog.add_paper",
        "catalog.details",
        "catalog.variants",
        "channels.address_beside",
        "channels.brought_manner",
        "channels.brought_money",
        "channels.guide_beside",
        "channels.guide_step",
        "channels.listing_beside",
        "channels.order_pack",
        "channels.template",
        "payments.say_shown_name",
        "payments.see_name",
        "sales.paid",
        "sales.send",
        "sales.share_amounts",
        "shops.ask_about_my_data",
        "shops.brought_villages",
        "traceability.check_order",
        "traceability.label_range",
        "traceability.pins_received",
        "traceability.recall_batch",
        "traceability.report_goods",
        "traceability.spoil_cells",
        "traceability.tell_label",
        "traceability.type_pin",
        "training.assisted",
        "training.give",
        "training.join_class",
        "training.own_quiz",
        "training.typed_for_me",
        "training.undo",
    },
}
# Values that a button of the page sends with the form: nobody in front of it can leave them out.
BY_BUTTON = {
    "catalog.photo_white_ground": {"is_true"},
    "payments.money_line": {"version"},
    "sales.quick_product": {"paid_by"},
    "sales.quick_other": {"paid_by"},
    "adoption.publish_period": {"step"},
}
# Pages that draw their form only while there is something to do, which there is not here.
WITHOUT_FORM = {
    "traceability.replace_labels",
    "traceability.add_source",
    "adoption.comments",
    "adoption.recognition_page",
}
SENTENCE = re.compile(r'<li><a href="#([^"]+)">(.*?)</a></li>', re.S)
STAFF = {"trainer": TRAINER_PHONE, "officer": OFFICER_PHONE, "head": HEAD_PHONE}

Visitor = tuple[FlaskClient, str]


def test_a_form_sent_empty_comes_back_and_says_what_to_mend(
    app: Flask, session: Session, world: World
) -> None:
    visitors = everybody(app, session, world)
    wrong: list[str] = []
    kept: set[str] = set()
    for rule in app.url_map.iter_rules():
        if {"GET", "POST"} <= (rule.methods or set()):
            answer = sent_empty(app, visitors, rule, world)
            if answer is None or answer.status_code != 422:
                kept.add(rule.endpoint)
            else:
                text = answer.get_data(as_text=True)
                of_button = BY_BUTTON.get(rule.endpoint, set())
                if rule.endpoint not in WITHOUT_FORM:
                    faults = faults_of(text, of_button)
                    wrong += [f"{rule.endpoint}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)
    assert kept == set().union(*NOT_SENT_BACK.values())


def everybody(app: Flask, session: Session, world: World) -> dict[str, Visitor]:
    """A browser and its token for each who may be asked to fill in a form."""
    tokens = {"nobody": "", "seller": world.her_token}
    for who, phone in STAFF.items():
        person = session.scalars(select(Account).where(Account.phone == phone)).one()
        tokens[who] = open_sign_in(session, person, now=now()).token
    session.commit()
    visitors = {}
    for who, token in tokens.items():
        visitor = FlaskClient(app, app.response_class)
        if token:
            visitor.set_cookie("key", token)
        visitors[who] = (visitor, visitor.get("/api/csrf").get_json()["token"])
    return visitors


def sent_empty(
    app: Flask, visitors: dict[str, Visitor], rule: Rule, world: World
) -> TestResponse | None:
    """What the first who may open this form is told when she sends it with nothing in it."""
    with app.test_request_context():
        built = rule.build({name: world.parts[name] for name in rule.arguments})
    assert built, rule.rule
    for who, (visitor, csrf) in visitors.items():
        if visitor.get(built[1]).status_code == 200:
            data = {"csrf_token": csrf, "_key": f"{who}-{rule.endpoint}"[:64]}
            return visitor.post(built[1], data=data)
    return None


def faults_of(page: str, of_button: Set[str] = frozenset()) -> list[str]:
    """What is missing of: the word before the title, the list on top, each of its sentences again
    beside the field that it leads to, and the field tied to it."""
    if "<title>Lỗi: " not in page or "data-errors" not in page:
        return ["no word before the title or no list of what to mend"]
    summary, _, below = page.partition("data-errors")[2].partition("</div>")
    if not re.search(r"<li>|<h2>(?!Sửa những)", summary):
        return ["an empty list of what to mend"]
    wrong = []
    for field, sentence in SENTENCE.findall(summary):
        if field in of_button:
            continue
        if f'id="{field}"' not in below:
            wrong.append(f"nothing to mend at #{field}")
        if unescape(sentence) not in unescape(below):
            wrong.append(f"#{field} does not say “{unescape(sentence)}” again")
        elif f'id="{field}-error"' not in below or f"{field}-error" not in described(below):
            wrong.append(f"#{field} is not tied to its sentence")
    return wrong


def described(page: str) -> set[str]:
    """The ids that something on the page is described by."""
    return {one for ids in re.findall(r'aria-describedby="([^"]*)"', page) for one in ids.split()}


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<title>Tên</title>", "no word before the title or no list of what to mend"),
        (
            '<title>Lỗi: Tên</title><div data-errors><ul><li><a href="#name">Nhập tên.</a></li>'
            "</ul></div><p>Nhập tên.</p>",
            "nothing to mend at #name",
        ),
        (
            '<title>Lỗi: Tên</title><div data-errors><ul><li><a href="#name">Nhập tên.</a></li>'
            '</ul></div><input id="name">',
            "#name does not say “Nhập tên.” again",
        ),
    ],
)
def test_what_is_missing_on_a_page_is_found(page: str, fault: str) -> None:
    assert fault in faults_of(page)
