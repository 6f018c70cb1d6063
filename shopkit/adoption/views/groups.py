"""Target groups by document, each with its rate of recognised households today."""

from itertools import groupby
from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import groups as actions
from shopkit.adoption.forms.recognition import GroupForm
from shopkit.adoption.models.recognition import GroupDefinition
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.groups import definition, group_rates, total_rate
from shopkit.adoption.rules.cells import Cell, percent
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.recognition_words import KIND_WORDS
from shopkit.scope import LEADER, OFFICER
from shopkit.shops.rules.register import GROUPS
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


@bp.route("/criteria/groups")
@for_roles(OFFICER, LEADER)
def groups() -> Response:
    code = own_commune(who(), OFFICER, LEADER)
    today = clock.today()
    rates = group_rates(db.session, code, today)
    by_document = groupby(rates, key=lambda rate: rate.definition.target_set)
    documents = [(own[0].definition, own) for _set, own in ((k, list(v)) for k, v in by_document)]
    return show(
        "adoption/recognition/groups.html",
        documents=documents,
        total=total_rate(db.session, code, today),
        today=today,
        share=share,
        kinds_of=kinds_of,
        may_change=who().has(OFFICER),
    )


def share(cell: Cell) -> str | None:
    """A rate with its two places; nothing where nobody is of the group."""
    rate = percent(cell.numerator, cell.denominator)
    return None if rate is None else f"{rate}\N{NO-BREAK SPACE}%".replace(".", ",")


def kinds_of(group: GroupDefinition) -> str:
    return "; ".join(str(KIND_WORDS.get(kind, kind)) for kind in group.kinds)


@bp.route("/criteria/groups/new", methods=["GET", "POST"])
@for_roles(OFFICER)
def define_group() -> Response:
    form = GroupForm(valid_from=clock.today())
    form.kinds.choices = [(kind, KIND_WORDS[kind]) for kind in GROUPS]
    if form.validate_on_submit():
        try:
            actions.define_group(
                db.session, own_commune(who(), OFFICER), **form.values(), now=clock.now()
            )
        except actions.GroupTaken:
            form.refuse("code", _("Văn bản này đã có nhóm mã đó. Dùng mã khác."))
        except actions.TooManyGroups:
            form.refuse("code", _("Quá nhiều nhóm. Bỏ bớt nhóm không dùng."))
        else:
            return to(".groups")
    return show("adoption/recognition/define_group.html", form=form)


@bp.route("/criteria/groups/example", methods=["POST"])
@for_roles(OFFICER)
def load_groups() -> Response:
    """Both published versions of Ân Tường, as an example to be replaced."""
    made = actions.load_example_groups(db.session, own_commune(who(), OFFICER), now=clock.now())
    flash(_("Đã lấy %(count)s nhóm làm ví dụ.", count=len(made)), "good")
    return to(".groups")


@bp.route("/criteria/groups/<uuid:group_id>")
@for_roles(OFFICER)
def group_page(group_id: UUID) -> Response:
    found = definition(db.session, own_commune(who(), OFFICER), group_id)
    return show("adoption/recognition/group_page.html", group=found, kinds_of=kinds_of)


@bp.route("/criteria/groups/<uuid:group_id>/remove", methods=["POST"])
@for_roles(OFFICER)
def remove_group(group_id: UUID) -> Response:
    found = definition(db.session, own_commune(who(), OFFICER), group_id)
    actions.remove_group(db.session, found, now=clock.now())
    flash(_("Đã bỏ nhóm."), "good")
    return to(".groups")
