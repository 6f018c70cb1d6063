"""What a commune publishes: proposed by one, published by another, with small numbers kept."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.adoption.actions.publishing import (
    AlreadyProposed,
    ApprovedAnew,
    NothingApproved,
    propose_publication,
    publish,
)
from shopkit.adoption.models.publishing import Publication
from shopkit.adoption.queries.approved import approved
from shopkit.adoption.rules.cells import Cell
from shopkit.adoption.rules.content import figures_in
from shopkit.adoption.rules.periods import period_on
from shopkit.adoption.rules.suppression import HIDDEN, Place, Shown
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.rules.two_people import SecondNeeded
from shopkit.web.state import Parts
from tests import make
from tests.adoption.publishing import approve, published, somebody
from tests.conftest import NOW, Browser

QUARTER = period_on(date(2026, 9, 30), "quarter")
COUNTS = {"Thôn 1": 12, "Thôn 2": 3, "Thôn 3": 9}


def commune(session: Session, code: str = "B01") -> dict[str, str]:
    """Three villages whose counts add up to 24; the ids of their cells by name."""
    ids = {}
    for name, count in COUNTS.items():
        village = make.village(session, name)
        approve(session, QUARTER, {(code, "", ""): Cell(count, None, count - 1)}, village.id)
        ids[name] = village.id.hex
    return ids


def told(publication: Publication, code: str) -> dict[Place, Any]:
    figures = {one.code: one for one in figures_in(publication.content)}
    return dict(figures[code].cells)


def test_a_count_of_three_and_the_next_smallest_are_kept(session: Session) -> None:
    ids = commune(session)
    cells = told(published(session, QUARTER), "B01")
    assert cells[Place()].value == 24
    assert cells[Place(ids["Thôn 1"])].value == 12
    assert cells[Place(ids["Thôn 2"])].numerator == Shown(HIDDEN)
    assert cells[Place(ids["Thôn 3"])].numerator == Shown(HIDDEN)


def test_a_true_nought_is_told(session: Session) -> None:
    village = make.village(session)
    approve(session, QUARTER, {("B01", "", ""): Cell(0)}, village.id)
    assert told(published(session, QUARTER), "B01")[Place(village.id.hex)].value == 0


def test_a_village_that_sent_nothing_is_missing_not_nought(session: Session) -> None:
    ids, silent = commune(session), make.village(session, "Thôn 4")
    made = published(session, QUARTER)
    assert told(made, "B01")[Place(silent.id.hex)].state == "missing"
    assert made.content["reported"] == [3, 3]
    assert ids


def test_of_five_helped_out_of_seven_only_the_five_are_told(session: Session) -> None:
    profiled = {("A02", "", ""): Cell(7, 100), ("B01", "", ""): Cell(5)}
    rates = {("B02", "", ""): Cell(3, 7), ("B06", "", ""): Cell(2, 3), ("B08", "", ""): Cell(1, 1)}
    approve(session, QUARTER, profiled | rates)
    made = published(session, QUARTER)
    assert told(made, "B01")[Place()].value == 5
    assert told(made, "A02")[Place()].numerator == Shown(HIDDEN)
    for code in ("B02", "B06", "B08"):
        cell = told(made, code)[Place()]
        assert (cell.numerator, cell.denominator) == (Shown(HIDDEN), Shown(HIDDEN)), code
        assert cell.value is None


def test_a_poor_household_is_in_no_publication(session: Session) -> None:
    approve(
        session, QUARTER, {("A01", "", ""): Cell(90), ("A01", "poor_household", "yes"): Cell(30)}
    )
    assert set(told(published(session, QUARTER), "A01")) == {Place()}


def test_tax_duties_are_off_whoever_switched_them_on(session: Session) -> None:
    approve(session, QUARTER, {("C04", "", ""): Cell(40, 90)})
    assert told(published(session, QUARTER), "C04")[Place()].state == "off"


def test_nobody_publishes_what_she_proposed(session: Session) -> None:
    commune(session)
    proposer = somebody()
    made = propose_publication(session, proposer, make.HOANG_LOC, QUARTER, now=NOW)
    with pytest.raises(SecondNeeded):
        publish(session, proposer, made, now=NOW)
    with pytest.raises(AlreadyProposed):
        propose_publication(session, somebody(), make.HOANG_LOC, QUARTER, now=NOW)
    publish(session, somebody(), made, now=NOW)
    assert made.is_published


def test_nothing_approved_is_nothing_to_publish(session: Session) -> None:
    with pytest.raises(NothingApproved):
        propose_publication(session, somebody(), make.HOANG_LOC, QUARTER, now=NOW)


def test_what_was_approved_since_is_proposed_again(session: Session) -> None:
    commune(session)
    made = propose_publication(session, somebody(), make.HOANG_LOC, QUARTER, now=NOW)
    other = make.village(session, "Thôn 4")
    approve(session, QUARTER, {("B01", "", ""): Cell(6)}, other.id, now=NOW + timedelta(hours=1))
    with pytest.raises(ApprovedAnew):
        publish(session, somebody(), made, now=NOW)


def test_a_later_period_does_not_uncover_an_earlier_one(session: Session) -> None:
    """B01 grows by 2 in a village that was told: the newer number is kept."""
    villages = {name: make.village(session, name) for name in ("Thôn 1", "Thôn 2", "Thôn 3")}
    for period, counts in ((QUARTER, (20, 30, 40)), (QUARTER.after, (22, 45, 60))):
        for village, count in zip(villages.values(), counts, strict=True):
            approve(session, period, {("B01", "", ""): Cell(count)}, village.id)
    published(session, QUARTER)
    cells = told(published(session, QUARTER.after), "B01")
    assert cells[Place(villages["Thôn 1"].id.hex)].numerator == Shown(HIDDEN)
    assert sum(cell.numerator.state == HIDDEN for cell in cells.values()) >= 2


def test_a_corrected_figure_is_published_as_it_is_printed(session: Session) -> None:
    report = approve(session, QUARTER, {("B01", "", ""): Cell(50)})
    from_table = approved(session, make.HOANG_LOC, QUARTER)
    assert from_table.cell("B01") == Cell(50)
    assert report.approved_at == from_table.approved_at


def test_everybody_reads_the_figures_without_a_cookie(client: Browser, session: Session) -> None:
    commune(session)
    made = published(session, QUARTER)
    for address in (
        "/figures",
        f"/figures/{made.commune_code}",
        f"/figures/{made.commune_code}/{made.period}",
        f"/figures/{made.commune_code}/{made.period}?group=ecommerce",
        "/figures/fields",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers, address
        assert "<script" not in answer.text, address
    page = client.get(f"/figures/{made.commune_code}/{made.period}?group=ecommerce").text
    assert page.count(">che<") == 2
    assert "Thôn 2" in page


def test_an_unpublished_period_is_nowhere(client: Browser, session: Session) -> None:
    commune(session)
    propose_publication(session, somebody(), make.HOANG_LOC, QUARTER, now=NOW)
    for ending in ("", ".csv", ".json"):
        assert client.get(f"/figures/{make.HOANG_LOC}/{QUARTER.code}{ending}").status_code == 404
    assert client.get("/figures/00000").status_code == 404
    assert client.get(f"/figures/{make.HOANG_LOC}/2026-13").status_code == 404


def test_open_data_tells_three_states_apart(client: Browser, session: Session) -> None:
    ids = commune(session)
    silent = make.village(session, "Thôn 4")
    made = published(session, QUARTER)
    text = client.get(f"/figures/{made.commune_code}/{made.period}.csv").get_data()
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    states = {
        row["village_id"]: (row["state"], row["value"])
        for row in rows
        if row["indicator"] == "B01" and not row["breakdown"]
    }
    assert states == {
        "": ("value", "24"),
        ids["Thôn 1"]: ("value", "12"),
        ids["Thôn 2"]: ("hidden", ""),
        ids["Thôn 3"]: ("hidden", ""),
        silent.id.hex: ("missing", ""),
    }
    told = json.loads(client.get(f"/figures/{made.commune_code}/{made.period}.json").text)
    wanted = {(key, state) for key, (state, _) in states.items()}
    rows_of_b01 = [row for row in told["rows"] if row["indicator"] == "B01"]
    assert {(row["village_id"], row["state"]) for row in rows_of_b01} == wanted
    assert set(told["fields"]) == set(rows[0])
    assert told["licence"]


def test_the_operator_turns_the_figures_off(
    app: Flask, client: Browser, session: Session, config: Any
) -> None:
    commune(session)
    made = published(session, QUARTER)
    stands: Parts = app.extensions["shopkit"]
    app.extensions["shopkit"] = Parts(
        type(config)(
            data=config.data,
            database_url=config.database_url,
            secret_key=config.secret_key,
            public_pages=False,
        ),
        stands.database,
        stands.files,
    )
    assert client.get(f"/figures/{made.commune_code}").status_code == 404
    assert client.get("/figures").status_code == 404


def test_an_officer_proposes_and_a_leader_publishes(app: Flask, session: Session) -> None:
    commune(session)
    officer = make.phone(app, session, make.staff(session, OFFICER))
    leader = make.phone(app, session, make.staff(session, LEADER))
    address = f"/commune/publish/{QUARTER.code}"
    assert "che" in officer.get(address).text
    officer.post(address, step="propose")
    again = officer.post(address, step="publish")
    assert again.status_code == 422
    assert "nhờ người thứ hai" in again.text
    answer = leader.post(address, step="publish")
    assert answer.status_code == 303
    made = session.scalars(select(Publication)).one()
    assert made.is_published
    assert made.receipt in leader.get(address).text
    assert made.receipt in officer.get("/commune/publish").text


def test_an_officer_of_another_commune_publishes_nothing_of_this_one(
    app: Flask, session: Session
) -> None:
    commune(session)
    stranger = make.phone(app, session, make.staff(session, OFFICER, make.NEXT_DOOR))
    page = stranger.get(f"/commune/publish/{QUARTER.code}")
    assert "Thôn 1" not in page.text
    assert stranger.post(f"/commune/publish/{QUARTER.code}", step="propose").status_code == 422
    assert not session.scalars(select(Publication)).all()
