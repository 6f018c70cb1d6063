"""Photos of a product, the sizes made later, and the files behind them."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions import photos
from shopkit.catalog.actions.photos import LastPhoto, TooManyPhotos, album
from shopkit.catalog.actions.products import ShopFull
from shopkit.catalog.models.products import FAILED, READY, WAITING, Photo, Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.rules.likeness import is_near, mark_from
from shopkit.catalog.rules.photo import CARD, LATER, MASTER, OG, SHARE, THUMB, Developed
from shopkit.db.files import Files
from shopkit.jobs import work
from shopkit.jobs.models import DONE, Job
from shopkit.jobs.queries import latest_job_or_none
from shopkit.jobs.work import Bench
from shopkit.journal.write import entries_of
from tests.catalog.conftest import Seller
from tests.conftest import NOW


def add(session: Session, files: Files, product: Product, developed: Developed) -> Photo:
    return photos.add_photo(session, files, product, developed, now=NOW)


def do_job_of(session: Session, bench: Bench, photo: Photo) -> Job:
    session.commit()
    job = session.scalars(select(Job).where(Job.record_id == photo.id)).one()
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    return job


def test_a_photo_is_kept_with_what_the_next_page_shows(
    session: Session, files: Files, product: Product, developed: Developed, her: Seller
) -> None:
    photo = add(session, files, product, developed)
    assert set(photo.sizes) == {MASTER, CARD}
    assert (photo.width, photo.height) == (1200, 900)
    assert album(files).read(photo.sizes[CARD]) == developed.files[CARD]
    assert photo.file_for(THUMB) == (CARD, photo.sizes[CARD])
    assert photo.file_for(SHARE) == (MASTER, photo.sizes[MASTER])
    entry = entries_of(session, [photo.id])[0]
    assert (entry.event, entry.details) == ("photo.added", {"product": str(product.id)})
    assert queries.weight_of_photos(session, her.shop.id) == photo.weight_bytes > 10_000


def test_a_job_makes_the_sizes_still_missing(
    session: Session, files: Files, bench: Bench, product: Product, developed: Developed
) -> None:
    photo = add(session, files, product, developed)
    light = photo.weight_bytes
    assert photo.state == WAITING
    assert do_job_of(session, bench, photo).state == DONE
    assert photo.state == READY
    assert set(photo.sizes) == {MASTER, CARD, *LATER}
    assert photo.file_for(THUMB) == (THUMB, photo.sizes[THUMB])
    assert photo.weight_bytes > light


def test_a_photo_of_earlier_days_is_looked_at_and_gets_the_sizes_that_came_since(
    session: Session, files: Files, bench: Bench, product: Product, developed: Developed
) -> None:
    photo = add(session, files, product, developed)
    do_job_of(session, bench, photo)
    photo.sizes = {size: name for size, name in photo.sizes.items() if size != OG}
    photo.found, photo.likeness = {}, None
    assert photos.catch_up(session, now=NOW) == 1
    job = latest_job_or_none(session, photos.JOB, photo.id)
    assert job
    session.commit()
    work.do_all(bench, job.id)
    session.expire_all()
    assert OG in photo.sizes
    seen, first = (mark_from(one.likeness, one.found) for one in (photo, developed))
    assert seen
    assert first
    assert is_near(seen, first)
    assert photo.found["side"] == 900
    assert photos.catch_up(session, now=NOW) == 0


def test_a_job_whose_master_is_damaged_leaves_the_photo_as_it_is(
    session: Session, files: Files, bench: Bench, product: Product, developed: Developed
) -> None:
    photo = add(session, files, product, developed)
    album(files).path(photo.sizes[MASTER]).write_bytes(b"\xff\xd8\xff\xe0 bad sector")
    assert do_job_of(session, bench, photo).state == DONE
    assert photo.state == FAILED
    assert photo.file_for(THUMB) == (CARD, photo.sizes[CARD])


def test_a_new_main_photo_takes_the_place_of_the_old_one_which_can_be_put_back(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    old = add(session, files, product, developed)
    second = add(session, files, product, developed)
    new = photos.replace_cover(session, files, product, developed, now=NOW)
    assert queries.photos_of(session, product) == [new, second]
    assert queries.removed_photos_of(session, product) == [old]
    photos.put_back_photo(session, product, old, now=NOW)
    assert queries.photos_of(session, product) == [new, second, old]


def test_any_photo_can_be_put_first(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    first, second = (add(session, files, product, developed) for _ in range(2))
    photos.put_first(session, product, second, now=NOW)
    assert queries.cover_or_none(session, product) == second
    assert queries.covers_of(session, [product]) == {product.id: second}
    photos.put_first(session, product, first, now=NOW)
    assert queries.cover_or_none(session, product) == first


def test_a_product_has_no_more_photos_than_any_channel_takes(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    kept = [add(session, files, product, developed) for _ in range(photos.MOST_PHOTOS)]
    with pytest.raises(TooManyPhotos):
        add(session, files, product, developed)
    photos.remove_photo(session, product, kept[0], now=NOW)
    add(session, files, product, developed)
    with pytest.raises(TooManyPhotos):
        photos.put_back_photo(session, product, kept[0], now=NOW)


def test_a_shop_has_no_more_photos_than_fit(
    session: Session,
    files: Files,
    product: Product,
    developed: Developed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photo = add(session, files, product, developed)
    monkeypatch.setattr(photos, "MOST_BYTES_A_SHOP", photo.weight_bytes * 2 - 1)
    with pytest.raises(ShopFull):
        add(session, files, product, developed)


def test_a_listing_on_show_keeps_its_last_photo(session: Session, listing: Product) -> None:
    only = queries.cover_or_none(session, listing)
    assert only
    with pytest.raises(LastPhoto):
        photos.remove_photo(session, listing, only, now=NOW)
    assert queries.cover_or_none(session, listing) == only


def age(files: Files, days: float) -> None:
    for path in album(files).root.glob("*/*"):
        old = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (old, old))


def test_the_sweep_takes_only_what_nobody_can_put_back(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    kept = add(session, files, product, developed)
    other = Developed({MASTER: b"other master", CARD: b"other card"}, 9, 9)
    gone = add(session, files, product, other)
    album(files).put(b"left behind by a request that was undone")
    age(files, days=2)
    album(files).put(b"of a request that has not ended yet")
    photos.remove_photo(session, product, gone, now=NOW)
    session.flush()

    assert photos.sweep(session, files, now=NOW) == 1
    assert photos.sweep(session, files, now=NOW) == 0
    assert album(files).read(gone.sizes[MASTER]) == b"other master"

    later = NOW + timedelta(days=31)
    age(files, days=-29)
    assert photos.sweep(session, files, now=later) == 3
    assert album(files).read(kept.sizes[CARD]) == developed.files[CARD]
    assert session.scalars(select(Photo.id)).all() == [kept.id]


def test_the_sweep_leaves_files_of_others_alone(session: Session, files: Files) -> None:
    name = files.put(b"a label sheet")
    os.utime(files.path(name), (0, 0))
    assert photos.sweep(session, files, now=NOW) == 0
    assert files.read(name) == b"a label sheet"


def test_the_same_photo_sent_again_is_young_again(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    name = album(files).put(developed.files[MASTER])
    age(files, days=5)
    add(session, files, product, developed)
    assert album(files).path(name).stat().st_mtime > (NOW - timedelta(days=1)).timestamp()
