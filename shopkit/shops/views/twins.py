"""Records that look alike, side by side, for somebody who knows them."""

from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.shops.actions.answering import are_one, are_two
from shopkit.shops.queries.register import groups_of, village_words
from shopkit.shops.queries.twins import (
    KINDS,
    PAGE,
    records_of_twins,
    twin_in_reach,
    waiting_twins,
)
from shopkit.shops.rules.twins import Why
from shopkit.shops.views.blueprint import bp
from shopkit.shops.views.branches import id_of
from shopkit.shops.views.register import WRITERS, around, asked_page
from shopkit.web.doors import for_roles
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, who

WHY: dict[str, LazyText] = {
    Why.NAME_AND_PHONE: lazy("Tên và số điện thoại giống nhau"),
    Why.NAME_AND_YEAR: lazy("Tên và năm sinh giống nhau"),
    Why.NAME: lazy("Cùng tên, cùng thôn"),
    Why.LIKE_NAME: lazy("Tên gần giống, cùng thôn"),
    Why.PHONE: lazy("Cùng số điện thoại, tên hơi khác"),
}
KIND_WORDS: dict[str, LazyText] = {
    "household": lazy("Hộ"),
    "person": lazy("Người"),
    "business": lazy("Hộ kinh doanh"),
}


@bp.route("/register/twins")
@for_roles(*WRITERS)
def twins() -> Response:
    """Pairs that look like one, the likeliest first, each to be answered by a tap."""
    page, kind = asked_page(), request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    found, count = waiting_twins(db.session, who(), kind=kind, page=page)
    records = records_of_twins(db.session, found)
    pairs = [
        (twin, records[twin.first_id], records[twin.second_id])
        for twin in found
        if twin.first_id in records and twin.second_id in records
    ]
    return show(
        "shops/twins.html",
        pairs=pairs,
        count=count,
        kind=kind,
        page=page,
        page_count=-(-count // PAGE),
        why=WHY,
        kind_words=KIND_WORDS,
        groups=groups_of(db.session, records),
        village_names=village_words(db.session, (one.village_id for one in records.values())),
        **around(),
    )


@bp.route("/register/twins/<uuid:twin_id>", methods=["POST"])
@for_roles(*WRITERS)
def answer_twins(twin_id: UUID) -> Response:
    """The same, and which row stays; or two."""
    twin = twin_in_reach(db.session, who(), twin_id, *WRITERS)
    kept = request.form.get("kept", "")
    if kept:
        are_one(db.session, twin, id_of(kept), now=clock.now())
        flash(_("Đã gộp. Lịch sử của cả hai dòng vẫn giữ."), "good")
    else:
        are_two(db.session, twin, now=clock.now())
        flash(_("Đã ghi là hai. Sẽ không hỏi lại."), "good")
    return to(".twins", kind=request.form.get("kind") or None)
