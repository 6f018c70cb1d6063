"""Reading whatever a label carries: a short code, an address of ours, or a GS1 Digital Link."""

import re
from dataclasses import dataclass, field

from qr_labels.payload import digital_link, own_codes, serials
from qr_labels.payload.errors import PayloadError
from qr_labels.payload.findings import Problem

_OURS = re.compile(r"https?://[^/?#]+/t/([^?#]+?)/?(?:[?#].*)?", re.IGNORECASE)
_NOT_A_LINK = frozenset(("too_long", "address_character", "scheme", "host", "no_key", "word_key"))


@dataclass(frozen=True)
class TraceReading:
    """What parse() makes of a text.

    `kind`: "trace_code" (typed by hand), "trace_address" (short form), "own_parts" (long form),
    "digital_link" (GS1) or "other". `fields` holds code, product, place, lot or serial in their
    canonical form, `ais` the GS1 values of a Digital Link.
    """

    valid: bool
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    ais: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def parse(text: str) -> TraceReading:
    """Read a scanned or typed trace code; never raises.

    A Digital Link is read strictly; codes of ours forgive white space around, case and what
    serials.read_code() forgives.
    """
    link = digital_link.parse(text)
    if link.valid:
        return TraceReading(True, "digital_link", ais=link.ais)
    if len(text) > digital_link.LONGEST_ADDRESS:
        return TraceReading(False, "other", problems=link.problems)
    ours = _OURS.fullmatch(text.strip())
    if ours is not None:
        return _address(ours[1].split("/"))
    if "/" not in text:
        return _code(text, "trace_code")
    is_link = link.problems[0].problem not in _NOT_A_LINK
    return TraceReading(False, "digital_link" if is_link else "other", problems=link.problems)


def _address(segments: list[str]) -> TraceReading:
    if len(segments) == 1:
        return _code(segments[0], "trace_address")
    if len(segments) not in (3, 4):
        message = "the path is /t/<code> or /t/<product>/<place>/<lot>[/<serial>]"
        return TraceReading(False, "other", problems=(Problem("path", None, message),))
    try:
        fields = {
            "product": own_codes.product_code(segments[0]),
            "place": own_codes.place_code(segments[1]),
            "lot": own_codes.lot_code(segments[2]),
        }
        if len(segments) == 4:
            fields["serial"] = serials.read_code(segments[3])
    except PayloadError as error:
        return _refused("own_parts", error)
    return TraceReading(True, "own_parts", fields)


def _code(text: str, kind: str) -> TraceReading:
    try:
        return TraceReading(True, kind, {"code": serials.read_code(text)})
    except serials.CodeMistyped as error:
        # What has neither the length nor the check of a code is not one mistyped.
        is_other = kind == "trace_code" and error.reason in ("length", "sign")
        return _refused("other" if is_other else kind, error)


def _refused(kind: str, error: PayloadError) -> TraceReading:
    return TraceReading(False, kind, problems=(Problem(error.problem, error.field, str(error)),))
