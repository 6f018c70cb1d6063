"""The pages of what villages have done: one village's own, and all villages of the commune."""

from uuid import UUID

from flask import flash
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions import checklists as actions
from shopkit.adoption.forms.periods import DoneForm, LineForm, UndoForm
from shopkit.adoption.queries import checklists as queries
from shopkit.adoption.queries.commune import own_commune
from shopkit.adoption.queries.periods import names_of_people, villages_of_head
from shopkit.adoption.rules.checklists import REQUIRED
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.period_words import CHECKLIST
from shopkit.errors import NotFound
from shopkit.places.models import Village
from shopkit.places.queries import commune as commune_named
from shopkit.places.queries import village, villages_of
from shopkit.scope import COMMUNE, LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


def village_in_reach(village_id: UUID) -> Village:
    """A village whose list she keeps: her own, or one of the commune where she trains."""
    for one in villages_of_head(db.session, who(), VILLAGE_HEAD):
        if one.id == village_id:
            return one
    for code in who().codes(COMMUNE, TRAINER):
        return village(db.session, code, village_id)
    raise NotFound(village_id)


def words_of_items(commune_code: str) -> dict[str, str]:
    """All that is asked of the villages, in words."""
    own = {one.item: one.words for one in queries.lines_of(db.session, commune_code)}
    return {item: str(CHECKLIST[item]) for item in REQUIRED} | own


@bp.route("/village/<uuid:village_id>/checklist", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD, TRAINER)
def checklist(village_id: UUID) -> Response:
    """What a village has done and what is left, with what proves it."""
    own = village_in_reach(village_id)
    words = words_of_items(own.commune_code)
    done = {
        item: one
        for (place, item), one in queries.done_of(db.session, own.commune_code).items()
        if place == own.id
    }
    form = DoneForm(done_on=clock.today())
    form.item.offer([(item, word) for item, word in words.items() if item not in done])
    if form.validate_on_submit() and note(form, own):
        return to(".checklist", village_id=own.id)
    names = names_of_people(db.session, [one.noted_by_id for one in done.values()])
    return show(
        "adoption/checklist.html", form=form, village=own, words=words, done=done, names=names
    )


def note(form: DoneForm, own: Village) -> bool:
    try:
        actions.note_done(
            db.session,
            own.commune_code,
            own.id,
            form.item.data,
            done_on=form.done_on.data,
            proof=form.proof.data,
            now=clock.now(),
        )
    except actions.DayNotPossible:
        form.refuse("done_on", _("Chọn ngày đã qua, từ năm 2020."))
    except actions.DoneBefore:
        form.refuse("item", _("Việc này đã ghi rồi. Chọn việc khác."))
    else:
        flash(_("Đã ghi."), "good")
    return not form.errors


@bp.route("/village/<uuid:village_id>/checklist/<uuid:noted_id>/undo", methods=["GET", "POST"])
@for_roles(VILLAGE_HEAD, TRAINER)
def undo_checklist(village_id: UUID, noted_id: UUID) -> Response:
    """Take back what was noted by mistake."""
    own = village_in_reach(village_id)
    noted = queries.noted(db.session, own.commune_code, noted_id)
    if noted.village_id != own.id:
        raise NotFound(noted_id)
    form = UndoForm()
    if form.validate_on_submit():
        actions.undo(db.session, noted, reason=form.reason.data, now=clock.now())
        return to(".checklist", village_id=own.id)
    word = words_of_items(own.commune_code).get(noted.item, noted.item)
    return show("adoption/checklist_undo.html", form=form, village=own, noted=noted, word=word)


@bp.route("/commune/checklists", methods=["GET", "POST"])
@for_roles(OFFICER, LEADER)
def checklists() -> Response:
    """What each village of the commune has done, and what the commune asks beside."""
    code = own_commune(who(), OFFICER, LEADER)
    form = LineForm()
    if form.validate_on_submit():
        try:
            actions.add_line(db.session, code, words=form.words.data, now=clock.now())
        except actions.TooManyLines:
            form.refuse("words", _("Xã đã yêu cầu thêm 20 việc. Bỏ bớt việc cũ trước."))
        else:
            return to(".checklists")
    return show(
        "adoption/checklists.html",
        form=form,
        commune=commune_named(db.session, code),
        villages=villages_of(db.session, code),
        words=words_of_items(code),
        lines=queries.lines_of(db.session, code),
        done=queries.done_of(db.session, code),
        required=REQUIRED,
    )


@bp.route("/commune/checklists/<uuid:item_id>/remove", methods=["POST"])
@for_roles(OFFICER, LEADER)
def remove_checklist_line(item_id: UUID) -> Response:
    """Ask one of the commune's own things no longer."""
    code = own_commune(who(), OFFICER, LEADER)
    actions.remove_line(db.session, queries.line(db.session, code, item_id), now=clock.now())
    return to(".checklists")
