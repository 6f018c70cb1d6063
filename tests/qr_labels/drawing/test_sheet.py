from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from qr_labels.drawing.arrangement import LabelFull
from qr_labels.drawing.labels import Label
from qr_labels.drawing.pages import CodeUndrawable, Sheets, fitted
from qr_labels.drawing.sheet import draw_sheets
from qr_labels.payload import serials
from qr_labels.reading.finished_pdf import pages_of_labels
from qr_labels.stock.calibration import Calibration
from qr_labels.stock.catalogue import stock, stocks
from qr_labels.stock.label_stock import Stock
from qr_labels.symbol.proof import QR_ONLY
from qr_labels.symbol.run import UnevenCodes

ADDRESS = "HTTPS://SHOPKIT.VN/T/"
LABEL = Label("Mật ong", lot="L261122A")
TOMY = stock("tomy-145-a")
FULL = Label(
    title="Mật ong bạc hà Mèo Vạc",
    maker="HKD Nguyễn Thị Mẫu, Hà Giang",
    lot="L261122A",
    made_on=date(2026, 11, 22),
    best_before=date(2028, 11, 22),
    host="shopkit.vn/t",
    ocop_stars=4,
)


def drawn(folder: Path, codes: list[str], known: Stock = TOMY, **options: object) -> list[Path]:
    options.setdefault("content", LABEL)
    out = folder / "labels.pdf"
    return draw_sheets(codes, address=ADDRESS, stock=known, out=out, **options)  # type: ignore[arg-type] # options of many types


def rendered(path: Path, page: int = 0, dots_per_mm: float = 8) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=dots_per_mm * 25.4 / 72).to_pil().convert("L")


def found(picture: Image.Image) -> list[tuple[str, float, float]]:
    """Texts and middles of all symbols, row by row."""
    codes = zxingcpp.read_barcodes(picture, formats=QR_ONLY)
    places = []
    for code in codes:
        spot = code.position
        corners = (spot.top_left, spot.top_right, spot.bottom_left, spot.bottom_right)
        x, y = sum(one.x for one in corners) / 4, sum(one.y for one in corners) / 4
        places.append((code.text, x, y))
    return sorted(places, key=lambda place: (round(place[2] / 40), place[1]))


def cropped(picture: Image.Image, known: Stock, cell: int, dots_per_mm: float) -> Image.Image:
    left, top = known.cell_corner(cell)
    edges = (left, top, left + known.label_w_mm, top + known.label_h_mm)
    return picture.crop(tuple(round(edge * dots_per_mm) for edge in edges))


@pytest.mark.parametrize("key", ["tomy-145-a", "avery-l7160", "24-up-70x37", "avery-l4732"])
def test_a_camera_program_reads_every_label_of_a_rendered_sheet_in_its_cell(
    tmp_path: Path, key: str
) -> None:
    known = stock(key)
    codes = serials.codes(known.cells)
    page = rendered(drawn(tmp_path, codes, known)[0])
    for cell, code in enumerate(codes):
        read = zxingcpp.read_barcodes(cropped(page, known, cell, 8), formats=QR_ONLY)
        assert [one.text for one in read] == [ADDRESS + code]


@pytest.mark.parametrize("key", ["roll-35x22-2", "roll-35x22-3", "roll-50x30", "roll-100x150"])
def test_a_camera_program_reads_a_roll_rendered_at_the_dots_of_its_head(
    tmp_path: Path, key: str
) -> None:
    known = stock(key)
    codes = serials.codes(known.cells * 2)
    path = drawn(tmp_path, codes, known)[0]
    for page in range(2):
        picture = rendered(path, page)
        wanted = codes[page * known.cells : (page + 1) * known.cells]
        assert [text for text, _, _ in found(picture)] == [ADDRESS + code for code in wanted]


@pytest.mark.parametrize("key", ["roll-40x30", "roll-50x25", "roll-35x22-2", "roll-35x22-3"])
def test_on_a_thermal_head_every_dot_of_a_symbol_is_dark_or_light(tmp_path: Path, key: str) -> None:
    known = stock(key)
    page = rendered(drawn(tmp_path, serials.codes(known.cells), known)[0])
    for code in zxingcpp.read_barcodes(page, formats=QR_ONLY):
        corner, right = code.position.top_left, code.position.top_right
        side = right.x - corner.x
        symbol = np.asarray(page)[corner.y : corner.y + side, corner.x : corner.x + side]
        assert set(np.unique(symbol)) == {0, 255}
        modules = symbol.reshape(25, side // 25, 25, side // 25)
        assert (modules == modules[:, :1, :, :1]).all()


@pytest.mark.parametrize("key", ["tomy-145-a", "avery-l7160", "roll-50x30", "roll-35x22-2"])
def test_nothing_stands_in_the_quiet_zone(tmp_path: Path, key: str) -> None:
    known = stock(key)
    sheets = Sheets(serials.codes(known.cells), ADDRESS, FULL, known)
    content = fitted(sheets)[0].content
    path = drawn(tmp_path, list(sheets.codes), known, content=content)[0]
    dots = 24
    picture = rendered(path, dots_per_mm=dots)
    for cell in (0, known.cells - 1):
        label = cropped(picture, known, cell, dots)
        code = zxingcpp.read_barcodes(label, formats=QR_ONLY)[0].position
        side = code.top_right.x - code.top_left.x
        quiet = 4 * side / 25 - 2
        ring = np.asarray(label).copy()
        x, y = code.top_left.x, code.top_left.y
        ring[y : y + side + 2, x : x + side + 2] = 255
        near = ring[
            round(max(0, y - quiet)) : round(y + side + quiet),
            round(max(0, x - quiet)) : round(x + side + quiet),
        ]
        assert near.min() > 200


def test_the_words_of_a_label_can_be_found_in_the_file(tmp_path: Path) -> None:
    codes = serials.codes(2)
    path = drawn(tmp_path, codes, stock("avery-l7160"), content=FULL)[0]
    with pypdfium2.PdfDocument(path) as document:
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
    for words in (FULL.maker, FULL.lot, "HSD 22/11/2028", "Mã nội bộ, không phải mã GS1"):
        assert text.count(words) == 2
    assert [serials.grouped(code) in text for code in codes] == [True, True]
    assert "In ở 100 %" in text


def test_all_fonts_are_embedded(tmp_path: Path) -> None:
    content = drawn(tmp_path, serials.codes(1), content=FULL)[0].read_bytes()
    assert content.count(b"/FontFile2") == content.count(b"/Type /FontDescriptor") >= 3
    assert b"Helvetica" not in content


def test_printers_are_told_not_to_scale(tmp_path: Path) -> None:
    assert b"/PrintScaling /None" in drawn(tmp_path, serials.codes(1))[0].read_bytes()


def test_labels_begin_at_the_start_cell_and_leave_spoiled_cells_empty(tmp_path: Path) -> None:
    codes = serials.codes(3)
    page = rendered(drawn(tmp_path, codes, start_cell=61, skip=[62])[0])
    taken = {61: codes[0], 63: codes[1], 64: codes[2]}
    for cell in range(65):
        read = [
            one.text
            for one in zxingcpp.read_barcodes(cropped(page, TOMY, cell, 8), formats=QR_ONLY)
        ]
        assert read == ([ADDRESS + taken[cell]] if cell in taken else [])


def test_spoiled_cells_count_on_through_the_pages(tmp_path: Path) -> None:
    codes = serials.codes(5)
    path = drawn(tmp_path, codes, start_cell=63, skip=[66])[0]
    middles = [(text, x, y) for text, x, y in found(rendered(path, 1))]
    assert [text for text, _, _ in middles] == [ADDRESS + code for code in codes[2:]]
    assert middles[1][1] - middles[0][1] == pytest.approx(2 * 38 * 8, abs=3)


def test_a_run_of_one_file_keeps_its_name_and_several_are_numbered(tmp_path: Path) -> None:
    assert drawn(tmp_path, serials.codes(130), per_file=130) == [tmp_path / "labels.pdf"]
    names = [path.name for path in drawn(tmp_path, serials.codes(131), per_file=130)]
    assert names == ["labels-1.pdf", "labels-2.pdf"]


def test_files_end_with_full_pages_and_keep_the_order_of_the_codes(tmp_path: Path) -> None:
    codes = serials.codes(200)
    paths = drawn(tmp_path, codes, per_file=100, start_cell=60)
    read = []
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            for page in range(len(document)):
                read += [text for text, _, _ in found(rendered(path, page))]
    assert read == [ADDRESS + code for code in codes]
    with pypdfium2.PdfDocument(paths[0]) as document:
        assert len(document) == 2


def test_a_full_file_holds_twenty_thousand_labels_and_no_more(tmp_path: Path) -> None:
    roll = stock("roll-35x22-2")
    assert len(drawn(tmp_path, serials.codes(20_000), roll)) == 1
    with pytest.raises(ValueError, match="20000"):
        drawn(tmp_path, serials.codes(1), roll, per_file=20_001)
    with pytest.raises(ValueError, match="one page"):
        drawn(tmp_path, serials.codes(1), per_file=64)


def test_a_calibration_moves_every_label_as_it_says(tmp_path: Path) -> None:
    codes = serials.codes(65)
    before = found(rendered(drawn(tmp_path, codes)[0]))
    calibration = Calibration(1.5, -0.75, 1.01, 0.99, 0.3)
    after = {
        text: (x, y)
        for text, x, y in found(rendered(drawn(tmp_path, codes, calibration=calibration)[0]))
    }
    assert len(after) == 65
    for text, x, y in before:
        wanted = calibration.moved(x / 8, y / 8)
        assert after[text] == pytest.approx((wanted[0] * 8, wanted[1] * 8), abs=1.6)


def test_cut_marks_stand_at_the_corners_of_labels_and_nowhere_else(tmp_path: Path) -> None:
    known = stock("avery-l7160")
    codes = serials.codes(1)
    bare = np.asarray(rendered(drawn(tmp_path, codes, known, start_cell=20)[0])).astype(int)
    marked = np.asarray(rendered(drawn(tmp_path, codes, known, start_cell=20, cut_marks=True)[0]))
    rows, columns = np.nonzero(bare - marked)
    corners = [
        (left + right, top + down)
        for left, top in map(known.cell_corner, range(known.cells))
        for right in (0, known.label_w_mm)
        for down in (0, known.label_h_mm)
    ]
    for row, column in zip(rows, columns, strict=True):
        assert min(max(abs(column / 8 - x), abs(row / 8 - y)) for x, y in corners) < 2.3
    for x, y in corners:
        assert marked[round(y * 8) - 1 : round(y * 8) + 2, round(x * 8)].min() < 200


def test_the_same_run_is_the_same_file(tmp_path: Path) -> None:
    codes = serials.codes(70)
    first = drawn(tmp_path, codes)[0].read_bytes()
    assert drawn(tmp_path, codes)[0].read_bytes() == first


def test_a_reprint_of_one_label_looks_like_the_first_print(tmp_path: Path) -> None:
    codes = serials.codes(65)
    whole = rendered(drawn(tmp_path, codes, content=FULL)[0])
    for cell in (3, 40):
        again = rendered(drawn(tmp_path, [codes[cell]], content=FULL, start_cell=cell)[0])
        one, other = (np.asarray(cropped(page, TOMY, cell, 8)) for page in (whole, again))
        # The mask may differ, the words may not.
        assert np.array_equal(one[:, 152:], other[:, 152:])


def test_a_wide_code_is_narrowed_into_its_place(tmp_path: Path) -> None:
    known = stock("avery-l7160")
    widest, narrowest = "WWWWWWWWWWW", "11111111111"
    page = rendered(drawn(tmp_path, [widest, narrowest], known)[0], dots_per_mm=16)
    right = []
    for cell in (0, 1):
        label = np.asarray(cropped(page, known, cell, 16))
        below = label[33 * 16 :, : 29 * 16]
        right.append(np.nonzero(below < 128)[1].max() / 16)
    assert 20 < right[0] < 29
    assert right[1] < right[0]


def test_codes_are_printed_in_groups_in_all_files_or_in_none(tmp_path: Path) -> None:
    codes = serials.codes(65)
    for last, hyphens in (("7K3QX9MZP2A", 2), ("LOT26112200", 0)):
        for path in drawn(tmp_path, [*codes, last], per_file=65):
            (page,) = pages_of_labels(path)
            assert {label.code.count(b"-") for label in page} == {hyphens}


def test_a_refusal_leaves_no_file_behind(tmp_path: Path) -> None:
    for codes, label in ((["ABC", "AB"], LABEL), (serials.codes(2), Label("M" * 99))):
        with pytest.raises((UnevenCodes, LabelFull)):
            drawn(tmp_path, codes, content=label)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["AB(C", "AB)C", "AB\\C"])
def test_a_code_nobody_can_type_is_refused(tmp_path: Path, code: str) -> None:
    with pytest.raises(CodeUndrawable):
        drawn(tmp_path, [code])


def test_progress_is_told_up_to_all_labels(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    drawn(
        tmp_path, serials.codes(200), per_file=65, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(65, 200), (130, 200), (195, 200), (200, 200)]


def test_what_a_small_label_cannot_hold_is_left_out_by_name_and_the_rest_fits(
    tmp_path: Path,
) -> None:
    known = stock("roll-35x22-2")
    codes = serials.codes(2)
    sheets, left_out = fitted(Sheets(codes, ADDRESS, FULL, known))
    assert left_out == ("host", "ocop_stars", "maker")
    assert sheets.content.facts() == FULL.facts()
    assert sheets.content.not_gs1
    drawn(tmp_path, codes, known, content=sheets.content)
    large, nothing = fitted(Sheets(codes, ADDRESS, FULL, stock("avery-l7160")))
    assert (large.content, nothing) == (FULL, ())
    with pytest.raises(LabelFull):
        fitted(Sheets(codes, ADDRESS, Label("Mật ong " * 37, maker="A"), known))


@pytest.mark.parametrize("known", stocks(), ids=lambda known: known.key)
def test_every_known_stock_can_be_printed(tmp_path: Path, known: Stock) -> None:
    codes = serials.codes(known.cells)
    picture = rendered(drawn(tmp_path, codes, known)[0], dots_per_mm=8)
    last = cropped(picture, known, known.cells - 1, 8)
    assert [one.text for one in zxingcpp.read_barcodes(last, formats=QR_ONLY)] == [
        ADDRESS + codes[-1]
    ]


def test_a_label_costs_at_most_three_hundred_bytes(tmp_path: Path) -> None:
    codes = serials.codes(65 * 80)
    for address in (ADDRESS, "HTTPS://TRUYXUAT.HUYENDAI.VN/T/"):
        out = tmp_path / "size.pdf"
        draw_sheets(codes, address=address, content=FULL, stock=TOMY, out=out)
        assert out.stat().st_size / len(codes) < 300
