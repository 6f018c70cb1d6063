"""Files that are broken, or made to break what reads them: one sentence, nothing half kept."""

import random
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit.catalog.models.products import Product
from shopkit.imports.models import Import
from tests import make
from tests.accounts.browser import Browser, errors
from tests.channels.reading.files import SAMPLES
from tests.sheets.test_reading import dense, sparse

HAS_SAMPLES = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the sample files lie beside a checkout only"
)
NAMES = sorted(path.name for path in SAMPLES.glob("*.*") if path.suffix != ".md")


@pytest.fixture
def phone(app: Flask, session: Session) -> Browser:
    return make.phone(app, session, make.owner_of(session, make.shop(session)))


def send(phone: Browser, content: bytes) -> TestResponse:
    fields = {"file": (BytesIO(content), "tệp"), "_key": uuid4().hex}
    return phone.post("/products/bring", **fields)  # type: ignore[arg-type]  # a file too


def is_answered(phone: Browser, session: Session, content: bytes) -> bool:
    """Whether the file is refused with one sentence, or leads to a page; nothing is kept yet."""
    answer = send(phone, content)
    if answer.status_code == 422:
        assert len(errors(answer)) == 1
    else:
        assert answer.status_code == 303, answer.status_code
        assert phone.get(answer.headers["Location"]).status_code in (200, 303)
    return not session.scalar(select(func.count()).select_from(Product))


@HAS_SAMPLES
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_cut_off_or_spoilt_anywhere_is_answered(
    name: str, phone: Browser, session: Session
) -> None:
    whole = (SAMPLES / name).read_bytes()
    chance = random.Random(name)
    pieces = [whole, *(whole[: int(len(whole) * part)] for part in (0.3, 0.8, 0.995))]
    for _ in range(2):
        spoilt = bytearray(whole)
        for _ in range(40):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        pieces.append(bytes(spoilt))
    assert all(is_answered(phone, session, piece) for piece in pieces)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<rss><channel><item><g:id>1</g:id>\n<title>a</item></channel></rss>", "Hỏng ở dòng 2."),
        (
            b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            b"<r><p>&b;</p></r>",
            "DOCTYPE",
        ),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><p>&x;</p></r>',
            "DOCTYPE",
        ),
        (b'[{"name": "a"},\n{"name": ]', "Hỏng ở dòng 2."),
        (b"[" * 200_000, "phình ra quá lớn"),
        (b"<a>" * 100_000, "Hỏng ở dòng 1."),
        (b"%PDF-1.7", "PDF"),
        (b"", "Tệp này trống"),
    ],
    ids=["torn feed", "laughs", "outside", "torn json", "deep json", "deep xml", "pdf", "nothing"],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    content: bytes, sentence: str, phone: Browser, session: Session
) -> None:
    answer = send(phone, content)
    assert answer.status_code == 422
    assert sentence in " ".join(errors(answer))
    assert not session.scalar(select(func.count()).select_from(Import))


def test_a_small_book_that_asks_for_half_a_terabyte_is_refused(phone: Browser) -> None:
    assert "phình ra quá lớn" in " ".join(errors(send(phone, sparse())))


def test_a_book_of_six_million_rows_is_refused(phone: Browser) -> None:
    assert "phình ra quá lớn" in " ".join(errors(send(phone, dense())))


def test_a_book_with_parts_by_the_thousand_is_refused(phone: Browser) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
        for number in range(2_000):
            file.writestr(f"xl/a{number}.xml", "<x/>")
    assert "phình ra quá lớn" in " ".join(errors(send(phone, out.getvalue())))


def test_more_rows_than_we_take_are_refused_with_what_to_do(phone: Browser) -> None:
    rows = b"T\xc3\xaan h\xc3\xa0ng,Gi\xc3\xa1\n" + b"a,1000\n" * 120_001
    assert "Chia thành nhiều tệp" in " ".join(errors(send(phone, rows)))
