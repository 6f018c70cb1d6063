"""What belongs to a seller's pages and is no page: pictures, the sitemap, words for crawlers."""

from collections.abc import Sequence

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from shopkit.catalog.actions.photos import album
from shopkit.catalog.models.products import Photo
from shopkit.catalog.rules.photo import SHARE
from shopkit.channels.actions import front_picture
from shopkit.channels.queries import front as queries
from shopkit.channels.queries import front_sitemap as pages
from shopkit.channels.queries.front import NotShown
from shopkit.channels.rules import front_sitemap as rules
from shopkit.channels.rules.front_picture import Sign
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.front_door import begin
from shopkit.payments.queries.accounts import pay_to
from shopkit.payments.rules.codes import code_picture
from shopkit.shops.models.shops import Shop
from shopkit.web.doors import public
from shopkit.web.state import db, parts

FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


def picture_address(shop: Shop, place: str) -> str:
    """Where the picture of the shop as it is today lies; its key changes with what it shows."""
    photos = queries.first_photos(db.session, shop)
    key = front_picture.picture_key(sign_of(shop, place), [str(photo.id) for photo in photos])
    return url_for(".shop_picture", code=shop.code, v=key)


def sign_of(shop: Shop, place: str) -> Sign:
    return Sign(shop.name, shop.sells, place)


@bp.route("/s/<code>/picture.jpg")
@public
def shop_picture(code: str) -> Response:
    """The picture that a chat shows beside the link of a shop."""
    begin()
    shop = queries.shop_on_show(db.session, code)
    sign = sign_of(shop, queries.place_of(db.session, shop))
    photos = queries.first_photos(db.session, shop)
    key = front_picture.picture_key(sign, [str(photo.id) for photo in photos])
    made = front_picture.kept_or_none(key)
    if made is None:
        shelf = album(parts().files)
        contents = [shelf.read(photo.file_for(SHARE)[1]) for photo in photos]
        made = front_picture.draw(key, sign, contents)
    if made is None:
        return instead_of_picture(photos)
    response = file(made, "image/jpeg")
    response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == key else AN_HOUR
    response.set_etag(key)
    return response.make_conditional(request)


def instead_of_picture(photos: Sequence[Photo]) -> Response:
    """The photo of her first product, while too many pictures are asked for at once."""
    if not photos:
        raise NotShown("picture")
    response = redirect(url_for("catalog.photo_file", photo_id=photos[0].id, size=SHARE), code=302)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/s/<code>/pay.png")
@public
def shop_pay_code(code: str) -> Response:
    """The code of the account she has put on her page, read back before it is given out."""
    begin()
    shop = queries.shop_on_show(db.session, code)
    pay = queries.pay_here_or_none(db.session, shop, queries.front_or_none(db.session, shop))
    if pay is None:
        raise NotShown(code)
    response = file(code_picture(pay_to(pay.account)), "image/png")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/sitemap.xml")
@public
def sitemap() -> Response:
    """All open pages; a list of files where one cannot hold them."""
    begin()
    count = pages.shop_count(db.session) + pages.product_count(db.session)
    files = rules.file_count(count)
    if files == 1:
        return part_of_sitemap(1)
    address = parts().config.public_address
    return xml(
        rules.sitemap_index(
            address + url_for(".sitemap_file", number=number) for number in range(1, files + 1)
        )
    )


@bp.route("/sitemap-<int:number>.xml")
@public
def sitemap_file(number: int) -> Response:
    """One file of a long list."""
    begin()
    count = pages.shop_count(db.session) + pages.product_count(db.session)
    if not 1 <= number <= rules.file_count(count):
        raise NotShown(str(number)[:20])
    return part_of_sitemap(number)


def part_of_sitemap(number: int) -> Response:
    first = (number - 1) * rules.MOST
    address = parts().config.public_address
    return xml(rules.sitemap(pages.entries(db.session, address, first=first, most=rules.MOST)))


@bp.route("/robots.txt")
@public
def robots() -> Response:
    """What crawlers may look at."""
    config = parts().config
    response = file(
        rules.robots(config.public_address, is_open=config.public_pages).encode(), "text/plain"
    )
    response.headers["Cache-Control"] = AN_HOUR
    return response


def xml(text: str) -> Response:
    response = file(text.encode(), "application/xml")
    response.headers["Cache-Control"] = AN_HOUR
    return response


def file(content: bytes, mimetype: str) -> Response:
    return current_app.response_class(content, mimetype=mimetype)
