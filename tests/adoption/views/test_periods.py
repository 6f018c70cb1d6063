"""The pages of a period: the head sends, the officer decides, and nobody types a figure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.adoption.actions.periods import ask_for_period, send
from shopkit.adoption.models.periods import Submission
from shopkit.adoption.queries.figures import figures_of
from shopkit.adoption.queries.periods import (
    WHOLE_COMMUNE,
    frozen_of,
    open_period,
    submission,
)
from shopkit.adoption.rules.periods import period_of
from shopkit.db.files import Files
from shopkit.places.models import Village
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.actions.register import register_household
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import NOW, StandingClock
from tests.make import HOANG_LOC, NEXT_DOOR

OCTOBER = "2026-10"


@dataclass
class Place:
    """A village with its head and the commune's officer, and a shop that agreed to be counted."""

    village: Village
    head: Browser
    officer: Browser

    @property
    def report_path(self) -> str:
        return f"/commune/periods/{OCTOBER}/{self.village.id}"

    @property
    def own_path(self) -> str:
        return f"/village/{self.village.id}/{OCTOBER}"


@pytest.fixture
def place(app: Flask, session: Session, files: Files) -> Place:
    village = make.village(session, "Thôn Đầm")
    shop = make.shop(session, village_id=village.id, agrees=True)
    make.payment_account(session, shop)
    head = make.staff(session, VILLAGE_HEAD, village.id.hex, VILLAGE)
    officer = make.staff(session, OFFICER)
    return Place(village, make.phone(app, session, head), make.phone(app, session, officer))


def ask(place: Place) -> None:
    answer = place.officer.post("/commune/periods", period=OCTOBER, due_on="2026-11-05")
    assert answer.status_code == 303, errors(answer)


def report(session: Session, place: Place) -> Submission:
    return submission(session, HOANG_LOC, OCTOBER, place.village.id)


def version(page: str) -> str:
    found: list[str] = re.findall(r'name="version" value="(\d+)"', page)
    return found[0]


def sent(place: Place) -> None:
    seen = version(place.head.get(place.own_path).text)
    answer = place.head.post(place.own_path, looked="y", version=seen)
    assert answer.status_code == 303, errors(answer)


def decided(place: Place, step: str, **more: str) -> None:
    seen = version(place.officer.get(place.report_path).text)
    answer = place.officer.post(place.report_path, step=step, version=seen, **more)
    assert answer.status_code == 303, errors(answer)


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1])).split())


def test_a_period_goes_from_draft_to_locked_with_one_return(session: Session, place: Place) -> None:
    ask(place)
    assert "Gửi số liệu tháng 10/2026" in plain(place.head.get("/village").text)
    sent(place)
    told = plain(place.head.get(place.own_path).text)
    assert "Xã đã nhận lúc 09:30 22/11/2026, bản số 1." in told
    decided(place, "return", reason="Ghi thiếu nhóm Zalo")
    assert "Ghi thiếu nhóm Zalo" in place.head.get(place.own_path).text
    sent(place)
    assert "bản số 2" in place.head.get(place.own_path).text
    decided(place, "approve")
    decided(place, "lock")
    assert report(session, place).state == "locked"
    page = plain(place.officer.get(place.report_path).text)
    assert "trả lại để sửa" in page
    assert "Lý do: Ghi thiếu nhóm Zalo" in page
    assert ("C01", "", "") in frozen_of(session, report(session, place))


def test_a_fact_that_comes_late_shows_and_the_approved_figure_stays(
    session: Session, place: Place, clock: StandingClock
) -> None:
    make.household(session, village_id=place.village.id, since=date(2026, 9, 1))
    ask(place)
    sent(place)
    decided(place, "approve")
    kept = frozen_of(session, report(session, place))["A01", "", ""]
    assert kept.numerator == 1
    clock.forward(hours=2)
    register_household(
        session,
        commune_code=HOANG_LOC,
        village_id=place.village.id,
        name="Trần Thị Thử",
        since=date(2026, 10, 1),
        now=clock.now(),
    )
    page = place.officer.get(place.report_path).text
    row = plain("<main" + re.findall(r"<tr>\s*<th[^>]*><a[^>]*>A01.*?</tr>", page, re.DOTALL)[0])
    assert row.split("Số hộ đang cư trú ")[1].startswith("1 100 % +1")
    assert "thay đổi sau khi duyệt: +1" in plain(place.head.get(place.own_path).text)
    assert frozen_of(session, report(session, place))["A01", "", ""].numerator == 1
    again = plain(place.officer.get(place.report_path + "/recompute").text)
    assert "số ra đúng như đã duyệt" in again


def test_the_head_looks_at_the_figures_before_she_sends(place: Place) -> None:
    ask(place)
    page = place.head.get(place.own_path).text
    answer = place.head.post(place.own_path, version=version(page))
    assert answer.status_code == 422
    assert errors(answer) == ["Xem các số ở trên rồi đánh dấu vào ô này."]


def test_a_village_that_sent_nothing_is_late_and_named_in_the_reminder(place: Place) -> None:
    ask(place)
    page = plain(place.officer.get(f"/commune/periods/{OCTOBER}").text)
    assert "Thôn Đầm: chưa gửi, muộn 17 ngày" in page
    assert "Nhắc các thôn gửi số liệu tháng 10/2026: Thôn Đầm." in page
    assert "1 thôn chưa gửi đã quá hạn" in plain(place.officer.get("/commune").text)


def test_reports_that_fell_due_in_a_month_make_its_share_of_punctual_villages(
    session: Session, place: Place
) -> None:
    late = make.village(session, "Thôn Muộn")
    period = period_of(OCTOBER)
    assert period
    asked = ask_for_period(
        session,
        HOANG_LOC,
        period,
        due_on=date(2026, 11, 5),
        village_ids=[place.village.id, late.id],
        now=NOW,
    )
    punctual = submission(session, HOANG_LOC, asked.period, place.village.id)
    send(session, punctual, version=punctual.version, now=NOW - timedelta(days=20))
    november = period_of("2026-11")
    assert november
    figures = figures_of(session, HOANG_LOC, november, today=date(2026, 11, 22))
    cell = figures.cell("J02")
    assert (cell.numerator, cell.denominator) == (1, 2)


def test_who_is_late_stands_by_name_for_the_leader(
    app: Flask, session: Session, place: Place
) -> None:
    make.village(session, "Thôn An")
    ask(place)
    leader = make.phone(app, session, make.staff(session, LEADER))
    page = plain(leader.get(f"/commune/periods/{OCTOBER}").text)
    assert "Xếp theo tên." in page
    assert page.index("Thôn An: chưa gửi") < page.index("Thôn Đầm: chưa gửi")


def test_a_trainer_who_tries_to_approve_is_told_whose_work_it_is(
    app: Flask, session: Session, place: Place
) -> None:
    ask(place)
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    answer = trainer.post(place.report_path, step="approve", version="1")
    assert answer.status_code == 403
    assert "Duyệt, trả lại, khóa kỳ là việc của cán bộ xã" in answer.text
    assert trainer.get(place.report_path).status_code == 404
    elsewhere = make.phone(app, session, make.staff(session, TRAINER, NEXT_DOOR))
    assert elsewhere.post(place.report_path, step="approve").status_code == 404


def test_an_officer_who_tries_to_type_a_figure_is_refused(place: Place) -> None:
    for path in ("/commune/B02", "/commune/live"):
        answer = place.officer.post(path, value="100")
        assert answer.status_code == 403
        assert "Không ai gõ số ở đây" in answer.text


def test_an_officer_sends_for_a_village_only_with_a_reason_and_another_approves(
    app: Flask, session: Session, place: Place
) -> None:
    ask(place)
    seen = version(place.officer.get(place.report_path).text)
    answer = place.officer.post(place.report_path, step="send", version=seen)
    assert errors(answer) == ["Ghi lý do để thôn và người xem sau hiểu."]
    decided(place, "send", reason="Trưởng thôn ốm")
    seen = version(place.officer.get(place.report_path).text)
    answer = place.officer.post(place.report_path, step="approve", version=seen)
    assert answer.status_code == 422
    leader = make.phone(app, session, make.staff(session, LEADER))
    assert leader.post(place.report_path, step="approve", version=seen).status_code == 303
    assert report(session, place).state == "approved"


def test_two_people_open_a_locked_report_again(app: Flask, session: Session, place: Place) -> None:
    ask(place)
    sent(place)
    decided(place, "approve")
    decided(place, "lock")
    decided(place, "reopen", reason="Sót một lớp học")
    listed = place.officer.get("/commune/asked").text
    assert "chờ người khác" in listed
    leader = make.phone(app, session, make.staff(session, LEADER))
    path = re.findall(r'href="(/commune/asked/[^"]+)"', leader.get("/commune/asked").text)[0]
    refused = place.officer.post(path, answer="yes")
    assert errors(refused) == ["Người đề nghị không tự trả lời. Nhờ người thứ hai."]
    assert leader.post(path, answer="yes").status_code == 303
    assert report(session, place).state == "reopened"
    assert "Gửi số liệu" in plain(place.head.get("/village").text)


def test_a_correction_is_printed_beside_the_computed_figure(
    app: Flask, session: Session, place: Place
) -> None:
    ask(place)
    sent(place)
    decided(place, "approve")
    page = place.officer.get(place.report_path).text
    path = re.findall(r'href="(/commune/frozen/[^"]+)"', page)[0]
    answer = place.officer.post(path, number="9", reason="Đếm lại từng nhà")
    assert answer.status_code == 303, errors(answer)
    leader = make.phone(app, session, make.staff(session, LEADER))
    asked = re.findall(r'href="(/commune/asked/[^"]+)"', leader.get("/commune/asked").text)[0]
    own = place.officer.get(asked).text
    assert 'name="answer"' not in own
    assert "Nhờ người thứ hai" in own
    assert 'name="answer"' in leader.get(asked).text
    assert leader.post(asked, answer="yes").status_code == 303
    told = plain(place.officer.get(place.report_path).text)
    assert re.search(r" 9 .*sửa tay · tự tính: .+ · Đếm lại từng nhà", told)


def test_the_commune_has_a_report_of_its_own_that_a_second_person_approves(
    app: Flask, session: Session, place: Place
) -> None:
    ask(place)
    assert place.officer.post(f"/commune/periods/{OCTOBER}", whole="1").status_code == 303
    path = f"/commune/periods/{OCTOBER}/{WHOLE_COMMUNE}"
    seen = version(place.officer.get(path).text)
    answer = place.officer.post(path, step="send", version=seen, reason="Đủ các thôn")
    assert answer.status_code == 303, errors(answer)
    leader = make.phone(app, session, make.staff(session, LEADER))
    seen = version(leader.get(path).text)
    assert leader.post(path, step="approve", version=seen).status_code == 303
    assert submission(session, HOANG_LOC, OCTOBER, WHOLE_COMMUNE).state == "approved"
    assert "Thôn" in plain(place.officer.get(f"/commune/periods/{OCTOBER}").text)


@pytest.mark.parametrize("path", ["/village", "/village/{village}/2026-10"])
def test_the_pages_of_a_village_are_for_its_own_head(
    app: Flask, session: Session, place: Place, path: str
) -> None:
    ask(place)
    other = make.village(session, "Thôn Bến")
    head = make.phone(app, session, make.staff(session, VILLAGE_HEAD, other.id.hex, VILLAGE))
    address = path.format(village=place.village.id)
    assert head.get(address).status_code == (404 if "{" in path else 200)
    assert place.officer.get(address).status_code == 404


def test_a_period_that_runs_says_when_it_can_be_sent(session: Session, place: Place) -> None:
    november = period_of("2026-11")
    assert november
    ask_for_period(
        session,
        HOANG_LOC,
        november,
        due_on=date(2026, 12, 5),
        village_ids=[place.village.id],
        now=NOW,
    )
    path = f"/village/{place.village.id}/2026-11"
    assert "Gửi được từ ngày 30/11/2026, khi hết kỳ." in plain(place.head.get(path).text)
    answer = place.head.post(path, looked="y", version="1")
    assert answer.status_code == 422
    assert errors(answer) == ["Kỳ chưa hết, chưa gửi được. Gửi từ ngày cuối của kỳ."]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"period": "2026-99", "due_on": "2026-11-05"}, "Chọn một mục trong danh sách."),
        ({"period": OCTOBER, "due_on": "2026-10-31"}, "Chọn hạn sau ngày cuối của kỳ."),
        ({"period": OCTOBER, "due_on": "mai"}, "Nhập ngày theo mẫu"),
    ],
)
def test_a_period_asked_for_wrongly_is_answered_with_what_to_do(
    place: Place, values: dict[str, str], sentence: str
) -> None:
    answer = place.officer.post("/commune/periods", **values)
    assert answer.status_code == 422
    assert sentence in errors(answer)[0]


@pytest.mark.parametrize("due_on", ["", "2026-11-05"])
def test_a_due_day_left_as_it_was_fits_the_chosen_period(
    session: Session, place: Place, due_on: str
) -> None:
    page = place.officer.get("/commune/periods").text
    offered = re.findall(r'<option[^>]*value="([^"]+)"', page)
    assert offered[0] == OCTOBER
    assert offered.index("2026-11") > offered.index("2025")
    assert place.officer.post("/commune/periods", period="2026-Q3", due_on=due_on)
    assert open_period(session, HOANG_LOC, "2026-Q3").due_on == date(2026, 10, 5)


@pytest.mark.parametrize("path", ["/commune/periods/2026-13", "/commune/periods/2026-09"])
def test_a_period_nobody_asked_for_does_not_exist(place: Place, path: str) -> None:
    assert place.officer.get(path).status_code == 404


@pytest.mark.parametrize(
    ("number", "reason", "sentence"),
    [
        ("999999", "Đếm lại từng nhà", "Số này gấp hơn 10 lần số tự tính."),
        ("9", "Đếm lại", "Ghi rõ lý do, ít nhất 10 chữ cái"),
        ("9", "..............", "Ghi rõ lý do, ít nhất 10 chữ cái"),
    ],
)
def test_a_correction_without_sense_or_reason_is_answered_with_what_to_do(
    place: Place, number: str, reason: str, sentence: str
) -> None:
    ask(place)
    sent(place)
    decided(place, "approve")
    page = place.officer.get(place.report_path).text
    path = re.findall(r'href="(/commune/frozen/[^"]+)"', page)[0]
    answer = place.officer.post(path, number=number, reason=reason)
    assert answer.status_code == 422
    assert sentence in errors(answer)[0]
