"""The file of a batch for an inspector: everything in one ZIP, by one click."""

from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from flask import current_app, json, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.papers import page_of
from shopkit.catalog.queries.products import product as product_of
from shopkit.catalog.rules.photo import FORMS
from shopkit.errors import NotFound
from shopkit.journal.write import write
from shopkit.places.queries import place_label
from shopkit.shops.queries.shops import shop
from shopkit.traceability.actions.events_photos import shelf
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.queries.epcis import Reader, events_as_epcis
from shopkit.traceability.queries.inspection import Dossier, dossier, labels_of
from shopkit.traceability.rules import epcis
from shopkit.traceability.rules.inspection import Part, pack, plain_name
from shopkit.traceability.views.batches import own_batch
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.inspection_paper import summary
from shopkit.traceability.views.inspection_tables import as_csv, state_word, tables
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.state import db, parts, who

PIECE = 64 * 1024
SUMMARY = "01-tom-tat.pdf"
MOST_EPCIS_BATCHES = 50


@bp.route("/batches/<uuid:batch_id>/inspection", methods=["GET", "POST"])
def inspection(batch_id: UUID) -> Response:
    """What is in the file; a click makes it.

    It is made by reading alone and before the write begins, so that nobody waits for it; what is
    written is that somebody took it.
    """
    if request.method != "POST":
        _own, batch = own_batch(batch_id)
        return show("traceability/inspection.html", batch=batch)
    with parts().database.reading() as reading:
        reader = Reader(reading, parts().config.public_address, shop(reading, who()))
        name, file = made(reader, batch_id)
    _own, batch = own_batch(batch_id)
    write(db.session, batch, "batch.file_exported", now=clock.now())
    return handed_out(file, name)


def made(reader: Reader, batch_id: UUID) -> tuple[str, IO[bytes]]:
    """The finished ZIP and its name."""
    own = reader.shop
    if not own.is_maker:
        raise NotFound(str(batch_id))
    batch = batch_of(reader.session, own, batch_id)
    product = product_of(reader.session, own, batch.product_id)
    found = dossier(reader.session, own, product, batch, today=clock.today())
    rest = list(rest_of(reader, found))
    paper = Part(SUMMARY, [paper_of(reader, found, [part.name for part in rest])], is_packed=True)
    file = TemporaryFile(dir=parts().files.drafts())  # noqa: SIM115  closed when it is sent
    try:
        pack(file, chain([paper], rest))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return f"ho-so-{plain_name(product.title)}-{batch.code}.zip", file


def rest_of(reader: Reader, found: Dossier) -> Iterator[Part]:
    """Every part but the summary; their bytes are made when they are packed."""
    for number, (name, headings, rows) in enumerate(tables(found), 2):
        yield Part(f"{number:02}-{name}.csv", as_csv(headings, rows))
    if found.runs:
        yield Part("20-tung-con-tem.csv", as_csv(label_headings(), label_rows(reader, found)))
    yield Part("30-epcis.jsonld", epcis_of(reader, found))
    yield from paper_parts(found)
    yield from photo_parts(found)


def label_headings() -> list[str]:
    return [_("Lần in"), _("Tem số"), _("Mã"), _("Trạng thái")]


def label_rows(reader: Reader, found: Dossier) -> Iterator[tuple[int | str, ...]]:
    for number, run in enumerate(found.runs, 1):
        for position, code, state in labels_of(reader.session, run):
            yield number, position + 1, code, state_word(state)


def epcis_of(reader: Reader, found: Dossier) -> Iterator[bytes]:
    """The events of the batch and of what it was made from and into, in one document."""
    batches = [found.batch, *found.sources.others, *found.made.others][:MOST_EPCIS_BATCHES]
    events = [event for batch in batches for event in events_as_epcis(reader, batch)]
    told = epcis.document(reader.base, found.batch.code, events, now=clock.now())
    yield json.dumps(told, ensure_ascii=False, indent=1, sort_keys=False).encode()


def paper_parts(found: Dossier) -> Iterator[Part]:
    """The pages of the papers as they were photographed, those of removed papers too."""
    for number, paper in enumerate(found.papers, 1):
        stem = f"giay-to/{number:02}-{plain_name(paper.kind)}-{plain_name(paper.number or 'x')}"
        for page in range(1, len(paper.files) + 1):
            ending = paper.files[page - 1].rpartition(".")[2]
            yield Part(
                f"{stem}-{page}.{ending}", page_bytes(found, number - 1, page), is_packed=True
            )


def page_bytes(found: Dossier, number: int, page: int) -> Iterator[bytes]:
    kept = page_of(parts().files, found.papers[number], page)
    if kept is not None:
        yield kept.content


def photo_parts(found: Dossier) -> Iterator[Part]:
    for number, event in enumerate(found.events, 1):
        if event.photo:
            size, name = next(iter(event.photo.items()))
            ending = FORMS[size].rpartition("/")[2]
            yield Part(
                f"anh/{number:02}-{plain_name(event.kind)}.{ending}",
                photo_bytes(name),
                is_packed=True,
            )


def photo_bytes(name: str) -> Iterator[bytes]:
    yield shelf(parts().files).read(name)


def paper_of(reader: Reader, found: Dossier, names: list[str]) -> bytes:
    try:
        area = place_label(reader.session, found.place.area_code) if found.place.area_code else ""
    except NotFound:
        area = ""
    return summary(
        found,
        address=f"{parts().config.public_address}/T/{found.batch.trace_code}",
        area=area,
        made_at=clock.now(),
        made_by=who().name,
        names=names,
    )


def handed_out(file: IO[bytes], name: str) -> Response:
    """Sent piece by piece; the temporary file goes when the last piece is sent."""

    def pieces() -> Iterator[bytes]:
        with file:
            while piece := file.read(PIECE):
                yield piece

    response = current_app.response_class(pieces(), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
