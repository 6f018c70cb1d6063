"""The summary that an inspector reads first: one PDF that explains the whole file."""

from collections.abc import Sequence
from datetime import datetime

from shopkit.clock import local_day
from shopkit.paper.document import Document
from shopkit.paper.tables import Column
from shopkit.traceability.queries.inspection import Dossier
from shopkit.traceability.views.event_words import date_word, quantity
from shopkit.traceability.views.inspection_tables import (
    Rows,
    cells,
    event_rows,
    facts,
    input_headings,
    input_rows,
    label_rows,
    made_rows,
    mark_rows,
    paper_rows,
    run_rows,
    went_headings,
    went_rows,
)
from shopkit.web.filters import day, moment
from shopkit.web.language import gettext as _
from shopkit.web.language import language

# Longer tables are whole in the CSV beside; on paper nobody reads more.
MOST_ROWS_ON_PAPER = 200


def summary(
    found: Dossier,
    *,
    address: str,
    area: str,
    made_at: datetime,
    made_by: str,
    names: Sequence[str],
) -> bytes:
    """The whole batch on paper; `address` opens its public page, `names` are the other files."""
    batch = found.batch
    title = _("Hồ sơ đợt hàng %(code)s", code=batch.code)
    document = Document(title, language(), source=address, made_on=local_day(made_at))
    document.heading(title)
    document.paragraph(found.product.title, strong=True)
    about(document, found, address, area)
    information(document, found)
    story(document, found)
    whereabouts(document, found)
    labels(document, found)
    papers(document, found)
    recalls(document, found)
    ending(document, found, made_at, made_by, names)
    return document.render()


def about(document: Document, found: Dossier, address: str, area: str) -> None:
    batch, place = found.batch, found.place
    name = place.name if place.name != found.shop.name else ""
    where = ", ".join(part for part in (name, place.address, area) if part)
    document.facts(
        [
            (_("Cơ sở"), found.shop.name),
            (_("Nơi làm"), where),
            (_("Mã địa điểm"), place.gln or place.code),
            (_("Đợt hàng"), batch.code),
            (date_word(batch.date_kind), day(batch.made_on)),
            (_("Hạn sử dụng"), day(batch.best_before) if batch.best_before else _("không ghi")),
            (_("Số lượng làm ra"), quantity(batch.quantity_milli, batch.unit) or _("không ghi")),
            (_("Mã truy xuất"), batch.trace_code),
            (_("Phải giữ hồ sơ đến hết ngày"), day(found.keep_until)),
        ]
    )
    document.code(address, 26.0)
    document.hint(_("Quét mã này để mở trang mà khách thấy: %(address)s", address=address))


def information(document: Document, found: Dossier) -> None:
    document.heading(
        _("Thông tin truy xuất: đủ %(percent)s%%", percent=found.information.percent), 2
    )
    sources = {one.item.source for one in found.information.fields}
    document.hint(_("Theo %(sources)s.", sources="; ".join(sorted(sources))), holds_next=True)
    rows = (row[:3] for row in facts(found))
    table(document, [(_("Mục"), 2.0), (_("Nội dung"), 5.0), (_("Cần"), 1.0)], rows)
    if found.label:
        document.heading(_("Nhãn hàng"), 2)
        columns = [(_("Mục trên nhãn"), 2.0), (_("Nội dung"), 5.0), (_("Cần"), 1.0)]
        table(document, columns, label_rows(found))


def story(document: Document, found: Dossier) -> None:
    document.heading(_("Những việc đã làm"), 2)
    document.hint(
        _(
            "“Tự khai”: người bán ghi. “Đã xem tận nơi”: cán bộ có mặt ghi. "
            "“Hệ thống ghi nhận”: máy tự ghi. “Nhận từ nơi khác”: bên khác gửi tới."
        ),
        holds_next=True,
    )
    rows = ((row[0], row[1], row[2], row[3], row[4], row[6], row[9]) for row in event_rows(found))
    columns = [
        (_("Lúc"), 1.3),
        (_("Việc"), 1.1),
        (_("Ở đâu"), 1.4),
        (_("Người chuyển hoặc nhận"), 2.0),
        (_("Số lượng"), 1.2),
        (_("Cách biết"), 1.1),
        (_("Còn hiệu lực"), 1.1),
    ]
    table(document, columns, rows)


def whereabouts(document: Document, found: Dossier) -> None:
    document.heading(_("Từ đâu ra"), 2)
    table(document, [(word, 1.0) for word in input_headings()], input_rows(found))
    document.heading(_("Đã đi đâu"), 2)
    widths = (1.0, 1.0, 1.8, 1.0, 1.2)
    table(document, list(zip(went_headings(), widths, strict=True)), went_rows(found))
    if found.made.others:
        document.heading(_("Đợt làm từ đợt này"), 2)
        table(
            document,
            [(_("Đợt"), 1.0), (_("Ngày làm"), 1.0), (_("Mã truy xuất"), 1.0)],
            made_rows(found),
        )


def labels(document: Document, found: Dossier) -> None:
    document.heading(_("Tem"), 2)
    rows = ((*row[:6], row[10]) for row in run_rows(found))
    columns = [
        (_("Đặt in lúc"), 1.6),
        (_("Loại tem"), 1.6),
        (_("Số tem"), 1.0),
        (_("Đã in"), 1.0),
        (_("Hỏng"), 0.8),
        (_("Đã dán"), 1.0),
        (_("Đã hủy"), 1.0),
    ]
    table(document, columns, rows)
    if found.marks:
        columns = [
            (_("Lúc"), 1.4),
            (_("Từ tem"), 1.0),
            (_("Đến tem"), 1.0),
            (_("Thành"), 1.0),
            (_("Lý do"), 2.0),
        ]
        table(document, columns, mark_rows(found))


def papers(document: Document, found: Dossier) -> None:
    document.heading(_("Giấy tờ"), 2)
    rows = ((row[0], row[2], row[3], row[4], row[5], row[6]) for row in paper_rows(found))
    columns = [
        (_("Giấy"), 1.8),
        (_("Số"), 1.4),
        (_("Nơi cấp"), 1.4),
        (_("Từ ngày"), 1.3),
        (_("Đến hết ngày"), 1.3),
        (_("Ai đã xem"), 1.2),
    ]
    table(document, columns, rows)


def recalls(document: Document, found: Dossier) -> None:
    document.heading(_("Thu hồi"), 2)
    if not found.recalls:
        document.paragraph(_("Đợt này chưa bị thu hồi lần nào."))
    for one in found.recalls:
        ended = _("thôi lúc %(at)s", at=moment(one.ended_at)) if one.ended_at else _("đang thu hồi")
        document.paragraph(f"{moment(one.recalled_at)}: {one.reason} ({ended})")


def ending(
    document: Document, found: Dossier, made_at: datetime, made_by: str, names: Sequence[str]
) -> None:
    document.heading(_("Trong tệp nén này có gì"), 2)
    for name in names:
        document.paragraph(name, gap=0.4)
    document.hint(
        _(
            "Xuất lúc %(at)s, người xuất: %(by)s. Lịch sử thay đổi có %(count)s dòng, "
            "không ai xóa được dòng nào.",
            at=moment(made_at),
            by=made_by,
            count=len(found.changes),
        )
    )


def table(document: Document, columns: Sequence[tuple[str, float]], rows: Rows) -> None:
    """A table, or a word that there is nothing; a very long one is cut and says so."""
    told = list(cells(rows))
    if not told:
        document.paragraph(_("Không có."))
        return
    document.table([Column(word, share) for word, share in columns], told[:MOST_ROWS_ON_PAPER])
    if len(told) > MOST_ROWS_ON_PAPER:
        document.hint(
            _("Còn %(count)s dòng nữa, xem bảng CSV.", count=len(told) - MOST_ROWS_ON_PAPER)
        )
