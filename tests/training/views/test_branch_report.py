"""A branch's own report: figures she can defend, each as long as its list."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.scope import OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.actions.branches import assign
from shopkit.shops.models.branches import Branch
from shopkit.training.actions.attendance import merge_in_classes
from shopkit.training.actions.festival import count_passer, open_stand
from shopkit.training.queries.branch_report import Organiser, report_of
from shopkit.training.queries.courses import meetings_of
from shopkit.training.queries.helped import helped_household, helped_person
from shopkit.training.rules.branch_report import LISTS, Span, span_of
from tests import make
from tests.accounts.browser import Browser
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

TODAY = date(2026, 11, 22)
YEAR = Span(date(2026, 1, 1), TODAY)


@pytest.fixture
def trainer(session: Session) -> Account:
    return make.staff(session, TRAINER)


@pytest.fixture
def branch(session: Session) -> Branch:
    return make.branch(session)


@pytest.fixture
def phone(app: Flask, session: Session, trainer: Account) -> Browser:
    return make.phone(app, session, trainer)


def of(branch: Branch) -> Organiser:
    return Organiser(branch.commune_code, (branch,), branch.organisation)


def four_classes(session: Session, trainer: Account, branch: Branch) -> None:
    """One woman in four classes, once as a walk-in under another row."""
    woman = make.person(session, "Lê Thị Thử")
    walked_in = make.person(session, "Chị Thử", is_walk_in=True)
    for number, who in enumerate((woman, woman, walked_in, woman)):
        day = date(2026, 10, 1) + timedelta(days=7 * number)
        course = make.course(session, trainer, held_on=day, branch_id=branch.id)
        make.enrolment(session, course, who)
        make.attendance(session, course, make.meeting(session, course), who)
    before = report_of(session, of(branch), YEAR)
    assert (before.turns, before.people) == (4, 2)
    merge_in_classes(session, woman, walked_in, now=NOW)


def test_one_woman_in_four_classes_is_four_turns_and_one_person(
    session: Session, trainer: Account, branch: Branch
) -> None:
    four_classes(session, trainer, branch)
    after = report_of(session, of(branch), YEAR)
    assert (after.turns, after.people, after.women_turns, after.women) == (4, 1, 4, 1)
    assert after.meeting_count == 4


def test_who_passes_by_a_stand_is_a_turn_and_nobody(
    session: Session, trainer: Account, branch: Branch
) -> None:
    make.acting(session, trainer)
    stand = open_stand(
        session,
        commune_code=HOANG_LOC,
        name="Ngày hội",
        place="",
        held_on=TODAY,
        topics=["payment_qr"],
        branch_id=branch.id,
        trainer_id=trainer.id,
        now=NOW,
    )
    day = meetings_of(session, stand)[0]
    for gender in ("f", "f", "m"):
        count_passer(session, stand, day, gender=gender, by=trainer.id, today=TODAY, now=NOW)
    found = report_of(session, of(branch), YEAR)
    assert (found.turns, found.people, found.passers_by) == (0, 0, 3)
    assert (found.stand_count, found.meeting_count, found.all_turns) == (1, 0, 3)


def test_a_household_is_accompanied_by_help_within_90_days(
    session: Session, trainer: Account, branch: Branch
) -> None:
    near, far, none = (make.household(session, name) for name in ("Hộ Gần", "Hộ Xa", "Hộ Chưa"))
    for home in (near, far, none):
        assign(session, branch, home, since=date(2026, 1, 1), now=NOW)
    for home, days in ((near, 89), (far, 90)):
        make.help_given(
            session,
            trainer,
            helped_household(session, home),
            on=TODAY - timedelta(days=days),
            branch=branch,
        )
    found = report_of(session, of(branch), YEAR)
    assert (found.household_count, found.accompanied_count, found.promised) == (3, 1, 5)


def test_help_that_was_taken_back_counts_nowhere(
    phone: Browser, session: Session, trainer: Account, branch: Branch
) -> None:
    helped = helped_person(session, make.person(session))
    kept = make.help_given(session, trainer, helped, branch=branch, outcome="alone")
    gone = make.help_given(
        session, trainer, helped, branch=branch, outcome="not_yet", why_not="no_time"
    )
    phone.post(f"/help/{gone.id}/undo", why="Ghi nhầm")
    found = report_of(session, of(branch), YEAR)
    assert (found.visit_count, dict(found.outcomes), dict(found.reasons)) == (1, {"alone": 1}, {})
    assert kept.id != gone.id


def told(session: Session, trainer: Account, branch: Branch) -> None:
    """Some of everything a report speaks of."""
    four_classes(session, trainer, branch)
    home = make.household(session, "Hộ Gần")
    assign(session, branch, home, since=date(2026, 1, 1), now=NOW)
    one = helped_household(session, home)
    for why in ("afraid_fraud", "afraid_fraud", "no_phone"):
        make.help_given(session, trainer, one, branch=branch, outcome="not_yet", why_not=why)
    make.help_given(
        session, trainer, one, branch=branch, kind="channel_onboarding", channel="zalo",
        outcome="helped",
    )  # fmt: skip


def test_every_figure_is_as_long_as_its_list(
    phone: Browser, session: Session, trainer: Account, branch: Branch
) -> None:
    told(session, trainer, branch)
    page = phone.get(f"/branches/{branch.id}/report?from=2026-01-01").text
    links = re.findall(r'class="stat" href="([^"]+)"><span>[^<]*</span><b>([^<]+)</b>', page)
    assert len(links) == 9
    for address, number in links:
        listed = phone.get(address.replace("&amp;", "&")).text
        kind = re.search(r"/report/(\w+)", address)
        assert kind
        if kind[1] != "stands":
            rows = listed.count("<tr>") - (1 if "<thead>" in listed else 0)
            assert rows == int(number), address
    assert "4 lượt là của 1 người" in page
    assert "sợ bị lừa" in page
    why = re.search(r'href="([^"]*why=afraid_fraud[^"]*)"', page)
    assert why
    assert phone.get(why[1].replace("&amp;", "&")).text.count("Chưa: sợ bị lừa") == 2


def test_the_paper_and_the_spreadsheet_say_the_same(
    phone: Browser, session: Session, trainer: Account, branch: Branch
) -> None:
    told(session, trainer, branch)
    paper = phone.get(f"/branches/{branch.id}/report.pdf?from=2026-01-01")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF")
    answer = phone.get(f"/branches/{branch.id}/report.xlsx?from=2026-01-01")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    rows = {row[1]: row[2] for row in book.get_sheet_by_index(0).to_python()[1:]}
    assert rows["Lượt tham gia có tên"] == 4
    assert rows["Người tham gia (không trùng)"] == 1
    assert rows["sợ bị lừa"] == 2


def test_an_organisation_adds_its_branches_and_counts_a_woman_of_two_once(
    phone: Browser, session: Session, trainer: Account, branch: Branch
) -> None:
    other, woman = make.branch(session, "Chi hội Phụ nữ thôn 2"), make.person(session)
    for one in (branch, other):
        course = make.course(session, trainer, branch_id=one.id)
        make.enrolment(session, course, woman)
        make.attendance(session, course, make.meeting(session, course), woman)
    page = phone.get("/organisations/women/report").text
    assert "2 lượt là của 1 người" in page
    assert "Hội Phụ nữ" in page
    assert phone.get("/organisations/women/report/people").text.count("Nguyễn Thị Mẫu") == 1
    assert phone.get("/organisations/nobody/report").status_code == 404


@pytest.mark.parametrize(
    "asked", ["from=nonsense", "from=2026-13-40", "to=9999-01-01", "from=&to="]
)
def test_days_that_cannot_be_read_are_as_if_not_asked(
    phone: Browser, branch: Branch, asked: str
) -> None:
    page = phone.get(f"/branches/{branch.id}/report?{asked}")
    assert page.status_code == 200
    assert "Từ 01/10/2026 đến 22/11/2026" in page.text


def test_a_report_is_never_longer_than_a_year_and_ends_today() -> None:
    assert span_of(date(2020, 1, 1), date(2030, 1, 1), TODAY) == Span(date(2025, 11, 22), TODAY)
    assert span_of(date(2026, 9, 1), date(2026, 8, 1), TODAY) == Span(
        date(2026, 8, 1), date(2026, 9, 1)
    )


def test_others_find_no_report(app: Flask, session: Session, branch: Branch) -> None:
    paths = [f"/branches/{branch.id}/report{end}" for end in ("", ".pdf", ".xlsx")]
    paths += [f"/branches/{branch.id}/report/{kind}" for kind in LISTS]
    village = make.village(session)
    for person in (
        make.staff(session, TRAINER, NEXT_DOOR),
        make.staff(session, VILLAGE_HEAD, str(village.id), VILLAGE),
        make.owner_of(session, make.shop(session)),
    ):
        browser = make.phone(app, session, person)
        assert {browser.get(path).status_code for path in paths} == {404}
        assert browser.get("/organisations/women/report").status_code == 404
    officer = make.phone(app, session, make.staff(session, OFFICER))
    assert {officer.get(path).status_code for path in paths} == {200}
    assert officer.get(f"/branches/{branch.id}/report/secrets").status_code == 404


def test_days_that_are_none_or_end_before_they_begin_get_one_sentence(
    phone: Browser, branch: Branch
) -> None:
    address, sentence = f"/branches/{branch.id}/report", "Xem lại hai ngày: ngày đầu trước"
    for asked in ("from=mai", "from=2026-10-31&to=2026-10-01", "from=2026-02-30&to=2026-10-01"):
        assert phone.get(f"{address}?{asked}").text.count(sentence) == 1, asked
    for asked in ("", "from=2026-10-01&to=2026-10-31"):
        assert sentence not in phone.get(f"{address}?{asked}").text
