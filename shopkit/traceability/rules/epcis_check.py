"""Whether a document is EPCIS 2.0 that can be relied on: what its schema asks, and more.

The published schema lets pass an aggregation without a parent, an empty list of items, a prefix
that nobody declared, an event without an id, a step or a place; these are refused here as well.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shopkit.traceability.rules.epcis_words import (
    ACTIONS,
    ADD,
    AGGREGATION,
    ASSOCIATION,
    BIZ_STEPS,
    COMMON,
    DISPOSITIONS,
    EPC_LISTS,
    ERROR_REASONS,
    OLD_VOCABULARY,
    OWN_FIELDS,
    PARTY_TYPES,
    QUANTITY_LISTS,
    TRANSFORMATION,
    TYPES,
)

LONGEST_URI = 400
OFFSET = re.compile(r"[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00)", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[+-]\d\d:\d\d|Z)", re.ASCII)
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.ASCII)
UNIT = re.compile(r"[A-Z0-9]{2,3}", re.ASCII)
# Prefixes that the context of EPCIS itself declares.
KNOWN_PREFIXES = frozenset(("epcis", "cbv", "gs1", "rdfs", "owl", "xsd", "dcterms"))


@dataclass(frozen=True)
class Fault:
    """What is wrong: a word for it, the number of the event from 1 (0: the document), the field."""

    word: str
    event: int = 0
    field: str = ""


def faults_of(document: Any) -> list[Fault]:
    """Everything that is wrong with a document; empty when it can be relied on."""
    if not isinstance(document, Mapping):
        return [Fault("not_a_document")]
    found = list(head_faults(document))
    events = events_in(document)
    if events is None:
        return [*found, Fault("no_events", 0, "epcisBody")]
    prefixes = namespaces_of(document.get("@context"))
    for number, event in enumerate(events, 1):
        if not isinstance(event, Mapping):
            found.append(Fault("not_an_event", number))
            continue
        known = prefixes | namespaces_of(event.get("@context"))
        found.extend(Fault(word, number, field) for word, field in event_faults(event, known))
    return found


def events_in(document: Mapping[str, Any]) -> list[Any] | None:
    body = document.get("epcisBody")
    events = body.get("eventList") if isinstance(body, Mapping) else None
    return events if isinstance(events, list) else None


def head_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("type") != "EPCISDocument":
        yield Fault("type", 0, "type")
    if not document.get("@context"):
        yield Fault("no_context", 0, "@context")
    if document.get("schemaVersion") not in ("2.0", "2.0.0", "2.0.1"):
        yield Fault("version", 0, "schemaVersion")
    if not is_time(document.get("creationDate")):
        yield Fault("time", 0, "creationDate")


def namespaces_of(context: Any) -> dict[str, str]:
    """The prefixes that a context declares, with what they stand for."""
    parts = context if isinstance(context, list) else [context]
    return {
        str(prefix): meaning
        for part in parts
        if isinstance(part, Mapping)
        for prefix, meaning in part.items()
        if isinstance(meaning, str) and not prefix.startswith("@")
    }


def event_faults(
    event: Mapping[str, Any], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    kind = event.get("type")
    if kind not in TYPES:
        yield "event_type", "type"
        return
    yield from time_faults(event)
    yield from name_faults(event, COMMON | OWN_FIELDS[kind], prefixes)
    yield from word_faults(event)
    yield from place_faults(event)
    yield from list_faults(event)
    yield from party_faults(event)
    yield from declaration_faults(event.get("errorDeclaration"))
    yield from shape_faults(kind, event, prefixes)


def time_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not is_time(event.get("eventTime")):
        yield "time", "eventTime"
    if "recordTime" in event and not is_time(event["recordTime"]):
        yield "time", "recordTime"
    offset = event.get("eventTimeZoneOffset")
    if not isinstance(offset, str) or not OFFSET.fullmatch(offset):
        yield "offset", "eventTimeZoneOffset"


def name_faults(
    fields: Mapping[str, Any], allowed: frozenset[str], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Fields of somebody's own need a prefix, and the prefix a meaning."""
    for name in fields:
        if name in allowed:
            continue
        prefix, colon, local = str(name).partition(":")
        if not colon or not local:
            yield "unknown_field", str(name)
        elif prefix not in prefixes and prefix not in KNOWN_PREFIXES and not is_address(name):
            yield "prefix", str(name)


def word_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not is_word(event.get("bizStep"), BIZ_STEPS):
        yield "biz_step", "bizStep"
    if "disposition" in event and not is_word(event["disposition"], DISPOSITIONS):
        yield "disposition", "disposition"
    if not is_uri(event.get("eventID")):
        yield "event_id", "eventID"


def place_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("readPoint", "bizLocation"):
        place = event.get(name)
        if name in event and not (isinstance(place, Mapping) and is_uri(place.get("id"))):
            yield "place", name
    if "readPoint" not in event and "bizLocation" not in event:
        yield "place", "readPoint"


def list_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in EPC_LISTS:
        epcs = event.get(name)
        if name not in event:
            continue
        if not isinstance(epcs, list) or not all(is_uri(one) for one in epcs):
            yield "item_id", name
        elif not epcs:
            yield "empty_list", name
        elif len(set(epcs)) != len(epcs):
            yield "repeated", name
    for name in QUANTITY_LISTS:
        elements = event.get(name)
        if name not in event:
            continue
        if not isinstance(elements, list) or not elements:
            yield "empty_list", name
        elif not all(is_quantity(one) for one in elements):
            yield "quantity", name


def is_quantity(element: Any) -> bool:
    if not isinstance(element, Mapping) or not element.keys() <= {"epcClass", "quantity", "uom"}:
        return False
    amount, unit = element.get("quantity", 1), element.get("uom", "KGM")
    is_number = isinstance(amount, int | float) and not isinstance(amount, bool)
    is_unit = isinstance(unit, str) and bool(UNIT.fullmatch(unit))
    return is_uri(element.get("epcClass")) and is_number and is_unit


def party_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, key in (("sourceList", "source"), ("destinationList", "destination")):
        parties = event.get(name, [])
        if not isinstance(parties, list) or not all(is_party(one, key) for one in parties):
            yield "party", name
    deals = event.get("bizTransactionList", [])
    if not isinstance(deals, list) or not all(
        isinstance(one, Mapping) and is_uri(one.get("bizTransaction")) for one in deals
    ):
        yield "party", "bizTransactionList"


def is_party(party: Any, key: str) -> bool:
    if not isinstance(party, Mapping) or party.keys() != {"type", key}:
        return False
    return is_word(party["type"], PARTY_TYPES) and is_uri(party[key])


def declaration_faults(declaration: Any) -> Iterator[tuple[str, str]]:
    if declaration is None:
        return
    if not isinstance(declaration, Mapping) or not is_time(declaration.get("declarationTime")):
        yield "declaration", "errorDeclaration"
        return
    if "reason" in declaration and not is_word(declaration["reason"], ERROR_REASONS):
        yield "declaration", "errorDeclaration"
    others = declaration.get("correctiveEventIDs", [])
    if not isinstance(others, list) or not all(is_uri(one) for one in others):
        yield "declaration", "errorDeclaration"


def shape_faults(
    kind: str, event: Mapping[str, Any], prefixes: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What each type of event must hold, and where facts about a lot may stand."""
    action = event.get("action")
    if kind != TRANSFORMATION and action not in ACTIONS:
        yield "action", "action"
    ilmd = event.get("ilmd")
    if "ilmd" in event:
        if not isinstance(ilmd, Mapping):
            yield "ilmd", "ilmd"
        else:
            yield from name_faults(ilmd, frozenset(), prefixes)
        if kind != TRANSFORMATION and action != ADD:
            yield "ilmd", "ilmd"
    if kind == TRANSFORMATION:
        yield from transformation_faults(event)
    elif kind in (AGGREGATION, ASSOCIATION):
        yield from aggregation_faults(event)
    elif (
        "epcList" not in event and "quantityList" not in event and "sensorElementList" not in event
    ):
        yield "no_items", "epcList"


def transformation_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    has_inputs = bool(event.get("inputEPCList") or event.get("inputQuantityList"))
    has_outputs = bool(event.get("outputEPCList") or event.get("outputQuantityList"))
    is_open = "transformationID" in event and (has_inputs or has_outputs)
    if not (has_inputs and has_outputs) and not is_open:
        yield "no_items", "inputQuantityList"


def aggregation_faults(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    needs_parent = event.get("action") == ADD or "parentID" in event
    if needs_parent and not is_uri(event.get("parentID")):
        yield "parent", "parentID"
    has_children = event.get("childEPCs") or event.get("childQuantityList")
    if not has_children and event.get("action") != "DELETE":
        yield "no_items", "childEPCs"


def is_time(value: Any) -> bool:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        return datetime.fromisoformat(value).year > 0
    except ValueError:
        return False


def is_uri(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_URI and bool(URI.fullmatch(value))


def is_address(value: Any) -> bool:
    return is_uri(value) and ("://" in value or value.startswith("urn:"))


def is_word(value: Any, words: frozenset[str]) -> bool:
    """A word of the vocabulary, or somebody's own as a full address; never the old urn form."""
    if not isinstance(value, str) or value.startswith(OLD_VOCABULARY):
        return False
    return value in words or is_address(value)
