"""Telling what a label and the trace record say of a product."""

from datetime import datetime

from sqlalchemy.orm import Session

from shopkit.catalog.models.products import Product
from shopkit.journal.write import write
from shopkit.traceability.models.places import ProductFacts
from shopkit.traceability.queries.information import facts_or_none


def choose_kind(session: Session, product: Product, *, kind: str, now: datetime) -> ProductFacts:
    """Say which kind of goods it is; what was told for another kind stays."""
    facts = facts_for(session, product, now)
    facts.kind, facts.changed_at = kind, now
    session.flush()
    write(session, facts, "product_facts.kind_chosen", now=now, details={"kind": kind})
    return facts


def tell_facts(
    session: Session, product: Product, *, told: dict[str, str], now: datetime
) -> ProductFacts:
    """Keep what was told; an item left empty is taken away."""
    facts = facts_for(session, product, now)
    kept = {**facts.told, **told}
    facts.told = {key: value for key, value in kept.items() if value}
    facts.changed_at = now
    session.flush()
    write(session, facts, "product_facts.told", now=now)
    return facts


def facts_for(session: Session, product: Product, now: datetime) -> ProductFacts:
    facts = facts_or_none(session, product)
    if facts is None:
        facts = ProductFacts(
            shop_id=product.shop_id,
            commune_code=product.commune_code,
            product_id=product.id,
            changed_at=now,
        )
        session.add(facts)
        session.flush()
    return facts
