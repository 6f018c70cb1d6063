"""A 12-megapixel photo through the whole pipeline, beside Pillow's own thumbnail in the same run.

    python -m benchmarks.photo [--rounds 5]

Ours: the bytes a phone sent, into a child process with limits, decoded, turned upright, stripped,
measured for blur, light, border and likeness, and back as a master and the size that the next page
shows. Pillow's: open, thumbnail, save, in this process and without any of that. Time is the
median of wall clock; memory is the largest any child used, as the system counted it.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw, ImageOps

from shopkit.catalog.actions import darkroom
from shopkit.catalog.rules.photo import AT_ONCE
from shopkit.config import PACKAGE

WIDTH, HEIGHT = 4000, 3000
MOST_SECONDS, MOST_MB = 1.5, 200.0
SIDE = 2000
# Something small starts the child: the system counts the starter's own memory as the child's.
STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def scene() -> Image.Image:
    """Goods on a table with the grain of a phone's sensor, lying on its side."""
    image = Image.radial_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for number in range(60):
        x, y = number * 613 % WIDTH, number * 397 % HEIGHT
        colour = (number * 37 % 256, number * 91 % 256, number * 53 % 256)
        draw.ellipse((x, y, x + 500, y + 400), fill=colour)
    for line in range(0, HEIGHT, 24):
        draw.line((800, line, 2600, line), fill=(30, 30, 30), width=4)
    return Image.blend(image, Image.effect_noise(image.size, 60).convert("RGB"), 0.15)


def encoded(image: Image.Image, form: str, quality: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, form, quality=quality, exif=exif.tobytes())
    return out.getvalue()


def by_us(content: bytes) -> None:
    darkroom.develop(content, AT_ONCE)


def by_pillow(content: bytes) -> None:
    with Image.open(BytesIO(content)) as image:
        image.thumbnail((SIDE, SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.convert("RGB").save(BytesIO(), "JPEG", quality=82)


def median_s(way: Callable[[bytes], None], content: bytes, rounds: int) -> float:
    took = []
    for _ in range(rounds):
        before = time.perf_counter()
        way(content)
        took.append(time.perf_counter() - before)
    return statistics.median(took)


def peak_mb(content: bytes) -> float:
    child = [sys.executable, "-B", "-m", darkroom.CHILD, "develop", *AT_ONCE]
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        told = subprocess.run(
            [sys.executable, "-c", STARTER, *child],
            stdin=source,
            capture_output=True,
            cwd=PACKAGE.parent,
            check=True,
        )
    return int(told.stdout) / 1024


def main() -> int:
    """Print the figures; 1 when one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    pillow_heif.register_heif_opener()
    image = scene()
    missed = False
    for form, quality in (("JPEG", 88), ("HEIF", 60)):
        content = encoded(image, form, quality)
        ours, plain = median_s(by_us, content, rounds), median_s(by_pillow, content, rounds)
        peak = peak_mb(content)
        print(
            f"{form:5} 12 MP, {len(content) / 1e6:4.1f} MB:  ours {ours:5.2f} s, {peak:4.0f} MB"
            f"   Pillow's thumbnail alone {plain:5.2f} s",
            flush=True,
        )
        missed |= ours > MOST_SECONDS or peak > MOST_MB
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process, which drew the photos: {mine:.0f} MB")
    print(f"wanted: under {MOST_SECONDS} s and {MOST_MB:.0f} MB")
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
