"""The commune's list of requests about people's own records, and deciding about each."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.accounts.actions.consents import withdraw_all
from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.actions import requests as actions
from shopkit.shops.actions.erasing import erase
from shopkit.shops.actions.requests import DONE, REFUSED
from shopkit.shops.forms.requests import AnswerForm, CloseForm, ExtendForm
from shopkit.shops.models.requests import ERASE, WITHDRAW, DataRequest
from shopkit.shops.queries import requests as queries
from shopkit.shops.queries.subjects import subject
from shopkit.shops.rules.clocks import holidays_known_until, term_of
from shopkit.shops.rules.two_people import may_second
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.my_data import features
from shopkit.shops.views.request_words import KIND_WORDS, OUTCOME_WORDS
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

MOST_PAGES = 1000


@bp.route("/data-requests")
@for_roles(OFFICER, LEADER)
def data_requests() -> Response:
    """What is open and by when, or what was closed."""
    is_open = not request.args.get("closed")
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound
    found, count = queries.requests_in_reach(db.session, who(), is_open=is_open, page=page)
    return show(
        "shops/data_requests.html",
        requests=found,
        is_open=is_open,
        count=count,
        page=page,
        page_count=-(-count // queries.PAGE),
        today=clock.today(),
        words=KIND_WORDS,
        outcomes=OUTCOME_WORDS,
        known_until=holidays_known_until(),
    )


@bp.route("/data-requests/<uuid:data_request_id>")
@for_roles(OFFICER, LEADER)
def data_request(data_request_id: UUID) -> Response:
    return show_request(data_request_id)


def show_request(
    data_request_id: UUID,
    *,
    answering: AnswerForm | None = None,
    extending: ExtendForm | None = None,
    closing: CloseForm | None = None,
) -> Response:
    """One request with its clock and what can be done about it; a refused form shows its errors."""
    found = queries.request_in_reach(db.session, who(), data_request_id)
    refused = next((form for form in (answering, extending, closing) if form), None)
    closing = closing or CloseForm(formdata=None)
    may_close = may_decide(found.request)
    if not may_close:
        closing.outcome.choices = [one for one in closing.outcome.choices if one[0] != REFUSED]
    return show(
        "shops/data_request.html",
        standing=found,
        asked=found.request,
        words=KIND_WORDS,
        outcomes=OUTCOME_WORDS,
        term=term_of(found.request.kind, found.request.received_on),
        today=clock.today(),
        answering=answering or AnswerForm(formdata=None),
        extending=extending or ExtendForm(formdata=None),
        closing=closing,
        may_decide=may_close,
        form=refused,
    )


def may_decide(asked: DataRequest) -> bool:
    """Nobody erases or refuses what she wrote down herself, nor decides about her own request."""
    return may_second(who(), asked.subject_id, asked.received_by_id)


def open_request(data_request_id: UUID) -> DataRequest:
    return queries.request_in_reach(db.session, who(), data_request_id).request


@bp.route("/data-requests/<uuid:data_request_id>/answer", methods=["POST"])
@for_roles(OFFICER, LEADER)
def answer_data_request(data_request_id: UUID) -> Response:
    asked, form = open_request(data_request_id), AnswerForm()
    if not form.validate_on_submit():
        return show_request(data_request_id, answering=form)
    try:
        actions.answer_request(db.session, asked, **form.values(), now=clock.now())
    except actions.RequestClosed:
        form.refuse("answer", _("Yêu cầu này đã đóng."))
        return show_request(data_request_id, answering=form)
    return to(".data_request", data_request_id=data_request_id)


@bp.route("/data-requests/<uuid:data_request_id>/extend", methods=["POST"])
@for_roles(OFFICER, LEADER)
def extend_data_request(data_request_id: UUID) -> Response:
    asked, form = open_request(data_request_id), ExtendForm()
    if not form.validate_on_submit():
        return show_request(data_request_id, extending=form)
    try:
        actions.extend_request(db.session, asked, **form.values(), now=clock.now())
    except actions.TooLong as problem:
        form.refuse("days", _("Thêm nhiều nhất %(most)s ngày.", most=problem.most))
    except actions.ExtendedBefore:
        form.refuse("days", _("Đã kéo dài một lần rồi, không kéo dài nữa."))
    except actions.TermOver:
        form.refuse("days", _("Đã quá hạn, không kéo dài được. Làm xong rồi đóng yêu cầu."))
    except actions.RequestClosed:
        form.refuse("days", _("Yêu cầu này đã đóng."))
    if form.errors:
        return show_request(data_request_id, extending=form)
    return to(".data_request", data_request_id=data_request_id)


@bp.route("/data-requests/<uuid:data_request_id>/close", methods=["POST"])
@for_roles(OFFICER, LEADER)
def close_data_request(data_request_id: UUID) -> Response:
    """Say what became of it; withdrawing and erasing are done in the same step."""
    asked, form = open_request(data_request_id), CloseForm()
    if form.validate_on_submit():
        refuse_unfounded(form, asked)
    if form.errors or not form.is_submitted():
        return show_request(data_request_id, closing=form)
    settle(asked, form.outcome.data, form.last_words.data)
    flash(_("Đã đóng yêu cầu."), "good")
    return to(".data_request", data_request_id=data_request_id)


def refuse_unfounded(form: CloseForm, asked: DataRequest) -> None:
    """A no needs its reason, and what cannot be taken back a second person."""
    if asked.closed_on:
        form.refuse("outcome", _("Yêu cầu này đã đóng."))
    if form.outcome.data == REFUSED and not form.last_words.data:
        form.refuse("last_words", _("Viết lý do để người yêu cầu biết."))
    is_final = asked.kind == ERASE or form.outcome.data == REFUSED
    if is_final and not may_decide(asked):
        form.refuse(
            "outcome",
            _("Người ghi yêu cầu không tự quyết. Nhờ người khác, hoặc lãnh đạo cử người thay."),
        )


def settle(asked: DataRequest, outcome: str, answer: str) -> None:
    now = clock.now()
    if outcome == DONE and asked.kind == WITHDRAW:
        for one in subject(db.session, asked.subject_kind, asked.subject_id).ids:
            withdraw_all(db.session, one, now=now)
    actions.close_request(db.session, asked, outcome=outcome, answer=answer, now=now)
    if outcome == DONE and asked.kind == ERASE:
        erase(
            db.session,
            features(),
            subject_kind=asked.subject_kind,
            subject_id=asked.subject_id,
            request=asked,
            now=now,
        )
