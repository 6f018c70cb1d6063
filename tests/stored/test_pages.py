"""Photos, labels, tables and backups over a store, as people meet them."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions import photos
from shopkit.catalog.models.products import READY, Photo, Product
from shopkit.cli.archive.archive import write_archive
from shopkit.cli.archive.restoring import opened, restore
from shopkit.cli.doctor import files_kept, files_named
from shopkit.config import Config
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files, FilesAway, Folder
from shopkit.db.migrate import head
from shopkit.jobs import work
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.work import Bench
from shopkit.payments.models.money import BankLine
from shopkit.traceability.queries import labels as label_queries
from tests import make
from tests.catalog import shots
from tests.catalog.conftest import Phone, photo_file
from tests.conftest import NOW
from tests.payments import statement_files
from tests.stored.server import StoreServer


def sent_photo(phone: Phone, session: Session) -> Photo:
    answer = phone.post("/products/new", photo=photo_file(shots.jpeg()))
    assert answer.status_code == 303, answer.text[:2000]
    return session.scalars(select(Photo)).one()


def jobs_done(session: Session, bench: Bench) -> None:
    ids = list(session.scalars(select(Job.id)))
    session.commit()
    for job_id in ids:
        work.do_all(bench, job_id)
    session.expire_all()
    assert {job.state for job in session.scalars(select(Job))} <= {DONE}


def test_a_photo_goes_into_the_store_and_comes_back_with_all_its_sizes(
    phone: Phone, session: Session, bench: Bench, config: Config
) -> None:
    photo = sent_photo(phone, session)
    jobs_done(session, bench)
    assert session.get_one(Photo, photo.id).state == READY
    for size in ("card", "thumb", "share"):
        shown = phone.get(f"/photos/{photo.id}/{size}")
        assert shown.status_code == 200
        assert len(shown.data) == int(shown.headers["Content-Length"]) > 100
    assert phone.get(f"/photos/{photo.id}.jpg").data.startswith(b"\xff\xd8")
    assert not list((config.files).glob("photos/*")), "nothing of it stays on this machine"


def test_a_photo_the_browser_has_is_known_without_asking_the_store(
    phone: Phone, session: Session, server: StoreServer
) -> None:
    photo = sent_photo(phone, session)
    mark = phone.get(f"/photos/{photo.id}/card").headers["ETag"]
    server.asked.clear()
    again = phone.get(f"/photos/{photo.id}/card", headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == mark
    assert "Cache-Control" in again.headers
    assert server.asked == []


def test_a_part_of_a_file_is_given_as_it_is_asked_for(phone: Phone, session: Session) -> None:
    photo = sent_photo(phone, session)
    whole = phone.get(f"/photos/{photo.id}.jpg").data
    part = phone.get(f"/photos/{photo.id}.jpg", headers={"Range": "bytes=100-299"})
    assert part.status_code == 206
    assert part.data == whole[100:300]
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole)}"


def test_while_the_store_is_away_the_words_stay_and_nothing_is_half_saved(
    phone: Phone, session: Session, server: StoreServer, product: Product
) -> None:
    server.stop()
    answer = phone.post("/products/new", key="k", photo=photo_file(shots.jpeg()))
    assert answer.status_code == 503
    assert "Ảnh và tệp chưa gửi được" in answer.text
    assert int(answer.headers["Retry-After"]) > 0
    assert session.scalars(select(Product)).all() == [product]
    assert not session.scalars(select(Photo)).all()
    title = phone.post(f"/products/{product.id}/title", version="1", title="Mật ong")
    assert title.status_code == 303, "words need no store"
    server.start()
    again = phone.post("/products/new", key="k", photo=photo_file(shots.jpeg()))
    assert again.status_code == 303, "the same form may be sent again"


def test_a_photo_that_cannot_be_fetched_is_told_to_be_asked_for_later(
    phone: Phone, session: Session, server: StoreServer
) -> None:
    photo = sent_photo(phone, session)
    server.stop()
    away = phone.get(f"/photos/{photo.id}/card")
    assert away.status_code == 503
    assert "Ảnh và tệp vẫn còn" in away.text
    assert "immutable" not in away.headers.get("Cache-Control", "")
    server.start()
    assert phone.get(f"/photos/{photo.id}/card").status_code == 200


def test_a_step_that_met_no_store_is_done_when_it_is_back(
    phone: Phone, session: Session, bench: Bench, server: StoreServer
) -> None:
    sent_photo(phone, session)
    (job,) = session.scalars(select(Job)).all()
    session.commit()
    server.stop()
    assert work.start(bench, job.id)
    with pytest.raises(FilesAway):
        work.do_next_step(bench, job.id)
    server.start()
    while work.do_next_step(bench, job.id):
        pass
    session.expire_all()
    assert session.get_one(Job, job.id).state == DONE


def test_a_photo_sent_again_is_young_again_for_the_sweep(
    phone: Phone, session: Session, files: Files
) -> None:
    photo = sent_photo(phone, session)
    stray = photos.album(files).put(b"of a request that was undone")
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    session.commit()
    assert photos.sweep(session, files, now=tomorrow) == 1
    left = set(photos.album(files).names())
    assert stray not in left
    assert left == set(photo.sizes.values())


def test_labels_are_drawn_into_the_store_and_given_out(
    app: Flask, session: Session, bench: Bench, files: Files
) -> None:
    shop = make.shop(session)
    owner = make.phone(app, session, make.owner_of(session, shop))
    run, _job = make.label_run(session, make.batch(session, shop), 3)
    jobs_done(session, bench)
    (file,) = label_queries.files_of(session, run)
    given = owner.get(f"/label-runs/{run.id}/tem-1.pdf")
    assert given.mimetype == "application/pdf"
    assert given.data == files.read(file.name)
    assert len(pypdfium2.PdfDocument(given.data)) == 1


def test_a_table_is_brought_over_the_store_and_its_rows_leave_it(
    app: Flask, session: Session, files: Files
) -> None:
    shop = make.shop(session)
    account = make.payment_account(session, shop)
    phone = make.phone(app, session, make.owner_of(session, shop))
    file = (BytesIO(statement_files.two_columns_under_titles()), "sao ke.csv")
    fields = {"account": str(account.id), "file": file, "_key": uuid4().hex}
    page = phone.post("/money/statements", **fields).headers["Location"]  # type: ignore[arg-type]
    assert "Lấy 4 khoản tiền vào" in phone.get(page).text
    assert list(files.shelf("imports").names())
    phone.post(page + "/take")
    assert len(session.scalars(select(BankLine)).all()) == 4
    assert not list(files.shelf("imports").names())


@pytest.fixture
def elsewhere(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'elsewhere.db'}")


def test_a_backup_of_a_store_is_restored_into_a_folder(
    phone: Phone,
    session: Session,
    database: Database,
    files: Files,
    elsewhere: Database,
    tmp_path: Path,
) -> None:
    photo = sent_photo(phone, session)
    session.commit()
    version = head()
    assert version
    archive, there = tmp_path / "shop.zip", Folder(tmp_path / "there")
    made = write_archive(archive, database, schema=version, program="1", now=NOW, files=files)
    assert made.files == len(set(photo.sizes.values()))
    with opened(archive) as backup:
        restore(backup, elsewhere, files=there)
    elsewhere.close()
    for name in photo.sizes.values():
        assert there.shelf("photos").read(name) == files.shelf("photos").read(name)


def test_the_doctor_misses_a_file_that_a_record_names(
    phone: Phone, session: Session, database: Database, files: Files, config: Config
) -> None:
    photo = sent_photo(phone, session)
    session.commit()
    assert not files_named(config, database).advice
    gone = next(iter(photo.sizes.values()))
    photos.album(files).remove(gone)
    found = files_named(config, database)
    assert gone in found.told
    assert "backup" in found.advice


def test_the_doctor_says_when_the_store_does_not_answer(
    database: Database, config: Config, server: StoreServer
) -> None:
    assert not files_kept(config, database).advice
    server.stop()
    assert "AWS_ENDPOINT_URL" in files_kept(config, database).advice
    assert files_named(config, database).advice
