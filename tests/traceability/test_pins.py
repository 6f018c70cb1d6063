"""Numbers under a scratch layer: hashed, five tries, the first success, the print shop's list."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from qr_labels.payload.serials import grouped, new_code
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.work import Bench
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import pins as actions
from shopkit.traceability.actions.labels_work import pin_lists
from shopkit.traceability.actions.states import mark_range
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelPin, LabelRun, PinList
from shopkit.traceability.rules.pins import MOST_TRIES, digits_of, is_pin, new_pins, pin_hash
from shopkit.traceability.rules.ranges import Span
from shopkit.traceability.rules.states import VOID
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW, SECRET, StandingClock

KEYS = (SECRET,)


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def phone(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


@pytest.fixture
def run(session: Session, bench: Bench, shop: Shop) -> LabelRun:
    made, job = make.label_run(session, make.batch(session, shop), 6, has_pins=True)
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return session.get_one(LabelRun, made.id)


@pytest.fixture
def pins(session: Session, files: Files, run: LabelRun) -> dict[str, str]:
    """Each code with its number, as the print shop's list has them."""
    kept = session.scalars(select(PinList).where(PinList.run_id == run.id)).one()
    lines = pin_lists(files).read(kept.name).decode().splitlines()
    return dict(line.split(",") for line in lines)  # type: ignore[misc]  # two parts each


def a_wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06d}"


def test_numbers_are_six_digits_and_all_are_possible() -> None:
    drawn = new_pins(2_000)
    assert all(len(pin) == 6 and pin.isdigit() for pin in drawn)
    assert len(set(drawn)) > 1_900
    assert {pin[0] for pin in drawn} == set("0123456789")


def test_what_is_kept_depends_on_number_code_and_key() -> None:
    kept = pin_hash("key one", "7K3QX9MZP2A", "012345")
    assert kept != pin_hash("key two", "7K3QX9MZP2A", "012345")
    assert kept != pin_hash("key one", "7K3QX9MZP2B", "012345")
    assert kept != pin_hash("key one", "7K3QX9MZP2A", "012346")
    assert is_pin(("key two", "key one"), "7K3QX9MZP2A", "012345", kept)
    assert not is_pin(("key two",), "7K3QX9MZP2A", "012345", kept)


@pytest.mark.parametrize("typed", ["012345", "012 345", "012-345", " 0 1 2 3 4 5 "])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert digits_of(typed) == "012345"


def test_each_label_has_a_number_and_the_database_knows_only_its_hash(
    session: Session, database: Database, run: LabelRun, pins: dict[str, str]
) -> None:
    codes = session.scalars(select(Label.code).where(Label.run_id == run.id)).all()
    assert set(codes) == set(pins)
    kept = session.scalars(select(LabelPin)).all()
    assert {one.code for one in kept} == set(pins)
    assert all(one.pin_hash == pin_hash(SECRET, one.code, pins[one.code]) for one in kept)
    for table in ("label", "label_pin", "label_run", "journal_entry", "record_change", "job"):
        rows = session.execute(text(f"SELECT * FROM {table}")).all()
        said = " ".join(str(value) for row in rows for value in row)
        assert not [pin for pin in pins.values() if f"'{pin}'" in said or f" {pin} " in said]


def test_a_run_without_numbers_keeps_none(session: Session, bench: Bench, shop: Shop) -> None:
    _run, job = make.label_run(session, make.batch(session, shop), 6)
    session.commit()
    work.do_all(bench, job.id)
    assert session.scalars(select(LabelPin)).all() == []
    assert session.scalars(select(PinList)).all() == []


def test_the_first_success_is_kept_and_told_to_the_second(
    session: Session, pins: dict[str, str]
) -> None:
    code, pin = next(iter(pins.items()))
    first = actions.try_pin(session, code, pin, keys=KEYS, now=NOW)
    assert (first.word, first.first_at) == (actions.RIGHT, NOW)
    later = actions.try_pin(session, code, pin, keys=KEYS, now=NOW + timedelta(days=3))
    assert (later.word, later.first_at) == (actions.AGAIN, NOW)
    kept = session.get_one(LabelPin, code)
    assert (kept.success_count, kept.tries) == (2, 0)


def test_five_wrong_tries_lock_the_code_also_for_the_right_number(
    session: Session, pins: dict[str, str]
) -> None:
    code, pin = next(iter(pins.items()))
    left = [
        actions.try_pin(session, code, a_wrong(pin), keys=KEYS, now=NOW).left
        for _ in range(MOST_TRIES)
    ]
    assert left == [4, 3, 2, 1, 0]
    for typed in (pin, a_wrong(pin)):
        assert actions.try_pin(session, code, typed, keys=KEYS, now=NOW).word == actions.LOCKED
    assert session.get_one(LabelPin, code).success_count == 0


def test_right_numbers_do_not_use_up_tries(session: Session, pins: dict[str, str]) -> None:
    code, pin = next(iter(pins.items()))
    for _ in range(2 * MOST_TRIES):
        actions.try_pin(session, code, pin, keys=KEYS, now=NOW)
    assert actions.try_pin(session, code, a_wrong(pin), keys=KEYS, now=NOW).left == 4


def test_a_code_without_a_number_takes_none(session: Session, run: LabelRun) -> None:
    assert run.has_pins
    tried = actions.try_pin(session, new_code(), "012345", keys=KEYS, now=NOW)
    assert tried.word == actions.NONE


def test_a_buyer_scratches_types_and_is_told_without_a_cookie(
    app: Flask, session: Session, clock: StandingClock, pins: dict[str, str]
) -> None:
    code, pin = next(iter(pins.items()))
    buyer = app.test_client()
    session.commit()
    page = buyer.get(f"/T/{code}/pin")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page.text
    wrong = buyer.post(f"/T/{code}/pin", data={"pin": a_wrong(pin)}, follow_redirects=True)
    assert "Số chưa đúng" in wrong.text
    assert "còn 4 lần" in wrong.text
    right = buyer.post(
        f"/t/{grouped(code).lower()}/pin",
        data={"pin": f"{pin[:3]} {pin[3:]}"},
        follow_redirects=True,
    )
    assert "Số đúng, gõ lần đầu" in right.text
    assert "Set-Cookie" not in right.headers
    clock.forward(days=2)
    again = buyer.post(f"/T/{code}/pin", data={"pin": pin}, follow_redirects=True)
    assert "Số đúng, nhưng đã có người gõ trước" in again.text
    assert "22/11/2026" in again.text
    for _ in range(MOST_TRIES):
        last = buyer.post(f"/T/{code}/pin", data={"pin": a_wrong(pin)}, follow_redirects=True)
    assert "Mã này đã khóa" in last.text
    assert "<form" not in last.text


def test_looking_at_the_answer_again_is_not_trying_again(
    app: Flask, session: Session, pins: dict[str, str]
) -> None:
    code, other = list(pins)[:2]
    buyer = app.test_client()
    session.commit()
    place = buyer.post(f"/T/{code}/pin", data={"pin": a_wrong(pins[code])}).location
    for _ in range(MOST_TRIES):
        assert "còn 4 lần" in buyer.get(place).text
    session.expire_all()
    assert session.get_one(LabelPin, code).tries == 1
    elsewhere = buyer.get(place.replace(code, other)).text
    assert "Số chưa đúng" not in elsewhere, "what was said of one code says nothing of another"
    assert "Số chưa đúng" not in buyer.get(f"/T/{code}/pin?said=made-up").text


def test_a_number_too_short_is_no_try(app: Flask, session: Session, pins: dict[str, str]) -> None:
    code = next(iter(pins))
    buyer = app.test_client()
    session.commit()
    answer = buyer.post(f"/T/{code}/pin", data={"pin": "123"})
    assert answer.status_code == 422
    assert "Gõ đủ 6 chữ số" in answer.text
    session.expire_all()
    assert session.get_one(LabelPin, code).tries == 0


def test_another_site_cannot_use_up_the_tries(
    app: Flask, session: Session, pins: dict[str, str]
) -> None:
    code, pin = next(iter(pins.items()))
    session.commit()
    answer = app.test_client().post(
        f"/T/{code}/pin",
        data={"pin": a_wrong(pin)},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    session.expire_all()
    assert session.get_one(LabelPin, code).tries == 0


def test_codes_without_a_number_are_answered_where_every_code_is(
    app: Flask, session: Session, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    plain, job = make.label_run(session, batch, 1)
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    code = session.scalar(select(Label.code).where(Label.run_id == plain.id))
    codes = (code, batch.trace_code, new_code(), "KHONG-PHAI-MA")
    session.commit()
    buyer = app.test_client()
    for other in codes:
        for answer in (
            buyer.get(f"/T/{other}/pin"),
            buyer.post(f"/T/{other}/pin", data={"pin": "012345"}),
        ):
            assert answer.status_code == 303
            assert answer.location.upper() == f"/T/{other}"


def test_the_list_goes_to_the_print_shop_and_is_erased_once_it_arrived(
    phone: Browser, session: Session, files: Files, run: LabelRun, pins: dict[str, str]
) -> None:
    sheet = phone.get(f"/label-runs/{run.id}/pins.csv")
    rows = list(csv.reader(StringIO(sheet.data.decode("utf-8-sig"))))
    assert rows[0] == ["Số thứ tự", "Tờ", "Mã", "Số bí mật"]
    assert {row[2]: row[3] for row in rows[1:]} == {
        grouped(code): pin for code, pin in pins.items()
    }
    book = CalamineWorkbook.from_object(BytesIO(phone.get(f"/label-runs/{run.id}/pins.xlsx").data))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[3] for row in cells[1:]] == list(pins.values())
    assert "Mở bảng số bí mật" in phone.get(f"/label-runs/{run.id}").text
    names = [one.name for one in session.scalars(select(PinList))]
    answer = phone.post(f"/label-runs/{run.id}/pins")
    assert answer.location == f"/label-runs/{run.id}"
    assert not [name for name in names if pin_lists(files).path(name).exists()]
    assert session.scalars(select(PinList)).all() == []
    assert phone.get(f"/label-runs/{run.id}/pins.csv").status_code == 404
    assert session.get_one(LabelRun, run.id).pins_received_at == NOW
    assert "đã xóa" in phone.get(f"/label-runs/{run.id}").text
    phone.post(f"/label-runs/{run.id}/pins")
    assert "đã xóa từ trước" in phone.get(f"/label-runs/{run.id}").text


def test_lists_that_no_run_names_are_swept_away_and_the_others_stay(
    session: Session, files: Files, run: LabelRun, pins: dict[str, str]
) -> None:
    (kept,) = [one.name for one in session.scalars(select(PinList))]
    orphan = pin_lists(files).put(b"7K3QX9MZP2A,012345\n")
    later = datetime.now(UTC) + timedelta(minutes=30)
    actions.sweep_pin_lists(session, files, now=later)
    assert pin_lists(files).path(orphan).exists()
    actions.sweep_pin_lists(session, files, now=later + timedelta(hours=1))
    assert not pin_lists(files).path(orphan).exists()
    assert pin_lists(files).path(kept).exists()
    assert len(pins) == run.count


def test_a_number_says_nothing_of_a_label_that_is_void_or_called_back(
    app: Flask, session: Session, run: LabelRun, pins: dict[str, str]
) -> None:
    codes = list(pins)
    mark_range(session, run, Span(0, 0), VOID, now=NOW)
    session.commit()
    buyer = app.test_client()
    void = buyer.post(f"/T/{codes[0]}/pin", data={"pin": pins[codes[0]]})
    assert (void.status_code, void.location.upper()) == (303, f"/T/{codes[0]}")
    session.get_one(Batch, run.batch_id).recalled_at = NOW
    session.commit()
    recalled = buyer.post(f"/T/{codes[1]}/pin", data={"pin": pins[codes[1]]})
    assert (recalled.status_code, recalled.location.upper()) == (303, f"/T/{codes[1]}")
    session.expire_all()
    assert not [one for one in session.scalars(select(LabelPin)) if one.first_success_at]
