"""A payment code made on the phone: the same text and the same modules as the server's."""

import json
import random
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from qr_labels.payload import vietqr
from qr_labels.payload.folding import purpose_for_memo
from qr_labels.symbol.proof import QR_ONLY
from shopkit.money.parse import PriceAmbiguous, PriceOutOfRange, PriceUnreadable, parse_price
from shopkit.money.words import in_words, in_words_en
from tests.journeys.conftest import opened_page
from tests.journeys.devices import PHONE
from tests.journeys.house import ROOT, House
from tests.money.test_parse import ASKED, PRICES, UNREADABLE
from tests.qr_labels.payload.reference import FOLDER

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
ACCOUNTS = (
    {"bin": "970436", "account": "0011223344"},
    {"bin": "970405", "account": "1"},
    {"bin": "970422", "account": "0123456789012345678"},
    {"bin": "970418", "account": "aBc12"},
    {"bin": "970436", "account": "0011223344", "amount": 25_000},
    {"bin": "970436", "account": "0011223344", "amount": 499_999_999, "purpose": "TIEN RAU 5"},
    {"bin": "970415", "account": "9704150000000001", "service": "QRIBFTTC"},
)
WRITTEN = {"bin", "account", "service", "initiation", "amount", "purpose"}
PURPOSES = ("Đặng Thị  Ớt", "rau № 5 – “x”", "Straße ½ a\tb\nc", "😀 ok", "æøÆ", "ﬁ Ⅳ", "a\x1cb")
NUMBERS = (*range(1, 130), 1_000, 10_005, 101_000, 1_000_001, 25_000, 1_250_000, 499_999_999)


@pytest.fixture
def here(browser: Browser, house: House) -> Iterator[Page]:
    """The page, open on a phone that keeps pages."""
    with opened_page(browser, house, PHONE, workers=True) as page:
        page.goto("/qr/here")
        page.locator("html[data-worker=ready]").wait_for(state="attached")
        yield page


def served(module: str) -> str:
    files = json.loads((ROOT / "build/static/manifest.json").read_text("utf-8"))["files"]
    return f"/static/{files[f'js/{module}.js']}"


def run(page: Page, module: str, call: str, values: object) -> Any:
    """What a module of the page makes of each value."""
    return page.evaluate(
        "async ([address, call, values]) => {"
        "const all = await import(address); return values.map((one) => all[call](...one)); }",
        [served(module), call, values],
    )


def fill(page: Page, *, amount: str = "", purpose: str = "") -> None:
    page.locator("#here-find").fill("ngoai thuong")
    page.locator(".choice:visible", has_text="Vietcombank").click()
    page.locator("#here-number").fill("0011 2233 44")
    page.locator("#here-holder").fill("Nguyễn Thị Mẫu")
    page.locator("#here-amount").fill(amount)
    page.locator("#here-purpose").fill(purpose)
    page.get_by_role("button", name="Hiện mã QR").click()


def read(picture: bytes) -> set[str]:
    """What two decoders see."""
    with Image.open(BytesIO(picture)) as seen:
        grey = seen.convert("L")
        by_zxing = {code.text for code in zxingcpp.read_barcodes(grey, formats=QR_ONLY)}
        by_opencv, _, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(grey))
    return by_zxing | {by_opencv}


def test_payloads_are_those_of_the_server(here: Page) -> None:
    path = FOLDER / "payment-vectors.json"
    found = json.loads(path.read_text("utf-8")) if path.exists() else []
    texts = [vietqr.encode(vietqr.Payment(**one)) for one in ACCOUNTS]  # type: ignore[arg-type]
    told = [dict(one) for one in ACCOUNTS]
    for vector in found:
        fields = vector["fields"]
        known = {name: value for name, value in fields.items() if name in WRITTEN}
        if not vector["valid"] or set(fields) - WRITTEN - {"currency", "country", "crc"}:
            continue
        if "amount" in known:
            known["amount"] = int(known["amount"])
        payment = vietqr.decode(vector["payload"]).payment
        if payment and not payment.layout and not payment.unknown:
            told.append(known)
            texts.append(vietqr.encode(payment, allow_unknown_bin=True))
    assert run(here, "payment-code", "payload", [[one] for one in told]) == texts
    assert run(here, "payment-code", "crc", [["123456789"]]) == ["29B1"]


def test_purposes_are_folded_as_on_the_server(here: Page) -> None:
    folded = run(here, "payment-code", "foldedPurpose", [[one] for one in PURPOSES])
    assert folded == [purpose_for_memo(one, 25).text for one in PURPOSES]


def reading_of(typed: str) -> dict[str, object]:
    try:
        return {"dong": parse_price(typed)}
    except PriceAmbiguous as doubt:
        return {"readings": list(doubt.readings)}
    except PriceOutOfRange as beyond:
        return {"beyond": beyond.amount}
    except PriceUnreadable:
        return {}


def test_amounts_and_words_are_those_of_the_server(here: Page) -> None:
    dice = random.Random(8)
    letters = "0123456789., ktrniệuđ-½"
    odd = ["".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(900)]
    typed = [*PRICES, *ASKED, *UNREADABLE, "0", "0k", "3 tỷ", *odd]
    assert run(here, "amount", "parseAmount", [[one] for one in typed]) == [
        reading_of(one) for one in typed
    ]
    words = run(here, "amount", "inWords", [[one, "vi"] for one in NUMBERS])
    assert words == [in_words(one) for one in NUMBERS]
    english = run(here, "amount", "inWords", [[one, "en"] for one in NUMBERS])
    assert english == [in_words_en(one) for one in NUMBERS]


def ends_on_a_byte(text: str, version: int) -> bool:
    """Where the text with its terminator fills whole bytes, segno adds one more byte of zeros."""
    if any(sign not in SIGNS for sign in text):
        return True
    pairs, single = divmod(len(text), 2)
    return (4 + (9 if version < 10 else 11) + 11 * pairs + 6 * single + 4) % 8 == 0


def test_modules_are_those_of_another_encoder_for_every_mask_and_version(here: Page) -> None:
    dice = random.Random(18004)
    asked = [
        ("".join(dice.choices(SIGNS, k=length)) + "A", level, mask)
        for length in range(2, 200, 6)
        for level, mask in (("L", length // 2 % 8), ("M", (length // 2 + 3) % 8))
    ]
    values = [[text, {"level": level, "mask": mask}] for text, level, mask in asked]
    drawn = run(here, "qr-symbol", "qrSymbol", values)
    same = 0
    for (text, level, mask), symbol in zip(asked, drawn, strict=True):
        known = segno.make(text, error=level, mask=mask, micro=False, boost_error=False)
        assert known.version == symbol["version"]
        if not ends_on_a_byte(text, symbol["version"]):
            assert [list(row) for row in known.matrix] == symbol["rows"], (text, level, mask)
            same += 1
    assert same >= 45
    assert {symbol["version"] for symbol in drawn} >= set(range(1, 9))


def test_two_decoders_read_symbols_of_every_length(here: Page) -> None:
    dice = random.Random(3)
    letters = SIGNS + "abcxyz"
    texts = ["A" + "".join(dice.choices(letters, k=length)) for length in range(1, 300, 5)]
    symbols = run(here, "qr-symbol", "qrSymbol", [[text] for text in texts])
    for text, symbol in zip(texts, symbols, strict=True):
        grey = 255 * (1 - np.pad(np.array(symbol["rows"], np.uint8), 4))
        grey = grey.astype(np.uint8).repeat(8, 0).repeat(8, 1)
        assert [
            code.text for code in zxingcpp.read_barcodes(Image.fromarray(grey), formats=QR_ONLY)
        ] == [text]
    assert symbols[-1]["version"] >= 12


def test_a_code_is_made_when_the_server_is_dead_and_the_page_is_opened_anew(
    here: Page, house: House
) -> None:
    house.kill()
    here.reload()
    fill(here, amount="12.5", purpose="tiền rau 5")
    expect(here.locator("#here-amount-error")).to_contain_text("Nhập rõ hơn")
    here.locator("[data-readings] button", has_text="12.500").click()
    expect(here.locator("[data-code]")).to_be_visible()
    expect(here.locator("[data-words-of]")).to_have_text("mười hai nghìn năm trăm đồng")
    expect(here.locator("[data-code]")).to_contain_text("chưa kiểm tra tên")
    payment = vietqr.Payment(bin="970436", account="0011223344", amount=12_500,
                             purpose="TIEN RAU 5")  # fmt: skip
    assert read(here.locator(".qr img").screenshot()) == {vietqr.encode(payment)}
    with here.expect_download() as saved:
        here.get_by_role("link", name="Lưu ảnh").click()
    assert vietqr.encode(payment) in read(saved.value.path().read_bytes())
    house.open()


def test_nothing_is_remembered_unless_asked_and_it_can_be_cleared(here: Page) -> None:
    fill(here)
    expect(here.locator("[data-code]")).to_be_visible()
    assert here.evaluate("localStorage.getItem('code-here')") is None
    here.get_by_role("button", name="Sửa số hoặc số tiền").click()
    here.get_by_role("checkbox", name="Nhớ số tài khoản").check()
    here.get_by_role("button", name="Hiện mã QR").click()
    expect(here.locator("[data-code]")).to_be_visible()
    here.reload()
    expect(here.locator("#here-number")).to_have_value("0011223344")
    here.get_by_role("button", name="Xóa số đã nhớ").click()
    assert here.evaluate("localStorage.getItem('code-here')") is None


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "9" * 10_000, "Nhập ngắn hơn: tối đa 30 ký tự"),
        ("number", "12 34 đ", "Nhập lại số tài khoản: chỉ gồm số và chữ không dấu, tối đa 19."),
        ("holder", "😀", "Nhập tên chủ tài khoản bằng chữ."),
        ("amount", "-5", "Nhập số tiền lớn hơn 0."),
        ("amount", "0", "Nhập số tiền lớn hơn 0."),
        ("amount", "600tr", "Một lần chuyển phải dưới 500 triệu đồng."),
        ("amount", "😀", "Nhập số tiền bằng số"),
        ("purpose", "a" * 10_000, "Nhập ngắn hơn: tối đa 19 ký tự"),
    ],
)
def test_what_no_code_can_carry_is_refused_in_one_sentence(
    here: Page, field: str, typed: str, sentence: str
) -> None:
    # Past the limit of the field itself, as a script or a paste may get.
    here.locator(f"#here-{field}").evaluate("(one) => one.removeAttribute('maxlength')")
    here.locator(f"#here-{field}").fill(typed)
    here.get_by_role("button", name="Hiện mã QR").click()
    expect(here.locator(f"#here-{field}-error")).to_contain_text(sentence)
    expect(here.locator("[data-code]")).to_be_hidden()


def test_the_code_fits_a_narrow_phone_and_is_open_to_everybody(here: Page) -> None:
    here.set_viewport_size({"width": 320, "height": 640})
    here.emulate_media(color_scheme="dark")
    for step in ("form", "code"):
        if step == "code":
            fill(here, amount="1tr2", purpose="RAU")
            expect(here.locator("[data-code]")).to_be_visible()
        assert here.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(here, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert not found.response["violations"], found.generate_report()
