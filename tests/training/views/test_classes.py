"""The pages of a class, as trainers, officers and women with a phone see them."""

import json
import re
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.scope import COMMUNE, VILLAGE
from shopkit.shops.models.register import Person
from shopkit.training.actions.certificates import make_certificates
from shopkit.training.models.courses import Attendance, Course, Joining, Meeting
from shopkit.training.queries.certificates import certificates_of
from shopkit.training.queries.lists import class_list
from tests import make
from tests.accounts.browser import Browser, errors
from tests.conftest import StandingClock


def class_of(session: Session, count: int = 3) -> tuple[Course, Meeting, list[Person]]:
    trainer = make.staff(session, "trainer")
    course = make.course(session, trainer)
    people = [make.person(session, f"Nguyễn Thị Mẫu {number}") for number in range(1, count + 1)]
    for person in people:
        make.enrolment(session, course, person)
    return course, make.meeting(session, course), people


def trainers_phone(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, "trainer"))


def test_a_class_is_opened_on_one_page_and_named_after_its_topic(
    app: Flask, session: Session
) -> None:
    phone = trainers_phone(app, session)
    answer = phone.post(
        "/classes/new",
        topic="payment_qr",
        held_on="2026-11-22",
        begins="8h30",
        place="Nhà văn hóa",
        village_id="",
        branch_id="",
        name="",
        seats="30",
        least_meetings="1",
    )
    assert answer.status_code == 303
    course = session.scalars(select(Course)).one()
    assert course.name == "Nhận tiền bằng mã QR"
    assert make.meeting(session, course).begins == "08:30"
    assert "Lập danh sách mời" in phone.get(answer.location).text
    assert course.name in phone.get("/classes").text


def test_an_hour_or_a_number_of_seats_that_is_none_says_what_to_do(
    app: Flask, session: Session
) -> None:
    phone = trainers_phone(app, session)
    said = errors(phone.post("/classes/new", begins="25h", seats="0", held_on="mai", topic="x"))
    assert "Nhập giờ bắt đầu, ví dụ 8:00 hoặc 13h30." in said
    assert "Nhập số từ 1 đến 300." in said
    assert "Chọn chủ đề của buổi học." in said
    assert session.scalars(select(Course)).all() == []


def test_a_tap_without_scripts_notes_and_comes_back_to_its_row(
    app: Flask, session: Session
) -> None:
    _course, meeting, people = class_of(session)
    phone = trainers_phone(app, session)
    page = phone.get(f"/meetings/{meeting.id}").text
    assert f'value="{people[1].id}:present"' in page
    answer = phone.post(f"/meetings/{meeting.id}/tap", tap=f"{people[1].id}:present")
    assert answer.location.endswith("#r2")
    page = phone.get(f"/meetings/{meeting.id}").text
    assert f'value="{people[1].id}:late"' in page
    assert "<b data-turns>1</b> lượt, <b data-people>1</b> người" in page


def test_a_tap_by_script_is_answered_row_by_row_and_twice_is_once(
    app: Flask, session: Session
) -> None:
    _course, meeting, people = class_of(session)
    phone = trainers_phone(app, session)
    token = phone.get("/api/csrf").get_json()["token"]
    told = []
    address, tap = f"/meetings/{meeting.id}/tap", f"{people[0].id}:late"
    session.commit()
    for _twice in range(2):
        answer = phone.client.post(
            address,
            data={"csrf_token": token, "tap": tap},
            headers={"Accept": "application/json", "Idempotency-Key": "one-key"},
        )
        assert answer.status_code == 200
        told.append(json.loads(answer.text))
    assert told[0]["word"] == "Đến muộn"
    assert (told[1]["status"], told[1]["turns"], told[1]["people"]) == ("late", 1, 1)
    assert len(session.scalars(select(Attendance)).all()) == 1


def test_nonsense_in_a_tap_does_not_exist(app: Flask, session: Session) -> None:
    _course, meeting, people = class_of(session)
    phone = trainers_phone(app, session)
    for tap in ("", "x:present", f"{uuid4()}:present", f"{people[0].id}:flying"):
        assert phone.post(f"/meetings/{meeting.id}/tap", tap=tap).status_code == 404


def test_somebody_at_the_door_needs_a_name_and_is_proposed_if_known(
    app: Flask, session: Session
) -> None:
    course, meeting, people = class_of(session, 1)
    phone = trainers_phone(app, session)
    address = f"/meetings/{meeting.id}/walk-in"
    assert errors(phone.post(address, gender="f", village_id=""))
    page = phone.post(address, name="nguyen thi mau 1", gender="f", village_id="")
    assert "Có phải người này không?" in page.text
    known = str(people[0].id)
    phone.post(address, name="nguyen thi mau 1", gender="f", village_id="", known=known)
    rows = class_list(session, course, meeting)
    assert [(row.name, row.status) for row in rows] == [("Nguyễn Thị Mẫu 1", "present")]
    phone.post(address, name="Người Lạ", gender="m", village_id="")
    assert class_list(session, course, meeting)[1].person.is_walk_in


def test_typed_rows_are_looked_through_before_they_are_noted(app: Flask, session: Session) -> None:
    course, meeting, _people = class_of(session, 5)
    phone = trainers_phone(app, session)
    address = f"/meetings/{meeting.id}/rows"
    page = phone.post(address, rows="1-3, 5m")
    assert "4 người có mặt theo giấy." in page.text
    assert "1 người không ký, ghi vắng." in page.text
    assert not any(row.status for row in class_list(session, course, meeting))
    phone.post(address, rows="1-3, 5m", sure="1")
    noted = [row.status for row in class_list(session, course, meeting)]
    assert noted == ["present"] * 3 + ["absent", "late"]


def test_rows_that_cannot_be_read_or_have_nobody_say_which(app: Flask, session: Session) -> None:
    _course, meeting, _people = class_of(session, 5)
    phone = trainers_phone(app, session)
    said = {
        text: errors(phone.post(f"/meetings/{meeting.id}/rows", rows=text, sure="1"))
        for text in ("1-31", "hai, 3", "9-2", "1, 1m", "1," * 190 + "x" * 90, "")
    }
    assert said["1-31"][0].startswith("Dòng 6, 7, 8, 9, 10, 11, 12, 13… chưa có tên")
    assert said["hai, 3"] == ["Chưa hiểu “hai”. Gõ số, ví dụ 1-12, 14, 17-30."]
    assert said["9-2"] == ["Đoạn 9-2 bị ngược: gõ số nhỏ trước."]
    assert said["1, 1m"] == ["Dòng 1 được ghi hai kiểu khác nhau. Bỏ bớt một."]
    assert all(said.values())
    assert session.scalars(select(Attendance)).all() == []


def test_joining_by_the_code_waits_for_the_trainer_and_tells_nobody_elses_name(
    app: Flask, session: Session
) -> None:
    course, meeting, _people = class_of(session, 2)
    hers = make.phone(app, session)
    found = hers.post("/join", code=course.join_code.lower())
    assert found.location.endswith(f"/join/{course.join_code}")
    page = hers.get(found.location).text
    assert "Nguyễn Thị Mẫu" not in page
    for _twice in range(2):
        hers.post(found.location, name="Trần Thị Thử", village_id="")
    waiting = session.scalars(select(Joining)).one()
    assert "Đang chờ cô xác nhận" in hers.get(found.location).text
    assert session.scalars(select(Attendance)).all() == []
    phone = trainers_phone(app, session)
    assert "Trần Thị Thử" in phone.get(f"/meetings/{meeting.id}").text
    phone.post(f"/meetings/{meeting.id}/door/{waiting.id}", known="new", gender="m")
    assert class_list(session, course)[-1].person.gender == "m"
    assert "Cô đã ghi có mặt" in hers.get(found.location).text


def test_who_is_signed_in_joins_as_herself(app: Flask, session: Session) -> None:
    course, meeting, _people = class_of(session, 1)
    account = make.account(session, "Trần Thị Thử")
    make.shop(session, account)
    hers = make.phone(app, session, account)
    assert 'value="Trần Thị Thử"' in hers.get(f"/join/{course.join_code}").text
    hers.post(f"/join/{course.join_code}", name="Trần Thị Thử", village_id="")
    waiting = session.scalars(select(Joining)).one()
    trainers_phone(app, session).post(f"/meetings/{meeting.id}/door/{waiting.id}", known="new")
    assert class_list(session, course)[-1].person.account_id == account.id


def test_a_code_opens_nothing_when_the_day_is_over(
    app: Flask, session: Session, clock: StandingClock
) -> None:
    course, _meeting, _people = class_of(session, 1)
    hers = make.phone(app, session)
    assert hers.get(f"/join/{course.join_code}").status_code == 200
    clock.forward(hours=14)
    assert hers.get(f"/join/{course.join_code}").status_code == 200
    clock.forward(hours=1)
    assert hers.get(f"/join/{course.join_code}").status_code == 404
    assert errors(hers.post("/join", code=course.join_code))


def test_the_wall_shows_steps_and_numbers_and_no_name(app: Flask, session: Session) -> None:
    course, _meeting, people = class_of(session, 2)
    phone = trainers_phone(app, session)
    wall = phone.get(f"/classes/{course.id}/board?view=wall").text
    part = phone.get(f"/classes/{course.id}/board/part?view=wall")
    for text in (wall, part.text):
        assert "2/2" in text
        assert not any(person.name in text or str(person.id) in text for person in people)
    assert people[0].name in phone.get(f"/classes/{course.id}/board").text


def test_an_unchanged_board_is_answered_shortly(app: Flask, session: Session) -> None:
    course, meeting, people = class_of(session, 2)
    phone = trainers_phone(app, session)
    address = f"/classes/{course.id}/board/part"
    mark = phone.get(address).headers["ETag"]
    again = phone.client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    make.attendance(session, course, meeting, people[0], "absent")
    session.commit()
    fresh = phone.client.get(address, headers={"If-None-Match": mark})
    assert fresh.status_code == 200


def test_the_check_page_of_a_certificate_shows_no_phone_and_no_full_name(
    app: Flask, session: Session
) -> None:
    course, meeting, people = class_of(session, 1)
    people[0].phone = "+84900000071"
    make.attendance(session, course, meeting, people[0])
    phone = trainers_phone(app, session)
    phone.post(f"/classes/{course.id}/certificates")
    paper = certificates_of(session, course)[0][0]
    page = make.phone(app, session).get(f"/certificates/{paper.serial}").text
    assert "đã dự lớp ngày 22/11/2026" in page
    assert people[0].name not in page
    assert "0900" not in re.sub(r"<footer.*", "", page, flags=re.DOTALL)
    phone.post(f"/classes/{course.id}/certificates/{paper.id}/revoke")
    page = make.phone(app, session).get(f"/certificates/{paper.serial}").text
    assert "Giấy này không còn giá trị" in page
    assert make.phone(app, session).get("/certificates/0000").status_code == 404


def test_officers_and_the_head_of_the_village_read_and_do_not_write(
    app: Flask, session: Session
) -> None:
    village = make.village(session)
    other = make.village(session, "Thôn 2")
    trainer = make.staff(session, "trainer")
    course = make.course(session, trainer, village_id=village.id)
    meeting = make.meeting(session, course)
    seen = {
        "officer": make.staff(session, "officer"),
        "head": make.staff(session, "village_head", village.id.hex, VILLAGE),
        "head elsewhere": make.staff(session, "village_head", other.id.hex, VILLAGE),
        "officer elsewhere": make.staff(session, "officer", make.NEXT_DOOR, COMMUNE),
        "trainer elsewhere": make.staff(session, "trainer", make.NEXT_DOOR, COMMUNE),
    }
    opened = {
        who: make.phone(app, session, person).get(f"/classes/{course.id}").status_code
        for who, person in seen.items()
    }
    assert opened == {
        "officer": 200,
        "head": 200,
        "head elsewhere": 404,
        "officer elsewhere": 404,
        "trainer elsewhere": 404,
    }
    for person in seen.values():
        phone = make.phone(app, session, person)
        assert phone.get(f"/meetings/{meeting.id}").status_code == 404
        assert phone.post(f"/classes/{course.id}/end").status_code == 404


def test_pages_of_a_class_are_not_kept_on_a_shared_phone(app: Flask, session: Session) -> None:
    course, meeting, _people = class_of(session, 1)
    phone = trainers_phone(app, session)
    for address in (
        f"/classes/{course.id}",
        f"/classes/{course.id}/people",
        f"/meetings/{meeting.id}",
        f"/meetings/{meeting.id}/list.pdf",
        f"/classes/{course.id}/slips.pdf",
        f"/classes/{course.id}/board/part",
    ):
        answer = phone.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), address


def test_the_same_woman_is_joined_from_the_list(app: Flask, session: Session) -> None:
    course, meeting, people = class_of(session, 1)
    double = make.person(session, "nguyen thi mau 1", is_walk_in=True)
    make.enrolment(session, course, double)
    make.attendance(session, course, meeting, double)
    phone = trainers_phone(app, session)
    address = f"/classes/{course.id}/people/{double.id}/same"
    assert "Nguyễn Thị Mẫu 1" in phone.get(address).text
    phone.post(address, other=str(people[0].id))
    session.refresh(double)
    assert double.merged_into_id == people[0].id


def test_a_certificate_of_a_merged_woman_is_one(app: Flask, session: Session) -> None:
    course, meeting, people = class_of(session, 1)
    make.attendance(session, course, meeting, people[0])
    assert make_certificates(session, course, now=people[0].known_at) == 1
    page = trainers_phone(app, session).get(f"/classes/{course.id}/certificates").text
    assert certificates_of(session, course)[0][0].serial in page


def test_ten_thousand_pasted_letters_are_answered_and_unread_lines_do_no_harm(
    app: Flask, session: Session
) -> None:
    course, _meeting, _people = class_of(session, 0)
    phone = trainers_phone(app, session)
    address = f"/classes/{course.id}/people/paste"
    assert errors(phone.post(address, names="12345\n---", gender="f"))
    assert errors(phone.post(address, names="x" * 20_001, gender="f"))
    assert errors(phone.post(address, names="Trần Thị Thử"))
    phone.post(address, names="1. Trần Thị Thử, Thôn 9, 0900 000 072\nhai ba\n", gender="f")
    assert [row.name for row in class_list(session, course)] == ["Trần Thị Thử", "hai ba"]


def test_a_name_without_letters_or_too_long_is_refused_at_its_field(
    app: Flask, session: Session
) -> None:
    course, meeting, _people = class_of(session, 0)
    pages = {
        f"/meetings/{meeting.id}/walk-in": trainers_phone(app, session),
        f"/join/{course.join_code}": make.phone(app, session),
    }
    for address, phone in pages.items():
        for name, sentence in (
            ("🌸", "Gõ tên bằng chữ, ví dụ: Nguyễn Thị Mẫu."),
            ("x" * 81, "Nhập ngắn hơn: tối đa 80 ký tự, đang có 81."),
        ):
            answer = phone.post(address, name=name, village_id="", phone="0900 000 055", gender="f")
            assert errors(answer) == [sentence], address
            assert "0900 000 055" in answer.text or "0900000055" in answer.text
    assert session.scalars(select(Joining)).all() == []
    assert class_list(session, course) == []


def test_a_day_of_another_year_or_long_before_the_class_was_opened_is_refused(
    app: Flask, session: Session
) -> None:
    course, _meeting, _people = class_of(session, 0)
    phone = trainers_phone(app, session)
    said = "Ngày buổi học quá xa. Xem lại ngày, tháng và năm."
    for held_on in ("2025-11-20", "2026-10-21", "2027-12-01"):
        answer = phone.post(f"/classes/{course.id}/days", topic="payment_qr", held_on=held_on)
        assert errors(answer) == [said], held_on
        assert said in errors(phone.post("/classes/new", topic="payment_qr", held_on=held_on))
    answer = phone.post(f"/classes/{course.id}/days", topic="payment_qr", held_on="2026-10-22")
    assert answer.status_code == 303


def test_a_pasted_list_says_what_was_not_taken_and_what_to_look_at(
    app: Flask, session: Session
) -> None:
    make.village(session, "Thôn 1")
    course, _meeting, _people = class_of(session, 0)
    phone = trainers_phone(app, session)
    names = [
        "Trần Thị Thử, Thôn 1",
        "12345",
        "y" * 81,
        "Trần Thị Thử, Thôn 1",
        "Lê Văn Thử, Thôn Lạ, 0900 000 071",
        "Nguyễn Thị Mẫu, Thôn 1, 0900 000 071",
    ]
    address = f"/classes/{course.id}/people/paste"
    page = phone.get(phone.post(address, names="\n".join(names), gender="f").location).text
    for sentence in (
        "Đã thêm 3 người",
        "Không thấy tên, nên chưa thêm: dòng 2.",
        "Tên dài hơn 80 chữ, nên chưa thêm: dòng 3.",
        "Xã chưa có thôn tên Thôn Lạ.",
        "Có hai dòng cùng tên, chỉ thêm một: Trần Thị Thử.",
        "Số điện thoại đã có ở người tên khác: Nguyễn Thị Mẫu.",
    ):
        assert sentence in page, sentence
    said = errors(phone.post(address, names="12345", gender="f"))
    assert said == [
        "Chưa thấy tên nào. Mỗi dòng gõ một họ tên. Không thấy tên, nên chưa thêm: dòng 1."
    ]


def test_two_women_of_one_name_and_village_are_two_where_their_phones_differ(
    app: Flask, session: Session
) -> None:
    make.village(session, "Thôn 1")
    course, _meeting, _people = class_of(session, 0)
    names = "Trần Thị Thử, Thôn 1, 0900 000 071\nTrần Thị Thử, Thôn 1, 0900 000 072"
    address = f"/classes/{course.id}/people/paste"
    for _again in range(2):
        trainers_phone(app, session).post(address, names=names, gender="f")
        assert [row.person.phone for row in class_list(session, course)] == [
            "+84900000071",
            "+84900000072",
        ]


def test_a_class_with_too_few_days_asks_for_more_before_certificates(
    app: Flask, session: Session
) -> None:
    course, meeting, people = class_of(session, 1)
    make.attendance(session, course, meeting, people[0])
    phone = trainers_phone(app, session)
    assert "Làm cho những người dự đủ buổi." in phone.get(f"/classes/{course.id}").text
    course.least_meetings = 3
    meeting.begins = "13:00"
    session.flush()
    page = phone.get(f"/classes/{course.id}").text
    assert "Thêm 2 buổi nữa" in page
    assert "Làm cho những người dự đủ buổi." not in page
    assert "1 người được ghi có mặt trước giờ học hơn 3 giờ." in page
