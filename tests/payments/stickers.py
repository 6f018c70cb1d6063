"""What hangs at a stall, as a phone would photograph it."""

from io import BytesIO

from PIL import Image, ImageFilter

from qr_labels.drawing.stand import Stand, draw_stand
from qr_labels.payload import vietqr
from tests.qr_labels.reading.scenes import code_picture, encoded, noisy

TABLE = (128, 120, 104)


def stand_photo(
    payment: vietqr.Payment, *stickers: str, holder: str = "NGUYEN THI MAU", hides: bool = False
) -> bytes:
    """A photo of a hanging stand, a little turned and dim, with stickers stuck beside its code;
    `hides`: the first one is stuck over the code itself."""
    with Image.open(BytesIO(draw_stand(Stand(payment, holder, "Ngân hàng"), "png"))) as drawn:
        paper = drawn.convert("RGB")
    for place, text in enumerate(stickers):
        side = 560 if hides else 300
        sticker = code_picture(text, side).convert("RGB")
        corner = (30, 300) if hides and place == 0 else (720, 60 + 330 * place)
        paper.paste(sticker, corner)
    scene = Image.new("RGB", (1400, 1300), TABLE)
    turned = paper.rotate(4, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)
    scene.paste(turned, (120, 80))
    blurred = scene.filter(ImageFilter.GaussianBlur(1.2)).convert("L")
    return encoded(noisy(blurred, 6), quality=75)


def empty_table() -> bytes:
    return encoded(noisy(Image.new("L", (640, 480), 120), 5))
