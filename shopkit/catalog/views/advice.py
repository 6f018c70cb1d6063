"""How good a listing is, and what to mend next."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions.looks import note_look
from shopkit.catalog.actions.products import ProductChanged
from shopkit.catalog.forms.advice import LookForm
from shopkit.catalog.models.products import Product
from shopkit.catalog.queries import products as queries
from shopkit.catalog.queries.papers import standing_papers
from shopkit.catalog.queries.points import ended_papers, points_of
from shopkit.catalog.queries.records import record_of
from shopkit.catalog.rules.claims import Claim, claims_in
from shopkit.catalog.rules.own_checks import OwnCheck, Remark, remarks_on
from shopkit.catalog.rules.quality import Score, Step, met_measures, overall, score, steps
from shopkit.catalog.rules.quality_measures import LOOKED_AT, looked_of
from shopkit.catalog.rules.quality_rules import SCORED, Severity, rules_of
from shopkit.catalog.rules.record import Record
from shopkit.catalog.views.adding import THEN_ADVICE, own_product, own_shop
from shopkit.catalog.views.advice_words import (
    CERTAINTY_WORDS,
    CHANNEL_WORDS,
    DONE,
    LEVEL_WORDS,
    PLACES,
    SEVERITY_WORDS,
    TIER_WORDS,
    claim_sentence,
    mend_icon,
    mend_word,
    remark_sentence,
    sentence,
    way_to_mend,
)
from shopkit.catalog.views.blueprint import bp
from shopkit.shops.models.shops import Shop
from shopkit.web.language import LazyText
from shopkit.web.language import gettext as _
from shopkit.web.language import lazy_gettext as lazy
from shopkit.web.pages import show, to
from shopkit.web.state import db, parts

TONES = {Severity.REFUSED: "bad", Severity.COMPLAINT: "wait", Severity.ADVICE: "plain"}
ICONS = {
    Severity.REFUSED: "circle-alert",
    Severity.COMPLAINT: "triangle-alert",
    Severity.ADVICE: "info",
}
# What is wrong with the first photo is mended on a page of its own.
PHOTO_MENDS: dict[str, tuple[LazyText, str]] = {
    "first_white_ground": (lazy("Làm nền trắng"), "catalog.photo_white_ground"),
    "first_oblong": (lazy("Cắt ảnh vuông"), "catalog.photo_square"),
    "first_white_border": (lazy("Cắt ảnh vuông"), "catalog.photo_square"),
    "first_black_border": (lazy("Cắt ảnh vuông"), "catalog.photo_square"),
    "first_blur": (lazy("Chụp lại ảnh này"), "catalog.photo_again"),
    "first_side": (lazy("Chụp lại ảnh này"), "catalog.photo_again"),
}
# Parts that a draft of text mends too.
WRITTEN = frozenset({"title", "text", "bullets"})


@dataclass(frozen=True)
class Task:
    """One line of advice: what to do, why, and where."""

    text: str
    why: str
    gain: int
    url: str
    word: str
    icon: str
    state: tuple[str, str, str]
    part: str


@bp.route("/products/<uuid:product_id>/advice")
def advice(product_id: UUID) -> Response:
    """The points of a listing, the next thing to mend first."""
    own = own_shop()
    found = queries.product(db.session, own, product_id)
    record = record_now(own, found)
    on = clock.today()
    channel = request.args.get("channel", "")
    channels = (channel,) if channel in SCORED else SCORED
    scores = [score(record, each, on) for each in SCORED]
    wanted = [each for each in scores if each.channel in channels]
    tasks = [task_of(step, found, record) for step in steps(wanted)]
    remarks = remarks_on(record, on, ended_papers(db.session, own, found.id, on=on))
    return show(
        "catalog/advice.html",
        product=found,
        channel=channels[0] if len(channels) == 1 else "",
        points=overall(record, on) if len(channels) > 1 else points_for(scores, channels[0]),
        scores=scores,
        channel_words=CHANNEL_WORDS,
        level_words=LEVEL_WORDS,
        tasks=tasks,
        may_draft=any(task.part in WRITTEN for task in tasks),
        claims=claims_in(record),
        remarks=[remark_task(one, found) for one in remarks if not is_about_words(one)],
        done=[DONE[name] for name in met_measures(record, channels, on) if name in DONE],
        has_looked=bool(looked_of(record)),
        has_photo=bool(record.pictures),
        rules=[rule for each in channels for rule in rules_of(each, on) if rule.weight],
        certainties=CERTAINTY_WORDS,
        measure_words=DONE,
    )


def record_now(shop: Shop, product: Product) -> Record:
    address = parts().config.public_address
    return record_of(db.session, shop, product, address=address, on=clock.today())


def points_for(scores: list[Score], channel: str) -> int | None:
    return next(found.points for found in scores if found.channel == channel)


def task_of(step: Step, product: Product, record: Record) -> Task:
    hardest = step.hardest
    names = dict.fromkeys(CHANNEL_WORDS[finding.channel] for finding in step.findings)
    url, word = way_of(hardest.rule.measure, hardest.part, product, record)
    return Task(
        text=sentence(hardest),
        why=_("Theo %(channels)s", channels=", ".join(names)),
        gain=round(step.gain),
        url=url,
        word=word,
        icon=mend_icon(hardest.part),
        state=(
            str(SEVERITY_WORDS[step.severity]),
            ICONS[step.severity],
            TONES[step.severity],
        ),
        part=hardest.part,
    )


def way_of(measure: str, part: str, product: Product, record: Record) -> tuple[str, str]:
    """The page that mends it and what its button says; for the first photo its very own page."""
    mend = PHOTO_MENDS.get(measure)
    if mend and record.pictures:
        word, endpoint = mend
        photo_id = record.pictures[0].id
        return url_for(endpoint, product_id=product.id, photo_id=photo_id), str(word)
    return way_to_mend(part, product.id, then=THEN_ADVICE), mend_word(part)


def is_about_words(remark: Remark) -> bool:
    """Whether the notice about words already tells it."""
    return remark.check in (OwnCheck.BANNED, OwnCheck.ASKED)


def remark_task(remark: Remark, product: Product) -> dict[str, object]:
    return {
        "word": remark_sentence(remark),
        "url": way_to_mend(remark.part, product.id, then=THEN_ADVICE),
        "icon": "circle-alert" if remark.is_grave else "info",
        "detail": mend_word(remark.part),
    }


@bp.route("/products/<uuid:product_id>/look", methods=["GET", "POST"])
def look(product_id: UUID) -> Response:
    """What only an eye can tell of the first photo."""
    found = own_product(product_id)
    cover = queries.cover_or_none(db.session, found)
    form = LookForm(obj=found)
    if cover and form.validate_on_submit():
        try:
            note_look(db.session, found, **form.values(), now=clock.now())
        except ProductChanged:
            form.version.data = found.version
            return show("catalog/look.html", 409, form=form, product=found, cover=cover, clash=True)
        flash(_("Đã lưu. Điểm đã tính lại."), "good")
        return to(".advice", product_id=found.id)
    if cover:
        is_same = found.looked.get(LOOKED_AT) == str(cover.id)
        form.fill(found.looked, str(cover.id), is_same_photo=is_same)
    return show("catalog/look.html", form=form, product=found, cover=cover)


def claims_of(product: Product) -> list[Claim]:
    """What is found in the saved words of a product; a paper in force answers what it proves."""
    found = claims_in(words_of(product))
    if not any(claim.phrase.proof for claim in found):
        return found
    held = {
        paper.kind
        for paper in standing_papers(db.session, product.shop_id, product.id, on=clock.today())
    }
    return [claim for claim in found if claim.phrase.proof not in held]


def words_of(product: Product) -> Record:
    """Only the words of a product, without asking the database for its photos and papers."""
    return Record(
        title=product.title,
        description=product.description,
        bullets=tuple(product.bullets),
        story=product.story,
        ingredients=product.ingredients,
        directions=product.directions,
        storage=product.storage,
        brand=product.brand,
        attributes=tuple((name, value) for name, value in product.attributes),
        hashtags=tuple(product.hashtags),
    )


def points_now(product: Product) -> int:
    """The points of one product of the shop that looks at it."""
    return overall(record_now(own_shop(), product), clock.today())


def points_by_product(products: Sequence[Product]) -> dict[UUID, int]:
    """The points of a page of the shop's products."""
    return points_of(db.session, own_shop(), products, on=clock.today())


# For macros, which know no page: what stands in the way is told wherever words are shown.
bp.add_app_template_global(claims_of)
bp.add_app_template_global(points_now)
bp.add_app_template_global(points_by_product)
bp.add_app_template_global(claim_sentence)
bp.add_app_template_global(way_to_mend)
bp.add_app_template_global(mend_word)
bp.add_app_template_global(lambda claim: PLACES[claim.place], "claim_place")
bp.add_app_template_global(lambda claim: TIER_WORDS[claim.tier], "claim_tier")
