"""Where the papers of a round and of a decision are fetched."""

from collections.abc import Sequence
from uuid import UUID

from flask import current_app, g, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions.rounds import found_now, set_of
from shopkit.adoption.models.recognition import Decision, Round
from shopkit.adoption.queries.criteria import asked_by
from shopkit.adoption.queries.recognition import (
    Entry,
    decision_within,
    entries_of_decision,
    entry,
    round_of_decision,
)
from shopkit.adoption.queries.rounds import (
    agreed_to_posting,
    comments_of,
    listed,
    names_of_households,
    round_within,
    village_of,
)
from shopkit.adoption.views import recognition_papers as papers
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.certificate_paper import Certificate, certificates
from shopkit.adoption.views.rounds import reasons
from shopkit.errors import NotFound
from shopkit.paper.document import Document
from shopkit.places.models import Village
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import place_label
from shopkit.scope import LEADER, OFFICER, VILLAGE_HEAD
from shopkit.web.doors import for_roles
from shopkit.web.language import SOURCE
from shopkit.web.language import gettext as _
from shopkit.web.state import db, parts, who


def write_as_offices_do() -> None:
    """What hangs in a village or is signed is in Vietnamese, whoever prints it."""
    g.language = SOURCE


def own(round_id: UUID) -> Round:
    write_as_offices_do()
    return round_within(db.session, who(), round_id, VILLAGE_HEAD, OFFICER, LEADER)


@bp.route("/rounds/<uuid:round_id>/meeting-list.pdf")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def meeting_paper(round_id: UUID) -> Response:
    one = own(round_id)
    made = set_of(db.session, one)
    village = village_of(db.session, one)
    paper = papers.meeting_list(
        village,
        place_label(db.session, one.commune_code),
        one.year,
        made,
        asked_by(db.session, made).lines,
        found_now(db.session, one, clock.today()),
        clock.today(),
    )
    return pdf(paper, f"hop-thon-{one.year}.pdf")


@bp.route("/rounds/<uuid:round_id>/posting.pdf")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def posting_paper(round_id: UUID) -> Response:
    """Only the proposed, and of them only those who agreed to stand there by name."""
    one = own(round_id)
    proposed = [row.household for row in listed(db.session, one, proposed=True)]
    agreed = agreed_to_posting(db.session, [home.id for home in proposed])
    named = [home.name for home in proposed if home.id in agreed]
    paper = papers.poster(
        one,
        village_of(db.session, one),
        place_label(db.session, one.commune_code),
        named,
        len(proposed) - len(named),
        set_of(db.session, one),
        clock.today(),
    )
    return pdf(paper, f"niem-yet-{one.year}.pdf")


@bp.route("/rounds/<uuid:round_id>/dossier.pdf")
@for_roles(VILLAGE_HEAD, OFFICER, LEADER)
def dossier_paper(round_id: UUID) -> Response:
    one = own(round_id)
    if one.met_on is None:
        raise NotFound(str(round_id))
    said = comments_of(db.session, one)
    paper = papers.dossier(
        one,
        village_of(db.session, one),
        place_label(db.session, one.commune_code),
        listed(db.session, one),
        said,
        names_of_households(db.session, [comment.household_id for comment in said]),
        reasons(one),
        set_of(db.session, one),
        clock.today(),
    )
    return pdf(paper, f"ho-so-{one.year}.pdf")


@bp.route("/decisions/<uuid:decision_id>/certificates.pdf")
@for_roles(OFFICER, LEADER)
def decision_certificates(decision_id: UUID) -> Response:
    """The certificates of a whole decision, by name."""
    decision = decision_within(db.session, who(), decision_id, OFFICER, LEADER)
    return certificate_file(decision, entries_of_decision(db.session, decision))


@bp.route("/recognitions/<uuid:recognition_id>/certificate.pdf")
@for_roles(OFFICER, LEADER)
def one_certificate(recognition_id: UUID) -> Response:
    one = entry(db.session, who(), recognition_id, OFFICER, LEADER)
    return certificate_file(one.decision, [one])


def certificate_file(decision: Decision, found: Sequence[Entry]) -> Response:
    write_as_offices_do()
    standing = [one for one in found if one.recognition.revoked_on is None]
    if decision.confirmed_at is None or not standing:
        raise NotFound(str(decision.id))
    one = round_of_decision(db.session, decision)
    village = village_of(db.session, one)
    given = [certificate_of(entry_, decision, one, village) for entry_ in standing]
    title = _("Giấy công nhận theo quyết định %(number)s", number=decision.number)
    return file(certificates(title, given), f"giay-cong-nhan-{one.year}.pdf")


def certificate_of(one: Entry, decision: Decision, of: Round, village: Village) -> Certificate:
    serial = one.recognition.serial
    path = url_for("adoption.check_certificate", serial=serial)
    return Certificate(
        name=one.household.name,
        village=village.name,
        place=commune_named(db.session, of.commune_code, on=decision.signed_on).name,
        year=of.year,
        number=decision.number,
        signed_on=decision.signed_on,
        signer=decision.signer,
        signer_role=decision.signer_role,
        valid_to=one.recognition.valid_to,
        serial=serial,
        address=f"{parts().config.public_address.rstrip('/')}{path}",
    )


def pdf(paper: Document, name: str) -> Response:
    return file(paper.render(), name)


def file(content: bytes, name: str) -> Response:
    answer = current_app.response_class(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
