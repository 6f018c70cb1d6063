"""The yearly report of a province as text or JSON, every figure from records or its document."""

import argparse
import json
from collections.abc import Iterator
from decimal import Decimal

from shopkit import clock
from shopkit.adoption.queries.province_report import (
    ProvinceReport,
    Told,
    is_unread,
    province_report,
)
from shopkit.adoption.rules.cells import percent, rounded
from shopkit.adoption.rules.periods import period_of
from shopkit.cli.common import Told as Refused
from shopkit.db.engine import Database
from shopkit.errors import NotFound

SOURCES = {
    "own": "từ việc đã ghi",
    "declared": "hộ tự khai",
    "imported": "nhập từ nguồn chính thức",
}
PARTS = {("ocop", "ocop"): "trong đó sản phẩm OCOP"}
HUNDRED = Decimal(100)


def report(database: Database, given: argparse.Namespace) -> str:
    """The report of `--province` for `--period`; small numbers are not kept, so it stays inside."""
    period = period_of(given.period or "")
    if period is None:
        raise Refused("Say --period as 2026, 2026-Q3 or 2026-09.")
    with database.reading() as session:
        try:
            found = province_report(session, given.province, period, today=clock.today())
        except NotFound as problem:
            raise Refused(
                f"{given.province!r} is not the code of a province: two digits."
            ) from problem
        if is_unread(session, given.province, found.as_of):
            raise Refused(
                "No facts were made yet from the journal of this province, so there is nothing to "
                "add up. Run: shopkit adoption rebuild"
            )
        if given.format == "json":
            return json.dumps(as_json(found), ensure_ascii=False, indent=1)
        return "\n".join(lines(found))


def lines(found: ProvinceReport) -> Iterator[str]:
    yield f"{found.province.name}: báo cáo {found.period.code}, số đến ngày {found.as_of:%d/%m/%Y}"
    yield f"{len(found.communes)} xã, phường, đặc khu. Số đếm từ việc đã ghi, không ai gõ số."
    yield ""
    for one in found.told:
        yield line(one)
    yield (
        f"F01  Tổ công nghệ số cộng đồng trên danh sách: {grouped(found.team_count)} tổ, "
        f"{grouped(found.member_count)} thành viên | nguồn: danh sách tổ"
    )
    if found.official:
        yield ""
        yield "Số chính thức, nhập từ văn bản, không cộng vào số trên"
        yield from (official_line(found, place) for place in range(len(found.official)))


def line(one: Told) -> str:
    indicator, cell = one.indicator, one.cell
    name = PARTS.get((one.breakdown, one.key)) or indicator.name_vi
    source = SOURCES[indicator.source_kind]
    if cell.numerator is None:
        return f"{indicator.code}  {name}: – (chưa báo cáo)"
    text = grouped(cell.numerator)
    if indicator.is_rate:
        rate = percent(cell.numerator, cell.denominator)
        base = "–" if cell.denominator is None else grouped(cell.denominator)
        text = f"{text} / {base} = {decimal(rate)} %"
    share = percent(cell.verified, cell.numerator)
    return (
        f"{indicator.code}  {name}: {text} | nguồn: {source} | "
        f"được kiểm chứng: {decimal(share)} % | {one.commune_count} xã"
    )


def official_line(found: ProvinceReport, place: int) -> str:
    one = found.official[place]
    number = rounded(one.numerator_hundredths, 100)
    whole = one.numerator_hundredths % 100 == 0
    text = grouped(one.numerator_hundredths // 100) if whole else decimal(number)
    sign = "" if one.operator == "=" else f"{one.operator} "
    if one.denominator:
        rate = rounded(one.numerator_hundredths, one.denominator)
        text = f"{text} / {grouped(one.denominator)} = {decimal(rate)} %"
    return (
        f"{one.indicator}  {found.name_of(one.unit_code)}: {sign}{text} | {one.organisation}, "
        f"{one.document}, {one.document_on:%d/%m/%Y} | số ngày {one.as_of:%d/%m/%Y}"
    )


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def decimal(number: Decimal | None) -> str:
    return "–" if number is None else str(number).replace(".", ",")


def as_json(found: ProvinceReport) -> dict[str, object]:
    return {
        "province": {"code": found.province.code, "name": found.province.name},
        "period": found.period.code,
        "as_of": found.as_of.isoformat(),
        "communes": len(found.communes),
        "figures": [
            {
                "indicator": one.indicator.code,
                "version": one.indicator.version,
                "breakdown": one.breakdown,
                "key": one.key,
                "numerator": one.cell.numerator,
                "denominator": one.cell.denominator,
                "verified": one.cell.verified,
                "source_kind": one.indicator.source_kind,
                "communes": one.commune_count,
            }
            for one in found.told
        ],
        "digital_teams": {"teams": found.team_count, "members": found.member_count},
        "official": [
            {
                "indicator": one.indicator,
                "unit": one.unit_code,
                "operator": one.operator,
                "numerator_hundredths": one.numerator_hundredths,
                "denominator": one.denominator,
                "as_of": one.as_of.isoformat(),
                "organisation": one.organisation,
                "document": one.document,
                "document_on": one.document_on.isoformat(),
            }
            for one in found.official
        ],
    }
