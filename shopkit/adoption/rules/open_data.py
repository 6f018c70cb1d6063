"""A publication as open data: rows for tables, JSON for programs, and what each field means."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shopkit.adoption.rules.content import Figure, figures_in, villages_in
from shopkit.adoption.rules.suppression import Shown, ShownCell

HEADINGS = (
    "commune_code", "commune_name", "province_name", "period", "indicator", "indicator_version",
    "indicator_name", "unit", "village_id", "village_name", "breakdown", "key", "state", "value",
    "numerator_state", "numerator", "denominator_state", "denominator", "verified_state",
    "verified", "least_evidence",
)  # fmt: skip
FIELDS: Mapping[str, str] = {
    "commune_code": "mã xã, năm chữ số",
    "commune_name": "tên xã vào ngày cuối kỳ",
    "province_name": "tên tỉnh vào ngày cuối kỳ",
    "period": "kỳ: 2026-09, 2026-Q3 hoặc 2026",
    "indicator": "mã chỉ tiêu",
    "indicator_version": "phiên bản cách đếm",
    "indicator_name": "tên chỉ tiêu",
    "unit": "đơn vị: percent, count, million_vnd, points",
    "village_id": "mã thôn; để trống là cả xã",
    "village_name": "tên thôn; để trống là cả xã",
    "breakdown": "tách theo; để trống là không tách",
    "key": "phần tách ra; untold là chưa rõ",
    "state": "value: có số; missing: chưa báo cáo; hidden: che; off: không công bố",
    "value": "số in ra; chỉ có khi state là value",
    "numerator_state": "trạng thái của tử số, cùng bốn từ",
    "numerator": "tử số, hoặc chính số đếm",
    "denominator_state": "trạng thái của mẫu số; trống khi chỉ tiêu không phải tỷ lệ",
    "denominator": "mẫu số",
    "verified_state": "trạng thái của phần được kiểm chứng; chỉ nói cho cả xã",
    "verified": "phần tử số đã xem tận nơi, hệ thống ghi nhận hoặc nhập từ nguồn chính thức",
    "least_evidence": "bằng chứng thấp nhất được đếm: SD tự khai, TV đã xem tận nơi, "
    "SO hệ thống ghi nhận, IM nhập từ nguồn chính thức",
}
HIDING_RULES = (
    "Che mọi số đếm người, hộ, hộ kinh doanh từ 1 đến 4; số 0 thật vẫn in.",
    "Che thêm số khác khi lấy tổng trừ đi là ra số bị che.",
    "Che tỷ lệ có mẫu số dưới 10; che phần còn lại của mẫu số khi còn 1 đến 4.",
    "Che tổng của dưới 5 hộ, hoặc có một hộ chiếm trên 70 %.",
    "Che số chỉ lệch 1 đến 4 so với kỳ đã công bố.",
)
LICENCE = "Dùng lại tự do, ghi rõ tên xã, kỳ và ngày công bố."
MILLION = 1_000_000

Value = str | int | Decimal | None


def shown_value(figure: Figure, cell: ShownCell) -> Decimal | int | None:
    """The figure as it is printed: money in millions."""
    if figure.unit == "million_vnd" and cell.value is not None:
        return (Decimal(cell.value) / MILLION).quantize(Decimal("0.01"))
    return cell.value


def rows(content: Mapping[str, Any]) -> Iterator[Sequence[Value]]:
    """One row for every cell; what is kept from readers is in none of its columns."""
    place, villages = content["commune"], dict(villages_in(content))
    for figure in figures_in(content):
        for at, cell in figure.cells.items():
            yield (
                place["code"], place["name"], place["province"], content["period"],
                figure.code, figure.version, figure.names["vi"], figure.unit,
                at.village, villages.get(at.village, ""), at.breakdown, at.key,
                cell.state, shown_value(figure, cell),
                *pair(cell.numerator),
                *(pair(cell.denominator) if cell.factor else ("", None)),
                *(pair(cell.verified) if not (at.village or at.breakdown) else ("", None)),
                figure.evidence,
            )  # fmt: skip


def pair(shown: Shown) -> tuple[str, int | None]:
    return shown.state, shown.number


def as_json(content: Mapping[str, Any]) -> dict[str, object]:
    """A publication for programs: the same rows, with the meaning of each field."""
    return {
        "licence": LICENCE,
        "published_on": content["published_on"],
        "villages_reported": content["reported"][0],
        "villages_expected": content["reported"][1],
        "hiding_rules": list(HIDING_RULES),
        "fields": dict(FIELDS),
        "rows": [
            {name: plain(value) for name, value in zip(HEADINGS, row, strict=True)}
            for row in rows(content)
        ],
    }


def plain(value: Value) -> str | int | float | None:
    return float(value) if isinstance(value, Decimal) else value
