"""The code of a class, so large that it is scanned from the third row of chairs."""

from qr_labels.drawing.fonts import text_width
from qr_labels.symbol.one import symbol
from qr_labels.symbol.proof import proved
from shopkit.paper.document import A4, Document
from shopkit.paper.letters import STRONG
from shopkit.training.models.courses import Course, Meeting
from shopkit.training.rules.codes import shown_join_code
from shopkit.web.filters import day
from shopkit.web.language import gettext as _
from shopkit.web.language import language

MARGIN, CODE_MM, LARGEST_MM = 15.0, 150.0, 22.0


def poster(course: Course, meeting: Meeting, address: str) -> bytes:
    paper = Document(_("Mã lớp"), language(), size=A4, margin=MARGIN)
    paper.paragraph(course.name, size=9.0, strong=True, align="center")
    when = day(meeting.held_on) + (f", {meeting.begins}" if meeting.begins else "")
    paper.paragraph(when, size=6.0, align="center")
    paper.paragraph(_("Mở máy ảnh, quét mã này để vào lớp"), size=6.4, align="center", gap=5.0)
    drawn, left = proved(symbol(address)), (paper.width - CODE_MM) / 2
    paper.drawing(
        CODE_MM, lambda canvas, x, top: drawn.draw_on(canvas, x + left, top - CODE_MM, CODE_MM)
    )
    code = shown_join_code(course.join_code)
    size = min(LARGEST_MM, paper.width / text_width(code, 1.0, STRONG))
    paper.paragraph(code, size=size, strong=True, align="center", gap=4.0)
    short = address.split("://", 1)[-1].rsplit("/", 1)[0]
    paper.paragraph(
        _("Không quét được: mở %(address)s và gõ 6 chữ này", address=short),
        size=5.0,
        align="center",
    )
    return paper.render()
