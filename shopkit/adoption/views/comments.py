"""What people say while a list hangs, and who answers it."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import rounds as actions
from shopkit.adoption.forms.recognition import CommentForm, SettleForm
from shopkit.adoption.models.recognition import Round
from shopkit.adoption.queries.rounds import (
    comment,
    comments_of,
    listed,
    names_of_households,
    round_within,
)
from shopkit.adoption.rules.rounds import POSTED, RETURNED
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.rounds import done, layout_of_hers
from shopkit.scope import OFFICER, VILLAGE_HEAD
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

WHOLE_LIST = "all"


def own(round_id: UUID) -> Round:
    return round_within(db.session, who(), round_id, VILLAGE_HEAD, OFFICER)


@bp.route("/rounds/<uuid:round_id>/comments", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD, OFFICER)
def comments(round_id: UUID) -> Response:
    """All comments of a round, and noting another."""
    one = own(round_id)
    form = comment_form(one)
    if form.validate_on_submit():
        about = form.household_id.data

        def note() -> None:
            actions.note_comment(
                db.session,
                one,
                words=form.words.data,
                household_id=None if about == WHOLE_LIST else UUID(about),
                said_on=form.said_on.data,
                today=clock.today(),
                now=clock.now(),
            )

        if done(form, "words", note):
            flash(_("Đã ghi ý kiến."), "good")
            return to(".comments", round_id=one.id)
    found = comments_of(db.session, one)
    return show(
        "adoption/recognition/comments.html",
        layout=layout_of_hers(),
        form=form,
        one=one,
        comments=found,
        names=names_of_households(db.session, [said.household_id for said in found]),
        may_note=one.state in (POSTED, RETURNED),
    )


def comment_form(one: Round) -> CommentForm:
    form = CommentForm(household_id=WHOLE_LIST, said_on=clock.today())
    form.household_id.choices = [
        (WHOLE_LIST, _("Cả danh sách")),
        *((str(row.household.id), row.household.name)
          for row in listed(db.session, one, proposed=True)),
    ]  # fmt: skip
    return form


@bp.route("/rounds/<uuid:round_id>/comments/<uuid:comment_id>", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD, OFFICER)
def settle_comment(round_id: UUID, comment_id: UUID) -> Response:
    one = own(round_id)
    said = comment(db.session, one, comment_id)
    form = SettleForm()
    if form.validate_on_submit() and done(
        form,
        "settled",
        lambda: actions.settle_comment(
            db.session, one, said, **form.values(), by=who(), now=clock.now()
        ),
    ):
        flash(_("Đã trả lời ý kiến."), "good")
        return to(".comments", round_id=one.id)
    return show(
        "adoption/recognition/settle.html",
        layout=layout_of_hers(),
        form=form,
        one=one,
        said=said,
        names=names_of_households(db.session, [said.household_id]),
    )
