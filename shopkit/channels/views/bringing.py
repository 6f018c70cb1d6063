"""Bringing products in from a file: sending it, what its prices are, the trial run, its photos."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.channels.actions.bringing import (
    KEPT,
    MONEY,
    PRICE_CHANGED,
    PRODUCTS,
    ProductTrial,
    Table,
    choose_manner,
    manner_of,
    recognise,
    say_money,
    seems_foreign,
    wish_shown,
)
from shopkit.channels.actions.bringing_in import keep
from shopkit.channels.actions.fetching import ask_for_photos
from shopkit.channels.forms.bringing import MannerForm, MoneyForm, TakeForm
from shopkit.channels.queries.bringing import missing_photos, photos_missing
from shopkit.channels.rules.bringing import unpacked
from shopkit.channels.rules.reading.shelf import is_sure
from shopkit.channels.rules.reading.table import TABLE, WANTED
from shopkit.channels.views import bringing_words as words
from shopkit.channels.views.blueprint import bp
from shopkit.db.files import Files
from shopkit.errors import NotFound
from shopkit.imports.actions.bringing import bring
from shopkit.imports.actions.shelf import layout_of, roll_of
from shopkit.imports.actions.specs import Spec, Words
from shopkit.imports.forms import FileForm
from shopkit.imports.models import CHECKED, UPLOADED, Import
from shopkit.imports.queries import import_of, imports_of_shop
from shopkit.imports.views import running
from shopkit.imports.views.arriving import arrived_file
from shopkit.imports.views.showing import state_badges
from shopkit.sheets.cells import text_of
from shopkit.shops.queries.shops import shop
from shopkit.web.doors import takes_tables
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts, who

CARDS = 10
PAGE = 50
MOST_PAGES = 10_000
EITHER_WORDS: dict[str, LazyText] = {
    "shopify": lazy("Shopify hoặc Haravan"),
    "google": lazy("Google hoặc Facebook (Meta)"),
}


@bp.route("/products/bring", methods=["GET", "POST"])
@takes_tables
def bring_products() -> Response:
    """Send a file of any program; below, the files sent before."""
    with parts().database.reading() as looking:  # while the file is read, others may write
        own = shop(looking, who())
        earlier = imports_of_shop(looking, own.id, PRODUCTS)
    form = FileForm()
    arrived = arrived_file(form)
    if arrived is None:
        states = state_badges()
        manners = words.MANNER_WORDS
        return show(
            "channels/bring.html", form=form, earlier=earlier, states=states, manners=manners
        )
    brought = bring(
        db.session,
        parts().files,
        SPEC,
        import_id=arrived.import_id,
        rows_file=arrived.rows_file,
        name=arrived.name,
        owner_id=who().account_id,
        shop_id=own.id,
        commune_code=own.commune_code,
        now=clock.now(),
    )
    if recognise(parts().files, brought):
        return running.try_it(brought)
    return running.go_on(brought)


@bp.route("/products/bring/<uuid:import_id>/money", methods=["GET", "POST"])
def brought_money(import_id: UUID) -> Response:
    """What the figures of the price column are, where they can hardly be dong."""
    brought = own_products(import_id)
    if brought.state not in (UPLOADED, CHECKED) or brought.rows_file is None:
        return to("imports.look", import_id=brought.id)
    form = MoneyForm(money=brought.wishes.get(MONEY), rate=None)
    if form.validate_on_submit():
        say_money(db.session, brought, money=form.money.data, rate=form.rate.data)
        return running.try_it(brought)
    seen = seems_foreign(parts().files, brought)
    return show("channels/bring_money.html", form=form, brought=brought, seen=seen)


@bp.route("/products/bring/<uuid:import_id>/manner", methods=["GET", "POST"])
def brought_manner(import_id: UUID) -> Response:
    """As which program's file it is read."""
    brought = own_products(import_id)
    if brought.state not in (UPLOADED, CHECKED) or brought.rows_file is None:
        return to("imports.look", import_id=brought.id)
    form = MannerForm(manner=brought.family or TABLE)
    form.manner.choices = [
        (code, word) for code, word in words.MANNER_WORDS.items() if code != "saleor"
    ]
    if form.validate_on_submit():
        choose_manner(db.session, parts().files, brought, form.manner.data, WANTED)
        if form.manner.data == TABLE:
            return to("imports.columns", import_id=brought.id)
        return running.try_it(brought)
    return show("channels/bring_manner.html", form=form, brought=brought)


@bp.route("/products/bring/<uuid:import_id>/take", methods=["POST"])
def take_brought(import_id: UUID) -> Response:
    """Take what the trial run found, and say what becomes of the new products."""
    brought = own_products(import_id)
    form = TakeForm()
    if brought.state == CHECKED and form.validate_on_submit():
        wish_shown(db.session, brought, is_shown=form.is_shown.data)
    return running.take(brought)


@bp.route("/products/bring/<uuid:import_id>/photos")
def brought_photos(import_id: UUID) -> Response:
    """The photos that the file names and that are not here, each with why."""
    brought = own_products(import_id)
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    count = photos_missing(db.session, brought.id)
    rows = missing_photos(db.session, brought.id, first=(page - 1) * PAGE, count=PAGE)
    told = [
        (title, photo.address, words.photo_word(photo.state, photo.why, is_on=is_fetching()))
        for photo, title in rows
    ]
    pages = -(-count // PAGE)
    return show(
        "channels/bring_photos.html",
        brought=brought,
        rows=told,
        count=count,
        page=page,
        pages=pages,
        is_fetching=is_fetching(),
    )


@bp.route("/products/bring/<uuid:import_id>/fetch", methods=["POST"])
def fetch_photos(import_id: UUID) -> Response:
    """Let the photos be fetched, where the operator allows it."""
    brought = own_products(import_id)
    if not is_fetching():
        raise NotFound(import_id)
    job = ask_for_photos(db.session, brought, now=clock.now())
    return to("jobs.job", job_id=job.id)


def own_products(import_id: UUID) -> Import:
    """An import of products that is hers; raises NotFound."""
    brought = import_of(db.session, who(), import_id)
    if brought.kind != PRODUCTS:
        raise NotFound(import_id)
    return brought


def is_fetching() -> bool:
    """Whether the operator lets photos be fetched from where files say they lie."""
    return parts().config.fetch_photos


def asks(_session: object, files: Files, brought: Import) -> str | None:
    """The question about money, where prices can hardly be dong and she was not asked yet."""
    if MONEY in brought.wishes or not seems_foreign(files, brought):
        return None
    return url_for("channels.brought_money", import_id=brought.id)


def manner_word(files: Files, brought: Import) -> LazyText | str:
    """Which program's file it is, or the two of whom it may be."""
    manner = manner_of(brought)
    names = Table(manner, roll_of(files, brought.rows_file), layout_of(brought)).names
    if is_sure(manner.code, names.values()):
        return words.MANNER_WORDS[manner.code]
    return EITHER_WORDS[manner.code]


def shown(_session: object, files: Files, brought: Import) -> dict[str, Any]:
    """What the pages of the trial run and of the result show beside the usual."""
    missing = photos_missing(db.session, brought.id)
    if brought.state != CHECKED:
        return {"photos_missing": missing}
    rows = roll_of(files, brought.records_file)
    cards = [
        unpacked(text_of(row[1]))
        for row in (rows.block(0, 0)[:CARDS] if rows.sheets[0].blocks else [])
    ]
    return {
        "cards": cards,
        "prices": [
            words.warning_word(one["warning"])
            for one in brought.findings
            if one.get("warning", "").startswith(PRICE_CHANGED)
        ],
        "form": TakeForm(),
        "manner": manner_word(files, brought),
        "is_table": manner_of(brought).code == TABLE,
        "is_fetching": is_fetching(),
    }


SPEC = Spec(
    kind=PRODUCTS,
    wanted=WANTED,
    kept=KEPT,
    begin_trial=ProductTrial,
    keep=keep,
    asks=asks,
    checked_page="channels/bring_checked.html",
    result_page="channels/bring_result.html",
    shown=shown,
    words=Words(
        title=lambda: _("Lấy sản phẩm từ tệp"),
        column=words.column_word,
        reason=words.reason_word,
        warning=words.warning_word,
        good=words.good,
        take=words.take,
        added=words.added,
        more=words.more,
        begin_url=lambda: url_for("channels.bring_products"),
        done_url=lambda _brought: url_for("catalog.products"),
        done_word=lambda: _("Xem sản phẩm"),
    ),
)
