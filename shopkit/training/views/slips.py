"""What each takes home: what she has made, what comes next, when somebody comes to see her."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from reportlab.pdfgen.canvas import Canvas
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.paper.cards import cards
from shopkit.paper.letters import GREY, INK, PLAIN, STRONG, put, wrapped
from shopkit.paper.pieces import Painter
from shopkit.scope import TRAINER
from shopkit.training.queries.board import Tile, tiles_of, visit_days
from shopkit.training.queries.courses import meeting_of_today_or_none
from shopkit.training.rules.steps import JOINED
from shopkit.training.views.blueprint import bp
from shopkit.training.views.board import DO_WORDS, STEP_WORDS
from shopkit.training.views.papers import pdf
from shopkit.training.views.reach import own_class
from shopkit.web.doors import for_roles
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.state import db

CARD = (97.0, 68.0)
PAD, NAME_MM, TEXT_MM, LINE = 6.0, 5.2, 3.9, 1.45


@bp.route("/classes/<uuid:course_id>/slips.pdf")
@for_roles(TRAINER)
def slips(course_id: UUID) -> Response:
    """Eight to a sheet, to cut and hand out at the end of the day."""
    course = own_class(course_id)
    today = clock.today()
    meeting = meeting_of_today_or_none(db.session, course, today)
    tiles = tiles_of(db.session, course, meeting)
    visits = {
        person: [one for one in days if one >= today]
        for person, days in visit_days(db.session, course).items()
    }
    content = cards(_("Phiếu mang về"), painters(course.name, tiles, visits), CARD)
    return pdf(content, "phieu-mang-ve.pdf")


def painters(
    course: str, tiles: Sequence[Tile], visits: Mapping[UUID, Sequence[date]]
) -> list[Painter]:
    return [painter(course, tile, visits.get(tile.row.person.id, ())) for tile in tiles]


def painter(course: str, tile: Tile, visits: Sequence[date]) -> Painter:
    lines = [(course, 3.2, PLAIN, GREY), (tile.name, NAME_MM, STRONG, INK)]
    lines += [(text, TEXT_MM, PLAIN, INK) for text in said(tile, visits)]

    def paint(canvas: Canvas, x: float, top: float) -> None:
        down = top - PAD - NAME_MM
        for text, size, weight, colour in lines:
            for line in wrapped(text, CARD[0] - 2 * PAD, size, weight):
                put(canvas, line, x + PAD, down, size=size, weight=weight, colour=colour)
                down -= size * LINE
            down -= 1.0

    return paint


def said(tile: Tile, visits: Sequence[date]) -> list[str]:
    """In sentences: done, next, when somebody comes."""
    done = [str(STEP_WORDS[step]) for step in tile.reached.wanted if step in tile.reached.done]
    made = [word for word in done if word != str(STEP_WORDS[JOINED])]
    rest = [one[0].lower() + one[1:] for one in made[1:]]
    text = ["; ".join([*made[:1], *rest]) + "."] if made else []
    if tile.reached.next_step:
        text.append(_("Việc tiếp theo: %(step)s.", step=str(DO_WORDS[tile.reached.next_step])))
    if visits:
        text.append(
            _("Sẽ có người đến thăm: %(days)s.", days=", ".join(day(one) for one in visits))
        )
    return text
