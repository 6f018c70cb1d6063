"""The pages of recognition, each reached by whose work it is and by nobody else."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent
from shopkit.adoption.actions.decisions import confirm_decision
from shopkit.adoption.models.recognition import (
    Assessment,
    CriteriaSet,
    Criterion,
    Decision,
    PostingComment,
    Recognition,
    Round,
    RoundLine,
)
from shopkit.adoption.queries.rounds import listed
from shopkit.scope import OFFICER, TRAINER, VILLAGE, VILLAGE_HEAD
from shopkit.shops.models.register import Household
from tests import make
from tests.accounts.browser import Browser, errors
from tests.adoption.recognition import village as steps
from tests.adoption.recognition.village import (
    Hall,
    assessed,
    decided,
    family,
    met,
    posted,
    recognised,
    sent,
    set_in_force,
)
from tests.conftest import NOW
from tests.make import NEXT_DOOR
from tests.paper.pages import pages_of


@pytest.fixture
def here(session: Session) -> Hall:
    return steps.hall(session)


@pytest.fixture
def head(app: Flask, session: Session, here: Hall) -> Browser:
    return make.phone(app, session, here.head)


@pytest.fixture
def officer(app: Flask, session: Session, here: Hall) -> Browser:
    return make.phone(app, session, here.officer)


@pytest.fixture
def leader(app: Flask, session: Session, here: Hall) -> Browser:
    return make.phone(app, session, here.leader)


def test_a_trainer_assesses_a_household_on_one_page(
    app: Flask, session: Session, here: Hall
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    trainer = make.phone(app, session, here.trainer)
    assert "Nguyễn Thị Mẫu" in trainer.get("/assess").text
    page = trainer.get(f"/assess/{home.id}").text
    assert "Có ít nhất một điện thoại thông minh" in page
    answer = trainer.post(
        f"/assess/{home.id}",
        answer_0="yes_told",
        number_1="2",
        of_number_1="2",
        answer_2="yes_seen",
        answer_3="yes_seen",
        answer_4="unsaid",
        answer_5="no",
        answer_6="unsaid",
        proof="bà chủ hộ kể",
    )
    assert answer.status_code == 303
    rows = session.scalars(select(Assessment).order_by(Assessment.criterion_code)).all()
    assert [(row.criterion_code, row.is_met, row.evidence) for row in rows] == [
        ("C1", True, "SD"),
        ("C2", True, "SD"),
        ("C3", True, "TV"),
        ("C4", True, "TV"),
        ("C6", False, "SD"),
    ]
    assert "còn 1 mục" in trainer.get("/assess").text


def test_more_with_than_there_are_is_answered_with_what_to_do(
    app: Flask, session: Session, here: Hall
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    trainer = make.phone(app, session, here.trainer)
    fields = {f"answer_{at}": "unsaid" for at in (0, 2, 3, 4, 5, 6)}
    answer = trainer.post(f"/assess/{home.id}", number_1="5", of_number_1="2", **fields)
    assert answer.status_code == 422
    assert errors(answer) == ["Số người có không thể nhiều hơn số người lớn. Xem lại hai số."]
    assert not session.scalars(select(Assessment)).all()


def test_an_officer_assesses_nobody_and_a_trainer_decides_nothing(
    app: Flask, session: Session, here: Hall, officer: Browser
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    one = sent(here)
    assert officer.get(f"/assess/{home.id}").status_code == 404
    assert officer.post(f"/assess/{home.id}", answer_0="yes_seen").status_code == 404
    trainer = make.phone(app, session, here.trainer)
    assert trainer.post(f"/rounds/{one.id}/decision", number="1").status_code == 404
    assert trainer.get(f"/rounds/{one.id}").status_code == 404


def test_a_neighbour_sees_nothing_of_a_round(app: Flask, session: Session, here: Hall) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    one = sent(here)
    decision = decided(here, one)
    other_village = make.village(session, "Thôn Gò")
    for person in (
        make.staff(session, OFFICER, NEXT_DOOR),
        make.staff(session, TRAINER, NEXT_DOOR),
        make.staff(session, VILLAGE_HEAD, other_village.id.hex, VILLAGE),
    ):
        phone = make.phone(app, session, person)
        for path in (
            f"/assess/{home.id}",
            f"/rounds/{one.id}",
            f"/rounds/{one.id}/list",
            f"/rounds/{one.id}/posting.pdf",
            f"/decisions/{decision.id}",
        ):
            assert phone.get(path).status_code == 404, path


def test_an_officer_makes_a_set_and_another_puts_it_in_force(
    session: Session, officer: Browser, leader: Browser
) -> None:
    assert "Mẫu: thay bằng quyết định của xã" in officer.get("/criteria").text
    answer = officer.post(
        "/criteria/new",
        name="Tiêu chí 2026",
        document="",
        document_on="",
        signer="",
        valid_from="2026-01-01",
    )
    assert answer.status_code == 303
    made = session.scalars(select(CriteriaSet)).one()
    page = officer.post(f"/criteria/{made.id}/ask")
    assert "Nhập số và ngày văn bản" in officer.get(page.location).text
    officer.post(
        f"/criteria/{made.id}/document",
        name="Tiêu chí 2026",
        document="15/QĐ-UBND",
        document_on="02/01/2026",
        signer="Lê Văn Thử",
        valid_from="2026-01-01",
    )
    line = session.scalars(select(Criterion).where(Criterion.code == "C5")).one()
    officer.post(
        f"/criteria/{made.id}/lines/{line.id}",
        code="C5",
        words="Có dùng sổ sức khỏe điện tử",
        rule="told",
        least_evidence="SD",
        is_mandatory="y",
    )
    officer.post(f"/criteria/{made.id}/ask")
    officer.post(f"/criteria/{made.id}/force")
    session.refresh(made)
    assert made.in_force_at is None
    assert "Áp dụng bộ tiêu chí" in leader.get("/signing").text
    leader.post(f"/criteria/{made.id}/force")
    session.refresh(made)
    assert made.in_force_at == NOW
    refused = officer.post(
        f"/criteria/{made.id}/document",
        name="Khác",
        document="16/QĐ-UBND",
        document_on="02/01/2026",
        signer="",
        valid_from="2026-01-01",
    )
    assert errors(refused) == ["Bộ này đã áp dụng, không sửa nữa. Lập bộ mới thay nó."]


def test_a_line_needs_its_skill_or_its_threshold(session: Session, officer: Browser) -> None:
    officer.post("/criteria/new", name="Tiêu chí", valid_from="2026-01-01")
    made = session.scalars(select(CriteriaSet)).one()
    common = {"code": "C8", "words": "Thêm", "least_evidence": "SD"}
    path = f"/criteria/{made.id}/lines/new"
    assert errors(officer.post(path, rule="member_skill", **common)) == [
        "Chọn ít nhất một kỹ năng."
    ]
    assert errors(officer.post(path, rule="adults_share", **common)) == ["Nhập ngưỡng, ví dụ 80."]
    assert errors(officer.post(path, rule="told", **(common | {"code": "C1"}))) == [
        "Mã này đã có. Dùng mã khác."
    ]
    assert officer.post(path, rule="told", **common).status_code == 303


def test_a_village_head_goes_from_her_round_to_a_dossier(
    session: Session, here: Hall, head: Browser
) -> None:
    set_in_force(here)
    home, quiet = family(here, "Nguyễn Thị Mẫu"), family(here, "Trần Thị Thử")
    for one in (home, quiet):
        assessed(here, one)
    assert "Mở vòng xét năm nay" in head.get("/rounds").text
    page = head.post("/rounds/open", village=str(here.village.id)).location
    found = session.scalars(select(Round)).one()
    assert "Xét từng hộ, in danh sách, rồi họp thôn." in head.get(page).text
    assert errors(head.post(f"/rounds/{found.id}/meeting", met_on="2026-12-01"))
    told = {"chaired_by": "Trần Thị Thử", "attended_count": "40", "minutes": "Nhất trí."}
    early = head.post(f"/rounds/{found.id}/meeting", met_on="2026-11-21", **told)
    assert errors(early) == ["Họp thôn từ ngày mở vòng xét trở đi. Xem lại ngày họp."]
    head.post(f"/rounds/{found.id}/meeting", met_on="2026-11-22", **told)
    assert "Đề nghị 2 hộ, chưa 0 hộ" in head.get(f"/rounds/{found.id}/list").text
    head.post(f"/rounds/{found.id}/names", household=str(home.id))
    late = head.post(f"/rounds/{found.id}/posting", posted_on="2026-11-21", posted_at="Nhà văn hóa")
    assert errors(late) == ["Niêm yết sau khi họp thôn. Xem lại ngày."]
    head.post(f"/rounds/{found.id}/posting", posted_on="2026-11-22", posted_at="Nhà văn hóa")
    poster = pages_of(head.get(f"/rounds/{found.id}/posting.pdf").data)[0].said
    assert "Nguyễn Thị Mẫu" in poster
    assert "Trần Thị Thử" not in poster
    assert "1 hộ được đề nghị mà không đăng tên" in poster
    head.post(
        f"/rounds/{found.id}/comments",
        household_id=str(home.id),
        words="Hỏi lại",
        said_on="2026-11-22",
    )
    # The ten days are over: the round is set back, since a list hangs longer than a sign-in lasts.
    found.met_on, found.posted_on = date(2026, 10, 20), date(2026, 10, 21)
    session.flush()
    answer = head.post(f"/rounds/{found.id}/send")
    assert "Trả lời hết các ý kiến." in head.get(answer.location).text
    said = session.scalars(select(PostingComment)).one()
    head.post(f"/rounds/{found.id}/comments/{said.id}", settled="Đã xem lại, đúng")
    answer = head.post(f"/rounds/{found.id}/send")
    assert "Xã đã nhận hồ sơ lúc 09:30 22/11/2026." in head.get(answer.location).text
    dossier = " ".join(
        page.said for page in pages_of(head.get(f"/rounds/{found.id}/dossier.pdf").data)
    )
    assert "đề nghị công nhận 2 hộ" in dossier
    assert "Đã xem lại, đúng" in dossier


def test_the_list_that_hangs_says_nothing_of_those_not_proposed(
    session: Session, here: Hall, head: Browser
) -> None:
    set_in_force(here)
    ready, not_yet = family(here, "Nguyễn Thị Mẫu"), family(here, "Lê Văn Thử")
    assessed(here, ready)
    assessed(here, not_yet, C3=steps.Said(False, "TV"))
    one = met(here)
    for home in (ready, not_yet):
        give_consent(session, home.id, "posting", commune_code=home.commune_code, now=NOW)
    poster = " ".join(
        page.said for page in pages_of(head.get(f"/rounds/{one.id}/posting.pdf").data)
    )
    assert "Nguyễn Thị Mẫu" in poster
    assert "Lê Văn Thử" not in poster
    assert "C3" not in poster


def test_every_household_stands_on_the_list_for_the_meeting(
    session: Session, here: Hall, head: Browser
) -> None:
    set_in_force(here)
    names = [f"Nguyễn Thị Mẫu {number}" for number in range(1, 46)]
    for name in names:
        family(here, name)
    assessed(here, session.scalars(select(Household).order_by(Household.sort_key)).first())  # type: ignore[arg-type]
    here.who(here.head)
    one = steps.open_again(here)
    pages = pages_of(head.get(f"/rounds/{one.id}/meeting-list.pdf").data)
    said = " ".join(page.said for page in pages)
    assert all(name in said for name in names)
    assert len(pages) > 1
    assert pages[0].width_mm > pages[0].height_mm


def test_a_decision_goes_through_two_hands_to_certificates(
    session: Session, here: Hall, officer: Browser, leader: Browser
) -> None:
    set_in_force(here)
    home, left = family(here, "Nguyễn Thị Mẫu"), family(here, "Trần Thị Thử")
    for one in (home, left):
        assessed(here, one)
    found = sent(here)
    line = session.scalars(select(RoundLine).where(RoundLine.household_id == left.id)).one()
    path = f"/rounds/{found.id}/decision"
    facts = {
        "number": "21/QĐ-UBND",
        "signed_on": "2026-11-05",
        "signer": "Lê Văn Thử",
        "signer_role": "Chủ tịch UBND xã",
        "valid_to": "",
        "left_out": str(line.id),
    }
    assert errors(officer.post(path, **facts)) == ["Ghi lý do cho hộ không có trong quyết định."]
    page = officer.post(path, **facts, left_out_why="Chờ xác minh").location
    decision = session.scalars(select(Decision)).one()
    assert decision.valid_to == date(2027, 11, 4)
    assert "Người nhập không tự xác nhận" in officer.get(page).text
    officer.post(f"/decisions/{decision.id}/confirm")
    assert not session.scalars(select(Recognition)).all()
    assert "21/QĐ-UBND" in leader.get("/signing").text
    leader.post(f"/decisions/{decision.id}/confirm")
    recognition = session.scalars(select(Recognition)).one()
    papers = pages_of(officer.get(f"/decisions/{decision.id}/certificates.pdf").data)
    assert len(papers) == 1
    assert "Nguyễn Thị Mẫu" in papers[0].said
    assert papers[0].codes == [f"http://127.0.0.1:8000/g/{recognition.serial}"]
    assert "còn giá trị" in officer.get("/recognitions").text


def test_a_stranger_learns_the_name_only_where_the_household_agreed(
    app: Flask, session: Session, here: Hall
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    serial = recognised(here)[0].serial
    stranger = make.phone(app, session)
    page = stranger.get(f"/g/{serial}").text
    assert "Thôn Đầm" in page
    assert "Nguyễn Thị Mẫu" not in page
    give_consent(session, home.id, "posting", commune_code=home.commune_code, now=NOW)
    assert "Nguyễn Thị Mẫu" in stranger.get(f"/g/{serial.lower()}").text
    assert stranger.get("/g/GD26-AAAAAAAA").status_code == 404
    assert stranger.get("/g?serial=" + serial.replace("-", " ")).location == f"/g/{serial}"


def test_taking_back_takes_two(
    session: Session, here: Hall, officer: Browser, leader: Browser, app: Flask
) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    recognition = recognised(here)[0]
    path = f"/recognitions/{recognition.id}"
    assert errors(officer.post(path, revoked_on="2026-10-01", why="Sai")) == [
        "Chọn một ngày trong thời gian công nhận còn giá trị."
    ]
    officer.post(path, revoked_on="2026-11-22", why="Hộ khai sai", document="")
    assert "Thu hồi công nhận" in leader.get("/signing").text
    asked = leader.get(path).text.split("/revocations/")[1].split('"')[0]
    officer.post(f"/revocations/{asked}", answer="yes")
    session.refresh(recognition)
    assert recognition.revoked_on is None
    leader.post(f"/revocations/{asked}", answer="yes")
    session.refresh(recognition)
    assert recognition.revoked_on == date(2026, 11, 22)
    assert "đã thu hồi" in make.phone(app, session).get(f"/g/{recognition.serial}").text


def test_without_criteria_the_first_thing_to_do_is_said_and_nothing_offered(
    session: Session, here: Hall, officer: Browser, head: Browser
) -> None:
    page = officer.get("/rounds").text
    assert "Việc đầu tiên: bộ tiêu chí" in page
    assert "Chờ bộ tiêu chí." in page
    theirs = head.get("/rounds").text
    assert "Xã chưa áp dụng bộ tiêu chí nào có văn bản." in theirs
    assert "Mở vòng xét năm nay" not in theirs
    set_in_force(here)
    assert "Việc đầu tiên" not in officer.get("/rounds").text
    assert "Mở vòng xét năm nay" in head.get("/rounds").text


def test_an_officer_sees_who_is_late(session: Session, here: Hall, officer: Browser) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    posted(here)
    assert "Đang niêm yết" in officer.get("/rounds").text
    make.village(session, "Thôn Gò")
    assert "chưa mở, trễ" in officer.get("/rounds").text


def test_lines_of_the_list_are_changed_with_a_reason(
    session: Session, here: Hall, head: Browser
) -> None:
    set_in_force(here)
    home = family(here, "Nguyễn Thị Mẫu")
    assessed(here, home)
    one = met(here)
    line = listed(session, one)[0].line
    path = f"/rounds/{one.id}/list/{line.id}"
    assert errors(head.post(path, proposed="no", why_not="")) == [
        "Ghi vì sao chưa đề nghị, để hộ biết cần làm gì."
    ]
    head.post(path, proposed="no", why_not="Hộ xin để năm sau")
    assert "Hộ xin để năm sau" in head.get(f"/rounds/{one.id}/list").text


def test_a_confirmed_decision_shows_its_households(
    session: Session, here: Hall, officer: Browser
) -> None:
    set_in_force(here)
    assessed(here, family(here, "Nguyễn Thị Mẫu"))
    decision = decided(here, sent(here))
    confirm_decision(session, decision, by=here.who(here.leader), now=NOW)
    page = officer.get(f"/decisions/{decision.id}").text
    assert "GD26-" in page
    assert "Đã xác nhận lúc" in page


def test_a_page_far_behind_the_last_is_no_page_and_an_odd_one_the_first(
    session: Session, here: Hall, head: Browser, officer: Browser
) -> None:
    set_in_force(here)
    family(here, "Nguyễn Thị Mẫu")
    for page, status in (("9" * 30, 404), ("-5", 200), ("abc", 200)):
        assert head.get(f"/assess?page={page}&village=x").status_code == status
        assert officer.get(f"/recognitions?page={page}").status_code == status
    assert officer.get("/rounds?year=99999999999").status_code == 404


def test_the_page_of_a_household_leads_helpers_to_its_criteria(
    app: Flask, session: Session, here: Hall, officer: Browser
) -> None:
    home = family(here, "Nguyễn Thị Mẫu")
    trainer = make.phone(app, session, here.trainer)
    assert f'href="/assess/{home.id}"' in trainer.get(f"/register/households/{home.id}").text
    assert f"/assess/{home.id}" not in officer.get(f"/register/households/{home.id}").text
