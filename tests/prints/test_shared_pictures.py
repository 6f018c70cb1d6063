"""Every picture meant for a chat is still read after the chat has made it small and pressed it."""

from collections.abc import Callable
from itertools import product

import pytest

from qr_labels.drawing.stand import draw_stand
from shopkit.payments.rules.codes import PayTo, code_picture, stand_for
from shopkit.payments.rules.requests import request_picture
from tests.prints.looking import by_opencv, by_zxing, sent
from tests.prints.test_papers import SHORT

WIDTHS = (1080, 720, 480, 240)
QUALITIES = (80, 50, 30, 15)

PICTURES: dict[str, Callable[[PayTo], bytes]] = {
    "code": code_picture,
    "request": lambda payee: request_picture(payee.payload()),
    "stand": lambda payee: draw_stand(stand_for(payee, "vi"), "png"),
}


@pytest.mark.parametrize("kind", list(PICTURES))
def test_a_picture_sent_through_a_chat_is_read_by_both_decoders(kind: str) -> None:
    png = PICTURES[kind](SHORT)
    wanted = [SHORT.payload()]
    for width, quality in product(WIDTHS, QUALITIES):
        image = sent(png, width, quality)
        assert by_zxing(image) == wanted, (width, quality)
        assert by_opencv(image) == wanted, (width, quality)
