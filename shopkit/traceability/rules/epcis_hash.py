"""The hash id of an event, as the core business vocabulary 2.0 (section 8.9.2) computes it.

Two writings of the same event have the same id, so it tells whether one was taken before. An event
and the declaration that it was wrong share one id.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from qr_labels.payload import digital_link
from shopkit.traceability.rules.epcis_words import CBV, EPC_LISTS, QUANTITY_LISTS

# The order in which the standard takes the fields; lists of parties and own fields come after.
ORDER = (
    "eventTime",
    "eventTimeZoneOffset",
    "epcList",
    "parentID",
    "inputEPCList",
    "childEPCs",
    "quantityList",
    "childQuantityList",
    "inputQuantityList",
    "outputEPCList",
    "outputQuantityList",
    "action",
    "transformationID",
    "bizStep",
    "disposition",
    "persistentDisposition",
    "readPoint",
    "bizLocation",
)
LEFT_OUT = frozenset(("@context", "type", "eventID", "recordTime", "errorDeclaration"))
PARTIES = {
    "sourceList": "source",
    "destinationList": "destination",
    "bizTransactionList": "bizTransaction",
}
BEGINNINGS = {
    "bizStep": CBV + "BizStep-",
    "disposition": CBV + "Disp-",
    "source": CBV + "SDT-",
    "destination": CBV + "SDT-",
    "bizTransaction": CBV + "BTT-",
}
OLD_WORDS = {
    "urn:epcglobal:cbv:bizstep:": CBV + "BizStep-",
    "urn:epcglobal:cbv:disp:": CBV + "Disp-",
    "urn:epcglobal:cbv:btt:": CBV + "BTT-",
    "urn:epcglobal:cbv:sdt:": CBV + "SDT-",
    "urn:epcglobal:cbv:er:": CBV + "ER-",
}
CANONICAL = "https://id.gs1.org"
# What remains of a Digital Link: the finest level that names the thing.
FINEST = {"01": ("21", "10", "235"), "414": ("254",), "8006": ("21", "10"), "8010": ("8011",)}
NUMBER = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)


def event_hash(event: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
    """The id ni:///sha-256;…?ver=CBV2.0 of an event whose own prefixes stand for `namespaces`."""
    digest = hashlib.sha256(pre_hash(event, namespaces).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def pre_hash(event: Mapping[str, Any], namespaces: Mapping[str, str]) -> str:
    """What is hashed: every field with its value in one order and one writing."""
    words = ["eventType=" + str(event["type"])]
    words.extend(standard_field(name, event[name]) for name in ORDER if name in event)
    others = [
        other_field(name, value, namespaces)
        for name, value in event.items()
        if name not in LEFT_OUT and name not in ORDER
    ]
    return "".join((*words, *sorted(others)))


def standard_field(name: str, value: Any) -> str:
    if name in ("readPoint", "bizLocation"):
        return name + "id=" + plain(value["id"])
    if name in EPC_LISTS:
        told = sorted("epc=" + plain(one) for one in value)
        return name + "".join(told) if told else ""
    if name in QUANTITY_LISTS:
        told = sorted(quantity(one) for one in value)
        return name + "".join(told) if told else ""
    if name == "persistentDisposition":
        told = [
            f"{key}={word('disposition', one)}"
            for key in ("set", "unset")
            for one in sorted(value.get(key, []))
        ]
        return name + "".join(told)
    if name == "eventTime":
        return f"{name}={moment(value)}"
    if name in ("bizStep", "disposition"):
        return f"{name}={word(name, value)}"
    return f"{name}={plain(value)}"


def quantity(element: Mapping[str, Any]) -> str:
    told = [
        f"{key}={plain(element[key])}" for key in ("epcClass", "quantity", "uom") if key in element
    ]
    return "quantityElement" + "".join(told)


def other_field(name: str, value: Any, namespaces: Mapping[str, str]) -> str:
    """A list of parties, ilmd, or a field of somebody's own."""
    if name in PARTIES:
        key = PARTIES[name]
        told = [
            f"type={word(key, one['type'])}{key}={plain(one[key])}"
            if "type" in one
            else f"{key}={plain(one[key])}"
            for one in value
        ]
        return name + "".join(sorted(told))
    return own_field(name, value, namespaces)


def own_field(name: str, value: Any, namespaces: Mapping[str, str]) -> str:
    key = named(name, namespaces)
    if isinstance(value, Mapping):
        return key + "".join(
            sorted(own_field(one, part, namespaces) for one, part in value.items())
        )
    if isinstance(value, list):
        return "".join(sorted(own_field(name, one, namespaces) for one in value))
    text = plain(value)
    return f"{key}={text}" if text else key


def named(name: str, namespaces: Mapping[str, str]) -> str:
    """vn:soLo as {https://…#}soLo."""
    prefix, colon, local = name.partition(":")
    return f"{{{namespaces[prefix]}}}{local}" if colon and prefix in namespaces else name


def word(kind: str, value: Any) -> str:
    """A word of the vocabulary in full; one that is an address already stays as it is."""
    text = plain(value)
    return text if ":" in text else BEGINNINGS[kind] + text


def plain(value: Any) -> str:
    """A value in the one writing that counts: numbers bare, Digital Links canonical."""
    if isinstance(value, bool):
        return str(value)
    text = str(value).strip()
    for old, new in OLD_WORDS.items():
        text = text.replace(old, new)
    if NUMBER.fullmatch(text):
        shown = f"{Decimal(text):f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return canonical_link(text)


def canonical_link(text: str) -> str:
    """A Digital Link under any domain as GS1 writes it, down to the finest level only."""
    reading = digital_link.parse(text) if text.startswith(("http://", "https://")) else None
    if reading is None or not reading.valid or reading.key is None:
        return text
    key = reading.key
    told = f"{CANONICAL}/{key}/{reading.ais[key]}"
    finest = next((ai for ai in FINEST.get(key, ()) if ai in reading.ais), None)
    return f"{told}/{finest}/{reading.ais[finest]}" if finest else told


def moment(text: str) -> str:
    """A moment in UTC to the thousandth of a second."""
    at = datetime.fromisoformat(text).astimezone(UTC)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
