"""The tables of an inspection file: their names, headings and rows."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from shopkit.catalog.views.paper_words import KIND_WORDS as PAPER_WORDS
from shopkit.catalog.views.paper_words import paper_name
from shopkit.clock import local_day
from shopkit.sheets.writing import csv_bytes, written
from shopkit.traceability.forms.events import is_day_only
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.events import BatchInput
from shopkit.traceability.models.labels import LabelRun
from shopkit.traceability.queries.inspection import Dossier
from shopkit.traceability.rules.inspection import in_pieces
from shopkit.traceability.views.changes import record_word, told_in
from shopkit.traceability.views.event_words import event_word, quantity, when
from shopkit.traceability.views.information_words import FIELD_WORDS, LABEL_WORDS
from shopkit.web.filters import day
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy

Cell = str | int | date | datetime | None
Rows = Iterable[tuple[Cell, ...]]
ROWS_AT_ONCE = 1_000
EVIDENCE_WORDS: dict[str, LazyText] = {
    "SD": lazy("tự khai"),
    "TV": lazy("đã xem tận nơi"),
    "SO": lazy("hệ thống ghi nhận"),
    "IM": lazy("nhận từ nơi khác"),
}
STATE_WORDS: dict[str, LazyText] = {
    "generated": lazy("đã tạo mã"),
    "printed": lazy("đã in"),
    "active": lazy("đã dán"),
    "sold": lazy("đã bán"),
    "void": lazy("đã hủy"),
}


def evidence_word(evidence: str) -> str:
    return str(EVIDENCE_WORDS.get(evidence, evidence))


def state_word(state: str) -> str:
    return str(STATE_WORDS.get(state, state))


def tables(found: Dossier) -> Iterator[tuple[str, list[str], Rows]]:
    """File name, headings and rows of each table, but for the single labels."""
    yield "thong-tin-truy-xuat", [_("Mục"), _("Nội dung"), _("Bắt buộc"), _("Căn cứ")], facts(found)
    if found.label:
        yield "nhan-hang", [_("Mục trên nhãn"), _("Nội dung"), _("Bắt buộc")], label_rows(found)
    yield "viec-da-lam", event_headings(), event_rows(found)
    yield "nguyen-lieu", input_headings(), input_rows(found)
    yield "da-di-dau", went_headings(), went_rows(found)
    yield "dot-lam-tu-dot-nay", [_("Đợt"), _("Ngày làm"), _("Mã truy xuất")], made_rows(found)
    yield "lan-in-tem", run_headings(), run_rows(found)
    yield "tem-doi-trang-thai", mark_headings(), mark_rows(found)
    yield "giay-to", paper_headings(), paper_rows(found)
    yield (
        "thu-hoi",
        [_("Lúc"), _("Lý do"), _("Khách cần làm"), _("Thôi lúc"), _("Vì sao thôi")],
        (
            (one.recalled_at, one.reason, one.what_to_do, one.ended_at, one.ended_why)
            for one in found.recalls
        ),
    )
    yield "lich-su-thay-doi", change_headings(), change_rows(found)


def facts(found: Dossier) -> Rows:
    for one in found.information.fields:
        value = one.value
        if one.item.key == "product_image":
            value = _("có ảnh") if value else ""
        elif one.item.key == "events":
            value = _("%(count)s việc, xem bảng riêng", count=value) if value else ""
        elif one.item.key == "expiry" and value:
            value = day(found.batch.best_before)
        must = _("bắt buộc") if one.item.is_must else _("nếu có")
        yield str(FIELD_WORDS[one.item.key]), value or _("chưa có"), must, one.item.source


def label_rows(found: Dossier) -> Rows:
    for line in found.label:
        must = _("bắt buộc") if line.demand.is_must else _("nếu có")
        yield str(LABEL_WORDS[line.demand.key]), line.value or _("chưa có"), must


def event_headings() -> list[str]:
    return [
        _("Lúc xảy ra"),
        _("Việc"),
        _("Ở đâu"),
        _("Người chuyển hoặc nhận"),
        _("Số lượng"),
        _("Ghi chú"),
        _("Cách biết"),
        _("Người ghi"),
        _("Ghi lúc"),
        _("Còn hiệu lực"),
    ]


def event_rows(found: Dossier) -> Rows:
    """Everything ever told, also what was corrected or taken back."""
    standing = {event.id for event in found.events}
    for event in found.told:
        if event.is_withdrawn:
            continue
        place = found.place_names.get(event.place_id, "") if event.place_id else event.place_words
        noted_by = found.people.get(event.noted_by_id, "") if event.noted_by_id else ""
        yield (
            moment_or_day(event.at),
            event_word(event.kind),
            place,
            event.partner,
            quantity(event.quantity_milli, event.unit),
            event.note,
            evidence_word(event.evidence),
            noted_by,
            event.noted_at,
            _("có") if event.id in standing else _("không, đã sửa hoặc bỏ"),
        )


def moment_or_day(at: datetime) -> datetime | date:
    """A day alone where no hour was told: a midnight would be read as one that was."""
    return local_day(at) if is_day_only(at) else at


def input_headings() -> list[str]:
    return [
        _("Dùng cho đợt"),
        _("Nguyên liệu hoặc đợt"),
        _("Mua của"),
        _("Số lô của bên bán"),
        _("Ngày nhận"),
        _("Số lượng"),
    ]


def input_rows(found: Dossier) -> Rows:
    for one in found.sources.inputs:
        into = found.sources.batches.get(one.batch_id)
        yield (
            into.code if into else "",
            input_name(found, one),
            one.supplier,
            one.supplier_lot,
            one.received_on,
            quantity(one.quantity_milli, one.unit),
        )


def input_name(found: Dossier, one: BatchInput) -> str:
    """What went in: bought material by its name, one of her own batches by its code."""
    source = found.sources.batches.get(one.source_batch_id) if one.source_batch_id else None
    return _("đợt %(code)s", code=source.code) if source else one.material


def went_headings() -> list[str]:
    return [_("Lúc"), _("Việc"), _("Bên nhận"), _("Số lượng"), _("Đợt")]


def went_rows(found: Dossier) -> Rows:
    """Its own goods first, then what was divided from it or made from it, marked as such."""
    for batch, event in found.went_on:
        amount = quantity(event.quantity_milli, event.unit)
        at = moment_or_day(event.at)
        yield at, event_word(event.kind), event.partner, amount, went_as(found, batch)


def went_as(found: Dossier, batch: Batch) -> str:
    if batch.product_id == found.batch.product_id:
        return batch.code
    return _("%(code)s, hàng làm từ đợt này", code=batch.code)


def made_rows(found: Dossier) -> Rows:
    for batch in found.made.others:
        yield batch.code, batch.made_on, batch.trace_code


def run_headings() -> list[str]:
    return [
        _("Đặt in lúc"),
        _("Loại tem"),
        _("Số tem"),
        _("Đã in"),
        _("Hỏng"),
        _("Đã dán"),
        *(state_word(state) for state in STATE_WORDS),
    ]


def run_rows(found: Dossier) -> Rows:
    for run in found.runs:
        states = found.states[run.id]
        yield (
            run.asked_at,
            run_word(run),
            run.count,
            run.printed_count,
            run.spoiled_count,
            run.affixed_count,
            *(states.get(state, 0) for state in STATE_WORDS),
        )


def run_word(run: LabelRun) -> str:
    return _("mã chung cả đợt") if run.level == "lot" else _("mỗi tem một mã")


def mark_headings() -> list[str]:
    return [_("Lúc"), _("Từ tem số"), _("Đến tem số"), _("Thành"), _("Lý do")]


def mark_rows(found: Dossier) -> Rows:
    for mark in found.marks:
        yield mark.at, mark.first + 1, mark.last + 1, state_word(mark.state), mark.why


def paper_headings() -> list[str]:
    return [
        _("Giấy"),
        _("Loại"),
        _("Số"),
        _("Nơi cấp"),
        _("Từ ngày"),
        _("Đến hết ngày"),
        _("Ai đã xem"),
        _("Bỏ lúc"),
    ]


def paper_rows(found: Dossier) -> Rows:
    for paper in found.papers:
        yield (
            paper_name(paper),
            str(PAPER_WORDS[paper.kind]),
            paper.number,
            paper.issuer,
            paper.valid_from,
            paper.valid_to,
            _("cán bộ đã xem giấy gốc") if paper.seen_at else _("tự khai"),
            paper.removed_at,
        )


def change_headings() -> list[str]:
    return [_("Lúc"), _("Người"), _("Bản ghi"), _("Mục"), _("Trước"), _("Sau")]


def change_rows(found: Dossier) -> Rows:
    """One row for each field that changed, the latest first."""
    for one in found.changes:
        who = found.people.get(one.by_id, "") if one.by_id else ""
        for field, before, after in told_in(one):
            yield one.at, who, record_word(one), field, before, after


def as_csv(headings: list[str], rows: Rows) -> Iterator[bytes]:
    """A table as a spreadsheet opens it, line by line."""
    return in_pieces(csv_lines(headings, rows))


def csv_lines(headings: list[str], rows: Rows) -> Iterator[bytes]:
    """The heading with its mark of UTF-8 first, then the rows a thousand at a time."""
    yield csv_bytes(headings, [])
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        yield csv_bytes([], some).split(b"\r\n", 1)[1]


def cells(rows: Rows) -> Iterator[list[str]]:
    """The same rows as words for paper."""
    for row in rows:
        yield [shown(cell) for cell in row]


def shown(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return when(cell)
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else written(cell)
