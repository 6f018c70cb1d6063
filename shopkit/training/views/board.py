"""The board of a class: who is where and since when; and a view for the wall without names."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, request
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.clock import LOCAL
from shopkit.scope import TRAINER
from shopkit.training.models.courses import Course
from shopkit.training.queries.board import Tile, account_ids, shops_of_people, tiles_of
from shopkit.training.queries.courses import meeting_of_today_or_none
from shopkit.training.queries.lists import class_list
from shopkit.training.rules.steps import (
    CODE,
    FINISHED,
    JOINED,
    KEPT,
    LABELLED,
    LISTED,
    MOVING,
    NAME_SEEN,
    NAMED,
    NEEDS_HELP,
    ON_CHANNEL,
    WAITING,
    done_by_step,
    minutes,
    pace,
)
from shopkit.training.views.blueprint import bp
from shopkit.training.views.reach import own_class
from shopkit.web.answers import last_sent
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import LazyText, ngettext
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db

STEP_WORDS: dict[str, LazyText] = {
    JOINED: lazy("Đã vào lớp"),
    KEPT: lazy("Đã mở cửa hàng"),
    CODE: lazy("Có mã QR nhận tiền"),
    NAME_SEEN: lazy("Đã kiểm tra tên trên app ngân hàng"),
    NAMED: lazy("Đã đặt tên cửa hàng"),
    LISTED: lazy("Đã đăng sản phẩm đầu tiên"),
    LABELLED: lazy("Đã làm tem"),
    ON_CHANNEL: lazy("Đã bắt đầu một nơi bán"),
}
DO_WORDS: dict[str, LazyText] = {
    "": lazy("Xong các bước"),
    KEPT: lazy("mở cửa hàng"),
    CODE: lazy("tạo mã QR"),
    NAME_SEEN: lazy("kiểm tra tên trên app ngân hàng"),
    NAMED: lazy("đặt tên cửa hàng"),
    LISTED: lazy("đăng sản phẩm đầu tiên"),
    LABELLED: lazy("làm tem"),
    ON_CHANNEL: lazy("bắt đầu một nơi bán"),
}
PACE_TONES = {FINISHED: "good", MOVING: "plain", WAITING: "wait", NEEDS_HELP: "bad"}
# icons: circle-check arrow-right clock hand-helping
PACE_ICONS = {
    FINISHED: "circle-check",
    MOVING: "arrow-right",
    WAITING: "clock",
    NEEDS_HELP: "hand-helping",
}
WALL = "wall"
HOUR, A_DAY = 60, 24 * 60


@bp.route("/classes/<uuid:course_id>/stands")
@for_roles(TRAINER)
def class_stands(course_id: UUID) -> Response:
    """To where stands are printed, with the shops of everybody on the list chosen."""
    rows = class_list(db.session, own_class(course_id), None)
    shops = shops_of_people(db.session, [row.person for row in rows])
    if not shops:
        flash(_("Chưa ai trong lớp có cửa hàng. Chọn cửa hàng ở danh sách dưới đây."), "wait")
    ids = sorted(set(shops.values()))
    return to("payments.class_stands_page", shop=ids, of=len(rows))


@bp.route("/classes/<uuid:course_id>/board")
@for_roles(TRAINER)
def board(course_id: UUID) -> Response:
    """A tile for each one; with `view=wall` only steps and numbers."""
    course = own_class(course_id)
    seen = board_now(course)
    return show("training/board.html", course=course, is_wall=is_wall(), mark=mark_of(seen), **seen)


@bp.route("/classes/<uuid:course_id>/board/part")
@for_roles(TRAINER)
def board_part(course_id: UUID) -> Response:
    """The tiles alone, for a page that asks again and again; short when nothing changed."""
    course = own_class(course_id)
    seen = board_now(course)
    mark = mark_of(seen)
    if request.if_none_match.contains_weak(mark):
        answer = Response(status=304)
        answer.set_etag(mark, weak=True)
        return answer
    template = "training/board_wall.html" if is_wall() else "training/board_tiles.html"
    answer = show(template, course=course, **seen)
    answer.set_etag(mark, weak=True)
    return answer


def is_wall() -> bool:
    return request.args.get("view") == WALL


def board_now(course: Course) -> dict[str, Any]:
    """What the board shows at this moment."""
    meeting = meeting_of_today_or_none(db.session, course, clock.today())
    tiles = tiles_of(db.session, course, meeting)
    counts = done_by_step(tile.reached for tile in tiles)
    if is_wall():
        steps = [(str(STEP_WORDS[step]), *pair) for step, pair in counts.items()]
        return {"steps": steps, "people": len(tiles)}
    accounts = account_ids(db.session, [tile.row.person for tile in tiles])
    by_account = last_sent(db.session, accounts.values())
    sent = {person_id: by_account.get(account_id) for person_id, account_id in accounts.items()}
    told = [
        tile_words(tile) | {"sent": sent_words(sent.get(tile.row.person.id))}
        for tile in in_order(tiles)
    ]
    return {"tiles": told, "people": len(tiles)}


def in_order(tiles: Sequence[Tile]) -> list[Tile]:
    """Who needs somebody first; among equals whoever has waited longest."""
    order = (NEEDS_HELP, WAITING, MOVING, FINISHED)
    now = clock.now()
    return sorted(
        tiles,
        key=lambda one: (order.index(pace(one.reached, one.since, now)), one.since, one.row.number),
    )


def tile_words(tile: Tile) -> dict[str, Any]:
    """A tile as it is read: name, step reached, what comes next, since when."""
    how = pace(tile.reached, tile.since, clock.now())
    return {
        "name": tile.name,
        "person_id": tile.row.person.id,
        "step": str(STEP_WORDS[tile.reached.step]),
        "next": str(DO_WORDS[tile.reached.next_step]),
        "is_finished": how == FINISHED,
        "has_shop": tile.shop_id is not None,
        "since": since_words(minutes(tile.since, clock.now())),
        "tone": PACE_TONES[how],
        "sign": PACE_ICONS[how],
        "pace": how,
    }


def sent_words(at: datetime | None) -> str:
    """When her phone was last heard of; what it keeps unsent nobody here can see."""
    if at is None:
        return ""
    here = at.astimezone(LOCAL)
    told = f"{here:%H:%M}" if here.date() == clock.today() else day(here.date())
    return _("Máy gửi lần cuối %(at)s", at=told)


def since_words(waited: int) -> str:
    """How long nothing has happened, as one would say it."""
    if waited < 1:
        return _("vừa xong")
    if waited < 2 * HOUR:
        return ngettext("%(num)s phút", "%(num)s phút", waited)
    if waited < 2 * A_DAY:
        return ngettext("%(num)s giờ", "%(num)s giờ", waited // HOUR)
    return ngettext("%(num)s ngày", "%(num)s ngày", waited // A_DAY)


def mark_of(seen: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(seen.items())).encode()).hexdigest()[:20]
