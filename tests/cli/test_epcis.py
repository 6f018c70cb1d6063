"""`shopkit epcis`: printing a lot, and taking events in."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shopkit.cli.main import main
from shopkit.config import Config
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.queries.codes import own_code
from shopkit.traceability.queries.places import home_of
from shopkit.traceability.rules.epcis_check import faults_of
from tests import make


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


@pytest.fixture
def batch(session: Session, shop: Shop, environ: None) -> Batch:
    made = make.batch(session, shop)
    session.commit()
    return made


@pytest.fixture
def environ(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPKIT_DATA", str(config.data))
    monkeypatch.setenv("DATABASE_URL", config.database_url)
    monkeypatch.setenv("SHOPKIT_SECRET_KEY", config.secret_key)


def test_a_lot_is_printed_by_each_of_its_names(
    session: Session, shop: Shop, batch: Batch, capsys: pytest.CaptureFixture[str]
) -> None:
    product = make.draft(session, shop)
    other = make.batch(session, shop, product)
    session.commit()
    parts = f"{own_code(session, product)}/{home_of(shop).code}/{other.code}"
    session.commit()
    for name, code in (
        (batch.trace_code, batch.code),
        (batch.code.lower(), batch.code),
        (parts, other.code),
    ):
        assert main(["epcis", name]) == 0
        told = json.loads(capsys.readouterr().out)
        assert faults_of(told) == []
        assert told["epcisBody"]["eventList"][0]["ilmd"]["vn:soLo"] == code


def test_a_lot_that_is_none_or_many_is_said(
    session: Session, batch: Batch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["epcis", "L990101A"]) == 2
    assert "no lot" in capsys.readouterr().err
    make.batch(session, make.shop(session))
    session.commit()
    assert main(["epcis", batch.code]) == 2
    assert batch.trace_code in capsys.readouterr().err


def test_events_are_taken_in_once_and_a_bad_file_not_at_all(
    shop: Shop, batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.json"
    assert main(["epcis", batch.trace_code, "--out", str(file)]) == 0
    told = json.loads(file.read_text("utf-8"))
    event = told["epcisBody"]["eventList"][0]
    event |= {"eventID": "https://khac.vn/e/1", "action": "OBSERVE", "bizStep": "inspecting"}
    del event["ilmd"]
    file.write_text(json.dumps(told), "utf-8")
    capsys.readouterr()
    for said in ("Took in 1 event; 0 known before", "Took in 0 events; 1 known before"):
        assert main(["epcis", "--import", str(file), "--shop", shop.code]) == 0
        assert said in capsys.readouterr().out
    del told["epcisBody"]["eventList"][0]["eventTimeZoneOffset"]
    file.write_text(json.dumps(told), "utf-8")
    assert main(["epcis", "--import", str(file), "--shop", shop.code]) == 2
    assert "event 1: eventTimeZoneOffset: offset" in capsys.readouterr().err
    for wrong in (
        ["--import", str(tmp_path / "none"), "--shop", shop.code],
        ["--import", str(file)],
        [],
    ):
        assert main(["epcis", *wrong]) == 2
