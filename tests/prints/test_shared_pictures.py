"""Every picture meant for a chat is still read after the chat has made it small and pressed it.

Chats send 1080 to 480 px; measured here down to 240. At 180 px OpenCV loses the stand, at any
quality where its account is long, while zxing-cpp still reads it. Of codes with an account of 19
digits, an amount and a memo OpenCV reads about half, however large and unpressed they are, so
the picture cannot be mended by its size; zxing-cpp reads them all. Photos of products and of the
share kit carry no code.
"""

from collections.abc import Callable
from itertools import product

import pytest

from qr_labels.drawing.stand import draw_stand
from shopkit.payments.rules.codes import PayTo, code_picture, screen_code, stand_for
from shopkit.payments.rules.requests import request_payload
from tests.prints.looking import by_opencv, by_zxing, sent
from tests.prints.test_papers import PAYEE, SHORT

WIDTHS = (1080, 720, 480, 240)
QUALITIES = (80, 50, 30, 15)
AMOUNT_VND = 499_999_999
MEMO = "SKABCDEFGH"
FOR_ONE_DECODER = {("request", PAYEE)}


def asked(payee: PayTo) -> str:
    return request_payload(payee, AMOUNT_VND, MEMO)


PICTURES: dict[str, tuple[Callable[[PayTo], bytes], Callable[[PayTo], str]]] = {
    "code": (code_picture, PayTo.payload),
    "amount": (lambda payee: code_picture(payee, AMOUNT_VND),
               lambda payee: payee.payload(AMOUNT_VND)),
    "request": (lambda payee: screen_code(asked(payee)), asked),
    "stand": (lambda payee: draw_stand(stand_for(payee, "vi"), "png"), PayTo.payload),
    "english stand": (lambda payee: draw_stand(stand_for(payee, "en"), "png"), PayTo.payload),
}  # fmt: skip


@pytest.mark.parametrize("payee", [SHORT, PAYEE], ids=["short", "long"])
@pytest.mark.parametrize("kind", list(PICTURES))
def test_a_picture_sent_through_a_chat_is_still_read(kind: str, payee: PayTo) -> None:
    draw, payload = PICTURES[kind]
    png, wanted = draw(payee), [payload(payee)]
    for width, quality in product(WIDTHS, QUALITIES):
        image = sent(png, width, quality)
        assert by_zxing(image) == wanted, (width, quality)
        if (kind, payee) not in FOR_ONE_DECODER:
            assert by_opencv(image) == wanted, (width, quality)
