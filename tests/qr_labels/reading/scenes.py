"""Photos for tests, drawn from a symbol: tilted, blurred, noisy, several in one."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from qr_labels.symbol.one import symbol

WIDTH, HEIGHT = 640, 480


def code_picture(text: str, side: int = 300) -> Image.Image:
    """A symbol with its quiet zone, grey."""
    with Image.open(BytesIO(symbol(text).png(scale=10))) as drawn:
        return drawn.convert("L").resize((side, side), Image.Resampling.BOX)


def scene(*texts: str, side: int = 200, turned: float = 0, defocus: float = 0) -> Image.Image:
    """Codes side by side on a grey table, turned by degrees, out of focus by pixels."""
    table = Image.new("L", (WIDTH, HEIGHT), 140)
    for place, text in enumerate(texts):
        code = code_picture(text, side).rotate(
            turned, Image.Resampling.BICUBIC, expand=True, fillcolor=140
        )
        middle = WIDTH * (2 * place + 1) // (2 * len(texts))
        table.paste(code, (middle - code.width // 2, (HEIGHT - code.height) // 2))
    return table.filter(ImageFilter.GaussianBlur(defocus)) if defocus else table


def noisy(picture: Image.Image, spread: float, seed: int = 1) -> Image.Image:
    """With the noise of a dim sensor."""
    pixels = np.asarray(picture, np.float32)
    grain = np.random.default_rng(seed).normal(0, spread, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def encoded(picture: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()
