"""Giving products their codes; one given out is never given to anything else."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopkit.catalog.actions.products import actor_id
from shopkit.catalog.models.products import Product
from shopkit.clock import local_day
from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.traceability.actions.places import GrantedInFuture, NumberTaken
from shopkit.traceability.models.places import ProductCode
from shopkit.traceability.queries.codes import code_or_none, codes_of, is_first_code
from shopkit.traceability.rules.codes import first_code, granted_gtin, own_product_code

MOST_CODES = 50


class TooManyCodes(Refusal):
    """More codes than one product ever needed."""


def declare_own_code(session: Session, product: Product, *, value: str, now: datetime) -> str:
    """Let a product go by a code of the shop's own; what it went by before still opens it."""
    code = own_product_code(value)
    if code == first_code(product.code):
        end_codes(session, product, is_gs1=False, now=now)
        write(session, product, "product.code_declared", now=now, details={"kind": "own"})
        return code
    if is_first_code(session, code):
        raise NumberTaken(code)
    take(session, product, code, is_gs1=False, granted_on=None, now=now)
    return code


def declare_gtin(
    session: Session, product: Product, *, gtin: str, granted_on: date, now: datetime
) -> str:
    """Note the GTIN that the shop says it was granted for a product."""
    number = granted_gtin(gtin)
    if granted_on > local_day(now):
        raise GrantedInFuture
    take(session, product, number, is_gs1=True, granted_on=granted_on, now=now)
    return number


def withdraw_gtin(session: Session, product: Product, *, now: datetime) -> None:
    """Go by the GTIN no longer; what was printed with it still opens the product."""
    end_codes(session, product, is_gs1=True, now=now)
    write(session, product, "product.code_withdrawn", now=now, details={"kind": "gtin"})


def take(
    session: Session,
    product: Product,
    value: str,
    *,
    is_gs1: bool,
    granted_on: date | None,
    now: datetime,
) -> None:
    known = code_or_none(session, value)
    if known is not None and known.product_id != product.id:
        raise NumberTaken(value)
    if known is None and len(codes_of(session, product)) >= MOST_CODES:
        raise TooManyCodes
    end_codes(session, product, is_gs1=is_gs1, now=now)
    if known is None:
        known = ProductCode(
            shop_id=product.shop_id,
            commune_code=product.commune_code,
            product_id=product.id,
            value=value,
            is_gs1=is_gs1,
            began_at=now,
            declared_by_id=actor_id(session),
        )
        session.add(known)
    known.ended_at, known.granted_on = None, granted_on
    session.flush()
    kind = "gtin" if is_gs1 else "own"
    write(session, product, "product.code_declared", now=now, details={"kind": kind})


def end_codes(session: Session, product: Product, *, is_gs1: bool, now: datetime) -> None:
    standing = select(ProductCode).where(
        ProductCode.product_id == product.id,
        ProductCode.is_gs1.is_(is_gs1),
        ProductCode.ended_at.is_(None),
    )
    for code in session.scalars(standing):
        code.ended_at = now
    session.flush()
