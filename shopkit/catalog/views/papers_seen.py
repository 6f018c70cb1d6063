"""A helper beside the seller holds the paper itself and says so."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.actions import papers as actions
from shopkit.catalog.models.papers import Paper
from shopkit.catalog.queries import papers as queries
from shopkit.catalog.views.blueprint import bp
from shopkit.catalog.views.papers import page_file, titles_of
from shopkit.errors import NotFound
from shopkit.scope import TRAINER
from shopkit.shops.models.shops import Shop
from shopkit.shops.views.shops import beside_her
from shopkit.web.doors import for_roles
from shopkit.web.pages import show, to
from shopkit.web.state import db, who


def shop_beside(shop_id: UUID) -> Shop:
    """The shop of the person who sits beside her; for others its papers do not exist."""
    found = beside_her(shop_id)
    if found is None:
        raise NotFound(str(shop_id))
    return found[0]


def paper_beside(shop_id: UUID, paper_id: UUID) -> Paper:
    return queries.paper(db.session, shop_beside(shop_id), paper_id)


@bp.route("/shops/<uuid:shop_id>/papers")
@for_roles(TRAINER)
def papers_beside(shop_id: UUID) -> Response:
    """The papers of the person beside her, each with who has seen it."""
    shop = shop_beside(shop_id)
    return show(
        "catalog/papers_seen.html",
        shop=shop,
        papers=queries.papers_of(db.session, shop),
        titles=titles_of(shop),
        today=clock.today(),
        may_say_seen=shop.id not in who().shop_ids,
    )


@bp.route("/shops/<uuid:shop_id>/papers/<uuid:paper_id>/seen", methods=["POST"])
@for_roles(TRAINER)
def say_paper_seen(shop_id: UUID, paper_id: UUID) -> Response:
    found = paper_beside(shop_id, paper_id)
    try:
        actions.see_paper(db.session, found, by=who().account_id, now=clock.now())
    except (actions.OwnPaper, actions.PaperRemoved) as problem:
        raise NotFound(str(paper_id)) from problem
    return to(".papers_beside", shop_id=shop_id)


@bp.route("/shops/<uuid:shop_id>/papers/<uuid:paper_id>/pages/<int:number>")
@for_roles(TRAINER)
def paper_page_beside(shop_id: UUID, paper_id: UUID, number: int) -> Response:
    return page_file(paper_beside(shop_id, paper_id), number)
