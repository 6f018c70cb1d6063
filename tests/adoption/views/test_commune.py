"""The commune's page and the lists behind its indicators, its targets and published figures."""

import gzip
import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from shopkit.adoption.models.facts import VillageFigures
from shopkit.adoption.queries.asked import NOWHERE
from shopkit.adoption.queries.figures import WHOLE
from shopkit.adoption.queries.targets import official_figures
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.indicators import indicators_on
from shopkit.adoption.rules.periods import QUARTER, period_on
from shopkit.adoption.views.official import SPEC
from shopkit.db.base import new_id
from shopkit.db.files import Files
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.checking import check, keep_checked
from shopkit.imports.actions.shelf import unrolled
from shopkit.imports.actions.taking import begin_taking
from shopkit.imports.actions.work import take_at_once
from shopkit.imports.models import Import
from shopkit.scope import LEADER, OFFICER, TRAINER
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser, errors
from tests.adoption.publishing import approve
from tests.conftest import NOW
from tests.make import HOANG_LOC, NEXT_DOOR

MINUS = "\N{MINUS SIGN}"
TODAY = date(2026, 11, 22)


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


@pytest.fixture
def shop(session: Session, files: Files) -> Shop:
    made = make.shop(session, village_id=make.village(session, "Thôn Đầm").id, agrees=True)
    make.payment_account(session, made)
    make.product(session, files, made)
    return made


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1])).split())


def rows(page: str) -> list[list[str]]:
    """The cells of the table of figures, row by row, as text."""
    table = re.findall(r'<table class="figures">.*?</table>', page, re.DOTALL)[0]
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]


def test_all_indicators_stand_in_one_table_with_a_column_for_each_village(
    officer: Browser, shop: Shop
) -> None:
    head, *body = rows(officer.get("/commune?group=all").text)
    assert head == ["Chỉ tiêu", "Cả xã", "Thôn Đầm"]
    assert [row[0].split()[0] for row in body] == [one.code for one in indicators_on(TODAY)]
    assert len(body) == 50
    by_code = {row[0].split()[0]: row[1:] for row in body}
    assert by_code["C01"] == ["100,00 % 100 %", "100,00 % 100 %"]
    assert by_code["G05"] == ["–", "–"]
    assert by_code["C04"] == ["tắt", "tắt"]


def test_a_silent_village_shows_a_dash_and_no_nought(
    officer: Browser, session: Session, shop: Shop
) -> None:
    make.village(session, "Thôn Vắng")
    table = {row[0]: row for row in rows(officer.get("/commune?group=training").text)}
    assert table["Thôn Vắng"][1] == "–"


def test_a_breakdown_gives_each_part_a_column(officer: Browser, shop: Shop) -> None:
    head = rows(officer.get("/commune?group=payment&by=owner_gender").text)[0]
    assert any(word.startswith("C01: ") for word in head)


def test_villages_stand_in_the_order_of_a_column(
    officer: Browser, session: Session, shop: Shop
) -> None:
    make.village(session, "Thôn An")
    named = [row[0] for row in rows(officer.get("/commune?group=payment").text)]
    by_column = [row[0] for row in rows(officer.get("/commune?group=payment&sort=C01.").text)]
    assert named == ["Thôn", "Thôn An", "Thôn Đầm", "Cả xã"]
    assert by_column == ["Thôn", "Thôn Đầm", "Thôn An", "Cả xã"]


@pytest.mark.parametrize(
    "query", ["?period=2026-99", "?period=2099", "?group=x", "?by=x&sort=zzz", "?group=all&by=%00"]
)
def test_what_an_address_says_wrongly_falls_back_to_the_usual(officer: Browser, query: str) -> None:
    assert officer.get("/commune" + query).status_code == 200


def test_a_figure_of_the_table_leads_to_its_list_and_the_event(
    officer: Browser, shop: Shop
) -> None:
    page = officer.get("/commune?group=payment").text
    address = unescape(re.findall(r'href="(/commune/C01[^"]+)"', page)[0])
    told = plain(officer.get(address).text)
    assert shop.name in told
    assert "hệ thống ghi nhận" in told
    assert "Lưu mã QR nhận tiền" in told
    assert officer.get(address.split("&village")[0] + "&village=abc").status_code == 404


def test_another_commune_and_other_hats_find_nothing(
    app: Flask, session: Session, shop: Shop
) -> None:
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    for path in ("/commune?group=all", "/commune/C01"):
        assert shop.name not in elsewhere.get(path).text
    assert elsewhere.get(f"/commune/C01?village={shop.village_id}").status_code == 404
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    paths = (
        "/commune", "/commune/C01", "/commune/targets", "/commune/official",
        "/commune/official/new", "/commune/switches", "/commune/rules", "/commune/periods",
        "/commune/asked", "/commune/checklists",
    )  # fmt: skip
    for path in paths:
        assert trainer.get(path).status_code == 404, path


def test_a_leader_reads_but_enters_nothing(app: Flask, session: Session) -> None:
    leader = make.phone(app, session, make.staff(session, LEADER))
    assert leader.get("/commune/targets").status_code == 200
    assert leader.get("/commune/targets/new").status_code == 404
    assert leader.get("/commune/official/new").status_code == 404
    assert leader.post("/commune/periods", period="2026-10", due_on="2026-11-05").status_code == 200
    assert "Chưa giao kỳ nào." in leader.get("/commune/periods").text


def official(**more: str) -> dict[str, str]:
    return {
        "indicator": "G05",
        "numerator": "25.736",
        "denominator": "36.845",
        "as_of": "2026-01-23",
        "organisation": "Công an xã",
        "document": "Báo cáo 12/BC-CAX",
        "document_on": "2026-01-23",
    } | more


def test_a_published_figure_is_printed_apart_with_its_document(officer: Browser) -> None:
    assert officer.post("/commune/official/new", **official()).status_code == 303
    for path in ("/commune/official", "/commune", "/commune/G05"):
        assert "69,85 % (25.736/36.845)" in plain(officer.get(path).text), path
    told = plain(officer.get("/commune").text)
    assert "Số chính thức nhập từ Công an xã, Báo cáo 12/BC-CAX" in told
    table = {row[0]: row for row in rows(officer.get("/commune?group=digital_family").text)}
    assert table["Cả xã"][5] == "–"  # G05 of our own stays untold


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"numerator": "nhiều"}, "Nhập số, ví dụ 25.736 hoặc 69,85."),
        ({"numerator": "40000"}, "Tử số lớn hơn mẫu số. Xem lại hai số."),
        ({"document": ""}, "Ghi văn bản có con số này."),
        ({"organisation": ""}, "Ghi cơ quan công bố số này."),
        (
            {"organisation": "UBND xã Hoằng Lộc"},
            "Số của chính xã không gõ tay: phần mềm tự tính từ sự việc đã ghi",
        ),
        ({"as_of": "2027-01-01"}, "Ngày này chưa tới. Chọn ngày của số liệu."),
        ({"as_of": "2026-06-30"}, "Ngày số liệu không thể sau ngày văn bản. Xem lại hai ngày."),
        ({"indicator": "X99"}, "Chọn một mục trong danh sách."),
    ],
)
def test_a_published_figure_told_wrongly_is_answered_with_what_to_do(
    officer: Browser, more: dict[str, str], sentence: str
) -> None:
    answer = officer.post("/commune/official/new", **official(**more))
    assert answer.status_code == 422
    assert sentence in errors(answer)
    assert "Chưa nhập số nào." in officer.get("/commune/official").text


TABLE = (
    "BẢNG SỐ LIỆU\n"
    "Mã chỉ tiêu,Tử số,Mẫu số,Ngày số liệu,Cơ quan,Văn bản,Ngày văn bản\n"
    "G05,25.736,36.845,23/01/2026,Công an xã,12/BC-CAX,23/01/2026\n"
    "X99,1,2,23/01/2026,Công an xã,12/BC-CAX,23/01/2026\n"
    'C03,"85,5",,23/01/2026,Phòng Kinh tế,,23/01/2026\n'
)


def brought(session: Session, files: Files) -> Import:
    import_id = new_id()
    one = bring(
        session,
        files,
        SPEC,
        import_id=import_id,
        rows_file=unrolled(files, TABLE.encode(), import_id),
        name="so-lieu.csv",
        owner_id=make.staff(session, OFFICER).id,
        commune_code=HOANG_LOC,
        now=NOW,
    )
    keep_checked(session, one, check(session, files, SPEC, one), now=NOW)
    return one


def test_a_file_of_published_figures_is_tried_taken_and_known_again(
    session: Session, files: Files
) -> None:
    first = brought(session, files)
    assert (first.good_count, first.failed_count) == (1, 2)
    assert {one["reason"] for one in first.findings if one.get("reason")} == {
        "no_indicator",
        "no_source",
    }
    assert begin_taking(session, first)
    take_at_once(session, files, SPEC, first, now=NOW)
    found = official_figures(session, HOANG_LOC)
    assert [(one.indicator, one.numerator_hundredths, one.denominator) for one in found] == [
        ("G05", 2_573_600, 36_845)
    ]
    again = brought(session, files)
    assert (again.good_count, again.known_count) == (0, 1)


def test_an_officer_sends_a_file_and_is_led_on(officer: Browser) -> None:
    assert officer.get("/commune/official/bring").status_code == 200
    token = officer.get("/api/csrf").get_json()["token"]
    file = (BytesIO(TABLE.encode()), "so-lieu.csv")
    sent = {"csrf_token": token, "_key": "one-file", "file": file}
    answer = officer.client.post("/commune/official/bring", data=sent)
    assert answer.status_code == 303
    assert officer.get(str(answer.location)).status_code == 200


def target(**more: str) -> dict[str, Any]:
    return {
        "indicator": "C01",
        "group_code": "",
        "operator": ">=",
        "value": "60",
        "unit": "",
        "due_on": "2026-12-31",
        "document": "Kế hoạch 5/KH-UBND",
        "stated_on": "2026-01-05",
    } | more


def test_a_target_stands_beside_the_figure_with_its_document(officer: Browser, shop: Shop) -> None:
    assert officer.post("/commune/targets/new", **target()).status_code == 303
    strict = target(operator=">", value="100", document="Kế hoạch 9/KH-UBND")
    assert officer.post("/commune/targets/new", **strict).status_code == 303
    told = plain(officer.get("/commune/targets").text)
    first, second = told.split("Kế hoạch 9/KH-UBND")[0], told.split("Kế hoạch 9/KH-UBND")[1]
    assert "từ 60 % 100,00 % (1/1) đạt" in first
    assert "trên 100 % 100,00 % (1/1) chưa đạt" in second
    assert "đạt 1, chưa đạt 1" in plain(officer.get("/commune").text)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"document": ""}, "Ghi số và tên văn bản giao chỉ tiêu này."),
        ({"value": ""}, "Nhập con số trong văn bản."),
        ({"stated_on": "2027-01-01"}, "Ngày này chưa tới. Chọn ngày văn bản."),
        ({"group_code": "nobody"}, "Chọn một mục trong danh sách."),
    ],
)
def test_a_target_without_its_document_is_not_entered(
    officer: Browser, more: dict[str, str], sentence: str
) -> None:
    answer = officer.post("/commune/targets/new", **target(**more))
    assert answer.status_code == 422
    assert sentence in errors(answer)


def test_examples_of_others_are_loaded_on_request_and_marked(officer: Browser) -> None:
    for name in ("AT-2025-12", "AT-2026-01", "AT-2026-01"):
        assert officer.post("/commune/targets/example", target_set=name).status_code == 303
    told = plain(officer.get("/commune/targets").text)
    assert told.count("Ví dụ từ nơi khác") == 2
    assert "từ 98 %" in told
    assert "từ 70 %" in told
    assert officer.post("/commune/targets/example", target_set="none").status_code == 404


def test_a_trend_says_that_it_is_no_figure(
    officer: Browser, session: Session, files: Files
) -> None:
    village_id = make.village(session, "Thôn Đầm").id
    for month in (7, 8, 9, 10):
        make.household(session, f"Hộ {month}", village_id=village_id, since=date(2026, month, 1))
    asked = target(indicator="A01", value="10", document="Kế hoạch 7")
    assert officer.post("/commune/targets/new", **asked).status_code == 303
    told = plain(officer.get("/commune/targets").text)
    assert "ước tính theo đà của" in told
    assert "không phải số liệu" in told


def test_sensitive_things_are_off_until_two_people_agree_on_a_document(
    app: Flask, officer: Browser, session: Session
) -> None:
    make.village(session)
    assert "tắt" in plain(officer.get("/commune/C04").text)
    wanted = {"what": "tax_duty", "document": "Quyết định 8", "document_on": "2026-11-01"}
    answer = officer.post("/commune/switches", **(wanted | {"document": ""}))
    assert errors(answer) == ["Ghi số và tên văn bản cho phép đếm."]
    answer = officer.post("/commune/switches", **(wanted | {"document_on": "2031-01-01"}))
    assert errors(answer) == ["Ngày này chưa tới. Chọn ngày văn bản."]
    assert officer.post("/commune/switches", **wanted).status_code == 303
    assert "tắt" in rows(officer.get("/commune?group=rules").text)[1]
    leader = make.phone(app, session, make.staff(session, LEADER))
    asked = re.findall(r'href="(/commune/asked/[^"]+)"', leader.get("/commune/asked").text)[0]
    assert leader.post(asked, answer="yes").status_code == 303
    assert "tắt" not in rows(officer.get("/commune?group=rules").text)[1]
    assert "đang bật từ 22/11/2026" in plain(officer.get("/commune/switches").text)


def test_rules_are_shown_as_they_were_known_on_a_day(officer: Browser) -> None:
    april = plain(officer.get("/commune/rules?day=2026-04-01&asked=2026-04-01").text)
    today = plain(officer.get("/commune/rules").text)
    free = "không phải nộp thuế giá trị gia tăng"
    assert f"500.000.000 ₫ · Doanh thu năm đến mức này: {free}" in april
    assert f"1.000.000.000 ₫ · Doanh thu năm đến mức này: {free}" in today
    assert "chưa đối chiếu bản gốc" in today
    assert officer.get("/commune/rules?day=hôm+qua").status_code == 200


def test_the_records_of_one_commune_are_closed_to_another(app: Flask, session: Session) -> None:
    village = make.village(session)
    kept = make.commune_records(session, village.id)
    elsewhere = make.phone(app, session, make.staff(session, OFFICER, NEXT_DOOR))
    for path in (
        f"/commune/periods/2026-10/{village.id}",
        f"/commune/asked/{kept.asked.id}",
        f"/commune/frozen/{kept.frozen.id}/correct",
    ):
        assert elsewhere.get(path).status_code == 404, path
    for path in (
        f"/commune/targets/{kept.target.id}/remove",
        f"/commune/official/{kept.official.id}/remove",
        f"/commune/switches/{kept.switch.id}/off",
        f"/commune/checklists/{kept.line.id}/remove",
    ):
        assert elsewhere.post(path).status_code == 404, path
    assert kept.target.commune_code == HOANG_LOC
    assert kept.report.state_at == NOW


def test_fifty_indicators_by_gender_in_twenty_five_villages_stay_a_small_page(
    officer: Browser, session: Session
) -> None:
    period = period_on(TODAY, QUARTER)
    numbers = [7, 30, 5]
    figures: dict[str, object] = {}
    for one in indicators_on(TODAY):
        figures[f"{one.code}||"] = numbers
        if "owner_gender" in one.breakdowns:
            figures |= {f"{one.code}|owner_gender|{key}": numbers for key in ("f", "m")}
    places = [make.village(session, f"Thôn {number}").id for number in range(25)]
    officer.get("/commune")  # what is unread is read, so that nothing is worked out anew
    session.execute(delete(VillageFigures))
    for village_id in (*places, NOWHERE, WHOLE):
        session.add(
            VillageFigures(
                commune_code=HOANG_LOC,
                village_id=village_id,
                period=period.code,
                as_of=TODAY,
                figures=figures,
            )
        )
    address = f"/commune?group=all&by=owner_gender&period={period.code}"
    page = officer.get(address)
    split = [one for one in indicators_on(TODAY) if "owner_gender" in one.breakdowns]
    counted = [one for one in split if not one.switch]
    assert len(rows(page.text)) == 1 + 50 + 2 * len(counted)
    assert len(rows(page.text)[0]) == 27
    assert len(gzip.compress(page.data)) < 80 * 1024


def test_a_village_that_was_approved_shows_its_approved_figure_and_the_total_says_of_how_many(
    officer: Browser, session: Session, shop: Shop
) -> None:
    make.village(session, "Thôn Im")
    assert shop.village_id
    quarter = period_on(TODAY, QUARTER)
    approve(session, quarter, {("B01", "", ""): Cell(3)}, shop.village_id)
    running = rows(officer.get(f"/commune?period={quarter.before.code}").text)
    assert not any("duyệt" in one for row in running for one in row)
    page = officer.get(f"/commune?period={quarter.code}").text
    table = {row[0]: row for row in rows(page)}
    assert "Thôn Đầm đã duyệt" in table
    assert "Thôn Im đang tính" in table
    assert "Cả xã 1/2 thôn đã duyệt" in table
    assert table["Thôn Đầm đã duyệt"][1].startswith(f"3 {MINUS}3")
    assert table["Cả xã 1/2 thôn đã duyệt"][1].startswith("3")


def test_a_rate_without_its_base_says_what_is_missing(officer: Browser, shop: Shop) -> None:
    told = plain(officer.get("/commune").text)
    assert "– · 1 hộ, chưa có số hộ chính thức để so" in told
    assert "1/–" not in told
