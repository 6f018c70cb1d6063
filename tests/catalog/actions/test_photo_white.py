"""A photo on a white ground: tried, compared, taken and undone."""

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from shopkit.catalog.actions import darkroom, photo_white, photos
from shopkit.catalog.actions.photos import PhotosChanged, album
from shopkit.catalog.models.products import Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.found import has_white_ground
from shopkit.catalog.rules.photo import (
    AT_ONCE,
    BEFORE,
    CARD,
    MASTER,
    WHITE,
    Flaw,
    PictureRefused,
)
from shopkit.catalog.rules.pictures import develop
from shopkit.catalog.rules.whitening import whiten_even
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.models import DONE, FAILED
from shopkit.jobs.work import Bench
from tests.catalog import shots
from tests.conftest import NOW

GROUND, BOTTLE, LABEL = (225, 215, 200), (150, 80, 20), (250, 240, 220)


def bottle() -> Image.Image:
    """A bottle with a pale label on an evenly lit table."""
    image = Image.new("RGB", (1200, 900), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((450, 180, 750, 760), 40, fill=BOTTLE)
    draw.rectangle((480, 380, 720, 600), fill=LABEL)
    for line in range(6):
        draw.line((500, 410 + line * 30, 700, 410 + line * 30), fill=(40, 20, 10), width=5)
    return Image.blend(image, Image.effect_noise(image.size, 15).convert("RGB"), 0.05)


def sent(image: Image.Image) -> bytes:
    return shots.encoded(image, "JPEG", quality=90)


def is_close(colour: object, wanted: tuple[int, int, int], within: int = 40) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) <= within for a, b in zip(colour, wanted, strict=True))


def check_bottle_on_white(content: bytes) -> None:
    image = Image.open(BytesIO(content))
    assert image.size == (1200, 900)
    for corner in ((5, 5), (1195, 5), (5, 895), (1195, 895), (200, 450), (1000, 450)):
        assert is_close(image.getpixel(corner), (255, 255, 255), 4)
    assert is_close(image.getpixel((600, 250)), BOTTLE)
    assert is_close(image.getpixel((700, 580)), LABEL)


def test_an_even_ground_becomes_white_and_the_thing_stays_whole() -> None:
    developed = whiten_even(sent(bottle()), ())
    check_bottle_on_white(developed.files[WHITE])
    assert has_white_ground(developed.found)


@pytest.mark.parametrize("image", [shots.noise(800, 600), Image.new("RGB", (800, 600), GROUND)])
def test_a_photo_whose_thing_cannot_be_told_from_its_ground_is_left_alone(
    image: Image.Image,
) -> None:
    with pytest.raises(PictureRefused) as refused:
        whiten_even(sent(image), ())
    assert refused.value.flaw is Flaw.NO_GROUND


def test_without_a_network_the_even_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "NETWORK_PACKAGE", "no-such-package-anywhere")
    assert darkroom.network_or_none() is None
    check_bottle_on_white(darkroom.whiten(sent(bottle())).files[WHITE])


needs_network = pytest.mark.skipif(
    darkroom.network_or_none() is None,
    reason="no network for white grounds is installed (docs/operating.md, extra `whiten`)",
)


@needs_network
def test_the_network_finds_the_thing_on_an_even_and_on_an_uneven_ground() -> None:
    network = darkroom.network_or_none()
    uneven = bottle()
    uneven.paste(Image.linear_gradient("L").resize((400, 900)).convert("RGB"), (0, 0))
    for image in (bottle(), uneven):
        made = darkroom.ask(darkroom.MODEL_TURN, darkroom.MODEL_CHILD, [str(network)], sent(image))
        check_bottle_on_white(made.files[WHITE])


@needs_network
def test_the_network_stays_within_its_memory() -> None:
    starter = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    child = [sys.executable, "-m", darkroom.MODEL_CHILD, str(darkroom.network_or_none())]
    told = subprocess.run(
        [sys.executable, "-c", starter, *child],
        input=sent(bottle()),
        capture_output=True,
        check=True,
    )
    assert int(told.stdout) / 1024 < 670


@pytest.fixture
def photo(session: Session, files: Files, product: Product) -> Photo:
    developed = develop(sent(bottle()), AT_ONCE)
    return photos.add_photo(session, files, product, developed, now=NOW)


def tried(session: Session, bench: Bench, photo: Photo) -> str:
    job = photo_white.try_white(session, photo, now=NOW)
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return job.state


def test_a_try_changes_nothing_until_it_is_taken_and_then_the_first_photo_is_kept(
    session: Session, files: Files, bench: Bench, product: Product, photo: Photo
) -> None:
    master = photo.sizes[MASTER]
    assert tried(session, bench, photo) == DONE
    assert (photo.sizes[MASTER], photo.found["border"]) == (master, "")
    check_bottle_on_white(album(files).read(photo.sizes[WHITE]))

    developed = photo_white.developed_from(files, photo, WHITE)
    white = photo_white.take_white(session, files, product, photo, developed, now=NOW)
    assert queries.photos_of(session, product) == [white]
    assert white.sizes[BEFORE] == master
    assert white.sizes[MASTER] == photo.sizes[WHITE]
    assert has_white_ground(white.found)
    assert white.sizes[CARD] != photo.sizes[CARD]

    developed = photo_white.developed_from(files, white, BEFORE)
    back = photo_white.undo_white(session, files, product, white, developed, now=NOW)
    assert queries.photos_of(session, product) == [back]
    assert back.sizes[MASTER] == master
    assert BEFORE not in back.sizes


def test_the_photo_as_it_was_taken_outlives_the_sweep(
    session: Session, files: Files, product: Product, photo: Photo
) -> None:
    developed = photo_white.developed_from(files, photo, MASTER)
    white = photo_white.take_white(session, files, product, photo, developed, now=NOW)
    assert white.sizes[BEFORE] in photos.names_in_use(session)


def test_a_try_that_finds_nothing_fails_with_a_reason_and_leaves_the_photo(
    session: Session, files: Files, bench: Bench, product: Product
) -> None:
    developed = develop(sent(shots.noise(800, 600)), AT_ONCE)
    photo = photos.add_photo(session, files, product, developed, now=NOW)
    assert tried(session, bench, photo) == FAILED
    assert WHITE not in photo.sizes


def test_a_photo_taken_down_is_not_tried(session: Session, product: Product, photo: Photo) -> None:
    photos.remove_photo(session, product, photo, now=NOW)
    with pytest.raises(PhotosChanged):
        photo_white.try_white(session, photo, now=NOW)
