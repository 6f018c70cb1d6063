"""What only a person can see: a trainer notes what she saw, a seller what she says herself."""

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.adoption.actions.declaring import FiguresAreNotTyped, declare
from shopkit.adoption.actions.facts import NotYet
from shopkit.adoption.forms.declared import AnswerForm
from shopkit.adoption.queries.declared import About, Item, about_in_reach, about_shop, items_of
from shopkit.adoption.views.blueprint import bp
from shopkit.adoption.views.declared_words import ANSWER_WORDS, EVIDENCE_WORDS, QUESTION_WORDS
from shopkit.errors import NotFound
from shopkit.scope import LEADER, OFFICER, TRAINER, VILLAGE_HEAD
from shopkit.shops.queries.shops import shop
from shopkit.web.doors import for_roles
from shopkit.web.language import gettext as _
from shopkit.web.pages import show
from shopkit.web.refusals import refusal_page
from shopkit.web.state import db, who

READERS = (TRAINER, OFFICER, LEADER, VILLAGE_HEAD)
KINDS = "any(shop, business, household)"


def show_facts(about: About, page: str, back_url: str, *, may_tell: bool) -> Response:
    return show(
        "adoption/declared.html",
        about=about,
        items=items_of(db.session, about),
        page=page,
        back_url=back_url,
        may_tell=may_tell,
        is_own=about.id in who().shop_ids,
        questions=QUESTION_WORDS,
        answers=ANSWER_WORDS,
        evidence=EVIDENCE_WORDS,
    )


def ask(about: About, element: str, place: str, page: str) -> Response:
    """One question on a page of its own; `place` is the channel it is asked about."""
    item = item_named(about, element, place)
    form = AnswerForm(valid_on=clock.today())
    form.answer.choices = [(word, ANSWER_WORDS[word]) for word in item.question.answers]
    if form.validate_on_submit():
        try:
            declare(db.session, who(), about, item, **form.values(), now=clock.now())
        except NotYet:
            form.refuse("valid_on", _("Chỉ ghi được việc của hôm nay hoặc trước đó."))
        except FiguresAreNotTyped:
            return not_typed()
        else:
            flash(_("Đã ghi."), "good")
            return back_to(page)
    return show(
        "adoption/declare.html",
        form=form,
        item=item,
        about=about,
        page=page,
        question=QUESTION_WORDS[element],
        answers=ANSWER_WORDS,
        evidence=EVIDENCE_WORDS,
        is_own=about.id in who().shop_ids,
    )


def item_named(about: About, element: str, place: str) -> Item:
    for item in items_of(db.session, about):
        if (item.question.element, item.about) == (element, place):
            return item
    raise NotFound(element)


def not_typed() -> Response:
    return refusal_page(
        403,
        "not_typed",
        _("Cán bộ xã không ghi thay"),
        _("Chỉ người hướng dẫn đã xem tận nơi, hoặc chính người bán, mới ghi được điều này."),
    )


def back_to(page: str) -> Response:
    from_here = Response(status=303)
    from_here.headers["Location"] = page
    return from_here


@bp.route(f"/facts/<{KINDS}:subject_kind>/<uuid:fact_subject_id>")
@for_roles(*READERS)
def facts_seen(subject_kind: str, fact_subject_id: UUID) -> Response:
    """What was seen of a shop, a business or a household in reach."""
    about = about_in_reach(db.session, who(), subject_kind, fact_subject_id, *READERS)
    page = url_for(".facts_seen", subject_kind=subject_kind, fact_subject_id=fact_subject_id)
    return show_facts(about, page, back_of(about), may_tell=who().has(TRAINER))


def back_of(about: About) -> str:
    if about.kind == "shop":
        return url_for("shops.shop_for_staff", shop_id=about.id)
    if about.kind == "business":
        return url_for("shops.business", business_id=about.id)
    return url_for("shops.household", household_id=about.id)


@bp.route(
    f"/facts/<{KINDS}:subject_kind>/<uuid:fact_subject_id>/<element>",
    defaults={"place": ""},
    methods=["GET", "POST"],
)
@bp.route(
    f"/facts/<{KINDS}:subject_kind>/<uuid:fact_subject_id>/<element>/<place>",
    methods=["GET", "POST"],
)
@for_roles(*READERS)
def note_seen_fact(subject_kind: str, fact_subject_id: UUID, element: str, place: str) -> Response:
    """A trainer notes what she has seen; an officer is told why she cannot."""
    about = about_in_reach(db.session, who(), subject_kind, fact_subject_id, *READERS)
    if not who().has(TRAINER):
        return not_typed()
    page = url_for(".facts_seen", subject_kind=subject_kind, fact_subject_id=fact_subject_id)
    return ask(about, element, place, page)


@bp.route("/me/facts")
def my_facts() -> Response:
    """What she says of her own shop."""
    about = about_shop(shop(db.session, who()))
    return show_facts(about, url_for(".my_facts"), url_for(".my_household"), may_tell=True)


@bp.route("/me/facts/<element>", defaults={"place": ""}, methods=["GET", "POST"])
@bp.route("/me/facts/<element>/<place>", methods=["GET", "POST"])
def tell_my_fact(element: str, place: str) -> Response:
    """One of her own answers; it stands as her word."""
    return ask(about_shop(shop(db.session, who())), element, place, url_for(".my_facts"))
