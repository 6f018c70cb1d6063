"""Reports of a commune: on paper, as a sheet, for DHIS2; inside whole, outside as published."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.models.periods import FrozenFigure, Submission
from shopkit.adoption.models.targets import OfficialFigure, Target
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.dhis2 import period_code
from shopkit.adoption.rules.periods import period_on
from shopkit.scope import COMMUNE, OFFICER, TRAINER
from tests import make
from tests.accounts.browser import Browser
from tests.adoption.publishing import approve, published
from tests.conftest import NOW

QUARTER = period_on(date(2026, 9, 30), "quarter")
SCHEMA = json.loads(Path(__file__).with_name("dhis2_values.schema.json").read_text("utf-8"))


@pytest.fixture
def officer(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.staff(session, OFFICER))


def commune(session: Session) -> None:
    for number, count in enumerate((12, 3, 9, 40), 1):
        village = make.village(session, f"=Thôn {number}" if number == 4 else f"Thôn {number}")
        cells = {("B01", "", ""): Cell(count, None, count // 2), ("B02", "", ""): Cell(count, 60)}
        approve(session, QUARTER, cells, village.id)


def target(session: Session, operator: str, hundredths: int, document: str) -> None:
    session.add(
        Target(
            unit_kind=COMMUNE,
            unit_code=make.HOANG_LOC,
            commune_code=make.HOANG_LOC,
            target_set="THU",
            indicator="B02",
            operator=operator,
            value_hundredths=hundredths,
            document=document,
            stated_on=date(2026, 1, 5),
            due_on=date(2026, 12, 31),
            entered_at=NOW,
        )
    )


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def address(audience: str, form: str) -> str:
    return f"/commune/reports/{QUARTER.code}/{audience}/{form}"


def test_the_paper_for_inside_has_every_number_and_says_so(
    officer: Browser, session: Session
) -> None:
    commune(session)
    target(session, ">=", 2000, "Kế hoạch thử số 1")
    target(session, ">=", 9000, "Kế hoạch thử số 2")
    text = text_of(officer.get(address("inside", "paper")).get_data())
    assert "LƯU HÀNH NỘI BỘ" in text
    assert "Thôn 2" in text
    assert "che" not in text.split()
    for document, answer in (("số 1", "đạt"), ("số 2", "chưa đạt")):
        assert document in text
        assert answer in text


def test_the_paper_for_outside_is_what_was_published(officer: Browser, session: Session) -> None:
    commune(session)
    assert officer.get(address("outside", "paper")).status_code == 404
    made = published(session, QUARTER)
    text = text_of(officer.get(address("outside", "paper")).get_data())
    assert made.receipt in text
    assert "LƯU HÀNH NỘI BỘ" not in text
    assert "che" in text.split()


def test_the_sheet_tells_three_states_apart_and_runs_nothing(
    officer: Browser, session: Session
) -> None:
    commune(session)
    silent = make.village(session, "Thôn im")
    published(session, QUARTER)
    found = sheets(officer.get(address("outside", "table")).get_data())
    rows = {row[3]: (row[5], row[6]) for row in found["Theo thôn"] if row[1] == "B01"}
    assert rows["Thôn 1"] == ("có số", 12)
    assert rows["Thôn 2"] == ("che", "")
    assert rows[silent.name] == ("chưa báo cáo", "")
    assert rows["=Thôn 4"] == ("có số", 40)
    inside = sheets(officer.get(address("inside", "table")).get_data())
    assert {row[3]: row[6] for row in inside["Theo thôn"] if row[1] == "B01"}["Thôn 2"] == 3


def test_an_official_figure_stands_apart_with_its_document(
    officer: Browser, session: Session
) -> None:
    session.add(
        OfficialFigure(
            unit_kind=COMMUNE,
            unit_code=make.HOANG_LOC,
            commune_code=make.HOANG_LOC,
            indicator="G05",
            as_of=date(2026, 6, 30),
            numerator_hundredths=2_573_600,
            denominator=36_845,
            organisation="Công an xã thử",
            document="Báo cáo thử số 3",
            document_on=date(2026, 7, 1),
            entered_at=NOW,
        )
    )
    commune(session)
    text = text_of(officer.get(address("inside", "paper")).get_data())
    assert "25.736" in text
    assert "36.845" in text
    assert "Báo cáo thử số 3" in text


def test_dhis2_gets_what_was_published_in_its_own_shape(officer: Browser, session: Session) -> None:
    commune(session)
    published(session, QUARTER)
    told = json.loads(officer.get(address("outside", "dhis2")).text)
    Draft202012Validator(SCHEMA).validate(told)
    assert (told["period"], told["orgUnit"]) == ("2026Q3", make.HOANG_LOC)
    values = [one["value"] for one in told["dataValues"] if one["dataElement"] == "B01_NUM"]
    assert sorted(values, key=int) == ["12", "40", "64"]
    codes = json.loads(officer.get(address("outside", "dhis2-codes")).text)
    elements = {one["code"] for one in codes["dataElements"]}
    assert {one["dataElement"] for one in told["dataValues"]} <= elements
    units = {one["code"] for one in codes["organisationUnits"]}
    assert {one["orgUnit"] for one in told["dataValues"]} <= units
    assert officer.get(address("inside", "dhis2")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "code"), [("month", "202609"), ("quarter", "2026Q3"), ("year", "2026")]
)
def test_periods_are_written_as_dhis2_writes_them(kind: str, code: str) -> None:
    assert period_code(period_on(date(2026, 9, 30), kind)) == code


def test_running_figures_say_that_nobody_approved_them(officer: Browser, session: Session) -> None:
    make.village(session)
    text = text_of(officer.get(address("inside", "paper")).get_data())
    assert "chưa duyệt" in text
    assert "Báo cáo" in officer.get("/commune/reports").text


def test_a_trainer_prints_no_report(app: Flask, session: Session) -> None:
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    assert trainer.get(address("inside", "paper")).status_code == 404
    assert trainer.get("/commune/reports").status_code == 404


def test_a_corrected_figure_is_marked_beside_the_computed_one_in_sheet_and_paper(
    officer: Browser, session: Session
) -> None:
    commune(session)
    ask_more(session)
    figure = session.scalars(
        select(FrozenFigure).where(FrozenFigure.indicator == "B01", FrozenFigure.numerator == 12)
    ).one()
    figure.printed_numerator, figure.printed_why = 15, "Ghi sót ba hộ ở xóm Bến"
    session.commit()
    found = sheets(officer.get(address("inside", "table")).get_data())
    rows = {row[3]: row for row in found["Theo thôn"] if row[1] == "B01"}
    assert rows["Thôn 1"][6] == 15
    assert rows["Thôn 1"][12:15] == ["sửa tay", "12", "Ghi sót ba hộ ở xóm Bến"]
    assert rows["Thôn 2"][12] == ""
    whole = next(row for row in found["Cả xã"] if row[1] == "B01")
    assert whole[6:8] == [67, "số lượng"]
    assert whole[12:16] == ["sửa tay", "64", "Ghi sót ba hộ ở xóm Bến", "4/5 thôn"]
    paper = " ".join(text_of(officer.get(address("inside", "paper")).get_data()).split())
    assert "sửa tay" in paper
    assert "Ghi sót ba hộ ở xóm Bến" in paper
    assert "Cộng 4/5 thôn" in paper
    preview = officer.get(f"/commune/publish/{QUARTER.code}").text
    assert "Ghi sót ba hộ ở xóm Bến" in preview


def ask_more(session: Session) -> None:
    """A fifth village that was asked and has not reported."""
    village = make.village(session, "Thôn 5")
    session.add(
        Submission(
            commune_code=make.HOANG_LOC, period=QUARTER.code, village_id=village.id, state_at=NOW
        )
    )
