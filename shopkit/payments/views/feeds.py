"""Setting up a payment service that tells of money by itself."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.payments.actions import feeds as actions
from shopkit.payments.forms.money import FeedForm
from shopkit.payments.models.money import MoneyFeed
from shopkit.payments.queries.accounts import account, accounts_of
from shopkit.payments.queries.feeds import feed, feeds_of, told_differently_or_none
from shopkit.payments.rules.feeds import secret_of
from shopkit.payments.views.blueprint import bp
from shopkit.payments.views.kept import own_shop
from shopkit.payments.views.money_words import REFUSED_WORDS
from shopkit.web.language import gettext as _
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

# The key can be copied while it is new; after that only another one can be made.
KEY_SHOWN_FOR = timedelta(minutes=10)
DIFFERENCE_SHOWN_FOR = timedelta(days=30)


def own_feed(feed_id: UUID) -> MoneyFeed:
    return feed(db.session, own_shop(), feed_id)


@bp.route("/money/feeds")
def feeds() -> Response:
    shop = own_shop()
    found = [(one, account(db.session, shop, one.account_id)) for one in feeds_of(db.session, shop)]
    return show("payments/feeds.html", feeds=found)


@bp.route("/money/feeds/new", methods=["GET", "POST"])
def new_feed() -> Response:
    if who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    accounts = accounts_of(db.session, own_shop())
    if not accounts:
        return redirect(url_for(".choose_bank"), code=303)
    form = FeedForm()
    form.account.choices = [(str(one.id), one.label or one.holder) for one in accounts]
    if form.validate_on_submit():
        chosen = account(db.session, own_shop(), UUID(form.account.data))
        opened = actions.open_feed(db.session, own_shop(), chosen, now=clock.now())
        return to(".money_feed", feed_id=opened.id)
    return show("payments/feed_new.html", form=form, accounts=accounts)


@bp.route("/money/feeds/<uuid:feed_id>")
def money_feed(feed_id: UUID) -> Response:
    """The address, the key while it is new, and what was heard."""
    found, config = own_feed(feed_id), parts().config
    is_new = clock.now() - found.turned_at < KEY_SHOWN_FOR
    return show(
        "payments/feed.html",
        feed=found,
        account=account(db.session, own_shop(), found.account_id),
        address=config.public_address + url_for(".deliver", code=found.code),
        key=secret_of(config.secret_key, str(found.id), found.turn) if is_new else None,
        is_secure=config.is_secure,
        refused_words=REFUSED_WORDS,
        differing=told_differently_or_none(
            db.session, own_shop(), found, clock.now() - DIFFERENCE_SHOWN_FOR
        ),
    )


@bp.route("/money/feeds/<uuid:feed_id>/key", methods=["POST"])
def renew_feed_key(feed_id: UUID) -> Response:
    found = own_feed(feed_id)
    if who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    actions.renew_key(db.session, own_shop(), found, now=clock.now())
    flash(_("Đã có khóa mới. Khóa cũ không dùng được nữa."), "wait")
    return to(".money_feed", feed_id=feed_id)


@bp.route("/money/feeds/<uuid:feed_id>/end", methods=["POST"])
def end_money_feed(feed_id: UUID) -> Response:
    found = own_feed(feed_id)
    if who().signed_in_by_card:
        return show("payments/money_locked.html", 403)
    actions.end_feed(db.session, own_shop(), found, now=clock.now())
    flash(_("Đã thôi nhận tin báo tiền ở địa chỉ này."), "wait")
    return to(".feeds")
