import numpy as np
import pypdfium2
import pytest

from qr_labels.drawing.calibration_page import calibration_page
from qr_labels.stock.calibration import rulers_mm
from qr_labels.stock.catalogue import stock, stocks
from qr_labels.stock.label_stock import Stock


def page(known: Stock, dots_per_mm: float) -> np.ndarray:
    with pypdfium2.PdfDocument(calibration_page(known)) as document:
        assert len(document) == 1
        picture = document[0].render(scale=dots_per_mm * 25.4 / 72).to_pil().convert("L")
        return np.asarray(picture)


@pytest.mark.parametrize("known", stocks(), ids=lambda known: known.key)
def test_every_stock_has_a_page_of_its_size(known: Stock) -> None:
    with pypdfium2.PdfDocument(calibration_page(known)) as document:
        points = (known.page_w_mm / 25.4 * 72, known.page_h_mm / 25.4 * 72)
        assert document[0].get_size() == pytest.approx(points, abs=0.01)
    assert page(known, 2).min() < 150


def test_the_rulers_are_as_long_as_they_say_and_the_cross_is_on_the_corner() -> None:
    known = stock("tomy-145-a")
    picture = page(known, 10) < 128
    across, down = rulers_mm(known)
    x, y = (210 - across) / 2, 297 - (297 - down) / 2
    row = picture[round(y * 10) - 1 : round(y * 10) + 2].any(axis=0)
    dark = np.flatnonzero(row[round((x - 1) * 10) : round((x + across + 1) * 10)])
    assert (dark.max() - dark.min()) / 10 == pytest.approx(across, abs=0.3)
    column = picture[:, round(x * 10) - 1 : round(x * 10) + 2].any(axis=1)
    dark = np.flatnonzero(column[round((y - down - 1) * 10) : round((y + 1) * 10)])
    assert (dark.max() - dark.min()) / 10 == pytest.approx(down, abs=0.3)
    arm = picture[119:122, 62:98].any(axis=0)
    assert arm.all()


def test_a_sheet_says_what_to_measure() -> None:
    with pypdfium2.PdfDocument(calibration_page(stock("avery-l7160"))) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "Actual size" in text
    assert "Thước ngang dài bao nhiêu mm (đúng là 150)" in text
