"""Loading the lists the law made, and keeping a commune's register of villages."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from shopkit.errors import Refusal
from shopkit.journal.write import write
from shopkit.places.models import (
    Commune,
    OldUnit,
    Province,
    ReferenceLoad,
    Village,
    VillageKind,
)
from shopkit.places.rules import TYPE_NAMES
from shopkit.text.letters import one_line
from shopkit.text.order import sort_key
from shopkit.text.search import search_text

DATA = Path(__file__).parent / "data"
FILES = ("provinces.csv", "units.csv", "old_units.csv")
UNITS = "units"
# Count up when the rows are made otherwise from the same files, so that they are loaded again.
LAYOUT = b"1"
NAME_LENGTH = 80
OLD_NAMES_LENGTH = 1000


class VillageNameTaken(Refusal):
    """The commune has an open village of this name."""


class VillageUnnamed(Refusal):
    """A village needs a name of one letter or digit at least, and of NAME_LENGTH at most."""


class VillageClosed(Refusal):
    """The village has ended; its record stays as it stood."""


class VillageElsewhere(Refusal):
    """The two villages are not two villages of one commune."""


class DayBeforeOpening(Refusal):
    """A village cannot end before the day it began."""


def load_reference(session: Session, *, now: datetime) -> bool:
    """Load provinces, communes and old names; False when this version is loaded already."""
    version = data_version()
    loaded = session.get(ReferenceLoad, UNITS)
    if loaded and loaded.version == version:
        return False
    provinces = list(_province_rows())
    for model, rows in (
        (Province, provinces),
        (Commune, list(_commune_rows(_texts_of(provinces)))),
        (OldUnit, list(_old_unit_rows())),
    ):
        session.execute(delete(model))
        session.execute(insert(model), rows)
    if loaded:
        loaded.version, loaded.loaded_at = version, now
    else:
        session.add(ReferenceLoad(name=UNITS, version=version, loaded_at=now))
    return True


def data_version() -> str:
    """The hash of the carried lists and of how rows are made from them."""
    return hashlib.sha256(
        LAYOUT + b"".join((DATA / name).read_bytes() for name in FILES)
    ).hexdigest()


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _province_rows() -> Iterator[dict[str, Any]]:
    for line in _read("provinces.csv"):
        yield {
            "code": line["code"],
            "valid_from": _day(line["from"]),
            "valid_to": _day(line["to"]),
            "type": line["type"],
            "name": f"{TYPE_NAMES[line['type']]} {line['name']}",
            "sort_key": sort_key(line["name"]),
            "search_text": search_text(line["name"]),
            "source_doc": line["document"],
        }


def _texts_of(provinces: list[dict[str, Any]]) -> dict[str, str]:
    """What each province may be called, in all its versions, folded."""
    texts: dict[str, str] = {}
    for row in provinces:
        texts[row["code"]] = f"{texts.get(row['code'], '')} {search_text(row['name'])}".strip()
    return texts


def _commune_rows(province_texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for line in _read("units.csv"):
        name = f"{TYPE_NAMES[line['type']]} {line['name']}"
        yield {
            "code": line["code"],
            "valid_from": _day(line["from"]),
            "valid_to": _day(line["to"]),
            "province_code": line["province"],
            "type": line["type"],
            "name": name,
            "sort_key": sort_key(line["name"]),
            "bare_text": search_text(line["name"]),
            "search_text": f"{search_text(name)} {province_texts[line['province']]}",
            "source_doc": line["document"],
        }


def _old_unit_rows() -> Iterator[dict[str, Any]]:
    district = province = ""
    for line in _read("old_units.csv"):
        district = line["district"] or district
        province = line["province"] or province
        kind = "Thị trấn" if line["name"].startswith("Thị trấn") else line["name"].split()[0]
        bare = line["name"].removeprefix(kind).strip()
        became = line["became"].split()
        row = {
            "code": line["code"],
            "is_divided": len(became) > 1,
            "name": line["name"],
            "district": district,
            "province": province,
            "sort_key": sort_key(bare),
            "bare_text": search_text(bare),
            "search_text": search_text(line["name"], district, province),
        }
        yield from ({**row, "new_code": code} for code in became)


def open_village(
    session: Session,
    commune: Commune,
    *,
    name: str,
    kind: VillageKind,
    valid_from: date,
    now: datetime,
) -> Village:
    """Put a village on the register of its commune."""
    village = Village(
        commune_code=commune.code, kind=kind, name=one_line(name), valid_from=valid_from
    )
    index(village)
    _check_name_is_free(session, village)
    session.add(village)
    session.flush()
    write(session, village, "village.opened", now=now)
    return village


def rename_village(
    session: Session, village: Village, *, name: str, kind: VillageKind, now: datetime
) -> None:
    """Give a village its right name; it stays the same village with the same households."""
    _check_is_open(village)
    with session.no_autoflush:
        before = village.name
        village.name, village.kind = one_line(name), kind
        index(village)
        _check_name_is_free(session, village)
        keep_old_name(village, before)
    write(session, village, "village.renamed", now=now)


def remember_old_name(session: Session, village: Village, name: str, *, now: datetime) -> None:
    """Note what lists still call a village, so that nobody has to say it twice."""
    if keep_old_name(village, one_line(name)):
        write(session, village, "village.old_name_said", now=now)


def keep_old_name(village: Village, name: str) -> bool:
    """Put a name to those it had; False when it is known, or there is no room for more."""
    known = village.formerly.splitlines()
    if search_text(name) in {search_text(one) for one in (*known, village.name)}:
        return False
    told = "\n".join([*known, name])
    if len(told) > OLD_NAMES_LENGTH:
        return False
    village.formerly = told
    return True


def close_village(
    session: Session, village: Village, *, last_day: date, into: Village | None, now: datetime
) -> None:
    """End a village; `into` is the one that takes its households, None where it was split."""
    _check_is_open(village)
    if last_day < village.valid_from:
        raise DayBeforeOpening
    if into is not None:
        _check_is_open(into)
        if into.id == village.id or into.commune_code != village.commune_code:
            raise VillageElsewhere
    village.valid_to = last_day
    village.merged_into_id = into.id if into else None
    write(session, village, "village.closed", now=now)


def index(village: Village) -> None:
    if not search_text(village.name) or len(village.name) > NAME_LENGTH:
        raise VillageUnnamed
    village.name_key = village.name.casefold()
    village.sort_key = sort_key(village.name)
    village.search_text = search_text(village.name)


def _check_is_open(village: Village) -> None:
    if not village.is_open:
        raise VillageClosed


def _check_name_is_free(session: Session, village: Village) -> None:
    taken = select(Village.id).where(
        Village.commune_code == village.commune_code,
        Village.name_key == village.name_key,
        Village.valid_to.is_(None),
        Village.id != village.id,
    )
    if session.scalars(taken).first():
        raise VillageNameTaken(village.name)
