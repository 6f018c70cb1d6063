"""A buyer reports goods that look wrong; the shop reads it and notes what came of it."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from shopkit.accounts.actions.notices import tell
from shopkit.accounts.queries import people_of_shop
from shopkit.catalog.rules.photo import MASTER, Developed
from shopkit.db.files import Files
from shopkit.errors import Conflict, Refusal
from shopkit.journal.write import write
from shopkit.traceability.models.batches import Batch
from shopkit.traceability.models.looks import SuspicionReport
from shopkit.traceability.queries.suspicion import count_since, photos_in_use
from shopkit.traceability.queries.trace import Sticker

NOTICE = "suspicion.reported"
SHELF = "reports"
DAY = timedelta(days=1)
# More would only bury what is worth reading, or fill the disk.
MOST_A_CODE, MOST_A_SHOP = 5, 40
KEPT_UNKNOWN = timedelta(days=1)
CONTACTS_KEPT = timedelta(days=180)


class EnoughReports(Refusal):
    """This code, or this shop, was reported often enough for today."""


def shelf(files: Files) -> Files:
    """The photos of reports, in a folder of their own so that a sweep knows what is whose."""
    return files.shelf(SHELF)


def report_suspicion(
    session: Session,
    files: Files,
    found: Sticker,
    *,
    words: str,
    bought_where: str,
    contact: str,
    photo: Developed | None,
    now: datetime,
) -> SuspicionReport:
    """Keep what a buyer says about the goods under a code, and tell everybody of the shop."""
    since = now - DAY
    if count_since(session, since=since, shop_id=found.shop_id) >= MOST_A_SHOP:
        raise EnoughReports(str(found.shop_id))
    if count_since(session, since=since, shop_id=found.shop_id, code=found.code) >= MOST_A_CODE:
        raise EnoughReports(found.code)
    report = SuspicionReport(
        shop_id=found.shop_id,
        batch_id=found.batch_id,
        commune_code=session.get_one(Batch, found.batch_id).commune_code,
        code=found.code,
        words=words,
        bought_where=bought_where,
        contact=contact,
        photo=kept_photo(files, photo),
        told_at=now,
    )
    session.add(report)
    session.flush()
    write(session, report, "suspicion.reported", now=now, details={"batch": str(found.batch_id)})
    for person in people_of_shop(session, found.shop_id):
        tell(session, person, kind=NOTICE, now=now)
    return report


def kept_photo(files: Files, photo: Developed | None) -> str | None:
    if photo is None:
        return None
    return shelf(files).put(photo.files[MASTER])


def read_report(session: Session, report: SuspicionReport, *, now: datetime) -> None:
    """The shop has seen it; seeing it again changes nothing."""
    if report.read_at is None:
        report.read_at = now
        write(session, report, "suspicion.read", now=now)


def answer_report(
    session: Session, report: SuspicionReport, *, answered: str, version: int, now: datetime
) -> None:
    """Note what came of it."""
    if report.version != version:
        raise Conflict(str(report.id))
    read_report(session, report, now=now)
    if report.answered != answered:
        report.answered = answered
        write(session, report, "suspicion.answered", now=now)


def forget_contacts(session: Session, *, now: datetime) -> None:
    """How to reach a buyer is needed while a report is fresh, and not for ever."""
    session.execute(
        update(SuspicionReport)
        .where(SuspicionReport.told_at < now - CONTACTS_KEPT, SuspicionReport.contact != "")
        .values(contact="")
    )


def sweep_photos(session: Session, files: Files, *, now: datetime) -> int:
    """Remove photos of no report; a young one may belong to a request that has not ended."""
    return shelf(files).sweep(photos_in_use(session), now - KEPT_UNKNOWN)
