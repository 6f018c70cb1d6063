"""The square of a photo, the order of photos, and photos that take another's place."""

import pytest
from sqlalchemy.orm import Session

from shopkit.catalog.actions import photo_shape, photos
from shopkit.catalog.actions.photo_shape import SquareOutside
from shopkit.catalog.actions.photos import PhotoGone, PhotosChanged, album
from shopkit.catalog.models.products import PHOTOS, Photo, Product
from shopkit.catalog.models.variants import Variant
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.doubles import doubles_of
from shopkit.catalog.rules.photo import AT_ONCE, BEFORE, SQUARE, Developed
from shopkit.catalog.rules.pictures import develop
from shopkit.db.files import Files
from shopkit.journal.write import entries_of
from tests.catalog import shots
from tests.catalog.conftest import Seller
from tests.catalog.rules.test_likeness import goods
from tests.conftest import NOW


def add(session: Session, files: Files, product: Product, developed: Developed) -> Photo:
    return photos.add_photo(session, files, product, developed, now=NOW)


def take(
    session: Session,
    files: Files,
    product: Product,
    photo: Photo,
    square: tuple[int, int, int],
) -> None:
    cut = photo_shape.cut_square(files, photo, square)
    photo_shape.take_square(session, files, product, photo, square=square, cut=cut, now=NOW)


def test_a_square_is_kept_beside_the_whole_photo_and_can_be_moved_and_given_up(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    photo = add(session, files, product, developed)
    light, whole = photo.weight_bytes, dict(photo.sizes)
    take(session, files, product, photo, (0, 0, 900))
    first = photo.sizes[SQUARE]
    assert photo.crop == [0, 0, 900]
    assert {size: photo.sizes[size] for size in whole} == whole
    assert photo.weight_bytes == light + len(album(files).read(first))
    take(session, files, product, photo, (300, 0, 900))
    assert photo.sizes[SQUARE] != first
    assert photo.weight_bytes == light + len(album(files).read(photo.sizes[SQUARE]))
    photo_shape.leave_whole(session, product, photo, now=NOW)
    assert (photo.sizes, photo.crop, photo.weight_bytes) == (whole, [], light)
    events = [entry.event for entry in entries_of(session, [photo.id])]
    assert events.count("photo.squared") == 2
    assert events.count("photo.left_whole") == 1


def test_taking_the_same_square_twice_changes_nothing(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    photo = add(session, files, product, developed)
    take(session, files, product, photo, (0, 0, 900))
    version = product.version
    take(session, files, product, photo, (0, 0, 900))
    assert product.version == version


@pytest.mark.parametrize("square", [(0, 0, 0), (301, 0, 900), (0, 0, 1201), (10**9, 0, 900)])
def test_a_square_outside_the_photo_is_refused(
    session: Session,
    files: Files,
    product: Product,
    developed: Developed,
    square: tuple[int, int, int],
) -> None:
    photo = add(session, files, product, developed)
    with pytest.raises(SquareOutside):
        photo_shape.cut_square(files, photo, square)


def test_photos_are_put_in_order_in_one_go(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    a, b, c = (add(session, files, product, developed) for _ in range(3))
    version = product.version
    photos.order_photos(session, product, [c.id, a.id], version=version, now=NOW)
    assert queries.photos_of(session, product) == [c, a, b]
    after = product.version
    photos.order_photos(session, product, [c.id, a.id, b.id], version=version, now=NOW)
    assert product.version == after


def test_an_order_made_from_an_old_page_is_asked_about(
    session: Session, files: Files, product: Product, developed: Developed
) -> None:
    a, b, c = (add(session, files, product, developed) for _ in range(3))
    seen = product.version
    photos.put_first(session, product, c, now=NOW)
    with pytest.raises(PhotosChanged):
        photos.order_photos(session, product, [b.id, a.id, c.id], version=seen, now=NOW)
    assert queries.photos_of(session, product) == [c, a, b]


def test_a_photo_taken_again_stands_in_the_same_place_for_its_variants_too(
    session: Session, files: Files, product: Product, developed: Developed, her: Seller
) -> None:
    first, second = (add(session, files, product, developed) for _ in range(2))
    variant = Variant(
        product_id=product.id,
        shop_id=her.shop.id,
        commune_code=her.shop.commune_code,
        position=0,
        values=["To"],
        photo_id=first.id,
    )
    session.add(variant)
    session.flush()
    new = photos.replace_photo(session, files, product, first, developed, before="f" * 64, now=NOW)
    session.refresh(variant)
    assert queries.photos_of(session, product) == [new, second]
    assert variant.photo_id == new.id
    assert new.sizes[BEFORE] == "f" * 64
    assert product.changed_in[PHOTOS]
    with pytest.raises(PhotoGone):
        photos.replace_photo(session, files, product, first, developed, now=NOW)


def test_a_near_double_in_this_or_another_product_is_named(
    session: Session, files: Files, her: Seller, neighbour: Seller, product: Product
) -> None:
    shot = develop(shots.encoded(goods(1), "JPEG", quality=90), AT_ONCE)
    poorer = develop(shots.encoded(goods(1).resize((500, 375)), "JPEG", quality=40), AT_ONCE)
    other = develop(shots.encoded(goods(2), "JPEG", quality=90), AT_ONCE)
    first = add(session, files, product, shot)
    add(session, files, product, other)
    second = add(session, files, product, poorer)
    session.flush()
    standing = queries.photos_of(session, product)
    assert doubles_of(session, her.shop, standing) == {second.id: product}
    assert doubles_of(session, neighbour.shop, standing) == {}
    photos.remove_photo(session, product, first, now=NOW)
    assert doubles_of(session, her.shop, queries.photos_of(session, product)) == {}
