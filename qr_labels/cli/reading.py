"""Command `read`: the codes in photos, as JSON."""

import argparse
import json
import sys
from pathlib import Path

from qr_labels.cli.lines import GOOD, NOT_VALID, Answer
from qr_labels.cli.payment import decoded
from qr_labels.cli.trace import parsed
from qr_labels.reading.photos import Found, PhotoUnreadable, examine


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `read`."""
    parser = subparsers.add_parser("read", help="read all codes in photos, one JSON line each")
    parser.add_argument("photos", metavar="PHOTO", nargs="+", type=Path, help="JPEG, PNG, WebP")
    parser.set_defaults(run=read_photos)


def read_photos(options: argparse.Namespace) -> int:
    """One JSON line a photo, in the order given; 0 when each photo shows a code that is valid."""
    worst = GOOD
    for photo in options.photos:
        said = seen_in(photo)
        print(json.dumps(said))
        sys.stdout.flush()
        worst = max(worst, GOOD if said["valid"] else NOT_VALID)
    return worst


def seen_in(photo: Path) -> Answer:
    """What one photo shows; a photo that cannot be opened has no codes and says why."""
    try:
        seen = examine(photo)
    except (PhotoUnreadable, OSError) as refusal:
        return {
            "photo": str(photo),
            "valid": False,
            "problem": str(refusal),
            "codes": [],
            "unread": [],
        }
    codes = [code_said(found) for found in seen.found]
    return {
        "photo": str(photo),
        "valid": any(code["valid"] for code in codes),
        "problem": None if codes else "no code found",
        "codes": codes,
        "unread": [[list(point) for point in corners] for corners in seen.unread],
    }


def code_said(found: Found) -> Answer:
    """One code: its text and kind, where it is, and what decode or parse says of it."""
    said: Answer = {
        "text": found.text,
        "kind": found.kind,
        "corners": [list(point) for point in found.corners],
        "valid": True,
        "payment": None,
        "trace": None,
    }
    if found.kind == "payment":
        said["payment"] = decoded(found.text)
        said["valid"] = said["payment"]["valid"]
    elif found.kind in ("trace", "gs1"):
        said["trace"] = parsed(found.text)
    return said
