"""Help: for every page a text that fits, recorded words where there are some, and whom to call."""

import re
import struct

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.accounts.models import Account
from shopkit.db.files import Files
from shopkit.demo.cast import SELLER_PHONE, TRAINER_PHONE
from shopkit.demo.practice import build_practice
from shopkit.onboarding.rules.help import topic_for, topics
from shopkit.onboarding.rules.sounds import MOST_BYTES, sound_or_none
from shopkit.onboarding.views.help_words import HELP_WORDS
from tests import make
from tests.conftest import NOW

MP3_FRAME = b"\xff\xfb\x10\xc4"  # MPEG-1 layer III, 32 kbit/s


def mp3(size: int) -> bytes:
    return MP3_FRAME.ljust(size, b"\0")


def ogg(seconds: int) -> bytes:
    first = b"OggS" + bytes(24) + b"OpusHead" + bytes(20)
    return first + b"OggS" + bytes(2) + struct.pack("<q", seconds * 48_000) + bytes(20)


def m4a(seconds: int) -> bytes:
    head = b"mvhd" + bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80)
    return bytes(4) + b"ftyp" + bytes(16) + head


def test_there_are_twenty_texts_of_two_to_five_sentences() -> None:
    assert [topic.key for topic in topics()] == list(HELP_WORDS)
    assert len(topics()) == 20
    for _title, text in HELP_WORDS.values():
        assert 2 <= len(re.findall(r"[.](?:\s|$)", str(text))) <= 5


def test_every_page_that_a_text_names_is_there(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    known |= {endpoint.partition(".")[0] for endpoint in known}
    assert {page for topic in topics() for page in topic.pages} <= known


@pytest.mark.parametrize(
    ("endpoint", "key"),
    [
        ("accounts.sign_in", "forgot_pin"),
        ("payments.pad", "missing_zeros"),
        ("payments.account", "wrong_account"),
        ("traceability.trace", "read_label"),
    ],
)
def test_a_page_leads_to_the_text_that_fits_it(endpoint: str, key: str) -> None:
    topic = topic_for(endpoint)
    assert topic is not None
    assert topic.key == key


def test_a_page_without_a_text_of_its_own_leads_to_all() -> None:
    assert topic_for("adoption.province") is None


@pytest.mark.parametrize(
    ("path", "wanted"),
    [("/sign-in", "/help#forgot_pin"), ("/t", "/help#read_label"), ("/nothing-here", "/help")],
)
def test_help_stands_at_the_foot_of_every_page(client: FlaskClient, path: str, wanted: str) -> None:
    foot = client.get(path).text.partition("<footer")[2]
    assert f'href="{wanted}"' in foot


def test_all_texts_stand_on_one_page(client: FlaskClient) -> None:
    page = client.get("/help").text
    assert all(f'id="{topic.key}"' in page for topic in topics())
    assert "<audio" not in page
    assert page.count("data-say=") == 20


def test_a_recording_in_the_data_folder_is_offered_with_its_length(
    app: Flask, client: FlaskClient
) -> None:
    folder = app.extensions["shopkit"].config.data / "sounds"
    folder.mkdir()
    (folder / "recall.vi.mp3").write_bytes(mp3(40_000))
    page = client.get("/help").text
    assert "10 giây" in page
    assert 'src="/help/sounds/recall.vi.mp3"' in page
    part = client.get("/help/sounds/recall.vi.mp3", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data, part.mimetype) == (206, MP3_FRAME, "audio/mpeg")


@pytest.mark.parametrize("name", ["recall.vi.mp3", "recall.vi.exe", "..%2Fsecret.key", "x.vi.mp3"])
def test_nothing_else_of_the_data_folder_is_given_out(client: FlaskClient, name: str) -> None:
    assert client.get(f"/help/sounds/{name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "seconds"),
    [("a.vi.mp3", mp3(40_000), 10), ("a.vi.ogg", ogg(7), 7), ("a.vi.m4a", m4a(12), 12)],
)
def test_the_length_is_read_from_the_recording(name: str, data: bytes, seconds: int) -> None:
    sound = sound_or_none(name, data)
    assert sound is not None
    assert sound.seconds == seconds


@pytest.mark.parametrize("kind", ["mp3", "ogg", "m4a"])
def test_what_is_no_recording_or_too_large_is_not_offered(kind: str) -> None:
    assert sound_or_none(f"a.vi.{kind}", b"<html>not a sound</html>") is None
    assert sound_or_none(f"a.vi.{kind}", b"") is None
    assert sound_or_none("a.vi.mp3", mp3(MOST_BYTES + 1)) is None


def test_a_seller_is_given_the_number_of_her_own_trainer(app: Flask, session: Session) -> None:
    trainer = make.account(session, "Trần Thị Thử", "0900 000 071")
    her = make.account(session, "Nguyễn Thị Mẫu", "0900 000 072")
    make.shop(session, her)
    known = make.person(session)
    known.account_id = her.id
    make.enrolment(session, make.course(session, trainer), known)
    foot = make.phone(app, session, her).get("/").text.partition("<footer")[2]
    assert 'href="tel:0900000071"' in foot
    assert "Trần Thị Thử" in foot
    shared = make.phone(app, session, her).get("/help").text
    assert "0900000071" not in shared


def test_a_practice_seller_is_given_the_number_of_the_practice_trainer(
    app: Flask, session: Session, files: Files
) -> None:
    build_practice(session, files, now=NOW)
    her = session.scalars(select(Account).where(Account.phone == SELLER_PHONE)).one()
    foot = make.phone(app, session, her).get("/").text.partition("<footer")[2]
    assert f'href="tel:{TRAINER_PHONE}"' in foot
    assert "Cô giáo Thực Hành" in foot
