"""What offices print: reports, the papers of a round, the sheet to agree on; each at its limits."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.accounts.actions.consents import give_consent
from shopkit.adoption.actions.assessing import Said
from shopkit.adoption.actions.rounds import (
    hold_meeting,
    note_comment,
    open_round,
    post_list,
    settle_comment,
)
from shopkit.adoption.models.recognition import Round
from shopkit.adoption.models.targets import OfficialFigure, Target
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.periods import period_on
from shopkit.scope import COMMUNE, OFFICER, TRAINER
from shopkit.shops.models.register import Household
from tests import make
from tests.adoption.publishing import approve, published
from tests.adoption.recognition.village import (
    MEETING,
    POSTED,
    TODAY,
    Hall,
    assessed,
    at,
    family,
    hall,
    set_in_force,
)
from tests.conftest import NOW
from tests.prints.looking import A4, A4_ACROSS, Sheet, require_good, sheets
from tests.prints.test_papers import LANGUAGES, LONG_NAME
from tests.training.views.test_branch_report import told

VILLAGE = "Tổ dân phố Nam Hoằng Đại Ngọc Khánh Trường Sơn số"
PLAN = "Kế hoạch số 1234/KH-UBND-VHXH về phát triển hộ kinh doanh trên mạng và gia đình số năm 2026"
QUARTER = period_on(date(2026, 9, 30), "quarter")
CODES = ("B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08")
LONG_WORDS = "Đề nghị xem lại vì hộ này chưa bán hàng trên mạng lần nào trong năm nay. " * 4


def heads_on(found: list[Sheet], row: str, *heads: str) -> None:
    """Where rows go on, their head stands above them again."""
    with_rows = [sheet for sheet in found if row in sheet.said]
    assert len(with_rows) > 1
    assert all(any(head in sheet.said for head in heads) for sheet in with_rows)


def commune(session: Session) -> None:
    for number in range(1, 31):
        village = make.village(session, f"{VILLAGE} {number}")
        cells = {(code, "", ""): Cell(97 * number, 100 * number, 31 * number) for code in CODES}
        approve(session, QUARTER, cells, village.id)
    for number in range(6):
        session.add(
            Target(
                unit_kind=COMMUNE,
                unit_code=make.HOANG_LOC,
                commune_code=make.HOANG_LOC,
                target_set=f"KH-2026-{number}",
                indicator=CODES[number],
                operator=">=",
                value_hundredths=9000,
                document=PLAN,
                stated_on=date(2026, 1, 5),
                due_on=date(2026, 12, 31),
                entered_at=NOW,
            )
        )
    session.add(
        OfficialFigure(
            unit_kind=COMMUNE,
            unit_code=make.HOANG_LOC,
            commune_code=make.HOANG_LOC,
            indicator="G05",
            as_of=date(2026, 6, 30),
            numerator_hundredths=2_573_600,
            denominator=36_845,
            organisation=PLAN,
            document=PLAN,
            document_on=date(2026, 7, 1),
            entered_at=NOW,
        )
    )
    session.flush()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["inside", "outside"])
def test_a_report_of_thirty_villages_goes_on_over_pages(
    app: Flask, session: Session, audience: str, language: str
) -> None:
    commune(session)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    if audience == "outside":
        published(session, QUARTER)
    path = f"/commune/reports/{QUARTER.code}/{audience}/paper?lang={language}"
    pdf = officer.get(path).data
    found = require_good(pdf, A4, len(sheets(pdf)))
    heads_on(found, "Ngọc Khánh Trường Sơn số", {"vi": "Thôn", "en": "Village"}[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_a_branch_stands_on_one_page(
    app: Flask, session: Session, language: str
) -> None:
    trainer = make.staff(session, TRAINER)
    branch = make.branch(session, f"Chi hội Phụ nữ {LONG_NAME}")
    told(session, trainer, branch)
    path = f"/branches/{branch.id}/report.pdf?from=2026-01-01&lang={language}"
    pdf = make.phone(app, session, trainer).get(path).data
    found = require_good(pdf, A4, len(sheets(pdf)))
    assert len(found) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_to_agree_on_holds_every_purpose(
    app: Flask, session: Session, language: str
) -> None:
    trainer = make.phone(app, session, make.staff(session, TRAINER))
    her = make.person(session, LONG_NAME[:80])
    pdf = trainer.get(f"/people/{her.id}/rights/consents.pdf?lang={language}").data
    found = require_good(pdf, A4, len(sheets(pdf)))
    assert LONG_NAME[:80] in found[0].said


@pytest.fixture
def here(session: Session) -> Hall:
    return hall(session, make.village(session, f"{VILLAGE} 12"))


def held(here: Hall) -> Round:
    """A round of sixty families: half of them proposed, three who were spoken of."""
    set_in_force(here)
    homes = [family(here, f"thứ{n}. {LONG_NAME[:68]} số{n}.") for n in range(60)]
    for number, home in enumerate(homes):
        assessed(here, home, C1=Said(not number % 2))
    here.who(here.head)
    one = open_round(here.session, here.village, year=2026, on=MEETING, now=at(MEETING))
    hold_meeting(
        here.session,
        one,
        met_on=MEETING,
        chaired_by=LONG_NAME,
        attended_count=142,
        minutes="\n".join([LONG_WORDS] * 12),
        today=MEETING,
        now=at(MEETING),
    )
    for home in homes:
        give_consent(here.session, home.id, "posting", commune_code=home.commune_code, now=NOW)
    where = f"Nhà văn hóa {VILLAGE} 12, cạnh chợ Hoằng Đại"
    post_list(here.session, one, posted_on=POSTED, posted_at=where, today=POSTED, now=at(POSTED))
    for home in homes[:9:2]:
        said_of(here, one, home)
    return one


def said_of(here: Hall, one: Round, home: Household) -> None:
    said = note_comment(
        here.session,
        one,
        words=LONG_WORDS,
        household_id=home.id,
        said_on=POSTED,
        today=TODAY,
        now=NOW,
    )
    by = here.who(here.officer)
    settle_comment(here.session, one, said, settled=LONG_WORDS, takes_off=False, by=by, now=NOW)
    here.who(here.head)


@pytest.mark.parametrize(
    ("paper", "size", "head"),
    [
        ("meeting-list", A4_ACROSS, "Đủ bắt buộc"),
        ("posting", A4, "Thôn, tổ dân phố"),
        ("dossier", A4, "Kết quả"),
    ],
)
def test_the_papers_of_a_round_hold_sixty_families(
    app: Flask, session: Session, here: Hall, paper: str, size: tuple[float, float], head: str
) -> None:
    one = held(here)
    head_of_village = make.phone(app, session, here.head)
    pdf = head_of_village.get(f"/rounds/{one.id}/{paper}.pdf").data
    found = require_good(pdf, size, len(sheets(pdf)))
    heads_on(found, "Trường Vũ Kh số", head, "Trả lời")
    signed = next(sheet for sheet in found if "ký, ghi rõ họ tên" in sheet.said)
    assert len(signed.lines) > 8, "signatures alone on a page"
