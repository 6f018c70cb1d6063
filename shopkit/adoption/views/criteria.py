"""Sets of criteria: the template as an example, the commune's own as drafts, one in force."""

from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import criteria as actions
from shopkit.adoption.forms.recognition import LineForm, SetForm, offer_rules
from shopkit.adoption.models.recognition import CriteriaSet, Criterion
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.criteria import (
    asked_by,
    criteria_of,
    criteria_set,
    criterion,
    line_of,
    set_in_force_or_none,
    sets_of,
)
from shopkit.adoption.rules.criteria import Rule
from shopkit.adoption.rules.template import template_lines
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.recognition_words import EVIDENCE_WORDS, RULE_WORDS
from shopkit.errors import Refusal
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.rules.two_people import SecondNeeded
from shopkit.training.rules.skills import skills
from shopkit.web.doors import for_roles
from shopkit.web.language import LazyText, language
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

REFUSALS: dict[type[Refusal], LazyText] = {
    actions.InForce: lazy("Bộ này đã áp dụng, không sửa nữa. Lập bộ mới thay nó."),
    actions.WithoutDocument: lazy("Nhập số và ngày văn bản trước khi áp dụng."),
    actions.WithoutLines: lazy("Cần ít nhất một tiêu chí bắt buộc."),
    actions.CodeTaken: lazy("Mã này đã có. Dùng mã khác."),
    actions.TooManyLines: lazy("Một bộ có tối đa 20 tiêu chí."),
    actions.BeforeTheLast: lazy("Ngày áp dụng phải sau ngày của bộ đang áp dụng. Sửa lại ngày."),
    actions.NotAsked: lazy("Bộ này vừa được sửa. Người lập đề nghị áp dụng lại trước."),
    SecondNeeded: lazy("Cần người thứ hai xác nhận: người lập và người đề nghị không tự áp dụng."),
}


def own(set_id: UUID) -> CriteriaSet:
    return criteria_set(db.session, own_commune(who(), OFFICER, LEADER), set_id)


@bp.route("/criteria")
@for_roles(OFFICER, LEADER)
def criteria_sets() -> Response:
    code = own_commune(who(), OFFICER, LEADER)
    return show(
        "adoption/recognition/criteria_sets.html",
        sets=sets_of(db.session, code),
        in_force=set_in_force_or_none(db.session, code, clock.today()),
        template_lines=template_lines(),
        may_change=who().has(OFFICER),
        **words(),
    )


@bp.route("/criteria/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def start_criteria() -> Response:
    """A set of the commune's own, from the template or from an earlier set."""
    like_id = request.args.get("like", type=UUID)
    like = own(like_id) if like_id else None
    form = SetForm(valid_from=clock.today())
    if form.validate_on_submit():
        code = own_commune(who(), OFFICER)
        made = actions.start_set(db.session, code, **form.values(), like=like, now=clock.now())
        flash(_("Đã lập bộ tiêu chí. Sửa từng dòng cho đúng văn bản, rồi đề nghị áp dụng."), "good")
        return to(".criteria_page", set_id=made.id)
    return show("adoption/recognition/criteria_document.html", form=form, made=None, like=like)


@bp.route("/criteria/<uuid:set_id>")
@for_roles(OFFICER, LEADER)
def criteria_page(set_id: UUID) -> Response:
    made = own(set_id)
    return show(
        "adoption/recognition/criteria_page.html",
        made=made,
        criteria=criteria_of(db.session, made),
        asked=asked_by(db.session, made),
        may_change=who().has(OFFICER) and made.is_draft,
        is_first=who().account_id in (made.asked_by_id, made.made_by_id),
        **words(),
    )


@bp.route("/criteria/<uuid:set_id>/document", methods=["GET", "POST"])
@for_roles(OFFICER)
def describe_criteria(set_id: UUID) -> Response:
    made = own(set_id)
    form = SetForm(obj=made)
    if form.validate_on_submit() and done(
        form, "name", lambda: actions.describe_set(
            db.session, made, **form.values(), now=clock.now()
        )
    ):  # fmt: skip
        return to(".criteria_page", set_id=made.id)
    return show("adoption/recognition/criteria_document.html", form=form, made=made, like=None)


@bp.route("/criteria/<uuid:set_id>/lines/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def add_criterion(set_id: UUID) -> Response:
    made = own(set_id)
    return line_page(made, None)


@bp.route("/criteria/<uuid:set_id>/lines/<uuid:criterion_id>", methods=["GET", "POST"])
@for_roles(OFFICER)
def change_criterion(set_id: UUID, criterion_id: UUID) -> Response:
    made = own(set_id)
    return line_page(made, criterion(db.session, made, criterion_id))


def line_page(made: CriteriaSet, row: Criterion | None) -> Response:
    form = line_form(row)
    if form.validate_on_submit() and (line := form.line()):
        now = clock.now()

        def change() -> None:
            if row is None:
                actions.add_line(db.session, made, line=line, now=now)
            else:
                actions.change_line(db.session, made, row, line=line, now=now)

        if done(form, "code", change):
            return to(".criteria_page", set_id=made.id)
    return show("adoption/recognition/criterion.html", form=form, made=made, row=row)


def line_form(row: Criterion | None) -> LineForm:
    """The form of a line, filled with what it says today."""
    filled: dict[str, Any] = {}
    if row is not None:
        line = line_of(row)
        filled = {
            "code": line.code,
            "words": line.words,
            "rule": line.rule.name,
            "skills": list(line.rule.skills),
            "threshold": line.threshold,
            "least_evidence": line.least_evidence,
            "is_mandatory": line.is_mandatory,
            "only_business": bool(line.applies_if),
        }
    form = LineForm(data=filled)
    offer_rules(
        form, dict(RULE_WORDS), [(one.code, one.name(language())) for one in skills().values()]
    )
    return form


@bp.route("/criteria/<uuid:set_id>/lines/<uuid:criterion_id>/remove", methods=["POST"])
@for_roles(OFFICER)
def remove_criterion(set_id: UUID, criterion_id: UUID) -> Response:
    made = own(set_id)
    row = criterion(db.session, made, criterion_id)
    return after(
        made, lambda: actions.remove_line(db.session, made, row, now=clock.now()),
        _("Đã bỏ dòng %(code)s.", code=row.code),
    )  # fmt: skip


@bp.route("/criteria/<uuid:set_id>/ask", methods=["POST"])
@for_roles(OFFICER)
def ask_for_force(set_id: UUID) -> Response:
    made = own(set_id)
    return after(
        made, lambda: actions.ask_for_force(db.session, made, now=clock.now()),
        _("Đã đề nghị. Cần người thứ hai xác nhận mới áp dụng."),
    )  # fmt: skip


@bp.route("/criteria/<uuid:set_id>/force", methods=["POST"])
@for_roles(OFFICER, LEADER)
def put_in_force(set_id: UUID) -> Response:
    made = own(set_id)
    return after(
        made, lambda: actions.put_in_force(db.session, made, by=who(), now=clock.now()),
        _("Đã áp dụng. Quyết định theo bộ cũ vẫn giữ nguyên."),
    )  # fmt: skip


def done(form: Any, field: str, change: Any) -> bool:
    """Do it; False with the sentence of what stands in the way."""
    try:
        change()
    except tuple(REFUSALS) as problem:
        form.refuse(field, REFUSALS[type(problem)])
        return False
    return True


def after(made: CriteriaSet, change: Any, sentence: str) -> Response:
    try:
        change()
    except tuple(REFUSALS) as problem:
        flash(str(REFUSALS[type(problem)]), "bad")
    else:
        flash(sentence, "good")
    return to(".criteria_page", set_id=made.id)


def words() -> dict[str, Any]:
    return {"evidence_words": EVIDENCE_WORDS, "rule_words": rule_words}


def rule_words(rule: Rule, threshold: int | None) -> str:
    """How a criterion is decided, in words."""
    said = str(RULE_WORDS[rule.name])
    if rule.skills:
        named = ", ".join(
            skills()[skill].name(language()) if skill in skills() else skill
            for skill in rule.skills
        )
        return f"{said}: {named}"
    return f"{said} ({threshold} %)" if threshold is not None else said
