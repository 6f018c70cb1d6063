"""What the lists of communes hold: columns under the headings of the wild, and their cells."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256

from shopkit import clock
from shopkit.imports.rules.columns import Column, Wanted
from shopkit.imports.rules.values import Kind, Value
from shopkit.shops.rules.register import FIRST_BIRTH_YEAR, GROUPS
from shopkit.text.letters import TextUnclean, one_line
from shopkit.text.phones import PhoneOutdated, PhoneUnreadable, canonical_phone
from shopkit.text.search import search_text

ROW, CODE, HEAD, NAME, RELATION = "row", "code", "head", "name", "relation"
VILLAGE, OLD_COMMUNE, PHONE, BIRTH = "village", "old_commune", "phone", "birth"
MALE, FEMALE, GENDER, GROUP, NUMBER, NOTE = "male", "female", "gender", "group", "number", "note"
OWNER, KIND, SECTOR, DOCUMENT = "owner", "kind", "sector", "document"
ORGANISATION, BRANCH, PROMISED, ROLE = "organisation", "branch", "promised", "role"

GROUP_HEADINGS = {
    "cadre": (
        "can bo", "cong chuc", "can bo cong chuc", "can bo cong chuc vien chuc", "cbccvc",
        "can bo cong chuc vien chuc giao vien", "giao vien", "ho can bo", "ho co can bo",
    ),
    "party": ("dang vien", "ho dang vien", "ho co dang vien"),
    "youth": ("doan vien", "doan vien thanh nien", "ho co doan vien", "doan thanh nien"),
    "pupil8": (
        "hoc sinh", "hoc sinh lop 8", "hoc sinh lop 8 tro len", "hoc sinh tu lop 8",
        "hoc sinh tu lop 8 tro len", "hs lop 8 tro len",
    ),
    "student": ("sinh vien", "ho co sinh vien"),
    "women": ("phu nu", "hoi vien phu nu", "hoi phu nu", "hv phu nu", "hv hpn", "hoi vien hpn"),
    "farmer": ("nong dan", "hoi vien nong dan", "hoi nong dan", "hv nong dan", "hv hnd"),
}  # fmt: skip
VILLAGE_HEADINGS = (
    "thon", "xom", "ban", "ap", "khu", "khu pho", "to", "thon xom", "thon ban", "thon to",
    "to dan pho", "tdp", "thon to dan pho", "thon tdp", "thon xom to dan pho", "thon xom tdp",
    "khu dan cu", "ten thon", "noi o", "cho o", "dia chi", "dia chi thuong tru", "noi thuong tru",
    "noi o hien nay", "cho o hien nay", "dia chi kinh doanh", "dia diem kinh doanh", "dia ban",
)  # fmt: skip
PHONES = (
    "sdt", "so dien thoai", "dien thoai", "dt", "so dt", "di dong", "so di dong",
    "dien thoai lien he", "so dien thoai lien he", "sdt chu ho", "lien he",
)  # fmt: skip
ROWS = Column(ROW, Kind.TEXT, ("stt", "tt", "so tt", "so thu tu", "thu tu"), is_whole=True)
PLACES = (
    Column(VILLAGE, Kind.TEXT, VILLAGE_HEADINGS, fills_down=True, is_whole=True),
    Column(
        OLD_COMMUNE,
        Kind.TEXT,
        ("xa cu", "thuoc xa cu", "xa phuong cu", "don vi cu", "xa truoc sap nhap", "xa"),
        fills_down=True,
        is_whole=True,
    ),
)
GENDERS = (
    Column(FEMALE, Kind.TEXT, ("nu", "gioi tinh nu", "nam sinh nu"), is_whole=True),
    Column(MALE, Kind.TEXT, ("nam", "gioi tinh nam", "nam sinh nam"), is_whole=True),
    Column(GENDER, Kind.TEXT, ("gioi tinh", "nam nu", "phai", "gioi tinh chu ho"), is_whole=True),
)
PERSONAL = (
    Column(PHONE, Kind.TEXT, PHONES, is_whole=True),
    Column(
        BIRTH,
        Kind.TEXT,
        ("nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "ngay thang sinh"),
        is_whole=True,
    ),
    *GENDERS,
)
NOTES = Column(NOTE, Kind.TEXT, ("ghi chu", "luu y", "chu thich"), is_whole=True)

HOUSEHOLD_LIST = Wanted(
    columns=(
        ROWS,
        Column(
            HEAD,
            Kind.TEXT,
            (
                "ho va ten chu ho", "ho ten chu ho", "ten chu ho", "chu ho", "ho gia dinh",
                "ten ho", "dai dien ho", "ho ten dai dien ho", "chu ho gia dinh",
            ),
            fills_down=True,
        ),
        Column(
            NAME,
            Kind.TEXT,
            (
                "ho va ten", "ho ten", "ho va ten thanh vien", "ho ten thanh vien",
                "ten thanh vien", "thanh vien", "ho va ten nguoi trong ho", "nhan khau",
            ),
            is_whole=True,
        ),
        Column(
            RELATION,
            Kind.TEXT,
            ("quan he voi chu ho", "quan he", "moi quan he", "qh voi chu ho", "quan he chu ho"),
            is_whole=True,
        ),
        Column(CODE, Kind.TEXT, ("ma ho", "ma so ho", "ma ho gia dinh"), fills_down=True),
        *PLACES,
        *PERSONAL,
        Column(NUMBER, Kind.TEXT, ("so nha", "so ho", "so ho khau"), is_whole=True),
        *(Column(group, Kind.TEXT, GROUP_HEADINGS[group], is_whole=True) for group in GROUPS),
        Column(GROUP, Kind.TEXT, ("nhom", "doi tuong", "thuoc nhom", "thuoc doi tuong")),
        NOTES,
    ),
    one_of=((HEAD, NAME),),
    told_by=(HEAD, NAME),
)  # fmt: skip
BUSINESS_LIST = Wanted(
    columns=(
        ROWS,
        Column(
            NAME,
            Kind.TEXT,
            (
                "ten ho kinh doanh", "ten hkd", "ten co so", "ten ho", "ten cua hang",
                "ho kinh doanh", "ten co so kinh doanh", "bien hieu", "ten to chuc", "ten don vi",
                "ten nguoi nop thue", "co so kinh doanh",
            ),
        ),
        Column(
            OWNER,
            Kind.TEXT,
            (
                "chu ho kinh doanh", "ho va ten chu ho", "ho ten chu ho", "ten chu ho", "chu ho",
                "chu co so", "ho va ten chu ho kinh doanh", "nguoi dai dien", "dai dien",
                "ho va ten", "ho ten",
            ),
        ),
        Column(
            CODE,
            Kind.TEXT,
            (
                "ma so thue", "mst", "so gcn", "so giay chung nhan", "ma ho kinh doanh", "so dkkd",
                "so giay phep", "ma so hkd", "so gcn dkkd", "ma so",
            ),
        ),
        *PLACES,
        *PERSONAL,
        Column(
            SECTOR,
            Kind.TEXT,
            (
                "nganh nghe", "nganh nghe kinh doanh", "linh vuc", "mat hang", "nganh",
                "linh vuc kinh doanh", "san pham", "mat hang kinh doanh", "nganh hang",
            ),
        ),
        Column(KIND, Kind.TEXT, ("loai hinh", "loai", "hinh thuc"), is_whole=True),
        Column(
            DOCUMENT,
            Kind.TEXT,
            ("can cu", "van ban", "theo van ban", "danh sach nguon", "nguon"),
            is_whole=True,
        ),
        NOTES,
    ),
    one_of=((NAME, OWNER),),
    told_by=(NAME, OWNER, SECTOR),
)  # fmt: skip
BRANCH_LIST = Wanted(
    columns=(
        ROWS,
        Column(
            ORGANISATION,
            Kind.TEXT,
            ("to chuc", "doan the", "hoi", "thuoc to chuc", "loai to"),
            fills_down=True,
            is_whole=True,
        ),
        Column(
            BRANCH,
            Kind.TEXT,
            (
                "chi hoi", "ten chi hoi", "chi doan", "ten to", "ten chi doan", "to cong nghe so",
                "to cong nghe so cong dong", "ten to chi hoi", "to chi hoi", "chi hoi chi doan",
            ),
            fills_down=True,
        ),
        Column(
            PROMISED,
            Kind.WHOLE,
            ("so ho nhan", "so ho dong hanh", "so ho nhan dong hanh", "so ho nhan giup"),
            fills_down=True,
        ),
        Column(
            NAME,
            Kind.TEXT,
            ("ho va ten", "ho ten", "thanh vien", "ten thanh vien", "ho va ten thanh vien"),
            is_whole=True,
        ),
        Column(ROLE, Kind.TEXT, ("chuc vu", "vai tro", "nhiem vu", "chuc danh"), is_whole=True),
        *PLACES,
        *PERSONAL,
        NOTES,
    ),
    one_of=((BRANCH, ORGANISATION),),
    told_by=(BRANCH, ORGANISATION),
)  # fmt: skip

YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
WHOLE_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
DAY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
NEXT_PHONE = re.compile(r"[/;,]| - |\bva\b|\n")
# What could be the number of an identity card has no place in a name.
LONG_NUMBER = re.compile(r"\d[\d .]{7,}\d")
IDENTITY_DIGITS = (9, 12)
NUMBERING = re.compile(r"^\s*\(?\d{1,4}[.)]\s*(?=\D)")
TITLES = re.compile(r"^(?:ông|bà|anh|chị|hộ ông|hộ bà|hộ)\s*[:.]?\s+(?=\S+\s+\S)", re.IGNORECASE)
MOBILE = re.compile(r"(?:\+?84|0)?((?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7})")
NOT_DIGITS = re.compile(r"[\s.\-()]")
SUMS = ("tong cong", "tong so", "cong", "tong", "cong don", "luy ke")
FOOTERS = (
    "nguoi lap", "nguoi lap bieu", "xac nhan", "truong thon", "chu tich", "tm ", "ngay ",
    "noi nhan", "ghi chu", "danh sach", "uy ban", "ubnd", "ky ten", "nguoi ke khai",
)  # fmt: skip
YES = frozenset({"x", "co", "v", "1", "dung", "yes", "✓", "✔", "√", "☑"})
GROUP_WORDS = (
    ("cadre", ("can bo", "cong chuc", "vien chuc", "giao vien", "cbccvc")),
    ("party", ("dang vien",)),
    ("youth", ("doan vien",)),
    ("pupil8", ("hoc sinh",)),
    ("student", ("sinh vien",)),
    ("women", ("phu nu", "hpn")),
    ("farmer", ("nong dan", "hnd")),
)
ORGANISATION_WORDS = (
    ("digital_team", ("cong nghe so", "chuyen doi so", "to so", "cdscd", "cnscd")),
    ("youth", ("doan", "thanh nien", "chi doan")),
    ("farmers", ("nong dan",)),
    ("women", ("phu nu", "lhpn")),
)


# A row is looked at from several sides, and lists say the same words over and over.
folded = lru_cache(maxsize=32_768)(search_text)


def told(values: Mapping[str, Value], name: str) -> str:
    """The text of a cell on one line; empty where it has letters that nobody can see."""
    value = values.get(name)
    if value is None:
        return ""
    try:
        return one_line(str(value))
    except TextUnclean:
        return ""


def plain_name(typed: str, length: int) -> str:
    """A name without its row number, without "Ông" and without anything like an ID number."""
    name = LONG_NUMBER.sub(" ", NUMBERING.sub("", typed))
    name = " ".join(TITLES.sub("", name.strip(" -,;:.")).split())
    return name[:length]


def is_name(name: str) -> bool:
    """Whether there are letters enough to be somebody's name."""
    plain = folded(name)
    return len(plain) >= 2 and any(letter.isalpha() for letter in plain)


def is_sum(typed: str) -> bool:
    plain = folded(typed)
    return any(plain == word or plain.startswith(word + " ") for word in SUMS)


def is_footer(typed: str) -> bool:
    """Whether a line is a signature or a title, and nobody's name."""
    return (folded(typed) + " ").startswith(FOOTERS)


@lru_cache(maxsize=65_536)
def phone_of(typed: str) -> str | None:
    """The first phone number in a cell, an eleven-digit one as it is today; None if there is none.

    A number that cannot be called is no reason to leave a household out.
    """
    first = NEXT_PHONE.split(typed.strip())[0].strip().removesuffix(".0")
    mobile = MOBILE.fullmatch(NOT_DIGITS.sub("", first))
    if mobile:
        return f"+84{mobile[1]}"
    try:
        return canonical_phone(first)
    except PhoneOutdated as problem:
        return problem.today
    except PhoneUnreadable:
        return None


def has_second_phone(typed: str) -> bool:
    """Whether a cell holds more than the number that is taken from it."""
    return sum(phone_of(part) is not None for part in NEXT_PHONE.split(typed)) > 1


def code_of(values: Mapping[str, Value]) -> str:
    """What the list itself calls a row, unless it could be the number of an identity card.

    The tax code of a household business has become just that.
    """
    typed = told(values, CODE)
    digits = NOT_DIGITS.sub("", typed)
    return "" if digits.isdecimal() and len(digits) in IDENTITY_DIGITS else typed


def year_of(typed: str) -> int | None:
    """The year of birth in a cell that holds a year or a whole day; none that is yet to come."""
    found = YEAR.search(typed)
    year = int(found[1]) if found else None
    return year if year and FIRST_BIRTH_YEAR <= year <= clock.today().year else None


def has_impossible_year(typed: str) -> bool:
    """Whether a cell names a year in which nobody who lives was born."""
    return year_of(typed) is None and WHOLE_YEAR.search(typed) is not None


def has_impossible_day(typed: str) -> bool:
    """Whether a day is none of the calendar, or is yet to come in a year that has begun."""
    found = DAY.search(typed)
    if found is None or year_of(typed) is None:
        return False
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) > clock.today()
    except ValueError:
        return True


def gender_and_year(values: Mapping[str, Value]) -> tuple[str, int | None]:
    """Gender by a mark or a year under "Nam" or "Nữ", or by its own column; and the year."""
    year = year_of(told(values, BIRTH))
    female, male = told(values, FEMALE), told(values, MALE)
    if bool(female) != bool(male):
        return ("f" if female else "m"), year or year_of(female or male)
    said = folded(told(values, GENDER))
    gender = (
        "f"
        if said in ("nu", "f", "ba", "gai")
        else "m"
        if said in ("nam", "m", "ong", "trai")
        else ""
    )
    return gender, year


def groups_in(values: Mapping[str, Value]) -> list[str]:
    """The groups that are marked in columns of their own or named in one."""
    marked = {group for group in GROUPS if is_yes(told(values, group))}
    named = f" {folded(told(values, GROUP))} "
    marked |= {group for group, known in GROUP_WORDS if any(f" {word} " in named for word in known)}
    return [group for group in GROUPS if group in marked]


def is_yes(typed: str) -> bool:
    """A mark, or a count of people above nothing."""
    mark = typed.strip().casefold()
    if mark.isdecimal() and len(mark) < 6:
        return int(mark) > 0
    return mark in YES or folded(mark) in YES


def organisation_of(typed: str) -> str:
    """Which organisation a name speaks of, or nothing."""
    padded = f" {folded(typed)} "
    found = (
        code for code, known in ORGANISATION_WORDS if any(f" {word} " in padded for word in known)
    )
    return next(found, "")


def key_by(*parts: str) -> str:
    """A key of a row made of what names it, the same for the same list."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:40]
