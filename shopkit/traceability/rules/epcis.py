"""Telling what happened to a lot as EPCIS 2.0 events: no table, no web.

What EPCIS has no word for is told in words of our own, which are addresses under the house's own
domain. Nothing is ever overwritten: an event that was wrong is repeated with the declaration that
it was, and what is right follows as an event of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shopkit.clock import LOCAL
from shopkit.traceability.rules.epcis_words import (
    ADD,
    CONTEXT,
    DELETE,
    OBJECT,
    OBSERVE,
    TRANSFORMATION,
)

PREFIX = "vn"
CREATED, RECEIVED = "created", "received"
COMMISSIONED, DECOMMISSIONED = "commissioned", "decommissioned"
RECALLED, RECALL_ENDED = "recalled", "recall_ended"


@dataclass(frozen=True)
class Step:
    """How a thing that happened is told: action, step and disposition in EPCIS's words.

    A step that begins with # is one of our own.
    """

    action: str
    biz_step: str
    disposition: str | None = None


STEPS = {
    CREATED: Step(ADD, "creating_class_instance", "active"),
    RECEIVED: Step(OBSERVE, "receiving", "in_progress"),
    "harvest": Step(OBSERVE, "#harvesting", "in_progress"),
    "make": Step(OBSERVE, "#making", "in_progress"),
    "pack": Step(OBSERVE, "packing", "in_progress"),
    "inspect": Step(OBSERVE, "inspecting", "in_progress"),
    "store": Step(OBSERVE, "storing", "in_progress"),
    "ship": Step(OBSERVE, "shipping", "in_transit"),
    "sell": Step(OBSERVE, "retail_selling", "retail_sold"),
    "spoil": Step(OBSERVE, "destroying", "destroyed"),
    COMMISSIONED: Step(ADD, "commissioning", "active"),
    DECOMMISSIONED: Step(DELETE, "decommissioning", "inactive"),
    RECALLED: Step(OBSERVE, "holding", "recalled"),
    RECALL_ENDED: Step(OBSERVE, "#recall_ended", "active"),
}


@dataclass(frozen=True)
class Amount:
    """So much of a class of goods; without an amount, all of it."""

    epc_class: str
    milli: int | None = None
    unece: str = ""


@dataclass(frozen=True)
class Wrong:
    """That an event was wrong: when it was said, whether it happened at all, what is right."""

    declared_at: datetime
    did_happen: bool
    right_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """One thing that happened, with plain values; made from records, told as an event.

    `own` are fields under our prefix, `lot` such that stand with the lot itself (ilmd).
    """

    id: str
    kind: str
    at: datetime
    noted_at: datetime | None
    place: str
    amounts: Sequence[Amount] = ()
    items: Sequence[str] = ()
    inputs: Sequence[Amount] = ()
    source: str | None = None
    destination: str | None = None
    own: dict[str, str] = field(default_factory=dict)
    lot: dict[str, str] = field(default_factory=dict)
    wrong: Wrong | None = None


def namespace(base: str) -> str:
    return f"{base}/ns#"


def document(
    base: str, name: str, events: Iterable[dict[str, Any]], *, now: datetime
) -> dict[str, Any]:
    """A document of events; `name` tells it from other documents of the house."""
    return {
        "@context": [CONTEXT, {PREFIX: namespace(base)}],
        "id": f"{base}/epcis/doc/{name}",
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": local(now),
        "epcisBody": {"eventList": list(events)},
    }


def event(told: Told, base: str) -> dict[str, Any]:
    """One event in the order in which people read it."""
    step = STEPS[told.kind]
    at = told.at.astimezone(LOCAL)
    made: dict[str, Any] = {
        "type": TRANSFORMATION if told.inputs else OBJECT,
        "eventID": told.id,
        "eventTime": local(at),
        "eventTimeZoneOffset": at.isoformat()[-6:],
    }
    if told.noted_at is not None:
        made["recordTime"] = local(told.noted_at)
    if told.wrong is not None:
        made["errorDeclaration"] = declaration(told.wrong)
    if not told.inputs:
        made["action"] = step.action
    made |= goods(told)
    made["bizStep"] = biz_step(step, base)
    if step.disposition:
        made["disposition"] = step.disposition
    made["readPoint"] = {"id": told.place}
    if told.kind != "ship":  # goods on the road are nowhere
        made["bizLocation"] = {"id": told.place}
    made |= parties(told)
    if told.lot:
        made["ilmd"] = prefixed(told.lot)
    return made | prefixed(told.own)


def goods(told: Told) -> dict[str, Any]:
    """What it happened to: single items, amounts of a lot, or what went in and what came out."""
    if told.inputs:
        return {
            "inputQuantityList": [quantity(one) for one in told.inputs],
            "outputQuantityList": [quantity(one) for one in told.amounts],
        }
    if told.items:
        return {"epcList": list(told.items)}
    return {"quantityList": [quantity(one) for one in told.amounts]}


def quantity(amount: Amount) -> dict[str, Any]:
    """Pieces are counted without a unit, as EPCIS wants it."""
    made: dict[str, Any] = {"epcClass": amount.epc_class}
    if amount.milli is not None:
        whole, part = divmod(amount.milli, 1000)
        made["quantity"] = amount.milli / 1000 if part else whole
        if amount.unece and amount.unece != "H87":
            made["uom"] = amount.unece
    return made


def parties(told: Told) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if told.source:
        made["sourceList"] = [{"type": "possessing_party", "source": told.source}]
    if told.destination:
        made["destinationList"] = [{"type": "possessing_party", "destination": told.destination}]
    return made


def declaration(wrong: Wrong) -> dict[str, Any]:
    made: dict[str, Any] = {
        "declarationTime": local(wrong.declared_at),
        "reason": "incorrect_data" if wrong.did_happen else "did_not_occur",
    }
    if wrong.right_ids:
        made["correctiveEventIDs"] = list(wrong.right_ids)
    return made


def biz_step(step: Step, base: str) -> str:
    own = step.biz_step.startswith("#")
    return namespace(base) + step.biz_step[1:] if own else step.biz_step


def prefixed(fields: dict[str, str]) -> dict[str, str]:
    return {f"{PREFIX}:{name}": value for name, value in fields.items() if value}


def local(at: datetime) -> str:
    """A moment as the clock in Vietnam showed it, with its offset, to the second."""
    return at.astimezone(LOCAL).isoformat(timespec="seconds")
