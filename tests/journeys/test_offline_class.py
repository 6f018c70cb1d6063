"""A class and a round of visits where there is no signal: all of it arrives later, and once.

The numbers are those of the browser cases in the experience reference, section 8.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.shops.models.register import Person
from shopkit.training.models.courses import Attendance
from shopkit.training.models.help import HandsRaised, SkillSeen, SupportEvent, VisitDue
from tests.journeys import steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, wait_for
from tests.journeys.test_classes import NAMES, TRAINER, attendance, noted_at, open_class
from tests.journeys.test_visits import OTHER_NAME, class_of_today, days_later

LEADER = "+84900000003"
SEND_ALL = "() => self.shopkitQueue.sendAll({ urgent: true })"


@pytest.fixture
def keeper(browser: Browser, house: House) -> Iterator[Page]:
    """A trainer's phone that keeps pages."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        steps.sign_in(page, house, TRAINER)
        yield page


@pytest.fixture
def trainer(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, TRAINER)
        yield page


def look_at(page: Page, path: str) -> None:
    """Open a page and wait until the phone has it and what it leads to."""
    page.goto(path)
    page.locator("html[data-worker=ready]").wait_for(state="attached")


def queued(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("async () => self.shopkitQueue.waiting()")
    return found


def states(page: Page) -> list[str]:
    return [one["state"] for one in queued(page)]


def arrives(page: Page, house: House) -> None:
    page.evaluate(SEND_ALL)
    wait_for(lambda: not queued(page), "all of it has arrived", house.log)


def taps(page: Page) -> Any:
    return page.locator(".tap")


def test_attendance_and_newcomers_in_a_hall_without_signal(keeper: Page, house: House) -> None:
    """1, 3, 5, 6 and 9: pages never opened before are there, and everything arrives once."""
    course = open_class(keeper)
    day = attendance(keeper, course)
    keeper.goto("/me")
    look_at(keeper, "/classes")
    house.kill()
    keeper.goto(course)
    keeper.get_by_role("link", name=re.compile("^Mã lớp")).click()
    expect(keeper.get_by_role("img", name=re.compile("Mã QR vào lớp"))).to_be_visible()
    keeper.goto(day)
    for number in (0, 1, 1):
        taps(keeper).nth(number).click()
    expect(keeper.locator("[data-unsent-rows]")).to_contain_text("1, 2m")
    expect(keeper.locator("[data-tally]")).to_contain_text("2 lượt, 2 người")
    keeper.get_by_role("link", name="Thêm người mới đến").click()
    keeper.get_by_label("Họ và tên").fill("Đỗ Thị Mới")
    keeper.get_by_role("button", name="Ghi có mặt").click()
    expect(keeper.locator("[data-held]")).to_be_visible()
    keeper.get_by_role("link", name="Làm tiếp").click()
    expect(taps(keeper).nth(1)).to_contain_text("Đến muộn")
    expect(taps(keeper).nth(1)).to_have_class(re.compile("is-waiting"))
    newcomer = keeper.locator("[data-walk-ins] li")
    expect(newcomer).to_contain_text("Đỗ Thị Mới")
    expect(newcomer).to_contain_text("Chờ gửi")
    assert not any(name in one["title"] for one in queued(keeper) for name in NAMES)
    assert all(" · Nhận tiền bằng mã QR" in one["title"] for one in queued(keeper))
    assert noted_at(house, day) == []
    house.open()
    keeper.evaluate("() => { self.shopkitQueue.sendAll({ urgent: true }); }")
    expect(taps(keeper).filter(has_text="Đỗ Thị Mới")).to_have_count(1)
    expect(newcomer).to_have_count(0)
    wait_for(lambda: not queued(keeper), "all of it has arrived", house.log)
    keeper.goto(day)
    expect(keeper.locator("[data-tally]")).to_contain_text("3 lượt, 3 người")
    assert sorted(one.status for one in noted_at(house, day)) == ["late", "present", "present"]


def test_a_newcomer_of_a_known_name_is_asked_about_when_there_is_a_network(
    trainer: Page, house: House
) -> None:
    """11: it waits, needs a look, opens filled, and the question is asked then."""
    day = attendance(trainer, open_class(trainer))
    trainer.goto(f"{day}/walk-in")
    trainer.context.set_offline(True)
    trainer.get_by_label("Họ và tên").fill(NAMES[2])
    trainer.get_by_role("button", name="Ghi có mặt").click()
    expect(trainer.locator("[data-held]")).to_be_visible()
    trainer.context.set_offline(False)
    expect(trainer.locator("[data-outbox] [data-mend] b")).to_have_text("1 mục cần sửa.")
    trainer.locator("[data-outbox] [data-mend] a").click()
    expect(trainer.locator("[data-message]")).to_contain_text("trùng tên")
    trainer.get_by_role("link", name="Mở để sửa").click()
    expect(trainer.get_by_label("Họ và tên")).to_have_value(NAMES[2])
    trainer.get_by_role("button", name="Ghi có mặt").click()
    expect(trainer.get_by_text("Có phải người này không?")).to_be_visible()
    trainer.get_by_role("button", name="Ghi có mặt").click()
    expect(trainer.locator("[data-tally]")).to_contain_text("1 lượt, 1 người")
    assert queued(trainer) == []
    with house.database() as database, database.reading() as session:
        same = session.scalars(select(Person).where(Person.name == NAMES[2])).all()
        assert [one.id for one in same] == [one.person_id for one in noted_at(house, day)]


def test_taps_outlive_an_ended_sign_in_and_go_only_as_whose_they_are(
    trainer: Page, house: House
) -> None:
    """15 and 16."""
    day = attendance(trainer, open_class(trainer))
    trainer.context.clear_cookies()
    taps(trainer).nth(0).click()
    wait_for(lambda: states(trainer) == ["login"], "she is to sign in again")
    taps(trainer).nth(1).click()
    wait_for(lambda: len(queued(trainer)) == 2, "she may go on")
    steps.sign_in(trainer, house, LEADER)
    trainer.evaluate(SEND_ALL)
    assert len(queued(trainer)) == 2
    assert noted_at(house, day) == []
    expect(trainer.locator("[data-others]")).to_contain_text("2 mục của tài khoản khác")
    trainer.context.clear_cookies()
    steps.sign_in(trainer, house, TRAINER)
    arrives(trainer, house)
    trainer.goto(day)
    expect(trainer.locator("[data-tally]")).to_contain_text("2 lượt, 2 người")


def test_taps_that_an_earlier_build_kept_are_taken_over_once(trainer: Page, house: House) -> None:
    day = attendance(trainer, open_class(trainer))
    person = str(taps(trainer).nth(2).get_attribute("value")).split(":")[0]
    trainer.goto("/me")
    trainer.evaluate(
        """([name, person]) => localStorage.setItem(name, JSON.stringify(
          { at: Date.now(), taps: [[person, { key: "0123456789abcdef", status: "late" }]] }))""",
        [f"taps:{day.rsplit('/', 1)[1]}", person],
    )
    trainer.goto(day)
    expect(taps(trainer).nth(2)).to_contain_text("Đến muộn")
    arrives(trainer, house)
    assert [(str(one.person_id), one.status) for one in noted_at(house, day)] == [(person, "late")]
    assert trainer.evaluate("localStorage.length") == 0


def note_visit(page: Page, outcome: str) -> None:
    page.get_by_role("radio", name=outcome, exact=True).first.check()
    page.get_by_role("radio", name="Ở nhà").check()
    page.get_by_text("Ghi kỹ năng thấy tận mắt").click()
    page.locator(".skills-part .level").nth(2).click()
    page.get_by_role("button", name="Ghi chuyến thăm").click()


def test_a_visit_with_skill_levels_where_there_is_no_signal(keeper: Page, house: House) -> None:
    """The form of somebody she never opened before; a second note is told of the first."""
    class_of_today(house)
    days_later(keeper, house, 7)
    look_at(keeper, "/visits")
    path = keeper.get_by_role("link", name=re.compile(OTHER_NAME)).get_attribute("href")
    assert path
    house.kill()
    keeper.goto(path)
    note_visit(keeper, "Chưa")
    expect(keeper.locator(".error-summary")).to_contain_text("Chọn lý do chưa làm được.")
    assert queued(keeper) == []
    for outcome, note in (("Tự làm được", ""), ("Làm được khi có người giúp", "Cô còn bận")):
        keeper.goto(path)
        keeper.locator("[name=note]").fill(note)
        note_visit(keeper, outcome)
        expect(keeper.locator("[data-held]")).to_be_visible()
    keeper.goto("/visits")
    waits = keeper.locator("li", has_text=OTHER_NAME).locator("[data-waits]")
    expect(waits).to_have_text("Chờ gửi")
    house.open()
    keeper.evaluate(SEND_ALL)
    wait_for(lambda: states(keeper) == ["conflict"], "one arrived, one stands beside it", house.log)
    expect(waits).to_have_text("Hai bản khác nhau")
    keeper.goto("/outbox")
    expect(keeper.locator("[data-message]")).to_contain_text("đã ghi chuyến thăm này")
    expect(keeper.locator("[data-theirs]")).to_have_text(["Tự làm được", "(trống)"])
    expect(keeper.locator("[data-yours]").last).to_have_text("Cô còn bận")
    keeper.get_by_role("button", name="Ghi thêm bản của tôi").click()
    wait_for(lambda: not queued(keeper), "both are noted", house.log)
    keeper.goto("/visits")
    expect(keeper.get_by_role("link", name=re.compile(OTHER_NAME))).to_have_count(0)
    with house.database() as database, database.reading() as session:
        newest = select(SupportEvent).order_by(SupportEvent.id.desc()).limit(2)
        added, event = session.scalars(newest).all()
        assert (added.kind, added.outcome) == ("visit", "helped")
        assert added.person_id == event.person_id
        assert path == f"/visits/{visit_done_by(session, event)}"
        seen = select(SkillSeen.level).where(SkillSeen.person_id == event.person_id)
        assert session.scalars(seen.order_by(SkillSeen.id)).all()[-2:] == [2, 2]


def visit_done_by(session: Session, event: SupportEvent) -> object:
    return session.scalars(select(VisitDue.id).where(VisitDue.done_by_event_id == event.id)).one()


def test_no_tap_is_lost_while_it_is_kept_or_sent(trainer: Page, house: House) -> None:
    """Ten quick taps over a line that comes and goes."""
    day = attendance(trainer, open_class(trainer))
    for number in range(10):
        trainer.context.set_offline(number % 3 == 1)
        taps(trainer).nth(number % 5).click()
    trainer.context.set_offline(False)
    arrives(trainer, house)
    with house.database() as database, database.reading() as session:
        found = session.scalars(select(Attendance)).all()
        here = [one.status for one in found if str(one.meeting_id) == day.rsplit("/", 1)[1]]
    assert here == ["late"] * 5


def test_skills_tapped_without_signal_show_at_once_and_arrive_once(
    keeper: Page, house: House
) -> None:
    """A cell goes up at each tap, stays so when the page is opened again, and is sent as it was."""
    course = f"/classes/{class_of_today(house)[0]}"
    look_at(keeper, f"{course}/skills")
    before, cell = seen_levels(house), keeper.locator("[data-row='2'] button").first
    able = keeper.locator("[data-able]").first
    expect(able).to_have_text("1 trên 1 người đã xem")
    expect(cell).to_contain_text("chưa xem")
    house.kill()
    for level in ("0", "1", "2"):
        cell.click()
        expect(cell.locator("[data-level]")).to_have_text(level)
    expect(cell).to_have_accessible_name(re.compile("Chạm để ghi mức 3"))
    expect(keeper.locator("[data-unsent]")).to_contain_text("Chưa gửi được 1")
    keeper.reload()
    expect(cell.locator("[data-level]")).to_have_text("2")
    assert seen_levels(house) == before
    house.open()
    arrives(keeper, house)
    arrived = seen_levels(house)[len(before) :]
    assert arrived[-1] == 2
    assert arrived == sorted(set(arrived)), "in their order, and each once"
    keeper.reload()
    expect(able).to_have_text("2 trên 2 người đã xem")
    cell.click()
    wait_for(lambda: seen_levels(house)[-1] == 3, "the tap has arrived", house.log)
    expect(keeper.locator("[data-unsent]")).to_be_hidden()


def seen_levels(house: House) -> list[int]:
    with house.database() as database, database.reading() as session:
        return list(session.scalars(select(SkillSeen.level).order_by(SkillSeen.id)))


def test_raised_hands_counted_without_signal_wait_on_the_phone(keeper: Page, house: House) -> None:
    course = f"/classes/{class_of_today(house)[0]}"
    look_at(keeper, f"{course}/quiz")
    house.kill()
    keeper.goto(f"{course}/quiz")
    keeper.get_by_role("link", name="Đếm tay sau buổi học").click()
    keeper.get_by_label("Bao nhiêu người trả lời?").fill("30")
    hands = keeper.locator(".field[data-needed] input").nth(1)
    keeper.get_by_role("button", name="Lưu").click()
    expect(keeper.locator(".error-summary")).to_contain_text("Còn thiếu: 1.")
    expect(hands).to_be_visible()
    for field in keeper.locator(".field[data-needed] input").all()[1:]:
        field.fill("12")
    keeper.get_by_role("button", name="Lưu").click()
    expect(keeper.locator("[data-held]")).to_be_visible()
    house.open()
    arrives(keeper, house)
    keeper.goto(f"{course}/quiz")
    expect(keeper.locator("main")).to_contain_text("12")
    with house.database() as database, database.reading() as session:
        counted = session.scalars(select(HandsRaised)).all()
    assert {(one.right_count, one.of_count) for one in counted} == {(12, 30)}
