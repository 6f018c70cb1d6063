"""Other answers than the page: the list of links, JSON, and sending on to one kind of link."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from qr_labels.payload.serials import CodeMistyped, read_code
from shopkit import clock
from shopkit.catalog.rules.addresses import product_path
from shopkit.catalog.views.paper_words import paper_name
from shopkit.errors import NotFound
from shopkit.traceability.queries import codes as queries
from shopkit.traceability.queries.places import place_of_batch
from shopkit.traceability.queries.trace import Story, sticker, story_of
from shopkit.traceability.rules.linkset import (
    ALL,
    LINK_TYPES,
    LINKSET_TYPE,
    Link,
    asked_type,
    link_header,
    linkset,
)
from shopkit.traceability.views.blueprint import bp
from shopkit.traceability.views.trace_words import told_event
from shopkit.web.doors import public
from shopkit.web.language import gettext as _
from shopkit.web.state import db, parts


def wants_other_answer() -> bool:
    """Whether a machine asks for something else than the page."""
    # A page is asked for thousands of times for each list of links, so the header is read first.
    if "json" not in request.headers.get("Accept", "") and b"linkType" not in request.query_string:
        return False
    return bool(asked_type(request.args.get("linkType"))) or accepted() is not None


def accepted() -> str | None:
    """The kind of answer asked for by Accept; None for the page, which browsers ask for."""
    offered = ["text/html", "application/json", LINKSET_TYPE]
    best = request.accept_mimetypes.best_match(offered, default="text/html")
    return None if best == "text/html" else best


def other_answer(typed: str) -> Response | None:
    """The answer for a machine that asks about a printed code; None where a person asks."""
    if not wants_other_answer():
        return None
    try:
        found = sticker(db.session, read_code(typed))
    except (CodeMistyped, NotFound):
        return None
    if found.is_asleep:
        return None
    return told_otherwise(found.batch_id, f"/T/{found.code}")


def told_otherwise(batch_id: UUID, path: str) -> Response | None:
    """Links or facts of a batch, under the address that was asked for."""
    story = story_of(db.session, batch_id, on=clock.today())
    if not parts().config.public_pages and story.recall is None:
        return None
    anchor = parts().config.public_address + path
    asked = asked_type(request.args.get("linkType"))
    if asked == ALL or (asked is None and accepted() == LINKSET_TYPE):
        return as_linkset(anchor, description(story), links_of(story))
    if asked in LINK_TYPES[1:]:
        return sent_on(links_of(story), asked)
    if asked is None and accepted() == "application/json":
        return for_machines(jsonify(facts_of(story, anchor)))
    return None


def sent_on(links: Sequence[Link], asked: str) -> Response | None:
    found = next((link for link in links if link.type == asked), None)
    return for_machines(redirect(found.href, code=307)) if found else None


def as_linkset(anchor: str, said: str, links: list[Link]) -> Response:
    response = jsonify(linkset(anchor, said, links))
    response.mimetype = LINKSET_TYPE
    return for_machines(response)


def for_machines(response: Response) -> Response:
    """Open to scripts of other sites, and asked for anew each time, since a recall may come."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def description(story: Story) -> str:
    title, code = story.product.title or story.shop.name, story.batch.code
    return _("%(title)s, đợt %(code)s", title=title, code=code)


def links_of(story: Story) -> list[Link]:
    """Where a scanner may go from a batch; recall status only while a recall stands."""
    base = parts().config.public_address
    page = f"{base}/T/{story.batch.trace_code}"
    links = [
        Link("defaultLink", page, _("Trang truy xuất")),
        Link("traceability", page, _("Hàng đã qua những gì")),
        Link(
            "epcis",
            base + url_for(".public_epcis", code=story.batch.trace_code),
            _("Sự kiện truy xuất EPCIS 2.0"),
            "application/ld+json",
        ),
    ]
    if story.product.is_published and parts().config.public_pages:
        shown = base + product_path(story.product.code)
        links.insert(1, Link("pip", shown, _("Trang sản phẩm")))
    links.extend(Link("certificationInfo", page, paper_name(paper)) for paper in story.papers)
    if story.recall:
        links.append(Link("recallStatus", page, _("Đợt hàng này đang bị thu hồi")))
    return links


def facts_of(story: Story, anchor: str) -> dict[str, Any]:
    """The items that the decree lists, by the names of its fields; absent where nothing is told."""
    batch, product, shop = story.batch, story.product, story.shop
    place = place_of_batch(db.session, shop, batch)
    facts = {
        "id": anchor,
        "product_name": product.title,
        "product_image": image_of(story),
        "producer_name": shop.name,
        "producer_address": ", ".join(part for part in (story.address, story.place) if part),
        "product_code": queries.gtin_or_none(db.session, product)
        or queries.own_code(db.session, product),
        "place_code": place.gln or place.code,
        "origin": story.told.get("origin"),
        "brand": story.told.get("brand"),
        "standards": story.told.get("standards"),
        "lot": batch.code,
        "trace_code": batch.trace_code,
        "made_on": batch.made_on.isoformat(),
        "expiry": batch.best_before.isoformat() if batch.best_before else None,
        "events": [
            {
                "kind": event.kind,
                "at": day_or_moment(event.at),
                "place": told_event(event, story).place,
            }
            for event in story.events
        ],
        "certificates": [
            {
                "name": paper_name(paper),
                "number": paper.number,
                "valid_to": paper.valid_to.isoformat() if paper.valid_to else None,
                "is_seen": paper.seen_at is not None,
            }
            for paper in story.papers
        ],
        "is_recalled": story.recall is not None,
        "recall_reason": story.recall.reason if story.recall else None,
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def image_of(story: Story) -> str | None:
    if story.cover is None or not parts().config.public_pages:
        return None
    path = url_for("catalog.photo_file", photo_id=story.cover.id, size="card")
    return parts().config.public_address + path


def with_links(response: Response, path: str) -> Response:
    """Tell machines on the page itself where its list of links is."""
    response.headers["Link"] = link_header(parts().config.public_address + path)
    return response


@bp.route("/.well-known/gs1resolver")
@public
def resolver_description() -> Response:
    """What this house resolves, for tools that look for it."""
    base = parts().config.public_address
    return for_machines(
        jsonify(
            {
                "name": "ShopKit",
                "resolverRoot": base,
                "supportedPrimaryKeys": ["01", "414"],
                "supportedLinkType": [
                    {"namespace": "https://ref.gs1.org/voc/", "prefix": "gs1:"},
                ],
                "supportedContextValuesEnumerated": ["vi", "en"],
                "linkTypeDefaultCanBeLinkset": False,
            }
        )
    )


def day_or_moment(at: datetime) -> str:
    """A moment by the clock of Vietnam; what was told for a whole day is that day."""
    here = at.astimezone(clock.LOCAL)
    return here.date().isoformat() if here.time() == time() else here.isoformat(timespec="seconds")
