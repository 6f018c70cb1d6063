"""Decisions entered by one and confirmed by another, the register, and the page a stranger sees."""

from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import decisions as actions
from shopkit.adoption.actions.rounds import MeetingAhead, NotNow
from shopkit.adoption.forms.recognition import DecisionForm, RevokeForm, WhyForm
from shopkit.adoption.models.recognition import Revocation
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.criteria import waiting_sets
from shopkit.adoption.queries.recognition import (
    PAGE,
    Entry,
    decision_within,
    entries,
    entries_of_decision,
    entry,
    public_or_none,
    revocation_within,
    revocations_of,
    round_of_decision,
    waiting_decisions,
    waiting_revocations,
)
from shopkit.adoption.queries.rounds import (
    listed,
    round_within,
    standing_decision_or_none,
    village_of,
    villages_within,
)
from shopkit.adoption.rules.rounds import decide_by, usual_end
from shopkit.adoption.rules.serials import read_serial
from shopkit.adoption.views.assessing import page_asked
from shopkit.adoption.views.blueprint import bp
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.places.queries import commune as commune_named
from shopkit.scope import LEADER, OFFICER, VILLAGE_HEAD
from shopkit.shops.rules.two_people import SecondNeeded, may_second
from shopkit.web.doors import for_roles, public
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

REFUSALS: dict[type[Refusal], LazyText] = {
    NotNow: lazy("Hồ sơ không còn chờ quyết định. Mở lại trang để xem đang ở bước nào."),
    MeetingAhead: lazy("Ngày này chưa tới. Nhập ngày đã qua hoặc hôm nay."),
    actions.AlreadyEntered: lazy("Vòng này đã có quyết định. Mở quyết định đó để xem."),
    actions.OwnHousehold: lazy(
        "Danh sách có hộ của người đang đăng nhập. Nhờ người khác làm bước này."
    ),
    actions.EndsTooEarly: lazy("Ngày hết giá trị phải sau ngày ký."),
    actions.SignedTooEarly: lazy("Ngày ký phải từ ngày xã nhận đủ hồ sơ trở đi."),
    actions.NobodyLeft: lazy("Quyết định cần ít nhất một hộ. Bỏ bớt dấu chọn."),
    actions.AlreadyAsked: lazy("Đã có người đề nghị thu hồi, đang chờ xác nhận."),
    actions.AlreadyRevoked: lazy("Công nhận này đã thu hồi."),
    actions.OutsideItsTime: lazy("Chọn một ngày trong thời gian công nhận còn giá trị."),
    SecondNeeded: lazy(
        "Cần người thứ hai: ai gửi hồ sơ hay nhập quyết định thì không tự xác nhận."
    ),
}


@bp.route("/rounds/<uuid:round_id>/decision", methods=["GET", "POST"])
@for_roles(OFFICER)
def enter_decision(round_id: UUID) -> Response:
    """Enter the paper that the leader signed."""
    one = round_within(db.session, who(), round_id, OFFICER)
    known = standing_decision_or_none(db.session, one)
    if known and request.method == "GET":
        return to(".decision_page", decision_id=known.id)
    form = decision_form(one)
    if form.validate_on_submit() and is_reason_given(form):
        made: list[UUID] = []
        values = form.values()
        why = values.pop("left_out_why")
        left_out = {UUID(line_id): why for line_id in values.pop("left_out") or ()}
        values["valid_to"] = values["valid_to"] or usual_end(values["signed_on"])

        def enter() -> None:
            made.append(
                actions.enter_decision(
                    db.session,
                    one,
                    **values,
                    left_out=left_out,
                    by=who(),
                    today=clock.today(),
                    now=clock.now(),
                ).id
            )

        if done(form, "number", enter):
            flash(_("Đã nhập. Cần người thứ hai đối chiếu với bản giấy và xác nhận."), "good")
            return to(".decision_page", decision_id=made[0])
    return show(
        "adoption/recognition/enter_decision.html",
        form=form,
        one=one,
        village=village_of(db.session, one),
        due_on=decide_by(local_day(one.sent_at)) if one.sent_at else None,
        today=clock.today(),
    )


def decision_form(one: Any) -> DecisionForm:
    form = DecisionForm(signer_role=_("Chủ tịch UBND xã"), signed_on=clock.today())
    form.left_out.choices = [
        (str(row.line.id), row.household.name) for row in listed(db.session, one, proposed=True)
    ]
    return form


def is_reason_given(form: DecisionForm) -> bool:
    if form.left_out.data and not form.left_out_why.data:
        form.refuse("left_out_why", _("Ghi lý do cho hộ không có trong quyết định."))
        return False
    return True


@bp.route("/decisions/<uuid:decision_id>")
@for_roles(OFFICER, LEADER)
def decision_page(decision_id: UUID) -> Response:
    """A decision as it was entered, to be held against the paper."""
    decision = decision_within(db.session, who(), decision_id, OFFICER, LEADER)
    one = round_of_decision(db.session, decision)
    proposed = listed(db.session, one, proposed=True)
    return show(
        "adoption/recognition/decision.html",
        decision=decision,
        one=one,
        village=village_of(db.session, one),
        named=[row for row in proposed if not row.line.left_out_why],
        left_out=[row for row in proposed if row.line.left_out_why],
        entries=entries_of_decision(db.session, decision),
        may_confirm=may_second(who(), decision.entered_by_id, one.sent_by_id),
        is_officer=who().has(OFFICER),
    )


@bp.route("/decisions/<uuid:decision_id>/confirm", methods=["POST"])
@for_roles(OFFICER, LEADER)
def confirm_decision(decision_id: UUID) -> Response:
    decision = decision_within(db.session, who(), decision_id, OFFICER, LEADER)
    try:
        made = actions.confirm_decision(db.session, decision, by=who(), now=clock.now())
    except (SecondNeeded, actions.OwnHousehold) as problem:
        flash(str(REFUSALS[type(problem)]), "bad")
    else:
        flash(_("Đã xác nhận. %(count)s hộ được công nhận.", count=len(made)), "good")
    return to(".decision_page", decision_id=decision.id)


@bp.route("/decisions/<uuid:decision_id>/refuse", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def refuse_decision(decision_id: UUID) -> Response:
    """What was entered is not what the paper says."""
    decision = decision_within(db.session, who(), decision_id, OFFICER, LEADER)
    form = WhyForm()
    if form.validate_on_submit():
        actions.refuse_decision(db.session, decision, why=form.why.data, by=who(), now=clock.now())
        flash(_("Đã trả lại. Cán bộ nhập lại cho đúng bản giấy."), "good")
        return to(".round_page", round_id=decision.round_id)
    return show(
        "adoption/recognition/why.html",
        form=form,
        title=_("Trả lại quyết định đã nhập"),
        hint=_("Ghi chỗ nào khác với bản giấy."),
        button=_("Trả lại"),
        back_url=("adoption.decision_page", {"decision_id": decision.id}),
    )


@bp.route("/signing")
@for_roles(LEADER, OFFICER)
def signing() -> Response:
    """What waits for a second person, oldest first."""
    code = own_commune(who(), LEADER, OFFICER)
    return show(
        "adoption/recognition/signing.html",
        decisions=waiting_decisions(db.session, code),
        revocations=waiting_revocations(db.session, code),
        sets=waiting_sets(db.session, code),
        asker=who().account_id,
    )


@bp.route("/recognitions")
@for_roles(OFFICER, LEADER, VILLAGE_HEAD)
def recognitions() -> Response:
    """The register of recognitions: in force, over, taken back."""
    today = clock.today()
    page = page_asked()
    village_id = request.args.get("village", type=UUID)
    only = today if request.args.get("now") else None
    found, count = entries(
        db.session,
        who(),
        OFFICER,
        LEADER,
        VILLAGE_HEAD,
        village_id=village_id,
        only_in_force_on=only,
        page=page,
    )
    villages = villages_within(db.session, who(), OFFICER, LEADER, VILLAGE_HEAD)
    return show(
        "adoption/recognition/recognitions.html",
        entries=found,
        count=count,
        page=page,
        page_count=-(-count // PAGE),
        villages={one.id: one.name for one in villages},
        village_id=village_id,
        only_now=bool(only),
        today=today,
        is_office=who().has(OFFICER, LEADER),
        state_of=state_of,
    )


def state_of(one: Entry) -> tuple[str, str, str]:
    """Whether a recognition stands today, in a word with its icon and tone."""
    recognition, today = one.recognition, clock.today()
    if recognition.revoked_on and recognition.revoked_on <= today:
        return _("đã thu hồi"), "circle-x", "bad"
    if recognition.valid_to < today:
        return _("đã hết hạn"), "clock", "plain"
    return _("còn giá trị"), "circle-check", "good"


# icons: circle-x clock circle-check


@bp.route("/recognitions/<uuid:recognition_id>", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def recognition_page(recognition_id: UUID) -> Response:
    """One recognition; an officer may ask that it be taken back."""
    one = entry(db.session, who(), recognition_id, OFFICER, LEADER)
    form = RevokeForm(revoked_on=clock.today())
    if form.validate_on_submit() and done(
        form,
        "revoked_on",
        lambda: actions.ask_revocation(
            db.session,
            one.recognition,
            **form.values(),
            today=clock.today(),
            now=clock.now(),
        ),
    ):
        flash(_("Đã đề nghị thu hồi. Cần người thứ hai xác nhận."), "good")
        return to(".recognition_page", recognition_id=one.recognition.id)
    return show(
        "adoption/recognition/recognition.html",
        form=form,
        entry=one,
        state=state_of(one),
        revocations=revocations_of(db.session, one.recognition),
        asker=who().account_id,
        is_officer=who().has(OFFICER),
    )


@bp.route("/revocations/<uuid:revocation_id>", methods=["POST"])
@for_roles(OFFICER, LEADER)
def answer_revocation(revocation_id: UUID) -> Response:
    """The second person's yes or no."""
    asked: Revocation = revocation_within(db.session, who(), revocation_id, OFFICER, LEADER)
    granted = request.form.get("answer") == "yes"
    try:
        actions.answer_revocation(db.session, asked, is_granted=granted, by=who(), now=clock.now())
    except (SecondNeeded, actions.OwnHousehold) as problem:
        flash(str(REFUSALS[type(problem)]), "bad")
    else:
        flash(_("Đã thu hồi.") if granted else _("Đã giữ nguyên công nhận."), "good")
    return to(".recognition_page", recognition_id=asked.recognition_id)


@bp.route("/g")
@public
def find_certificate() -> Response:
    """Type the serial of a certificate."""
    serial = read_serial(request.args.get("serial", "")[:40])
    if serial:
        return to(".check_certificate", serial=serial)
    return show(
        "adoption/recognition/find_certificate.html", typed=request.args.get("serial", "")[:40]
    )


@bp.route("/g/<serial>")
@public
def check_certificate(serial: str) -> Response:
    """Whether a certificate is in the register: village, year, validity; a name by consent only."""
    found = public_or_none(db.session, read_serial(serial))
    return show(
        "adoption/recognition/certificate_check.html",
        status=200 if found else 404,
        found=found,
        place=commune_named(db.session, found.village.commune_code) if found else None,
        serial=read_serial(serial) or serial[:20],
        today=clock.today(),
    )


def done(form: Any, field: str, change: Any) -> bool:
    """Do it; False with the sentence of what stands in the way."""
    try:
        change()
    except tuple(REFUSALS) as problem:
        form.refuse(field, REFUSALS[type(problem)])
        return False
    return True
