"""How often the codes of a batch were looked up, for the shop that made it."""

from uuid import UUID

from werkzeug.wrappers import Response

from shopkit import clock
from shopkit.catalog.queries.products import product as product_of
from shopkit.traceability.queries import looks as queries
from shopkit.traceability.queries.batches import batch as batch_of
from shopkit.traceability.rules.looks import HOURS_KEPT
from shopkit.traceability.rules.warnings import MANY_LOOKS, rules_on
from shopkit.traceability.views.batches import maker_shop
from shopkit.traceability.views.blueprint import bp
from shopkit.web.pages import show
from shopkit.web.state import db

NEVER = 1_000_000_000


@bp.route("/batches/<uuid:batch_id>/looks")
def looks(batch_id: UUID) -> Response:
    own = maker_shop()
    batch = batch_of(db.session, own, batch_id)
    rule = rules_on(clock.today()).get(MANY_LOOKS)
    amber = queries.busiest_codes(db.session, batch, least=rule.looks if rule else NEVER)
    early = queries.early_codes(db.session, batch)
    return show(
        "traceability/looks.html",
        batch=batch,
        product=product_of(db.session, own, batch.product_id),
        total=queries.total_of(db.session, batch),
        days=queries.days_of(db.session, batch, now=clock.now()),
        amber=amber,
        early=early,
        threshold=rule.looks if rule else None,
        positions=queries.positions_of(db.session, [one.code for one in (*amber, *early)]),
        kept_days=HOURS_KEPT.days,
    )
