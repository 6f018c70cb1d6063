"""Sharp photos of different things on a white ground, as a careful seller takes them."""

import random
from pathlib import Path

from PIL import Image, ImageDraw

SIDE = 1600


def picture_on_white(folder: Path, number: int) -> Path:
    """A heap of coloured things on white; another heap for each number."""
    chance = random.Random(number)
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(120):
        left, top = chance.randrange(250, 1100), chance.randrange(250, 1100)
        box = (left, top, left + chance.randrange(40, 250), top + chance.randrange(40, 250))
        colour = tuple(chance.randrange(20, 220) for _ in range(3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(box, fill=colour)
    path = folder / f"hang-{number}.jpg"
    image.save(path, quality=92)
    return path
