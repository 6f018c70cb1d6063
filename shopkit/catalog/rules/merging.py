"""Putting together what two people changed in the same record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Merged:
    """What the record is to hold, and the fields that both changed to different values.

    `kept` names the fields that somebody else changed meanwhile and that stay so.
    """

    values: dict[str, Any]
    clashes: tuple[str, ...]
    kept: tuple[str, ...]


def merged(
    yours: Mapping[str, Any],
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    is_changed: Callable[[str], bool],
) -> Merged:
    """Field by field: what you changed goes in, what only others changed stays.

    `was` is what your page showed, `now` what the record holds, and `is_changed` tells whether
    a field was changed after the version that you have seen; one that you have seen is yours to
    overwrite.
    """
    values, clashes, kept = dict(now), [], []
    for name, value in yours.items():
        is_moved = now[name] != was[name] and is_changed(name)
        if value == was[name]:
            kept += [name] if is_moved else []
        elif is_moved and value != now[name]:
            clashes.append(name)
        else:
            values[name] = value
    return Merged(values, tuple(clashes), tuple(kept))
