import pytest

from shopkit.places.models import VillageKind
from shopkit.places.rules import LONGEST, MOST_WORDS, asked, is_written_alike, village_kind_of


@pytest.mark.parametrize(
    ("typed", "words", "kind"),
    [
        ("Hoằng Lộc", ("hoang", "loc"), ""),
        ("xã Hoằng Lộc", ("hoang", "loc"), "xa"),
        ("X. Hoằng Lộc", ("hoang", "loc"), "xa"),
        ("TT Bút Sơn", ("but", "son"), "thi tran"),
        ("P12 Q. Gò Vấp", ("12", "q", "go", "vap"), "phuong"),
        ("Bến Nghé, q1, TPHCM", ("ben", "nghe", "q", "1", "ho", "chi", "minh"), ""),
        ("Phường", ("phuong",), ""),
    ],
)
def test_a_typed_place_is_taken_apart(typed, words, kind):
    wanted = asked(typed)
    assert wanted is not None
    assert wanted.words == words
    assert wanted.kind == kind


def test_a_kind_may_be_part_of_the_name_itself():
    wanted = asked("xa dung")
    assert wanted is not None
    assert set(wanted.wholes) == {"dung", "xa dung"}


@pytest.mark.parametrize("typed", ["", "  ", "…!?", "\u0301"])
def test_nothing_that_could_be_a_name_asks_for_nothing(typed):
    assert asked(typed) is None


def test_a_flood_of_words_is_cut():
    wanted = asked(" ".join(f"tu{n}" for n in range(10_000)))
    assert wanted is not None
    assert len(wanted.words) <= MOST_WORDS
    assert max(map(len, wanted.wholes)) < 2 * LONGEST


@pytest.mark.parametrize(
    ("typed", "name", "alike"),
    [
        ("ân tường", "Xã Ân Tường", True),
        ("ân tường", "Phường An Tường", False),
        ("An Tường", "Phường An Tường", True),
        ("an tuong", "Xã Ân Tường", True),
        ("hoà bình", "Phường Hòa Bình", True),
        ("hoa bình", "Phường Hòa Bình", True),
        ("hóa bình", "Phường Hòa Bình", False),
        ("Đà", "Xã Da", False),
        ("Ea H’Leo", "Xã Ea H'leo", True),
    ],
)
def test_typed_marks_must_agree_and_missing_marks_do(typed, name, alike):
    wanted = asked(typed)
    assert wanted is not None
    assert is_written_alike(wanted, name) is alike


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Thôn 3", VillageKind.THON),
        ("Tổ dân phố số 5", VillageKind.TO_DAN_PHO),
        ("TDP Đông", VillageKind.TO_DAN_PHO),
        ("Bản Mển", VillageKind.BAN),
        ("Buôn Akô Dhông", VillageKind.BUON),
        ("Ấp Tân Thành", VillageKind.AP),
        ("Khu phố 2", VillageKind.KHU_PHO),
        ("Bảnh", VillageKind.OTHER),
        ("", VillageKind.OTHER),
    ],
)
def test_the_name_of_a_village_tells_its_kind(name, kind):
    assert village_kind_of(name) == kind
