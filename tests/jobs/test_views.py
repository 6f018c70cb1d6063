"""The page of background work, for those whose work it is."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from shopkit.jobs import work
from shopkit.jobs.models import DONE, FAILED, QUEUED, RUNNING, Job
from shopkit.jobs.work import Bench
from shopkit.shops.models.shops import Shop
from tests import make
from tests.accounts.browser import Browser

JSON = {"Accept": "application/json"}
LOOKS_AGAIN = '<meta http-equiv="refresh"'


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def job(session: Session, shop: Shop) -> Job:
    """Labels that were asked for and not yet begun."""
    _run, asked = make.label_run(session, make.batch(session, shop))
    return asked


@pytest.fixture
def seller(app: Flask, session: Session, shop: Shop) -> Browser:
    return make.phone(app, session, make.owner_of(session, shop))


def figures(browser: Browser, job_id: UUID) -> dict[str, object]:
    answer = browser.client.get(f"/jobs/{job_id}", headers=JSON)
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def test_waiting_work_says_so_and_the_page_looks_again_by_itself(seller: Browser, job: Job) -> None:
    page = seller.get(f"/jobs/{job.id}")
    assert page.status_code == 200
    assert "Đang chờ đến lượt." in page.text
    assert LOOKS_AGAIN in page.text


def test_running_work_shows_how_far_it_is_to_a_person_and_to_a_script(
    session: Session, seller: Browser, job: Job
) -> None:
    job.state, job.done, job.total = RUNNING, 2, 5
    page = seller.get(f"/jobs/{job.id}")
    assert "Đang làm: xong 2/5 phần." in page.text
    assert 'value="2"' in page.text
    assert figures(seller, job.id) == {
        "state": RUNNING,
        "done": 2,
        "total": 5,
        "message": "Đang làm: xong 2/5 phần.",
    }


def test_finished_work_leads_to_what_was_made_and_looks_no_more(
    seller: Browser, session: Session, job: Job, bench: Bench
) -> None:
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert job.state == DONE
    page = seller.get(f"/jobs/{job.id}")
    assert f"/label-runs/{job.record_id}" in page.text
    assert LOOKS_AGAIN not in page.text
    assert figures(seller, job.id)["state"] == DONE


def test_failed_work_goes_on_when_she_asks_and_a_second_tap_changes_nothing(
    seller: Browser, session: Session, job: Job
) -> None:
    job.state, job.failure, job.done, job.total = FAILED, work.BROKEN, 1, 3
    page = seller.get(f"/jobs/{job.id}")
    assert "Chưa làm xong" in page.text
    assert LOOKS_AGAIN not in page.text
    for _tap in range(2):
        answer = seller.post(f"/jobs/{job.id}/again")
        assert (answer.status_code, answer.location) == (303, f"/jobs/{job.id}")
        assert (job.state, job.rounds, job.done) == (QUEUED, 1, 1)


def test_the_machine_word_of_a_failure_is_not_shown(seller: Browser, job: Job) -> None:
    job.state, job.failure = FAILED, "SymbolMismatch"
    assert "SymbolMismatch" not in seller.get(f"/jobs/{job.id}").text


def test_work_of_another_shop_does_not_exist(app: Flask, session: Session, job: Job) -> None:
    neighbour = make.phone(app, session, make.owner_of(session, make.shop(session)))
    stranger = make.phone(app, session)
    assert neighbour.get(f"/jobs/{job.id}").status_code == 404
    assert neighbour.post(f"/jobs/{job.id}/again").status_code == 404
    assert stranger.get(f"/jobs/{job.id}").status_code == 303
    assert neighbour.client.get(f"/jobs/{job.id}", headers=JSON).status_code == 404


def test_work_of_a_kind_gone_by_still_has_a_page(
    seller: Browser, session: Session, job: Job
) -> None:
    job.kind, job.state, job.failure = "of_another_version", FAILED, work.UNKNOWN
    assert seller.get(f"/jobs/{job.id}").status_code == 200
