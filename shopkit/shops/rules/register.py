"""Words of the register: what a household can belong to, kinds of business and their trades."""

import re

from shopkit.text.search import search_text

NAME_LENGTH, PERSON_NAME_LENGTH = 120, 80
FIRST_BIRTH_YEAR = 1900

# What a household can belong to; documents make their target groups of these.
GROUPS = ("cadre", "party", "youth", "pupil8", "student", "women", "farmer")
FROM_LIST, BY_HAND, WALK_IN = "list", "hand", "walk_in"

HOUSEHOLD, COOPERATIVE, COMPANY = "household", "cooperative", "company"
BUSINESS_KINDS = (HOUSEHOLD, COOPERATIVE, COMPANY)
SECTORS = ("food", "farm", "craft", "retail", "service", "other")

ORGANISATIONS = ("women", "youth", "farmers", "digital_team")

# The words of a trade as lists write them, folded; the first that is found decides.
SECTOR_WORDS = (
    ("service", ("dich vu", "sua chua", "cat toc", "van tai", "nha nghi", "giat", "cho thue")),
    ("craft", ("det", "may mac", "moc", "thu cong", "my nghe", "dan", "gom", "theu", "lang nghe")),
    ("food", ("an uong", "che bien", "banh", "thuc pham", "nuoc mam", "bun", "gio", "quan an")),
    ("farm", ("nong", "trong", "chan nuoi", "thuy san", "trai cay", "rau", "lua", "mat ong")),
    ("retail", ("tap hoa", "ban le", "buon ban", "thuong mai", "ban buon", "cua hang", "quay")),
)


def is_without_marks(name: str) -> bool:
    """Whether a name is typed in capitals without marks, so that nobody can tell how it reads."""
    letters = "".join(re.findall(r"[^\W\d_]", name))
    return len(letters) > 3 and letters.isupper() and letters.isascii()


def sector_of(words: str) -> str:
    """The sector that the words of a trade speak of; "other" where they tell nothing known."""
    padded = f" {search_text(words)} "
    found = (
        sector for sector, known in SECTOR_WORDS if any(f" {word} " in padded for word in known)
    )
    return next(found, "other") if padded.strip() else ""
