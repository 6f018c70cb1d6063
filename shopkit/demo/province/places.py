"""The invented communes and their villages."""

from datetime import date, datetime
from random import Random

from sqlalchemy.orm import Session

from shopkit.demo.cast import DOCUMENT, PROVINCE_CODE, PROVINCE_NAME
from shopkit.demo.province.names import commune_name
from shopkit.demo.province.scale import Scale, dealt
from shopkit.places.actions import open_village
from shopkit.places.models import Commune, Province, Village, VillageKind
from shopkit.text.order import sort_key
from shopkit.text.search import search_text

REFERENCE_DAY = date(2025, 7, 1)
FIRST_COMMUNE = 101


def found_province(session: Session) -> None:
    """The invented province, unless the small practice commune brought it along."""
    if session.get(Province, (PROVINCE_CODE, REFERENCE_DAY)):
        return
    session.add(
        Province(
            code=PROVINCE_CODE,
            valid_from=REFERENCE_DAY,
            valid_to=None,
            type="tinh",
            name=PROVINCE_NAME,
            sort_key=sort_key(PROVINCE_NAME),
            search_text=search_text(PROVINCE_NAME),
            source_doc=DOCUMENT,
        )
    )


def found_communes(
    session: Session, scale: Scale, dice: Random, *, now: datetime
) -> dict[str, list[Village]]:
    """All communes, each with its villages."""
    found_province(session)
    founded: dict[str, list[Village]] = {}
    for number, village_count in enumerate(dealt(scale.villages, scale.communes, dice)):
        commune = found_commune(session, number)
        founded[commune.code] = [
            open_village(
                session,
                commune,
                name=f"Thôn {place + 1}",
                kind=VillageKind.THON,
                valid_from=REFERENCE_DAY,
                now=now,
            )
            for place in range(village_count)
        ]
    return founded


def found_commune(session: Session, number: int) -> Commune:
    name = commune_name(number)
    bare = name.removeprefix("Xã ")
    commune = Commune(
        code=f"{PROVINCE_CODE}{FIRST_COMMUNE + number}",
        valid_from=REFERENCE_DAY,
        valid_to=None,
        province_code=PROVINCE_CODE,
        type="xa",
        name=name,
        sort_key=sort_key(bare),
        bare_text=search_text(bare),
        search_text=search_text(name, PROVINCE_NAME),
        source_doc=DOCUMENT,
    )
    session.add(commune)
    session.flush()
    return commune
