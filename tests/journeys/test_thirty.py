"""Some phones of a class on one line that breaks: everything is there once, the board is right."""

from benchmarks.class_of_thirty import as_ours, camera_photo, counted, run
from benchmarks.slow_line import Pace
from tests.journeys.house import House

PHONES, PHOTOS = 4, 3
# Fast, so that it is over soon; what breaks and what waits is as on a slow one.
QUICK = Pace(shared_kbps=40_000, own_kbps=20_000, round_trip_s=0.02)


def test_a_class_whose_line_breaks_has_everything_once(house: House) -> None:
    photos = [[camera_photo(3 * at + one, 500, 70) for one in range(3)] for at in range(PHONES)]
    traders, _took_s, let_in, board = run(house, PHONES, as_ours, photos, QUICK)
    assert [one.problem for one in traders] == [""] * PHONES
    assert sum(one.browser.retries for one in traders) >= PHONES // 2
    with house.database() as database, database.reading() as session:
        found = counted(session)
    assert found == dict.fromkeys(found, PHONES) | {"photos": PHOTOS * PHONES}
    assert let_in == PHONES
    assert all(f"{one.name}<" in board for one in traders)
