"""A buyer with a photographed label: no scripts, no cookies, no account."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from shopkit.catalog.models.papers import Paper
from shopkit.catalog.models.products import Product
from shopkit.shops.models.shops import Shop
from shopkit.traceability.actions.recalls import recall_batch
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.labels import Label, LabelFile, LabelRun
from tests.journeys import papers, steps
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE, WITHOUT_SCRIPTS
from tests.journeys.house import ROOT, House, wait_for


@pytest.fixture
def buyer(browser: Browser, shared_house: House) -> Iterator[Page]:
    with opened_page(browser, shared_house, WITHOUT_SCRIPTS) as page:
        yield page
        assert not page.context.cookies()


@pytest.fixture(scope="module")
def sheet(shared_house: House) -> tuple[LabelRun, Batch, Product, Shop, bytes]:
    """A finished label run of the practice commune, with its printed file."""
    with shared_house.database() as database, database.reading() as session:
        run = session.scalars(select(LabelRun).where(LabelRun.ready_at.is_not(None))).first()
        assert run
        batch = session.get_one(Batch, run.batch_id)
        product = session.get_one(Product, batch.product_id)
        shop = session.get_one(Shop, run.shop_id)
        name = session.scalars(select(LabelFile.name).where(LabelFile.run_id == run.id)).one()
        session.expunge_all()
    content = (shared_house.folder / "data/files" / name[:2] / name).read_bytes()
    return run, batch, product, shop, content


Sheet = tuple[LabelRun, Batch, Product, Shop, bytes]


def test_a_photographed_label_opens_what_it_was_printed_for(buyer: Page, sheet: Sheet) -> None:
    _run, batch, product, shop, pdf = sheet
    photo = papers.photographed(papers.pages_of(pdf, only=[0])[0])
    found = papers.texts_on(photo)
    assert len(found) == len(set(found)) >= 15
    for address in found[:3]:
        # The house moved to another port since; a real one keeps its address.
        buyer.goto(urlsplit(address).path)
        expect(buyer.get_by_role("heading", level=1, name=product.title)).to_be_visible()
        main = buyer.locator("main")
        assert batch.best_before
        for text in (shop.name, f"{batch.made_on:%d/%m/%Y}", f"{batch.best_before:%d/%m/%Y}"):
            expect(main).to_contain_text(text)
        expect(main).to_contain_text("có thể bị sao chép")
        assert buyer.locator("script").count() == 0
        steps.sees_picture(buyer.locator("img.photo"))


def test_what_the_reader_of_photos_says_leads_to_the_page(
    buyer: Page, sheet: Sheet, tmp_path: Path
) -> None:
    """The photo of a sheet goes through the command line as a stranger would use it."""
    photo = tmp_path / "to-tem.jpg"
    papers.photographed(papers.pages_of(sheet[4], only=[0])[0], tilt_degrees=-3).save(photo)
    said = subprocess.run(
        [sys.executable, "-m", "qr_labels", "read", str(photo)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    found = re.findall(r"https?://[^\s\"]+/T/[0-9A-Z]{11}", said, re.IGNORECASE)
    assert found, said
    answer = buyer.goto(urlsplit(found[0]).path)
    assert answer
    assert answer.status == 200
    expect(buyer.get_by_role("heading", level=1, name=sheet[2].title)).to_be_visible()


def test_no_answer_on_her_way_sets_a_cookie(buyer: Page, sheet: Sheet) -> None:
    cookies: list[str] = []
    buyer.on(
        "response",
        lambda answer: cookies.append(answer.url) if "set-cookie" in answer.headers else None,
    )
    code = sheet[1].trace_code
    for path in (f"/T/{code}", f"/t/{code.lower()}", "/T/7K3QX9MZP2A", "/t", f"/t?code={code}"):
        buyer.goto(path)
        buyer.wait_for_load_state("networkidle")
    assert not cookies


def test_small_letters_and_an_o_for_a_zero_open_the_same_page(buyer: Page, sheet: Sheet) -> None:
    _run, _batch, product, _shop, pdf = sheet
    codes = [text.rsplit("/", 1)[1] for text in papers.texts_in_pdf(pdf)]
    code = next(code for code in codes if "0" in code)
    for typed in (code.lower(), code.replace("0", "O"), code.replace("0", "o").lower()):
        buyer.goto(f"/t/{typed}")
        expect(buyer.get_by_role("heading", level=1, name=product.title)).to_be_visible()
        shown = buyer.locator("main").inner_text().replace("-", "")
        assert code in shown


def test_an_unknown_code_is_not_found_and_can_be_typed_again(buyer: Page, sheet: Sheet) -> None:
    code, title = sheet[1].trace_code, sheet[2].title
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = buyer.goto(f"/T/{wrong}")
    assert answer
    assert answer.status == 404
    expect(buyer.get_by_text(re.compile("không tìm thấy", re.IGNORECASE)).first).to_be_visible()
    field = buyer.get_by_label("Mã trên tem")
    assert field.input_value() == wrong
    field.fill(" ".join((code[:4], code[4:8], code[8:])).lower())
    buyer.get_by_role("button", name="Xem").click()
    expect(buyer.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_the_page_behind_a_code_asks_for_no_money(buyer: Page, sheet: Sheet) -> None:
    buyer.goto(f"/T/{sheet[1].trace_code}")
    found = papers.texts_on_screen(buyer.screenshot(full_page=True))
    assert not found
    assert buyer.locator("a[href*='/qr']").count() == 0


# What changes while she looks; each test has a house of its own.

SELLER_PHONE = "+84900000010"


@pytest.fixture
def stranger(browser: Browser, house: House) -> Iterator[Page]:
    with opened_page(browser, house, WITHOUT_SCRIPTS) as page:
        yield page


def a_label(house: House) -> tuple[str, UUID]:
    """A label of the practice seller, and its batch."""
    with house.database() as database, database.reading() as session:
        first = select(LabelRun).join(Shop, Shop.id == LabelRun.shop_id).order_by(Shop.opened_at)
        run = session.scalars(first).first()
        assert run
        label = session.scalars(select(Label).where(Label.run_id == run.id)).first()
        assert label
        return label.code, label.batch_id


def test_after_a_recall_the_very_next_load_is_red(stranger: Page, house: House) -> None:
    code, batch_id = a_label(house)
    stranger.goto(f"/T/{code}")
    expect(stranger.locator(".verdict.bad")).to_have_count(0)
    # In a process of its own, as when the seller's request went to another server.
    with house.database() as database, database.writing() as session:
        batch = session.get_one(Batch, batch_id)
        now = house.clock()
        recall_batch(
            session,
            batch,
            reason="Nhân bị chua",
            what_to_do="Mang trả nơi mua",
            reaches_on=False,
            now=now,
        )
    stranger.reload()
    alert = stranger.get_by_role("alert")
    expect(alert).to_contain_text("Ngừng dùng hàng này")
    red = alert.evaluate("(it) => getComputedStyle(it).backgroundColor")
    assert red == "rgb(163, 35, 27)"
    expect(stranger.locator("main")).to_contain_text("Mang trả nơi mua")


def test_a_label_looked_up_by_many_turns_amber_and_her_report_reaches_the_seller(
    browser: Browser, house: House, stranger: Page, tmp_path: Path
) -> None:
    code, _batch_id = a_label(house)
    for number in range(6):
        agent = f"Mozilla/5.0 (Linux; Android 13; Phone {number}) Chrome/120 Mobile Safari/537.36"
        with opened_page(browser, house, {**WITHOUT_SCRIPTS, "user_agent": agent}) as other:
            answer = other.goto(f"/T/{code}")
            assert answer
            assert answer.status == 200

    def is_amber() -> bool:
        stranger.goto(f"/T/{code}")
        return stranger.locator(".verdict.wait").count() == 1

    wait_for(is_amber, "the page turns amber", house.log)
    main = stranger.locator("main")
    expect(main).to_contain_text("tra cứu nhiều bất thường")
    expect(main).to_contain_text(re.compile("đã được tra cứu [4-7] lần"))
    for word in ("hàng thật", "chính hãng", "genuine"):
        expect(main).not_to_contain_text(word)

    stranger.get_by_role("link", name="Báo hàng đáng nghi").click()
    stranger.get_by_label("Thấy gì lạ?").fill("Tem bị bóc dán lại")
    stranger.get_by_label("Mua ở đâu?").fill("Chợ phiên")
    stranger.get_by_label("Ảnh món hàng và tem").set_input_files(steps.photo(tmp_path))
    stranger.get_by_role("button", name="Gửi cho cửa hàng").click()
    expect(stranger.get_by_role("heading", name="Đã gửi cho cửa hàng")).to_be_visible()
    assert not stranger.context.cookies()

    with opened_page(browser, house, PHONE) as seller:
        steps.sign_in(seller, house, SELLER_PHONE)
        seller.goto("/batches")
        seller.get_by_role("link", name=re.compile("Khách báo")).click()
        seller.get_by_role("link", name=re.compile("Tem bị bóc dán lại")).click()
        steps.sees_picture(seller.get_by_alt_text("Ảnh khách gửi"))
        expect(seller.locator("main")).to_contain_text("Chợ phiên")
        seller.get_by_label("Đã làm gì").fill("Đã hỏi lại chợ phiên")
        seller.get_by_role("button", name="Đã đọc, lưu lại").click()
        expect(seller.get_by_text("Đã đọc", exact=True)).to_be_visible()
        seller.get_by_role("link", name=re.compile("Tem bị bóc dán lại")).click()
        seller.get_by_role("link", name="Xem lượt tra cứu của đợt này").click()
        expect(seller.locator("main")).to_contain_text("Có tem bị tra cứu nhiều bất thường")
        expect(seller.locator("main")).to_contain_text(code)


def test_the_stars_stand_with_their_decision_and_are_gone_the_day_after(
    stranger: Page, house: House
) -> None:
    code, batch_id = a_label(house)
    last_day = date(2026, 12, 1)
    with house.database() as database, database.writing() as session:
        batch = session.get_one(Batch, batch_id)
        session.add(
            Paper(
                shop_id=batch.shop_id,
                product_id=batch.product_id,
                kind="ocop",
                number="77/QĐ-UBND",
                issuer="UBND xã Thực Hành",
                stars=3,
                valid_from=date(2023, 12, 2),
                valid_to=last_day,
                added_at=house.clock(),
            )
        )
    house.set_clock(datetime.fromisoformat(f"{last_day}T23:30:00+07:00"))
    stranger.goto(f"/T/{code}")
    main = stranger.locator("main")
    expect(main).to_contain_text("OCOP 3 sao")
    expect(main).to_contain_text("77/QĐ-UBND")
    house.set_clock(house.clock() + timedelta(hours=1))
    stranger.reload()
    expect(main).not_to_contain_text("OCOP")


def test_no_look_that_was_answered_is_lost_when_the_house_is_closed(
    browser: Browser, house: House, stranger: Page
) -> None:
    code, _batch_id = a_label(house)
    stranger.goto(f"/T/{code}")
    house.close()
    house.open()
    with opened_page(browser, house, WITHOUT_SCRIPTS) as other:
        other.goto(f"/T/{code}")
        expect(other.locator("main")).to_contain_text("đã được tra cứu 1 lần")
