"""What is known of a product as short lines of a listing; always Vietnamese, as listings are."""

from collections.abc import Iterator

from shopkit.catalog.rules.papers import OCOP, ORGANIC, SELF_DECLARATION, VIETGAP
from shopkit.catalog.rules.record import DAYS, GRAM, MILLILITRE, MONTHS, YEARS, Record

SPANS = {DAYS: "ngày", MONTHS: "tháng", YEARS: "năm"}
LARGER = {GRAM: ("g", "kg"), MILLILITRE: ("ml", "lít")}
PAPER_LINES = {
    SELF_DECLARATION: "Bản tự công bố",
    VIETGAP: "Giấy VietGAP",
    ORGANIC: "Giấy hữu cơ",
}


def fact_lines(record: Record) -> Iterator[str]:
    """One line for each known fact, the most telling first."""
    for name, value in (
        ("Nơi làm", record.origin),
        ("Thành phần", record.ingredients),
        ("Khối lượng tịnh", net(record)),
        ("OCOP", ocop_line(record)),
        ("Hạn dùng", keeps(record)),
        ("Cách cất giữ", record.storage),
        ("Cách dùng", record.directions),
        *record.attributes,
    ):
        if value:
            yield f"{name}: {value}"
    for proof in record.proofs:
        if proof.kind in PAPER_LINES and proof.number:
            yield f"{PAPER_LINES[proof.kind]} số {proof.number}"


def net(record: Record) -> str:
    """What is in one pack, as "500 g" or "1,5 lít"; empty for goods that are counted."""
    names = LARGER.get(record.net_unit or "")
    if names is None or not record.net_amount:
        return ""
    if record.net_amount < 1000 or record.net_amount % 10:
        return f"{record.net_amount} {names[0]}"
    return f"{record.net_amount / 1000:g} {names[1]}".replace(".", ",")


def keeps(record: Record) -> str:
    """How long it keeps, as "12 tháng"."""
    if not record.keeps_count or record.keeps_unit not in SPANS:
        return ""
    return f"{record.keeps_count} {SPANS[record.keeps_unit]}"


def stars_of(record: Record) -> str:
    """The OCOP stars of a paper in force, as "OCOP 4 sao"."""
    stars = max((proof.stars or 0 for proof in record.proofs if proof.kind == OCOP), default=0)
    return f"OCOP {stars} sao" if stars else ""


def ocop_line(record: Record) -> str:
    """The stars with their decision, without which nobody should believe them."""
    proofs = [proof for proof in record.proofs if proof.kind == OCOP and proof.stars]
    best = max(proofs, key=lambda proof: proof.stars or 0, default=None)
    return f"{best.stars} sao, quyết định số {best.number}" if best and best.number else ""
