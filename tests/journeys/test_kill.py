"""The power is cut at any step: what was acknowledged is there, nothing is there twice."""

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from shopkit.catalog.models.products import PUBLISHED, Photo, Product
from shopkit.jobs.models import DONE, Job
from shopkit.journal.models import JournalEntry
from shopkit.shops.models.shops import Shop
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun
from tests import postgres
from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import House, new_house, wait_for
from tests.journeys.sending import sending

SELLER = "+84900000010"
# A province's run takes minutes on a small machine.
RUNS = (
    pytest.param(12_000, (1, 3), id="a shop's run"),
    pytest.param(105_000, (1, 12, 23), id="a province's run", marks=pytest.mark.slow),
)
TEMPLATE = "furnished"
# From the moment the last byte left the phone to the moment after the answer.
MOMENTS_S = (0.0, 0.1, 0.4)


@pytest.fixture(scope="module")
def furnished_postgres(
    furnished: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[postgres.Server, House]]:
    """The furnished house, moved to PostgreSQL by the operator's own command."""
    with postgres.server() as server:
        server.create(TEMPLATE)
        folder = tmp_path_factory.mktemp("moved")
        shutil.copytree(furnished.folder / "data", folder / "data")
        house = new_house(folder)
        house.run("move", "--to", server.url(TEMPLATE))
        yield server, house


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, furnished: House, tmp_path: Path) -> Iterator[House]:
    """An open house on each engine, with the practice commune in it."""
    url, data = None, furnished.folder / "data"
    if request.param == "postgres":
        server, moved = request.getfixturevalue("furnished_postgres")
        server.drop("house")
        server.create("house", TEMPLATE)
        url, data = server.url("house"), moved.folder / "data"
    shutil.copytree(data, tmp_path / "data")
    house = new_house(tmp_path, url)
    house.sign_ins = furnished.sign_ins
    house.open()
    yield house
    house.close()


@pytest.fixture
def seller(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, PHONE) as page:
        steps.sign_in(page, house, SELLER)
        yield page


def count(house: House, *where: object) -> int:
    with house.database() as database, database.reading() as session:
        return session.scalar(select(func.count()).where(*where)) or 0  # type: ignore[arg-type]


def test_a_photo_whose_upload_is_cut_off_is_there_once_when_it_is_sent_again(
    seller: Page, house: House, tmp_path: Path
) -> None:
    photo = steps.photo(tmp_path)
    cuts = [(0.2, 0.6), *((moment, 1.0) for moment in MOMENTS_S)]
    for number, (after_s, part) in enumerate(cuts, start=1):
        seller.goto("/products/new")
        form = seller.locator("main form[enctype]")
        sent = sending(seller, form, photo=photo)
        products = count(house, Product.id.is_not(None))
        answered = sent.send_and_cut(house, after_s=after_s, part=part)
        house.open()
        if answered:
            assert count(house, Product.id.is_not(None)) == products + 1
        status, place = sent.send(house)
        assert (status, sent.send(house)) == (303, (303, place))
        assert count(house, Product.id.is_not(None)) == products + 1, f"cut {number}"
        product_id = place.split("/")[2]
        seller.goto(f"/products/{product_id}/photo")
        expect(seller.locator("[data-shown] img")).to_be_visible()
    with house.database() as database, database.reading() as session:
        for photos in session.scalars(select(Photo)):
            for name in photos.sizes.values():
                content = (house.folder / "data/files/photos" / name[:2] / name).read_bytes()
                assert hashlib.sha256(content).hexdigest() == name


def test_a_listing_whose_publishing_is_cut_off_is_published_once(
    seller: Page, house: House, tmp_path: Path
) -> None:
    for moment in MOMENTS_S:
        steps.list_product(seller, tmp_path)
        form = seller.locator("main form:has([name=version])")
        product_id = seller.url.split("/")[4]
        sent = sending(seller, form)
        answered = sent.send_and_cut(house, after_s=moment)
        house.open()
        if answered:
            assert is_published(house, product_id)
        status, place = sent.send(house)
        assert (status, place) == (303, f"/products/{product_id}/published")
        assert is_published(house, product_id)
        assert entries(house, product_id, "product.published") == 1
    # After the answer: the server ends, and the phone that never saw it sends again.
    house.kill()
    house.open()
    assert sent.send(house) == (303, place)
    assert entries(house, product_id, "product.published") == 1


def is_published(house: House, product_id: str) -> bool:
    with house.database() as database, database.reading() as session:
        states = {str(one.id): one.state for one in session.scalars(select(Product))}
    return states[product_id] == PUBLISHED


def entries(house: House, subject_id: str, event: str) -> int:
    with house.database() as database, database.reading() as session:
        found = session.scalars(
            select(JournalEntry.subject_id).where(JournalEntry.event == event)
        ).all()
    return [str(one) for one in found].count(subject_id)


@pytest.mark.parametrize(("count", "moments"), RUNS)
def test_a_run_of_labels_is_finished_although_the_power_goes_again_and_again(
    seller: Page, house: House, count: int, moments: tuple[int, ...]
) -> None:
    seller.goto("/batches")
    seller.locator("main h2 a").first.click()
    seller.get_by_role("link", name="In tem cho đợt này").click()
    seller.get_by_label("Số tem").fill(str(count))
    steps.go_on(seller)
    seller.get_by_role("radio", name="Tờ A4 65 tem").check()
    steps.go_on(seller)
    sent = sending(seller, seller.locator("main form"))
    sent.send_and_cut(house, after_s=30)
    house.open()
    status, place = sent.send(house)
    assert status == 303
    for done in moments:
        wait_for(lambda done=done: job_of(house, place).done >= done, "codes are drawn", house.log)
        time.sleep(0.3)
        house.kill()
        house.open()
    wait_for(lambda: job_of(house, place).state == DONE, "labels are done", house.log, 120)
    seller.goto(place)
    expect(seller.get_by_role("heading", name=f"{count // 1000}.000 tem đã xong")).to_be_visible()
    look_at_labels(house, place, count)


def job_of(house: House, place: str) -> Job:
    with house.database() as database, database.reading() as session:
        return next(job for job in session.scalars(select(Job)) if str(job.record_id) in place)


def look_at_labels(house: House, place: str, count: int) -> None:
    """Each code is there once, and the printed ones are those of the records, in their order."""
    with house.database() as database, database.reading() as session:
        run = next(run for run in session.scalars(select(LabelRun)) if str(run.id) in place)
        labels = session.scalars(
            select(Label).where(Label.run_id == run.id).order_by(Label.position)
        ).all()
        files = session.scalars(select(LabelFile).where(LabelFile.run_id == run.id)).all()
        shop = session.get_one(Shop, run.shop_id)
        assert shop.name
    codes = [label.code for label in labels]
    assert len(codes) == len(set(codes)) == count
    assert [label.position for label in labels] == list(range(count))
    counts = {file.number: file.count for file in files}
    assert sorted(counts) == list(range(-(-count // 20_000)))
    assert sum(counts.values()) == count
    # Files end with full sheets.
    assert all(counts[number] % 65 == 0 for number in sorted(counts)[:-1])
    name = next(file.name for file in files if file.number == 0)
    pdf = (house.folder / "data/files" / name[:2] / name).read_bytes()
    assert hashlib.sha256(pdf).hexdigest() == name
    first = papers.texts_on(papers.pages_of(pdf, dpi=300, only=[0])[0])
    assert {text.rsplit("/", 1)[1] for text in first} == set(codes[:65])
