"""Making the ground of a photo white without any model: what joins the edges is ground.

Good where the ground is even, as paper or a wall; where it is not this says so rather than eat the
thing. Runs only in the child process.
"""

from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from shopkit.catalog.rules.looking import at_most, look
from shopkit.catalog.rules.photo import WHITE, Developed, Flaw, PictureRefused
from shopkit.catalog.rules.pictures import MASTER_BYTES, as_jpeg, compressed, read

SEEN_SIDE = 400
# How far a colour may lie from that of the ground where the flood begins, summed over the three.
REACHES = (36, 60)
GROUND = (255, 0, 255)
# A thing that fills less or more than this was not found.
LEAST_THING, MOST_THING = 0.03, 0.9
# Edges of the picture that the thing may touch; more means that the flood broke into it.
STEPS_ALONG_EDGE = 12
GROUND_SHARE_OF_RIM = 0.7


def whiten_even(master: bytes, _sizes: Iterable[str]) -> Developed:
    """The photo on white, if its ground is even enough; otherwise it is refused."""
    image, _notes = read(master)
    return on_white(image, thing_on_even_ground(image))


def on_white(image: Image.Image, thing: Image.Image) -> Developed:
    """The picture where `thing` is light, white where it is dark; both of one size."""
    share = ImageStat.Stat(thing).mean[0] / 255
    if not LEAST_THING <= share <= MOST_THING:
        raise PictureRefused(Flaw.NO_GROUND)
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=thing)
    found, likeness = look(ground)
    content = compressed(ground, as_jpeg, MASTER_BYTES)
    return Developed({WHITE: content}, *image.size, (), found, likeness)


def thing_on_even_ground(image: Image.Image) -> Image.Image:
    """A mask of the thing: what no flood from the edges reaches."""
    seen = at_most(image, SEEN_SIDE).filter(ImageFilter.MedianFilter(3))
    for reach in REACHES:
        ground = flooded(seen, reach)
        if rim_share(ground) >= GROUND_SHARE_OF_RIM:
            thing = ImageChops.invert(ground)
            # Single specks of ground are no thing, and the seam of the two loses its rim of ground.
            thing = thing.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.MinFilter(3))
            wide = thing.resize(image.size, Image.Resampling.BICUBIC)
            return wide.filter(ImageFilter.GaussianBlur(max(image.size) / 1000))
    raise PictureRefused(Flaw.NO_GROUND)


def flooded(seen: Image.Image, reach: int) -> Image.Image:
    """White where the ground is: floods from points along the edges, over a fixed range each."""
    ground = Image.new("L", seen.size, 0)
    for at in points_along_edges(*seen.size):
        if ground.getpixel(at):
            continue
        flood = seen.copy()
        ImageDraw.floodfill(flood, at, GROUND, thresh=reach)
        changed = ImageChops.difference(flood, seen).convert("L").point(lambda v: 255 if v else 0)
        ground = ImageChops.lighter(ground, changed)
    return ground


def points_along_edges(width: int, height: int) -> Iterator[tuple[int, int]]:
    for step in range(STEPS_ALONG_EDGE):
        x = step * (width - 1) // (STEPS_ALONG_EDGE - 1)
        y = step * (height - 1) // (STEPS_ALONG_EDGE - 1)
        yield from ((x, 0), (0, y), (width - 1, y), (x, height - 1))


def rim_share(ground: Image.Image) -> float:
    """How much of the rim is ground."""
    rim = ground.copy()
    rim.paste(0, (1, 1, ground.width - 1, ground.height - 1))
    count = 2 * (ground.width + ground.height) - 4
    return sum(rim.histogram()[1:]) / count
