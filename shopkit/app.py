"""Putting the house together: the only place that knows every floor."""

from flask import Flask, url_for
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from shopkit import clock
from shopkit.accounts.actions.clearing import clear_old
from shopkit.accounts.views import pages as accounts
from shopkit.accounts.views.consents import SHOP_OF
from shopkit.accounts.views.doorkeeper import find_who
from shopkit.accounts.views.notices import add_notice_words
from shopkit.adoption.actions import forgetting as adoption_forgetting
from shopkit.adoption.actions.rebuilding import make_ahead
from shopkit.adoption.views import pages as adoption
from shopkit.adoption.views.official import SPEC as OFFICIAL_FIGURES
from shopkit.catalog.actions import forgetting as catalog_forgetting
from shopkit.catalog.actions import papers, photo_white, photos
from shopkit.catalog.views import pages as catalog
from shopkit.catalog.views.paper_words import NOTICE_WORDS as PAPER_WORDS
from shopkit.channels.actions import fetching, pack, template
from shopkit.channels.actions import files as channel_files
from shopkit.channels.actions import forgetting as channels_forgetting
from shopkit.channels.actions.listed import let_unseen_go_stale
from shopkit.channels.actions.making import FileWork
from shopkit.channels.views import pages as channels
from shopkit.channels.views.bringing import SPEC as PRODUCT_FILES
from shopkit.channels.views.front_words import NOTICE_WORDS as FRONT_WORDS
from shopkit.channels.views.listed_words import NOTICE_WORDS as LISTING_WORDS
from shopkit.config import Config, folder, read_config
from shopkit.db.engine import Database, open_database
from shopkit.db.files import Files
from shopkit.db.opening import open_files
from shopkit.imports.actions import clearing as imports_clearing
from shopkit.imports.actions import work as imports_work
from shopkit.imports.actions.specs import Specs
from shopkit.imports.views import pages as imports
from shopkit.imports.views.blueprint import SPECS
from shopkit.jobs import views as jobs
from shopkit.jobs.registry import Registry
from shopkit.offline import views as offline
from shopkit.onboarding.views import pages as onboarding
from shopkit.onboarding.views.help_pages import offer_help
from shopkit.payments.actions import forgetting as payments_forgetting
from shopkit.payments.actions.checks import forget_strangers
from shopkit.payments.actions.redaction import forget_amounts
from shopkit.payments.actions.requests import expire_requests
from shopkit.payments.views import pages as payments
from shopkit.payments.views.notices import NOTICE_WORDS
from shopkit.payments.views.statements import SPEC as STATEMENTS
from shopkit.places import views as places
from shopkit.places.actions import load_reference as load_places
from shopkit.sales.actions import forgetting as sales_forgetting
from shopkit.sales.actions.upkeep import tidy as tidy_sales
from shopkit.sales.views import pages as sales
from shopkit.sales.views.imports import SPEC as PLATFORM_ORDERS
from shopkit.scope import (
    LEADER,
    OFFICER,
    PROVINCE_VIEWER,
    SELLER,
    TRAINER,
    VILLAGE_HEAD,
    Who,
)
from shopkit.shops.actions.erasing import Features
from shopkit.shops.queries.shops import shop_or_none
from shopkit.shops.views import pages as shops
from shopkit.shops.views.bringing import SPECS as REGISTER_LISTS
from shopkit.shops.views.my_data import FEATURES as HANDED_DOWN
from shopkit.traceability.actions import events_photos, labels_work
from shopkit.traceability.actions import forgetting as trace_forgetting
from shopkit.traceability.actions.labels import LABEL_RUN
from shopkit.traceability.actions.looks import forget_hours
from shopkit.traceability.actions.pins import sweep_pin_lists
from shopkit.traceability.actions.suspicion import forget_contacts, sweep_photos
from shopkit.traceability.rules.batches import label_address
from shopkit.traceability.views import pages as trace_pages
from shopkit.traceability.views.recalls import NOTICE_WORDS as RECALL_WORDS
from shopkit.traceability.views.remembered import DESK, Desk
from shopkit.traceability.views.suspicion_reports import NOTICE_WORDS as REPORT_WORDS
from shopkit.traceability.views.trace_counter import Counter
from shopkit.training.actions import forgetting as training_forgetting
from shopkit.training.actions import signed_lists
from shopkit.training.actions.attendance import forget_joinings
from shopkit.training.views import pages as training
from shopkit.web import doors, pages, phone, refusals, security, signposts
from shopkit.web.answers import forget_old_answers
from shopkit.web.assets import Assets
from shopkit.web.house import House
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.look import NavEntry, dress
from shopkit.web.state import Parts, close_session

TEN_YEARS = 315_360_000

# How each feature forgets a person, the upper floors first, and what the law makes her leave.
FEATURES = Features(
    keep=(trace_forgetting.kept_of,),
    forget=(
        adoption_forgetting.forget,
        training_forgetting.forget,
        sales_forgetting.forget,
        channels_forgetting.forget,
        trace_forgetting.forget,
        payments_forgetting.forget,
        catalog_forgetting.forget,
    ),
)

BLUEPRINTS = (
    pages.bp,
    jobs.bp,
    imports.bp,
    accounts.bp,
    places.bp,
    shops.bp,
    catalog.bp,
    payments.bp,
    trace_pages.bp,
    channels.bp,
    sales.bp,
    training.bp,
    adoption.bp,
    onboarding.bp,
    offline.bp,
)


def is_seller(who: Who) -> bool:
    return who.has(SELLER)


def looks_after_shops(who: Who) -> bool:
    return who.has(TRAINER, VILLAGE_HEAD, OFFICER, LEADER)


def only_visits_shops(who: Who) -> bool:
    """Officers find the batches of their place beside the recalls."""
    return who.has(TRAINER) and not runs_commune(who)


def runs_commune(who: Who) -> bool:
    return who.has(OFFICER, LEADER)


def looks_after_classes(who: Who) -> bool:
    return who.has(TRAINER, OFFICER, LEADER)


def visits_homes(who: Who) -> bool:
    return who.has(TRAINER, VILLAGE_HEAD)


def looks_after_province(who: Who) -> bool:
    return who.has(PROVINCE_VIEWER)


# The places of the navigation, in order; each person sees the ones that are hers.
NAV = [
    NavEntry("onboarding.home", "house", lazy("Trang chủ"), is_seller),
    NavEntry("payments.accounts", "qr-code", lazy("Mã QR"), is_seller),
    NavEntry("catalog.products", "shopping-basket", lazy("Sản phẩm"), is_seller),
    NavEntry("sales.sales", "hand-coins", lazy("Bán hàng"), is_seller),
    NavEntry("adoption.village_home", "map", lazy("Thôn"), lambda who: who.has(VILLAGE_HEAD)),
    NavEntry("adoption.commune", "landmark", lazy("Xã"), runs_commune),
    NavEntry("adoption.signing", "pen-line", lazy("Chờ ký"), lambda who: who.has(LEADER)),
    NavEntry("adoption.province", "landmark", lazy("Tỉnh"), looks_after_province),
    NavEntry("training.classes", "graduation-cap", lazy("Lớp học"), looks_after_classes),
    NavEntry("training.visits", "footprints", lazy("Đi thăm"), visits_homes),
    NavEntry("shops.register", "users", lazy("Sổ hộ"), looks_after_shops),
    NavEntry("adoption.periods", "calendar-days", lazy("Kỳ báo cáo"), runs_commune),
    NavEntry("adoption.rounds", "award", lazy("Công nhận"), runs_commune),
    NavEntry("shops.shops", "store", lazy("Cửa hàng"), looks_after_shops),
    NavEntry("traceability.batches_in_place", "package", lazy("Đợt hàng"), only_visits_shops),
    NavEntry("traceability.recalls", "triangle-alert", lazy("Thu hồi"), runs_commune),
    NavEntry("places.villages", "map", lazy("Thôn"), lambda who: who.has(OFFICER)),
    NavEntry("accounts.me", "circle-user", lazy("Của tôi"), lambda who: True),
]


# Pages that lower floors point to without knowing who offers them.
SIGNPOSTS = {
    signposts.ASSESS: "adoption.assess_household",
    signposts.SIGN_IN: "accounts.sign_in",
    signposts.KEEP: "onboarding.keep",
    signposts.BOOK: "sales.keep_book",
    signposts.SHARE_AMOUNTS: "sales.share_amounts",
    signposts.SELL_REQUEST: "sales.sell_request",
    signposts.STALL: "payments.stall",
    signposts.CLASS_STANDS: "payments.class_stands_page",
    signposts.PAPERS_BESIDE: "catalog.papers_beside",
    signposts.BRING_PRODUCTS: "channels.bring_products",
    signposts.FRONT: "channels.front",
    signposts.CHANNEL_FILES: "channels.channel_files",
    signposts.LISTED_OF: "channels.listed_of",
    signposts.KIT: "channels.kit",
    signposts.CHANNELS_BESIDE: "channels.channels_beside",
    signposts.MY_DATA: "shops.my_data",
    signposts.FACTS_SEEN: "adoption.facts_seen",
    signposts.GIVE_HELP: "training.give",
    signposts.BRANCH_REPORT: "training.branch_report",
    signposts.SKILLS_OF: "training.person_skills",
    signposts.OWN_HELP: "training.help_mine",
    signposts.LESSONS: "training.lesson_list",
}


def create_app(config: Config | None = None, *, database: Database | None = None) -> Flask:
    """The application over one database and one data folder; tests hand in an open database."""
    config = config or read_config()
    app = House("shopkit", static_folder=None, template_folder=str(folder("templates")))
    database = database or open_database(config.database_url)
    app.extensions["shopkit"] = Parts(config, database, open_files(config))
    app.extensions[DESK] = Desk(database)
    specs = Specs([*REGISTER_LISTS, STATEMENTS, PLATFORM_ORDERS, PRODUCT_FILES, OFFICIAL_FIGURES])
    app.extensions[SPECS] = specs
    app.extensions["shopkit.jobs"] = kinds_of_work(config, specs)
    app.extensions[SHOP_OF] = shop_or_none
    app.extensions[HANDED_DOWN] = FEATURES
    security.harden(app, config)
    doors.hang(app, find_who)
    phone.connect_phones(app)
    add_notice_words(NOTICE_WORDS)
    add_notice_words(PAPER_WORDS)
    add_notice_words(REPORT_WORDS)
    add_notice_words(RECALL_WORDS)
    add_notice_words(FRONT_WORDS)
    add_notice_words(LISTING_WORDS)
    tokens = CSRFProtect(app)
    refusals.answer_refusals(app)
    app.teardown_request(close_session)
    signposts.put_up(app, SIGNPOSTS)
    dress(app, Assets(folder("static") / "manifest.json"), NAV)
    offer_help(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    doors.spare_open_forms(app, tokens.exempt)
    wrap(app, config)
    return app


def wrap(app: Flask, config: Config) -> None:
    """What stands before the application: remembered pages, static files, trusted proxies."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the usual way to wrap
        Counter(app.wsgi_app, app, config),
        root=str(folder("static")),
        prefix="static/",
        max_age=TEN_YEARS,
        immutable_file_test=lambda _path, _url: True,
        index_file=False,
    )
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def kinds_of_work(config: Config, specs: Specs) -> Registry:
    """The background work of every feature."""
    registry = Registry()
    photos.register(registry)
    photo_white.register(registry)
    imports_work.register(
        registry,
        specs,
        checking=lambda: _("Đọc tệp"),
        taken=lambda: _("Lấy từ tệp"),
        result=lambda import_id: url_for("imports.look", import_id=import_id),
    )
    of_file = FileWork(channel_files.make_file, channel_files.keep_made, config.public_address)
    registry.register(
        channel_files.JOB,
        steps=of_file.steps,
        make=of_file.make,
        keep=of_file.keep,
        title=lambda: _("Làm tệp đăng hàng"),
        result=lambda file_id: url_for("channels.made_file", made_id=file_id),
    )
    fetching.register(
        registry,
        fetching.Fetcher(),
        title=lambda: _("Lấy ảnh từ trang khác"),
        result=lambda import_id: url_for("channels.brought_photos", import_id=import_id),
    )
    labels = labels_work.LabelWork(label_address(config.public_address), config.secret_key)
    registry.register(
        LABEL_RUN,
        steps=labels_work.steps,
        make=labels.make,
        keep=labels.keep,
        finish=lambda session, run_id: labels_work.finish(session, run_id, now=clock.now()),
        title=lambda: _("Làm tem"),
        result=lambda run_id: url_for("traceability.label_run", run_id=run_id),
    )
    of_pack = FileWork(pack.make_pack, pack.keep_pack, config.public_address)
    registry.register(
        pack.JOB,
        steps=of_pack.steps,
        make=of_pack.make,
        keep=of_pack.keep,
        title=lambda: _("Làm hồ sơ lên sàn"),
        result=lambda file_id: url_for("channels.pack", file_id=file_id),
    )
    return registry


def keep_tidy(database: Database, files: Files) -> None:
    """What is done once a day: forget what has had its time, remove files that nobody holds."""
    now = clock.now()
    with database.writing() as session:
        forget_old_answers(session, now)
        clear_old(session, now=now)
        expire_requests(session, now=now)
        forget_amounts(session, now=now)
        forget_strangers(session, now=now)
        forget_hours(session, now=now)
        forget_contacts(session, now=now)
        papers.tell_of_ending(session, now=now)
        forget_joinings(session, now=now)
    with database.writing() as session:
        tidy_sales(session, now=now)
    with database.writing() as session:
        let_unseen_go_stale(session, now=now)
    make_ahead(database, today=clock.today())
    with database.writing() as session:
        photos.catch_up(session, now=now)
        photos.sweep(session, files, now=now)
        pack.sweep_packs(session, files, now=now)
        template.sweep_sheets(session, files, now=now)
        sweep_pin_lists(session, files, now=now)
        sweep_photos(session, files, now=now)
        events_photos.sweep(session, files, now=now)
        papers.sweep_papers(session, files, now=now)
        signed_lists.sweep(session, files, now=now)
        imports_clearing.clear_old(session, files, now=now)
        channel_files.sweep_files(session, files, now=now)
    files.sweep_drafts(now)


def load_reference(session: Session) -> None:
    """Load what every installation knows; doing it again changes nothing."""
    load_places(session, now=clock.now())
