"""GS1 Digital Link addresses: parse any, build the few we use (URI syntax 1.6.0).

http(s)://host[:port][/stem]/<key AI>/<value>[/<qualifier>/<value>...][?AI=value&...][#ignored]
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from qr_labels.payload import gtin
from qr_labels.payload.errors import PayloadError, refusal, shortened
from qr_labels.payload.findings import Problem
from qr_labels.payload.gs1_ai import Identifier, identifiers

LONGEST_ADDRESS = 4296
BUILT_KEYS = ("00", "01", "414", "417")

_SCHEMES = ("https://", "HTTPS://", "http://", "HTTP://")
_ADDRESS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_NOT_IN_HOST = re.compile(r"[_~?#@!$&'()*+,;=%]")
# Words that stood for AIs in older Digital Links.
_WORDS = frozenset(("gtin", "cpv", "lot", "ser", "gln", "glnx", "party", "sscc", "gdti", "gcn"))
_WORDS |= {"ginc", "gsin", "grai", "giai", "cpid", "cpsn", "gmn", "gsrn", "gsrnp", "srin", "itip"}
_ESCAPED_NOTHING = "-._~"


@dataclass(frozen=True)
class LinkReading:
    """What parse() makes of an address.

    `ais` holds every AI of path and query by its digits, values decoded; `key` the AI the path
    begins with; `stem` what stands before it; `others` query parameters that are no AI, as
    written. A refused address has problems and no ais.
    """

    valid: bool
    ais: dict[str, str]
    key: str | None = None
    stem: str = ""
    others: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class _Refused(Exception):
    def __init__(self, problem: str, field: str | None, message: str) -> None:
        self.problem = Problem(problem, field, shortened(message, 200))
        super().__init__(message)


def parse(address: str) -> LinkReading:
    """Read a Digital Link address strictly; never raises."""
    try:
        stem, pairs, query = _split(address)
        path = _path_values(pairs)
        attributes, others = _query_values(query)
        _check_together(path, attributes)
    except _Refused as refused:
        return LinkReading(False, {}, problems=(refused.problem,))
    return LinkReading(True, {**path, **attributes}, pairs[0][0], stem, tuple(others))


def build(base: str, ais: Mapping[str, str], *, allow_restricted: bool = False) -> str:
    """The address of a GTIN (01 with 22, 10, 21 or 235), a place (414 with 254), a party (417)
    or a logistic unit (00) on our own site; other AIs become query attributes.

    Raises PayloadError for what parse() would refuse, and, unless `allow_restricted`, for a
    GTIN of restricted circulation or of the examples, which nobody is granted.
    """
    key = next((ai for ai in BUILT_KEYS if ai in ais), None)
    if key is None:
        limit = "one of " + ", ".join(BUILT_KEYS)
        raise refusal("no_key", "ais", f"needs {limit}", limit, ", ".join(ais))
    if key == "01" and not allow_restricted:
        gtin.require_grantable(ais["01"])
    path = max((p for p in identifiers()[key].paths if ais.keys() >= set(p)), key=_path_weight)
    order = (key, *path)
    segments = "".join(f"/{ai}/{quote(ais[ai], safe=_ESCAPED_NOTHING)}" for ai in order)
    attributes = "&".join(
        f"{ai}={quote(value, safe=_ESCAPED_NOTHING)}"
        for ai, value in ais.items()
        if ai not in order
    )
    address = base.rstrip("/") + segments + ("?" + attributes if attributes else "")
    _require_readable(address, ais)
    return address


def _path_weight(path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return len(path), path


def _require_readable(address: str, ais: Mapping[str, str]) -> None:
    reading = parse(address)
    if reading.ais != dict(ais):
        problem = reading.problems[0] if reading.problems else None
        word = problem.problem if problem else "read_back"
        message = problem.message if problem else "the address reads back as other values"
        field = problem.field if problem else None
        raise PayloadError(word, message, field=field, given=address)


def _split(address: str) -> tuple[str, list[tuple[str, str]], str]:
    """Stem, AI and value pairs of the path as written, and the query."""
    if len(address) > LONGEST_ADDRESS:
        raise _Refused("too_long", None, f"an address has at most {LONGEST_ADDRESS} characters")
    if not _ADDRESS.fullmatch(address):
        raise _Refused("address_character", None, "a character that must be percent-encoded")
    scheme = next((one for one in _SCHEMES if address.startswith(one)), None)
    if scheme is None:
        raise _Refused("scheme", None, "an address begins with https:// or http://, in one case")
    host, slash, rest = address[len(scheme) :].partition("/")
    if not host or not slash:
        raise _Refused("host", None, "host or path is missing")
    if _NOT_IN_HOST.search(host):
        raise _Refused("host", None, f"a host has no such character: {host}")
    path, _, query = rest.partition("#")[0].partition("?")
    segments = path.split("/")
    start = _key_place(segments)
    stem = "/".join([scheme + host, *segments[:start]])
    pairs = list(zip(segments[start::2], segments[start + 1 :: 2], strict=True))
    return stem, pairs, query


def _key_place(segments: list[str]) -> int:
    """Where the path's root is: from the right, pair by pair, up to the first key."""
    known = identifiers()
    for place in range(len(segments) - 2, -1, -2):
        identifier = known.get(segments[place])
        if identifier is None:
            break
        if identifier.is_key:
            return place
    if _WORDS.intersection(segments):
        raise _Refused("word_key", None, "the path has a word where the number of an AI belongs")
    message = "the path holds no GS1 key with a value (the compressed form was withdrawn)"
    raise _Refused("no_key", None, message)


def _path_values(pairs: list[tuple[str, str]]) -> dict[str, str]:
    key = pairs[0][0]
    qualifiers = tuple(ai for ai, _ in pairs[1:])
    if qualifiers not in identifiers()[key].paths:
        message = f"the qualifiers {', '.join(qualifiers)} do not follow key {key} in this order"
        raise _Refused("qualifiers", key, message)
    return {ai: _checked(identifiers()[ai], _decoded(ai, text)) for ai, text in pairs}


def _query_values(query: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    values: dict[str, str] = {}
    others = []
    for parameter in filter(None, query.split("&")):
        name, equals, text = parameter.partition("=")
        if not equals or not name.isdigit():
            others.append((name, text))
            continue
        identifier = identifiers().get(name)
        if identifier is None:
            raise _Refused("unknown_ai", name, f"the query has an AI that does not exist: {name}")
        if name in values:
            raise _Refused("duplicate", name, f"AI {name} occurs twice")
        value = _decoded(name, text.replace("+", " "))
        if name == "01" and value.isdigit() and len(value) in gtin.LENGTHS:
            # In the query, unlike the path, the engine of GS1 pads a shorter GTIN.
            value = value.zfill(14)
        values[name] = _checked(identifier, value)
    return values, others


def _decoded(ai: str, text: str) -> str:
    if not text:
        raise _Refused("empty", ai, f"AI {ai} has no value")
    value = unquote_to_bytes(text).decode("latin-1")
    if "\0" in value:
        raise _Refused("nul", ai, f"AI {ai} holds a NUL")
    return value


def _checked(identifier: Identifier, value: str) -> str:
    fault = identifier.fault(value)
    if fault is not None:
        word, sentence = fault
        raise _Refused(word, identifier.ai, f"AI {identifier.ai} {sentence}")
    return value


def _check_together(path: dict[str, str], attributes: dict[str, str]) -> None:
    known = identifiers()
    key, *qualifiers = path
    for ai in attributes:
        if ai in path:
            raise _Refused("duplicate", ai, f"AI {ai} occurs twice")
        if not known[ai].may_be_attribute or _belongs_in_path(known[key], qualifiers, ai):
            raise _Refused("attribute", ai, f"AI {ai} may not stand in the query here")
    present = [*path, *attributes]
    for ai in present:
        _check_company(known[ai], present)


def _belongs_in_path(key: Identifier, qualifiers: list[str], ai: str) -> bool:
    places = range(len(qualifiers) + 1)
    return any((*qualifiers[:at], ai, *qualifiers[at:]) in key.paths for at in places)


def _check_company(identifier: Identifier, present: list[str]) -> None:
    own = identifier.ai
    for pattern in identifier.excludes:
        if _is_there(pattern, own, present):
            raise _Refused("excluded", own, f"AI {own} does not go with AI {pattern}")
    for group in identifier.requires:
        if not any(all(_is_there(ai, own, present) for ai in option) for option in group):
            wanted = " or ".join("+".join(option) for option in group)
            raise _Refused("required", own, f"AI {own} needs AI {wanted}")


def _is_there(pattern: str, own: str, present: list[str]) -> bool:
    """Whether another AI matches; "310n" stands for 3100 to 3109 and never for itself."""
    begin = pattern.rstrip("n")
    return any(ai != own and len(ai) == len(pattern) and ai.startswith(begin) for ai in present)
