"""What somebody of the register agreed to on paper, and what she asks about her records."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.rules.purposes import ON_PAPER
from shopkit.accounts.views.consent_words import WORDINGS
from shopkit.errors import NotFound
from shopkit.paper.document import Document
from shopkit.places.queries import commune
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.actions import consents as actions
from shopkit.shops.actions.requests import NotThatDay, file_request
from shopkit.shops.forms.requests import FiledForm, PaperConsentForm
from shopkit.shops.models.register import Person
from shopkit.shops.queries.consents import consents_of_person
from shopkit.shops.queries.register import person_in_reach
from shopkit.shops.queries.requests import requests_of
from shopkit.shops.rules.clocks import kinds
from shopkit.shops.rules.subjects import PERSON
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.request_words import KIND_WORDS, OUTCOME_WORDS
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.language import language
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

READERS = (TRAINER, OFFICER, LEADER, VILLAGE_HEAD)
WRITERS = (TRAINER, OFFICER, VILLAGE_HEAD)
# A space that paper keeps: room for a tick.
HARD = "\N{NO-BREAK SPACE}"


def own_person(person_id: UUID) -> Person:
    return person_in_reach(db.session, who(), person_id)


@bp.route("/people/<uuid:person_id>/rights")
@for_roles(*READERS)
def person_rights(person_id: UUID) -> Response:
    """Her consents with the sheet they stand on, and her requests."""
    return show_rights(own_person(person_id))


def show_rights(
    person: Person,
    *,
    filing: FiledForm | None = None,
    signing: PaperConsentForm | None = None,
) -> Response:
    kept = consents_of_person(db.session, person)
    standing = {one.purpose: one for one in reversed(kept) if one.withdrawn_at is None}
    return show(
        "shops/person_rights.html",
        person=person,
        purposes=[(code, WORDINGS[code].name, standing.get(code)) for code in ON_PAPER],
        requests=requests_of(db.session, person),
        words=KIND_WORDS,
        outcomes=OUTCOME_WORDS,
        filing=filing or blank_filing(),
        signing=signing or blank_signing(),
        may_write=who().has(*WRITERS),
        may_decide=who().has(OFFICER, LEADER),
        form=filing or signing,
    )


def with_choices(form: FiledForm) -> FiledForm:
    form.kind.choices = [(kind, KIND_WORDS[kind]) for kind in kinds()]
    return form


def with_purposes(form: PaperConsentForm) -> PaperConsentForm:
    form.purposes.choices = [(code, WORDINGS[code].name) for code in ON_PAPER]
    return form


def blank_filing() -> FiledForm:
    return with_choices(FiledForm(formdata=None, received_on=clock.today()))


def blank_signing() -> PaperConsentForm:
    return with_purposes(PaperConsentForm(formdata=None, signed_on=clock.today()))


@bp.route("/people/<uuid:person_id>/rights/consents", methods=["POST"])
@for_roles(*WRITERS)
def note_paper_consents(person_id: UUID) -> Response:
    person, form = own_person(person_id), with_purposes(PaperConsentForm())
    if form.validate_on_submit():
        try:
            actions.note_paper_consents(db.session, person, **form.values(), now=clock.now())
        except actions.SignedLater:
            form.refuse("signed_on", _("Nhập ngày ký: hôm nay hoặc trước đó."))
        else:
            flash(_("Đã ghi điều đồng ý trên giấy."), "good")
            return to(".person_rights", person_id=person.id)
    return show_rights(person, signing=form)


@bp.route("/people/<uuid:person_id>/rights/consents/<purpose>/take-back", methods=["POST"])
@for_roles(*WRITERS)
def take_back_paper_consent(person_id: UUID, purpose: str) -> Response:
    person = own_person(person_id)
    if purpose not in ON_PAPER:
        raise NotFound(purpose)
    actions.take_back(db.session, person, purpose, now=clock.now())
    flash(_("Đã rút lại theo lời người này."), "good")
    return to(".person_rights", person_id=person.id)


@bp.route("/people/<uuid:person_id>/rights/requests", methods=["POST"])
@for_roles(*WRITERS)
def file_for_person(person_id: UUID) -> Response:
    """A request spoken at the desk or at home, by somebody without an account."""
    person, form = own_person(person_id), with_choices(FiledForm())
    if form.validate_on_submit():
        try:
            file_request(
                db.session,
                subject_kind=PERSON,
                subject_id=person.id,
                commune_code=person.commune_code,
                **form.values(),
                now=clock.now(),
            )
        except NotThatDay:
            form.refuse("received_on", _("Nhập ngày nhận yêu cầu: hôm nay hoặc trước đó."))
        else:
            flash(_("Đã ghi yêu cầu."), "good")
            return to(".person_rights", person_id=person.id)
    return show_rights(person, filing=form)


@bp.route("/people/<uuid:person_id>/rights/consents.pdf")
@for_roles(*WRITERS)
def consent_sheet(person_id: UUID) -> Response:
    """The sheet to sign: one box a purpose, none ticked."""
    person = own_person(person_id)
    content = sheet_of(person, commune(db.session, person.commune_code).name).render()
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="phieu-dong-y.pdf"'
    return answer


def sheet_of(person: Person, place: str) -> Document:
    title = _("Phiếu đồng ý")
    paper = Document(title, language(), made_on=clock.today())
    paper.letterhead([place], [title])
    paper.heading(title)
    paper.facts([(_("Họ và tên"), person.name), (_("Ngày ký"), "…… / …… / ………")])
    paper.paragraph(_("Đánh dấu vào từng điều đồng ý. Để trống là không đồng ý."))
    for code in ON_PAPER:
        wording = WORDINGS[code]
        paper.heading(f"[{HARD * 5}]{HARD * 2}{wording.question}", 3)
        for point in wording.points:
            paper.paragraph(f"– {point}")
        paper.hint(_("Mã câu chữ: %(code)s", code=f"{code} {ON_PAPER[code].text_version}"))
    paper.paragraph(
        _(
            "Không đồng ý thì không mất quyền gì. Rút lại lúc nào cũng được, "
            "chỉ cần nói với cán bộ xã."
        ),
        strong=True,
    )
    paper.signatures([_("Người đồng ý (ký, ghi rõ họ tên)"), _("Người nhận phiếu")])
    return paper
