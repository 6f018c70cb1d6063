"""Where a table begins and what its columns are, told by headings and by what stands below."""

from shopkit.imports.rules.columns import Column, Layout, Wanted
from shopkit.imports.rules.guessing import (
    RowReader,
    guess,
    headings,
    is_sure,
    recalled,
    signature,
)
from shopkit.imports.rules.values import Kind
from shopkit.sheets.cells import Above, Cell

HOUSEHOLDS = Wanted(
    (
        Column("head", Kind.TEXT, ("ho va ten", "ho ten chu ho", "chu ho"), is_needed=True),
        Column("village", Kind.TEXT, ("thon", "thon to dan pho"), fills_down=True),
        Column("born", Kind.DAY, ("ngay sinh", "nam sinh")),
        Column("income", Kind.MONEY, ("thu nhap",)),
        Column("spent", Kind.MONEY, ("chi tieu", "thu nhap chi")),
        Column("phone", Kind.CODE, ("so dien thoai", "sdt")),
    ),
    one_of=(("income", "spent"),),
)
TABLE: list[list[Cell]] = [
    ["UBND XÃ THỰC HÀNH", None, None, None],
    ["DANH SÁCH HỘ KINH DOANH"],
    [None],
    ["STT", "HỌ VÀ TÊN", "Thôn/Tổ dân phố", "Thu nhập (đồng)", "SĐT"],
    [1, "Nguyễn Thị Mẫu", "Thôn 1", "5.000.000", "0900000011"],
    [2, "Trần Thị Thử", Above("Thôn 1"), 4_000_000, "0900000012"],
]


def test_the_headings_are_found_below_titles_in_capitals_and_without_marks() -> None:
    layout = guess([TABLE], HOUSEHOLDS)
    assert (layout.heading, layout.height) == (3, 1)
    assert layout.columns == {"head": 1, "village": 2, "income": 3, "phone": 4}


def test_the_sheet_that_fits_best_is_taken() -> None:
    notes: list[list[Cell]] = [["Ghi chú", "Thôn"], ["abc", "def"]]
    assert guess([notes, TABLE], HOUSEHOLDS).sheet == 1


def test_a_column_whose_values_are_something_else_is_not_taken_for_it() -> None:
    rows: list[list[Cell]] = [["Họ và tên", "Thu nhập"], ["A", "cao"], ["B", "thấp"]]
    assert "income" not in guess([rows], HOUSEHOLDS).columns


def test_two_heading_rows_are_read_as_one() -> None:
    rows: list[list[Cell]] = [
        ["Chủ hộ", "Thu nhập", None, "Thôn"],
        [Above("Chủ hộ"), "làm ra", "chi", Above("Thôn")],
        ["A", 5, 6, "Thôn 1"],
    ]
    assert headings(rows, 0, 2) == {
        0: "Chủ hộ", 1: "Thu nhập làm ra", 2: "Thu nhập chi", 3: "Thôn"
    }  # fmt: skip
    layout = guess([rows], HOUSEHOLDS)
    assert (layout.height, layout.columns["spent"]) == (2, 2)


def test_data_below_a_heading_is_not_taken_for_a_second_one() -> None:
    assert guess([TABLE[3:]], HOUSEHOLDS).height == 1


def test_a_merged_cell_counts_where_the_column_is_filled_down() -> None:
    layout = guess([TABLE], HOUSEHOLDS)
    reader = RowReader(HOUSEHOLDS, layout)
    values, unread = reader.values(TABLE[5])
    assert (values["village"], values["income"], unread) == ("Thôn 1", 4_000_000, "")


def test_the_first_cell_that_cannot_be_read_is_named() -> None:
    reader = RowReader(HOUSEHOLDS, Layout(columns={"head": 0, "income": 1}))
    assert reader.values(["A", "nhiều"])[1] == "income"


def test_headings_that_come_again_are_told_from_rows() -> None:
    reader = RowReader(HOUSEHOLDS, guess([TABLE], HOUSEHOLDS))
    assert reader.is_heading_again(TABLE[3])
    assert not reader.is_heading_again(TABLE[4])


def test_what_is_missing_is_named_once_for_a_group() -> None:
    assert HOUSEHOLDS.missing({}) == ["head", "income"]
    assert HOUSEHOLDS.missing({"head": 0, "spent": 1}) == []


def test_it_is_sure_only_when_all_that_is_needed_stands_under_a_known_heading() -> None:
    layout = guess([TABLE], HOUSEHOLDS)
    names = headings(TABLE, layout.heading, layout.height)
    assert is_sure(layout, names, HOUSEHOLDS)
    assert not is_sure(Layout(columns={"head": 1}), names, HOUSEHOLDS)


def test_columns_once_pointed_out_are_found_again_wherever_they_moved() -> None:
    names = {0: "Ai", 1: "Bao nhiêu"}
    moved = {0: "STT", 2: "BAO NHIÊU", 3: "ai"}
    assert recalled({"head": "ai", "income": "bao nhieu"}, moved) == {"head": 3, "income": 2}
    assert recalled({"head": "ai", "phone": "sdt"}, moved) is None
    assert signature(names) == signature({5: "bao nhieu", 1: "AI"})


def test_an_empty_sheet_or_one_of_prose_gives_no_columns() -> None:
    assert guess([[], [["chỉ một dòng chữ"]]], HOUSEHOLDS).columns == {}
