import csv
from datetime import date
from itertools import pairwise
from pathlib import Path
from unicodedata import is_normalized

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopkit.errors import NotFound
from shopkit.places import queries
from shopkit.places.actions import load_reference
from shopkit.places.models import Commune, OldUnit, Province, ReferenceLoad
from tests.conftest import NOW

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


def reference(name: str) -> list[dict[str, str]]:
    path = REFERENCE / name
    if not path.is_file():
        pytest.skip("the reference folder is not beside the project")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def count(session: Session, *conditions, of=Commune) -> int:
    return session.scalar(select(func.count()).select_from(of).where(*conditions)) or 0


def test_the_country_has_34_provinces_and_3321_communes(places: Session):
    assert len(queries.provinces(places)) == 34
    assert count(places, Commune.valid_to.is_(None)) == 3321
    by_type = places.execute(
        select(Commune.type, func.count()).where(Commune.valid_to.is_(None)).group_by(Commune.type)
    )
    assert dict(tuple(line) for line in by_type) == {"xa": 2599, "phuong": 709, "dac_khu": 13}


def test_in_july_2025_there_were_fewer_wards(places: Session):
    july = date(2025, 7, 1)
    wards = (Commune.valid_from <= july, Commune.type == "phuong")
    assert count(places, *wards) == 687
    assert count(places, Commune.valid_from <= july) == 3321


def test_old_units_are_complete(places: Session):
    assert count(places, of=OldUnit) == 10_597
    assert places.scalar(select(func.count(func.distinct(OldUnit.code)))) == 10_035
    divided = select(func.count(func.distinct(OldUnit.code))).where(OldUnit.is_divided)
    assert places.scalar(divided) == 471


def test_every_old_unit_leads_to_a_commune_that_stands(places: Session):
    standing = select(Commune.code).where(Commune.valid_to.is_(None))
    assert count(places, OldUnit.new_code.not_in(standing), of=OldUnit) == 0


def test_all_names_are_composed(places: Session):
    for column in (Commune.name, OldUnit.name, OldUnit.district, Province.name):
        assert all(is_normalized("NFC", name) for name in places.scalars(select(column)))


def test_loading_again_changes_nothing(places: Session):
    assert load_reference(places, now=NOW) is False


def test_another_version_replaces_the_lists(places: Session):
    loaded = places.scalars(select(ReferenceLoad)).one()
    loaded.version = "older"
    places.delete(queries.commune(places, "15961"))
    places.flush()
    assert load_reference(places, now=NOW) is True
    places.expire_all()
    assert queries.commune(places, "15961").name == "Xã Hoằng Lộc"
    assert count(places, Commune.valid_to.is_(None)) == 3321


def test_a_report_keeps_the_name_of_its_day(places: Session):
    label = queries.place_label
    assert label(places, "26485", on=date(2026, 3, 31)) == "Xã Nhơn Trạch, Tỉnh Đồng Nai"
    assert label(places, "26485", on=date(2026, 4, 29)) == "Xã Nhơn Trạch, Tỉnh Đồng Nai"
    assert label(places, "26485", on=date(2026, 4, 30)) == "Phường Nhơn Trạch, Thành phố Đồng Nai"
    assert label(places, "26485") == "Phường Nhơn Trạch, Thành phố Đồng Nai"


def test_every_version_names_its_document(places: Session):
    assert queries.commune(places, "26485").source_doc == "237/NQ-UBTVQH16"
    assert queries.commune(places, "26485", on=date(2026, 1, 1)).source_doc == "1662/NQ-UBTVQH15"
    assert queries.province(places, "22", on=date(2026, 8, 31)).source_doc == "202/2025/QH15"
    assert count(places, Commune.source_doc == "") == 0


def test_versions_of_a_commune_follow_each_other_without_a_gap(places: Session):
    lines = places.scalars(select(Commune).order_by(Commune.code, Commune.valid_from)).all()
    pairs = [(a, b) for a, b in pairwise(lines) if a.code == b.code]
    assert len(pairs) == 22
    assert all(a.valid_to and (b.valid_from - a.valid_to).days == 1 for a, b in pairs)


def test_before_the_register_begins_there_is_no_commune(places: Session):
    with pytest.raises(NotFound):
        queries.commune(places, "26485", on=date(2025, 6, 30))


@pytest.mark.parametrize("code", ["", "99999", "1596", "159610", "Ⅳ", "'"])
def test_a_code_that_is_none_is_not_found(places: Session, code):
    with pytest.raises(NotFound):
        queries.commune(places, code)
    assert queries.current_commune(places, code) is None


def test_provinces_and_communes_stand_in_vietnamese_order(places: Session):
    names = [one.name for one in queries.provinces(places)]
    assert names.index("Tỉnh Đắk Lắk") > names.index("Tỉnh Cao Bằng")
    assert names.index("Thành phố Đà Nẵng") < names.index("Tỉnh Đắk Lắk")
    communes = [one.name for one in queries.communes_of(places, "38")]
    assert communes.index("Xã Hoằng Lộc") < communes.index("Xã Thiệu Hóa")
    assert communes.index("Phường Sầm Sơn") < communes.index("Xã Thiệu Hóa")


def test_the_lists_equal_the_reference(places: Session):
    lines = reference("units.csv")
    ours = {c.code: c for c in places.scalars(select(Commune).where(Commune.valid_to.is_(None)))}
    assert ours.keys() == {line["code"] for line in lines}
    for line in lines:
        here = ours[line["code"]]
        told = (here.name, here.province_code, here.valid_from.isoformat(), here.source_doc)
        assert told == (line["name"], line["province_code"], line["valid_from"], line["source_doc"])


def test_the_old_units_equal_the_reference(places: Session):
    lines = reference("unit-map.csv")
    ours = places.execute(
        select(
            OldUnit.code,
            OldUnit.name,
            OldUnit.district,
            OldUnit.province,
            OldUnit.new_code,
            OldUnit.is_divided,
        )
    )
    told = {
        (
            *(
                line[key]
                for key in ("old_code", "old_name", "old_district", "old_province", "new_code")
            ),
            line["divided"] == "1",
        )
        for line in lines
    }
    assert {tuple(row) for row in ours} == told


def test_the_provinces_equal_the_reference(places: Session):
    for line in reference("provinces.csv"):
        here = queries.province(places, line["code"])
        assert (here.name, here.valid_from.isoformat()) == (line["name"], line["valid_from"])
        if line["prev_name"]:
            assert (
                queries.province(places, line["code"], on=date(2025, 7, 1)).name
                == line["prev_name"]
            )
