"""Drawn pictures of practice goods, so that nobody's photo is needed."""

from io import BytesIO

from PIL import Image, ImageDraw

from shopkit.demo.cast import COLOURS

SIDE = 900


def goods_picture(number: int) -> bytes:
    """A plate of goods in one of a few colours, as the JPEG a phone would send."""
    ground, ink = COLOURS[number % len(COLOURS)]
    image = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse((90, 330, 810, 820), fill="#ffffff")
    draw.ellipse((130, 370, 770, 780), fill="#f6f1e7")
    for row, count in enumerate((3, 4, 3)):
        for place in range(count):
            x = 450 + (place - (count - 1) / 2) * 140
            y = 470 + row * 90
            draw.rounded_rectangle((x - 58, y - 46, x + 58, y + 46), 34, fill=ink)
            draw.line((x - 40, y - 20, x + 30, y - 32), fill=ground, width=7)
    file = BytesIO()
    image.save(file, "JPEG", quality=86)
    return file.getvalue()
