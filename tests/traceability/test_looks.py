"""Counting looks: who counts, what is kept, and that nobody is in it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.config import Config
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.looks import LookBook, forget_hours
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.looks import CodeLook, LookHour
from shopkit.traceability.rules.looks import LatelySeen, coarse_place, hour_of, is_buyer
from shopkit.traceability.views.remembered import DESK, place_told
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, StandingClock
from tests.traceability.labelled import label_of

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120 Mobile Safari"
ZALO = PHONE + " Zalo android/12090675 ZaloTheme/light ZaloLanguage/vi"


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, files: Files, shop: Shop) -> Batch:
    return make.batch(session, shop, make.product(session, files, shop))


@pytest.fixture
def book(app: Flask) -> LookBook:
    found: LookBook = app.extensions[DESK].looks
    found._waiting.clear()  # pages that other tests looked at
    return found


def buyer(app: Flask, session: Session, number: int = 1, agent: str = PHONE) -> Browser:
    return Browser(app, session, f"203.0.113.{number}", agent)


def counted(session: Session, book: LookBook, code: str) -> int:
    """How many looks of a code stand in the database after the second is over."""
    session.commit()
    book.write()
    return session.scalar(select(CodeLook.count).where(CodeLook.code == code)) or 0


def test_each_phone_counts_once_in_ten_minutes(
    app: Flask, session: Session, batch: Batch, book: LookBook, clock: StandingClock
) -> None:
    code = batch.trace_code
    one, other = buyer(app, session, 1), buyer(app, session, 2)
    for phone in (one, one, other, one):
        phone.get(f"/T/{code}")
    assert counted(session, book, code) == 2
    clock.forward(minutes=9)
    one.get(f"/t/{code.lower()}")
    assert counted(session, book, code) == 2
    clock.forward(minutes=2)
    one.get(f"/T/{code}")
    assert counted(session, book, code) == 3


@pytest.mark.parametrize(
    ("agent", "is_counted"),
    [
        (PHONE, True),
        (ZALO, True),
        ("", False),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("WhatsApp/2.23.20.0", False),
        ("TelegramBot (like TwitterBot)", False),
        ("curl/8.4.0", False),
    ],
)
def test_what_draws_previews_of_links_does_not_count(
    app: Flask, session: Session, batch: Batch, book: LookBook, agent: str, is_counted: bool
) -> None:
    buyer(app, session, agent=agent).get(f"/T/{batch.trace_code}")
    assert counted(session, book, batch.trace_code) == is_counted


def test_asking_for_the_head_or_ahead_of_time_does_not_count(
    app: Flask, session: Session, batch: Batch, book: LookBook
) -> None:
    session.commit()
    client = app.test_client()
    path, agent = f"/T/{batch.trace_code}", {"User-Agent": PHONE}
    assert client.head(path, headers=agent).status_code == 200
    client.get(path, headers=agent | {"Sec-Purpose": "prefetch;prerender"})
    assert counted(session, book, batch.trace_code) == 0
    assert not is_buyer("GET", PHONE, "preview")


def test_the_shop_itself_and_staff_do_not_count_but_a_seller_of_another_shop_does(
    app: Flask, session: Session, batch: Batch, shop: Shop, book: LookBook
) -> None:
    for person in (make.owner_of(session, shop), make.staff(session, TRAINER)):
        phone = make.phone(app, session, person)
        phone.environ["HTTP_USER_AGENT"] = PHONE
        phone.get(f"/T/{batch.trace_code}")
    assert counted(session, book, batch.trace_code) == 0
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    neighbour.environ["HTTP_USER_AGENT"] = PHONE
    answer = neighbour.get(f"/T/{batch.trace_code}")
    assert counted(session, book, batch.trace_code) == 1
    assert "cookie" not in answer.headers["Vary"].lower()
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hours_are_kept_ninety_days_then_only_the_total(
    app: Flask, session: Session, batch: Batch, book: LookBook
) -> None:
    for days in (91, 90, 1):
        book.note(batch.trace_code, batch.id, at=NOW - timedelta(days=days))
    assert counted(session, book, batch.trace_code) == 3
    forget_hours(session, now=NOW)
    hours = session.scalars(select(LookHour.hour).order_by(LookHour.hour)).all()
    assert hours == [hour_of(NOW - timedelta(days=1))]
    look = session.get_one(CodeLook, batch.trace_code)
    assert look.count == 3
    assert (look.first_at, look.last_at) == (NOW - timedelta(days=91), NOW - timedelta(days=1))


def test_several_processes_add_to_one_number(
    session: Session, batch: Batch, database: Database, config: object
) -> None:
    code, batch_id = batch.trace_code, batch.id
    session.commit()
    url = database.engine.url.render_as_string(hide_password=False)

    def count_alone(number: int) -> None:
        own = open_database(url)
        book = LookBook(own)
        for minute in range(20):
            book.note(code, batch_id, at=NOW + timedelta(minutes=minute), place="VN-21")
            book.write()
        own.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count_alone, range(4)))
    assert session.scalar(select(CodeLook.count).where(CodeLook.code == code)) == 80
    assert session.scalar(select(func.sum(LookHour.count)).where(LookHour.code == code)) == 80


def test_what_cannot_be_written_waits_for_the_next_second(
    session: Session, batch: Batch, database: Database
) -> None:
    code, batch_id = batch.trace_code, batch.id
    session.commit()
    broken = open_database("sqlite:////nowhere/at/all.db")
    book = LookBook(broken)
    book.note(code, batch_id, at=NOW)
    assert book.write() == 0
    book.note(code, batch_id, at=NOW + timedelta(minutes=1))
    book._database = database
    assert book.write() == 1
    look = session.get_one(CodeLook, code)
    assert (look.count, look.first_at) == (2, NOW)


def test_stopping_writes_what_is_left(session: Session, batch: Batch, database: Database) -> None:
    code, batch_id = batch.trace_code, batch.id
    session.commit()
    book = LookBook(database)
    book.start()
    book.note(code, batch_id, at=NOW)
    book.stop()
    assert session.get_one(CodeLook, code).count == 1


def test_nothing_of_a_person_is_held_longer_than_a_day_or_written() -> None:
    lately = LatelySeen()
    assert not lately.is_again("C", "203.0.113.9", PHONE, NOW)
    assert lately.is_again("C", "203.0.113.9", PHONE, NOW)
    kept = b"".join(lately._until)
    assert b"203" not in kept
    assert not lately.is_again("C", "203.0.113.9", PHONE, NOW + timedelta(days=1))
    assert not set(lately._until) & {kept}
    columns = {column.name for column in (*CodeLook.__table__.c, *LookHour.__table__.c)}
    assert columns == {
        "code", "batch_id", "count", "early_count", "first_at", "last_at", "hour", "place",
    }  # fmt: skip


def test_devices_are_forgotten_when_there_are_too_many() -> None:
    lately = LatelySeen(most=100)
    for number in range(1000):
        lately.is_again("C", str(number), PHONE, NOW)
    assert len(lately._until) == 100


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("vn-38", "VN-38"),
        ("VN", "VN"),
        ("", ""),
        ("10.7626,106.6602", ""),
        ("12 Nguyễn Huệ", ""),
        ("A" * 40, ""),
    ],
)
def test_a_place_is_coarse_or_none(told: str, place: str) -> None:
    assert coarse_place(told) == place


def test_a_place_is_heard_only_from_the_operators_own_proxy(
    app: Flask, session: Session, batch: Batch, book: LookBook
) -> None:
    session.commit()
    app.test_client().get(
        f"/T/{batch.trace_code}", headers={"User-Agent": PHONE, "CF-Region": "VN-38"}
    )
    assert counted(session, book, batch.trace_code) == 1
    assert session.scalars(select(LookHour.place)).all() == [""]


@pytest.mark.parametrize(
    ("hops", "header", "place"), [(0, "CF-Region", ""), (1, "", ""), (1, "CF-Region", "VN-38")]
)
def test_the_operator_names_the_header_and_runs_the_proxy(
    config: Config, hops: int, header: str, place: str
) -> None:
    set_so = replace(config, proxy_hops=hops, place_header=header)
    assert place_told({"HTTP_CF_REGION": "VN-38"}, set_so) == place


def test_her_page_shows_how_many_when_and_which_codes_to_look_at(
    app: Flask, session: Session, batch: Batch, shop: Shop, book: LookBook, clock: StandingClock
) -> None:
    label = label_of(session, batch)
    code, batch_id = label.code, batch.id
    for number in range(7):
        book.note(code, batch_id, at=NOW - timedelta(hours=5 * number))
    assert counted(session, book, code) == 7
    owner = make.phone(app, session, make.owner_of(session, shop))
    page = owner.get(f"/batches/{batch_id}/looks").text
    assert "Có tem bị tra cứu nhiều bất thường" in page
    assert code in page
    assert "7 lượt" in page
    for day, count in (("22/11/2026", 2), ("21/11/2026", 5)):
        assert f'<th scope="row">{day}</th>' in page
        assert f'<td class="num">{count}</td>' in page


def test_her_own_looks_page_is_nobody_elses(app: Flask, session: Session, batch: Batch) -> None:
    batch_id = batch.id
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    assert neighbour.get(f"/batches/{batch_id}/looks").status_code == 404
