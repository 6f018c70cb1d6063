"""Labels as durable work: different codes, finished files, each symbol opening its own page."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.drawing.pages import Sheets
from qr_labels.payload.serials import read_code
from qr_labels.runs import print_run
from qr_labels.symbol.proof import QR_ONLY
from shopkit.catalog.models.products import Product
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.actions import TooManyToday
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.work import Bench
from shopkit.journal.write import entries_of
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions import labels as actions
from shopkit.traceability.actions.batches import OnlyForMakers
from shopkit.traceability.actions.labels import BatchClosed, BatchRecalled, Order, ShopUnnamed
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun
from shopkit.traceability.queries import labels as queries
from shopkit.traceability.rules.labels import RUNS_A_DAY, CountOutOfRange, StartCellOutside
from shopkit.traceability.rules.states import LOT
from tests import make
from tests.conftest import NOW

DPI = 300
ADDRESS = "HTTP://127.0.0.1:8000/T/"
LONG_TITLE = "Bánh gai nhân đậu xanh, gói mười cái " * 3


@pytest.fixture
def shop(session: Session) -> Shop:
    return make.shop(session)


def done(session: Session, bench: Bench, run: LabelRun, job: Job) -> LabelRun:
    run_id, job_id = run.id, job.id
    session.commit()
    work.do_all(bench, job_id)
    session.expire_all()
    assert session.get_one(Job, job_id).state == DONE
    return session.get_one(LabelRun, run_id)


def texts_in(pdf: bytes, pages: int | None = None) -> Iterator[str]:
    """What a reader finds on the printed pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(pages or len(document)):
            picture = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
            yield from (found.text for found in zxingcpp.read_barcodes(picture, formats=QR_ONLY))
    finally:
        document.close()


def labels(session: Session, run: LabelRun) -> list[str]:
    return list(queries.codes_of(session, run, range(run.count)))


@pytest.mark.parametrize("stock", ["avery-l7160", "roll-50x30", "65-up-38x21.2"])
def test_each_code_on_the_sheet_opens_its_own_page(
    app: Flask, session: Session, files: Files, bench: Bench, shop: Shop, stock: str
) -> None:
    batch = make.batch(session, shop, make.product(session, files, shop))
    run = done(session, bench, *make.label_run(session, batch, 3, stock))
    (file,) = queries.files_of(session, run)
    texts = list(texts_in(files.read(file.name)))
    codes = labels(session, run)
    assert len(set(codes)) == 3
    assert sorted(texts) == sorted(f"HTTP://127.0.0.1:8000/T/{code}" for code in codes)
    buyer = make.phone(app, session)
    for text in texts:
        page = buyer.get(urlsplit(text).path)
        assert page.status_code == 200
        assert batch.code in page.text


def test_a_run_is_told_when_every_symbol_has_been_read_back(
    session: Session, bench: Bench, shop: Shop
) -> None:
    run, job = make.label_run(session, make.batch(session, shop))
    session.flush()
    assert [entry.event for entry in entries_of(session, [run.id])] == ["labels.ordered"]
    run = done(session, bench, run, job)
    assert run.ready_at == NOW
    assert [entry.event for entry in entries_of(session, [run.id])] == [
        "labels.ready",
        "labels.ordered",
    ]


def test_twelve_thousand_labels_are_as_many_codes(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    run = done(session, bench, *make.label_run(session, batch, 12_000))
    codes = labels(session, run)
    assert len(set(codes)) == 12_000
    for code in codes:
        assert read_code(code) == code
    (file,) = queries.files_of(session, run)
    assert file.count == 12_000
    pdf = files.read(file.name)
    assert sorted(urlsplit(text).path[3:] for text in texts_in(pdf, 2)) == sorted(codes[:42])
    assert len(pypdfium2.PdfDocument(pdf)) == -(-12_000 // 21)


def test_two_runs_at_once_do_not_disturb_each_other(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    runs = [make.label_run(session, batch, count) for count in (4, 5)]
    session.commit()
    for _run, job in runs:
        assert work.start(bench, job.id)
    unfinished = [job.id for _run, job in runs]
    while unfinished:
        unfinished = [job_id for job_id in unfinished if work.do_next_step(bench, job_id)]
    session.expire_all()
    seen: set[str] = set()
    for run, _job in runs:
        codes = labels(session, session.get_one(LabelRun, run.id))
        (file,) = queries.files_of(session, run)
        read = {urlsplit(text).path[3:] for text in texts_in(files.read(file.name))}
        assert read == set(codes)
        assert not seen & read
        seen |= read
    assert len(seen) == 9


def test_a_drawing_that_fails_leaves_no_file_and_no_folder(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    product = make.draft(session, shop, LONG_TITLE)
    run, job = make.label_run(session, make.batch(session, shop, product))
    run.stock = "roll-35x22-2"
    session.commit()
    assert work.start(bench, job.id)
    assert work.do_next_step(bench, job.id)
    for _ in range(2):
        with pytest.raises(LabelFull):
            work.do_next_step(bench, job.id)
    assert [path for path in files.root.rglob("*") if path.is_file()] == []
    assert list(files.drafts().iterdir()) == []
    assert session.scalars(select(LabelFile)).all() == []
    session.expire_all()
    assert session.get_one(LabelRun, run.id).ready_at is None
    run.stock = "avery-l7160"
    session.commit()
    done(session, bench, run, job)


def test_a_step_done_twice_keeps_its_first_codes(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    run, job = make.label_run(session, make.batch(session, shop), 7)
    session.commit()
    assert work.start(bench, job.id)
    assert work.do_next_step(bench, job.id)
    before = labels(session, run)
    lost = bench.registry.kind(job.kind).make(session, files, run.id, 0)  # type: ignore[misc]  # this kind makes
    assert set(lost.codes).isdisjoint(before)
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert labels(session, session.get_one(LabelRun, run.id)) == before
    assert session.scalar(select(func.count()).select_from(Label)) == 7


def test_who_sells_on_opens_no_batch(session: Session) -> None:
    with pytest.raises(OnlyForMakers):
        make.batch(session, make.shop(session, is_maker=False))


def test_a_label_needs_the_name_of_who_answers_for_it(session: Session) -> None:
    batch = make.batch(session, make.shop(session, name=""))
    with pytest.raises(ShopUnnamed):
        make.label_run(session, batch)


def test_a_closed_batch_gives_no_labels(session: Session, shop: Shop) -> None:
    batch = make.batch(session, shop)
    batch.closed_at = NOW
    with pytest.raises(BatchClosed):
        make.label_run(session, batch)


def test_a_day_has_an_end_of_runs(session: Session, shop: Shop) -> None:
    batch = make.batch(session, shop)
    for _ in range(RUNS_A_DAY):
        make.label_run(session, batch)
    with pytest.raises(TooManyToday):
        make.label_run(session, batch)


def test_the_words_on_a_label_are_those_of_the_batch(
    session: Session, files: Files, shop: Shop
) -> None:
    batch = make.batch(session, shop, best_before=NOW.date().replace(year=2027))
    product = session.get_one(Product, batch.product_id)
    sheets = actions.one_label(session, batch, address=ADDRESS, stock="roll-50x30")
    fitting, left_out = actions.check_fits(sheets, files)
    assert left_out == ()
    words = words_in(fitting)
    for word in (product.title, shop.name, batch.code, "20/11/2026", "22/11/2027"):
        assert word in words, words


def test_what_does_not_fit_is_left_out_by_name(session: Session, files: Files, shop: Shop) -> None:
    batch = make.batch(session, shop, make.draft(session, shop, LONG_TITLE))
    sheets = actions.one_label(session, batch, address=ADDRESS, stock="roll-40x30")
    fitting, left_out = actions.check_fits(sheets, files)
    assert left_out == ("host", "maker")
    words = words_in(fitting)
    assert batch.code in words
    assert shop.name not in words
    assert "127.0.0.1" not in words


def test_labels_say_what_they_said_when_asked_for(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    product = make.draft(session, shop)
    batch = make.batch(session, shop, product)
    sheets = actions.one_label(session, batch, address=ADDRESS, stock="roll-50x30")
    run, job = actions.order_labels(
        session,
        batch,
        Order(2, "roll-50x30"),
        owner_id=make.owner_of(session, shop).id,
        now=NOW,
        words=sheets.content,
    )
    product.title = "Tên mới"
    run = done(session, bench, run, job)
    (file,) = queries.files_of(session, run)
    document = pypdfium2.PdfDocument(files.read(file.name))
    words = document[0].get_textpage().get_text_bounded()
    assert "Bánh gai lá dừa" in words
    assert "Tên mới" not in words


def words_in(sheets: Sheets) -> str:
    with TemporaryDirectory() as folder:
        (path,) = print_run(sheets, Path(folder) / "tem.pdf", check="all")
        document = pypdfium2.PdfDocument(BytesIO(path.read_bytes()))
        text = document[0].get_textpage().get_text_bounded()
    return " ".join(text.split()).replace("\N{NO-BREAK SPACE}", " ")


def test_a_run_of_the_batch_prints_one_code_and_keeps_no_labels(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    run = done(session, bench, *make.label_run(session, batch, 30, level=LOT))
    (file,) = queries.files_of(session, run)
    texts = list(texts_in(files.read(file.name)))
    assert len(texts) == 30
    assert {urlsplit(text).path[3:] for text in texts} == {batch.trace_code}
    assert session.scalar(select(func.count()).select_from(Label)) == 0


def test_the_first_labels_are_left_where_they_were_used_up(
    session: Session, files: Files, bench: Bench, shop: Shop
) -> None:
    run = done(
        session, bench, *make.label_run(session, make.batch(session, shop), 5, start_cell=19)
    )
    (file,) = queries.files_of(session, run)
    document = pypdfium2.PdfDocument(files.read(file.name))
    assert len(document) == 2
    words = document[1].get_textpage().get_text_bounded()
    assert "2 / 2" in words
    assert "[3 - 5]" in words


@pytest.mark.parametrize("count", [0, -1, 10_000_000])
def test_a_count_that_no_run_makes_is_refused(session: Session, shop: Shop, count: int) -> None:
    batch = make.batch(session, shop)
    with pytest.raises(CountOutOfRange):
        make.label_run(session, batch, count)
    assert session.scalars(select(LabelRun)).all() == []


def test_a_first_label_that_the_sheet_has_not_is_refused(session: Session, shop: Shop) -> None:
    with pytest.raises(StartCellOutside):
        make.label_run(session, make.batch(session, shop), 5, start_cell=21)


def test_a_batch_that_is_called_back_gives_no_labels(session: Session, shop: Shop) -> None:
    batch = make.batch(session, shop)
    batch.recalled_at = NOW
    with pytest.raises(BatchRecalled):
        make.label_run(session, batch)


def test_a_batch_closed_while_its_labels_print_gets_the_whole_run(
    session: Session, bench: Bench, shop: Shop
) -> None:
    batch = make.batch(session, shop)
    run, job = make.label_run(session, batch, 7)
    session.commit()
    assert work.start(bench, job.id)
    assert work.do_next_step(bench, job.id)
    batch.closed_at = NOW
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert session.get_one(LabelRun, run.id).ready_at == NOW
    assert len(labels(session, session.get_one(LabelRun, run.id))) == 7
