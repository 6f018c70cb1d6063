"""When the page behind a code warns, and that it never promises."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Notice
from shopkit.db.files import Files
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelRun
from shopkit.traceability.rules.warnings import (
    AMBER,
    CLOSE_TOGETHER,
    EXPIRED,
    MANY_LOOKS,
    MANY_PLACES,
    NEUTRAL,
    NUMBER_AGAIN,
    RECALLED,
    RED,
    VOID,
    Hour,
    Known,
    Verdict,
    all_rules,
    judge,
    rules_on,
)
from shopkit.traceability.views.remembered import DESK
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock
from tests.traceability.labelled import label_of

TODAY = NOW.date()
RULES = rules_on(TODAY)


def judged(**known: object) -> Verdict:
    return judge(Known(**{"is_unit": True, **known}), RULES, now=NOW, today=TODAY)  # type: ignore[arg-type]


def hours(*counts: int, place: str = "", apart: int = 1) -> tuple[Hour, ...]:
    return tuple(Hour(NOW - timedelta(hours=apart * n), place, c) for n, c in enumerate(counts))


def test_nothing_known_against_it_is_neutral_and_not_good() -> None:
    assert judged() == Verdict(NEUTRAL)


@pytest.mark.parametrize(
    ("known", "colour", "first"),
    [
        ({"is_recalled": True}, RED, RECALLED),
        ({"is_void": True}, RED, VOID),
        ({"best_before": TODAY - timedelta(days=1)}, AMBER, EXPIRED),
        ({"best_before": TODAY}, NEUTRAL, ""),
        ({"count": 5}, NEUTRAL, ""),
        ({"count": 6}, AMBER, MANY_LOOKS),
        ({"count": 3, "hours": hours(3)}, NEUTRAL, ""),
        ({"count": 4, "hours": hours(2, 2)}, AMBER, CLOSE_TOGETHER),
        ({"count": 4, "hours": hours(1, 1, 1, 1, apart=3)}, NEUTRAL, ""),
        ({"number_count": 1}, NEUTRAL, ""),
        ({"number_count": 2}, AMBER, NUMBER_AGAIN),
    ],
)
def test_a_rule_speaks_from_its_threshold_on(
    known: dict[str, object], colour: str, first: str
) -> None:
    verdict = judged(**known)
    assert (verdict.colour, verdict.first) == (colour, first)


def test_places_speak_only_where_they_are_known() -> None:
    spread = (Hour(NOW, "VN-38", 2), Hour(NOW - timedelta(hours=20), "VN-57", 1))
    assert judged(count=3, hours=spread).reasons == (MANY_PLACES,)
    assert judged(count=3, hours=hours(2, 0, 1)).colour == NEUTRAL
    assert judged(count=3, hours=hours(2, 1, place="VN-38")).colour == NEUTRAL


def test_a_recall_stands_above_everything() -> None:
    verdict = judged(is_recalled=True, is_void=True, count=50, best_before=TODAY - timedelta(9))
    assert verdict == Verdict(RED, (RECALLED,))


def test_red_wins_over_amber_and_both_are_told() -> None:
    verdict = judged(is_void=True, count=50)
    assert verdict == Verdict(RED, (VOID, MANY_LOOKS))


def test_the_code_of_a_whole_batch_is_looked_up_by_many_and_that_is_no_sign() -> None:
    assert judged(is_unit=False, count=500, hours=hours(200)).colour == NEUTRAL
    assert judged(is_unit=False, is_recalled=True).colour == RED


def test_rules_hold_from_their_day_and_say_where_they_come_from() -> None:
    assert {rule.valid_from for rule in all_rules()} <= {date(2026, 11, 1)}
    assert all(rule.source and rule.certainty for rule in all_rules())
    off = {rule.name for rule in all_rules()} - set(RULES)
    assert off == {"too_far_too_fast"}


# What the page says.


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, files: Files, shop: Shop) -> Batch:
    product = make.product(session, files, shop)
    return make.batch(session, shop, product, best_before=NOW.date().replace(year=2027))


@pytest.fixture
def label(session: Session, batch: Batch) -> Label:
    return label_of(session, batch)


def write_looks(app: Flask, session: Session) -> None:
    """What the house does each second."""
    session.commit()
    app.extensions[DESK].looks.write()


def look(app: Flask, session: Session, code: str, number: int, ending: str = "") -> str:
    """The page as one more phone sees it."""
    phone = Browser(app, session, f"203.0.113.{number}", "Mozilla/5.0 (Linux; Android 13)")
    return phone.get(f"/T/{code}{ending}").text


def test_a_label_looked_up_often_turns_amber_and_is_never_called_good(
    app: Flask, session: Session, label: Label, clock: StandingClock
) -> None:
    for number in range(6):
        assert "nhiều bất thường" not in look(app, session, label.code, number)
        write_looks(app, session)
        clock.forward(hours=5)
    app.extensions[DESK].pages.touch(label.shop_id)  # as after the seconds a page is remembered
    page = look(app, session, label.code, 99)
    assert 'class="verdict wait"' in page
    assert "nhiều bất thường" in page
    assert "Tem có thể đã bị sao chép" in page
    assert "đã được tra cứu 6 lần, lần đầu ngày 22/11/2026" in page
    for language in ("", "?lang=en"):
        text = look(app, session, label.code, 100, language).lower()
        assert not re.search("genuine|authentic|hàng thật|chính hãng|đảm bảo|verified", text)


def test_a_void_label_says_so_in_red(
    app: Flask, session: Session, label: Label, batch: Batch
) -> None:
    label.state = "void"
    page = look(app, session, label.code, 1)
    assert 'class="verdict bad" role="alert"' in page
    assert "Mã này đã bị hủy" in page


def test_goods_past_their_day_are_told_on_both_kinds_of_code(
    app: Flask, session: Session, label: Label, batch: Batch, clock: StandingClock
) -> None:
    clock.forward(days=400)
    for code in (label.code, batch.trace_code):
        page = look(app, session, code, 1)
        assert "Đã quá hạn sử dụng" in page
        assert 'class="verdict wait"' in page


def test_a_label_waiting_to_be_activated_is_not_found_and_only_its_shop_is_told(
    app: Flask, session: Session, label: Label, batch: Batch
) -> None:
    session.get_one(LabelRun, label.run_id).needs_activation = True
    asleep = look(app, session, label.code, 1)
    never = look(app, session, "7K3QX9MZP2A", 2)
    assert asleep.replace(label.code, "") == never.replace("7K3QX9MZP2A", "")
    write_looks(app, session)
    person = make.owner_of(session, session.get_one(Shop, label.shop_id))
    told = session.scalars(select(Notice.kind).where(Notice.account_id == person.id)).all()
    assert told == ["labels.looked_up_early"]
    owner = make.phone(app, session, person)
    page = owner.get(f"/batches/{batch.id}/looks").text
    assert "Tem chưa dán đã có người quét" in page
    assert label.code in page
    label.state = "active"
    assert "Mã của riêng một tem" in look(app, session, label.code, 3)
