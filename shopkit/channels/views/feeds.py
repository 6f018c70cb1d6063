"""Addresses that channels fetch from: her page about them, and what stands behind them."""

import gzip
from collections.abc import Iterator
from threading import Lock
from typing import BinaryIO
from uuid import UUID

from flask import current_app, flash, request, url_for
from werkzeug.http import is_resource_modified, quote_etag
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from shopkit import clock
from shopkit.catalog.views.adding import own_shop
from shopkit.channels.actions import feeds as actions
from shopkit.channels.actions.files import shelf
from shopkit.channels.forms.files import FeedForm
from shopkit.channels.models.handed_over import Feed
from shopkit.channels.queries import feeds as queries
from shopkit.channels.queries.files import is_reachable
from shopkit.channels.rules.feeds import feed_layout
from shopkit.channels.rules.layouts.shelf import FEEDS
from shopkit.channels.views.blueprint import bp
from shopkit.channels.views.file_words import channel_name, file_words
from shopkit.channels.views.files import TYPES
from shopkit.errors import NotFound
from shopkit.shops.models.shops import Shop
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

PIECE = 64 * 1024
# One is written at a time; those who ask meanwhile find it finished.
_writing = Lock()


@bp.route("/channels/feeds", methods=["GET", "POST"])
def channel_feeds() -> Response:
    """The addresses that are open, when each was fetched last, and opening another."""
    own, form = own_shop(), FeedForm()
    standing = queries.open_feeds_of(db.session, own)
    known = {(feed.channel, feed.form) for feed in standing}
    form.feed.choices = [
        (f"{one.channel}.{one.form}", f"{channel_name(one.channel)}: {file_words(one)}")
        for one in FEEDS
        if (one.channel, one.form) not in known or request.method == "POST"
    ]
    if form.validate_on_submit():
        channel, _dot, kind = form.feed.data.partition(".")
        try:
            actions.open_channel_feed(db.session, own, channel=channel, form=kind, now=clock.now())
        except actions.TooManyFeeds:
            form.refuse("feed", _("Đã mở đủ số địa chỉ. Thôi một địa chỉ cũ rồi mở tiếp."))
        else:
            flash(_("Đã mở địa chỉ. Chép rồi dán vào trang của nơi đó."))
            return to(".channel_feeds")
    return show(
        "channels/feeds.html",
        form=form,
        feeds=[(feed, address_of(feed)) for feed in standing],
        is_reachable=is_reachable(parts().config.public_address),
        is_public=parts().config.public_pages,
    )


def address_of(feed: Feed) -> str:
    ending = feed_layout(feed.channel, feed.form).ending
    path = url_for(".fetch_feed", secret=feed.secret, ending=ending)
    return parts().config.public_address + path


@bp.route("/channels/feeds/<uuid:channel_feed_id>/renew", methods=["POST"])
def renew_channel_feed(channel_feed_id: UUID) -> Response:
    feed = queries.feed_of(db.session, own_shop(), channel_feed_id)
    actions.renew_secret(db.session, feed, now=clock.now())
    flash(_("Đã đổi địa chỉ. Dán địa chỉ mới vào nơi đang lấy; địa chỉ cũ hết dùng."), "wait")
    return to(".channel_feeds")


@bp.route("/channels/feeds/<uuid:channel_feed_id>/end", methods=["POST"])
def end_channel_feed(channel_feed_id: UUID) -> Response:
    feed = queries.feed_of(db.session, own_shop(), channel_feed_id)
    actions.end_channel_feed(db.session, feed, now=clock.now())
    flash(_("Đã đóng địa chỉ. Không nơi nào lấy bảng hàng từ đó được nữa."), "wait")
    return to(".channel_feeds")


@bp.route("/feeds/<secret>.<ending>")
@public
def fetch_feed(secret: str, ending: str) -> Response:
    """The feed for whoever knows its address; unchanged it costs one look at a few counts."""
    if not parts().config.public_pages:
        raise NotFound(secret)
    feed, shop = queries.feed_by_secret(db.session, secret, ending)
    feed = fresh(feed, shop)
    if not actions.is_fetch_noted(feed, clock.now()):
        with parts().database.writing() as session:
            actions.note_fetch(session, feed, now=clock.now())
    return handed_out(feed, ending)


def fresh(feed: Feed, shop: Shop) -> Feed:
    """The feed with a file that shows the shop as it is."""
    address, on = parts().config.public_address, clock.today()
    mark = queries.mark_of(db.session, shop, feed, address=address, on=on)
    if feed.file and feed.made_of == mark:
        return feed
    with _writing, parts().database.reading() as session:
        feed, shop = queries.feed_by_secret(session, feed.secret, ending_of(feed))
        mark = queries.mark_of(session, shop, feed, address=address, on=on)
        if feed.file and feed.made_of == mark:
            return feed
        now = clock.now()
        rendered = actions.render_feed(
            session, parts().files, feed, shop, address=address, mark=mark, on=on, now=now
        )
    with parts().database.writing() as session:
        actions.keep_rendered(session, feed, rendered, now=now)
    with parts().database.reading() as session:
        return queries.feed_by_secret(session, feed.secret, ending_of(feed))[0]


def ending_of(feed: Feed) -> str:
    return feed_layout(feed.channel, feed.form).ending


def handed_out(feed: Feed, ending: str) -> Response:
    """The file as it lies there for whoever reads gzip, else opened piece by piece."""
    name = feed.file or ""
    is_squeezed = bool(request.accept_encodings.quality("gzip"))
    mark = name if is_squeezed else f"{name}-plain"
    response = current_app.response_class(mimetype=TYPES[ending])
    response.set_etag(mark)
    response.last_modified = feed.made_at
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    if not is_resource_modified(request.environ, etag=quote_etag(mark), last_modified=feed.made_at):
        response.status_code = 304
        return response
    file = shelf(parts().files).opened(name)
    if is_squeezed:
        response.headers["Content-Encoding"] = "gzip"
        response.content_length = file.seek(0, 2)
        file.seek(0)
        response.response = wrap_file(request.environ, file)
    else:
        response.response = unsqueezed(file)
    response.direct_passthrough = True
    response.call_on_close(file.close)
    return response


def unsqueezed(file: BinaryIO) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=file) as content:
        while piece := content.read(PIECE):
            yield piece
