"""Reading an EPCIS document that somebody sends: bounded, checked whole, nothing guessed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qr_labels.payload import trace
from shopkit.errors import Refusal
from shopkit.traceability.rules.epcis import COMMISSIONED, CREATED, STEPS
from shopkit.traceability.rules.epcis_check import Fault, events_in, faults_of, namespaces_of
from shopkit.traceability.rules.epcis_hash import event_hash
from shopkit.traceability.rules.epcis_words import EPC_LISTS, QUANTITY_LISTS

MOST_BYTES = 5 * 1024 * 1024
MOST_EVENTS = 5_000
DEEPEST = 12
MAKING = (STEPS[CREATED].biz_step, STEPS[COMMISSIONED].biz_step)


class NotJson(Refusal):
    """The bytes are no JSON that we read."""


class TooMuch(Refusal):
    """More bytes or events than one file may bring."""


class Faulty(Refusal):
    """A document that breaks the standard; none of it is taken."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Sent:
    """One event as it was sent, with its hash id and the prefixes that it uses."""

    event: dict[str, Any]
    hash_id: str
    namespaces: dict[str, str]

    @property
    def is_declaration(self) -> bool:
        return "errorDeclaration" in self.event


def read_events(content: bytes) -> list[Sent]:
    """The events of a document, each once; raises NotJson, TooMuch or Faulty."""
    document = read_json(content)
    events = events_in(document) if isinstance(document, Mapping) else None
    if events is not None and len(events) > MOST_EVENTS:
        raise TooMuch
    faults = faults_of(document)
    if faults:
        raise Faulty(faults)
    shared = namespaces_of(document["@context"])
    found: dict[tuple[str, bool], Sent] = {}
    for event in events or ():
        known = shared | namespaces_of(event.get("@context"))
        used = {one: known[one] for one in sorted(prefixes_in(event)) if one in known}
        sent = Sent(event, event_hash(event, known), used)
        found.setdefault((sent.hash_id, sent.is_declaration), sent)
    return list(found.values())


def read_json(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise TooMuch
    try:
        read = json.loads(
            content.decode("utf-8-sig"), parse_constant=refuse_constant, object_pairs_hook=once
        )
    except (ValueError, RecursionError) as problem:
        raise NotJson from problem
    check_texts(read)
    return read


def refuse_constant(word: str) -> None:
    raise ValueError(word)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice, so that no two readers read it differently."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice")
    return made


def check_texts(value: Any, depth: int = 0) -> None:
    """Refuse what no database keeps: NUL, half letters, and nests without end."""
    if depth > DEEPEST:
        raise NotJson
    if isinstance(value, Mapping):
        for name, one in value.items():
            check_texts(name, depth + 1)
            check_texts(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            check_texts(one, depth + 1)
    elif is_unkept(value):
        raise NotJson


def is_unkept(value: Any) -> bool:
    if isinstance(value, str):
        return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)
    return isinstance(value, float) and value in (float("inf"), float("-inf"))


def prefixes_in(value: Any) -> set[str]:
    """The prefixes before the names of somebody's own fields."""
    if isinstance(value, Mapping):
        own = {name.partition(":")[0] for name in value if ":" in name}
        return own.union(*(prefixes_in(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(prefixes_in(one) for one in value))
    return set()


def named_in(event: Mapping[str, Any]) -> Iterator[str]:
    """Every item and class that an event speaks of, as addresses."""
    for name in EPC_LISTS:
        yield from event.get(name, ())
    for name in QUANTITY_LISTS:
        yield from (element["epcClass"] for element in event.get(name, ()))
    parent = event.get("parentID")
    if parent:
        yield parent


def parts_of(address: str) -> trace.TraceReading:
    """An address read as one of our own forms or as a Digital Link, under whatever domain."""
    return trace.parse(address)


def is_making(event: Mapping[str, Any]) -> bool:
    """Whether the event says that goods or single items came to be, and stands."""
    step = event.get("bizStep", "").rpartition("/")[2].rpartition("BizStep-")[2]
    is_adding = event.get("type") == "ObjectEvent" and event.get("action") == "ADD"
    return is_adding and step in MAKING and "errorDeclaration" not in event


def kind_of(event: Mapping[str, Any]) -> str | None:
    """Our word for what happened, where the event's step is one that we also tell."""
    step = event.get("bizStep", "").rpartition("/")[2].rpartition("BizStep-")[2]
    told = step.rpartition("#")[2]
    for kind in ("harvest", "make", "pack", "inspect", "store", "ship", "sell", "spoil"):
        if STEPS[kind].biz_step.lstrip("#") == told:
            return kind
    return None
