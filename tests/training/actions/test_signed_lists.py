"""Photos of signed lists are kept small."""

from io import BytesIO

from PIL import Image
from sqlalchemy.orm import Session

from shopkit.catalog.rules.photo import MASTER, Developed
from shopkit.db.files import Files
from shopkit.training.actions.signed_lists import MOST_BYTES, keep_signed_list, shelf, sweep
from shopkit.training.queries.lists import signed_lists_of
from tests import make
from tests.conftest import NOW


def noisy() -> Developed:
    """A picture that packs as badly as any: noise."""
    picture = Image.effect_noise((2400, 3200), 90).convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=92)
    assert len(out.getvalue()) > 5 * MOST_BYTES
    return Developed({MASTER: out.getvalue()}, 2400, 3200)


def test_even_the_worst_photo_is_kept_below_300_kb_and_once(session: Session, files: Files) -> None:
    course = make.course(session)
    meeting = make.meeting(session, course)
    photo = noisy()
    kept = keep_signed_list(session, files, meeting, photo, now=NOW)
    keep_signed_list(session, files, meeting, photo, now=NOW)
    content = shelf(files).read(kept.file)
    assert len(content) == kept.size_bytes < MOST_BYTES
    with Image.open(BytesIO(content)) as shown:
        assert min(shown.size) >= 700
    assert len(signed_lists_of(session, meeting)) == 1


def test_a_photo_in_use_is_not_swept(session: Session, files: Files) -> None:
    meeting = make.meeting(session, make.course(session))
    kept = keep_signed_list(session, files, meeting, make.picture(), now=NOW)
    sweep(session, files, now=NOW)
    assert shelf(files).read(kept.file)
