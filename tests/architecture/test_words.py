"""Words for people: complete in both languages, and said as people say them."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.architecture.floors import ROOT

CATALOG = ROOT / "shopkit/translations/en/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "lazy": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
GAP = re.compile(r"%\((\w+)\)s")
# What this house does not say to people: cold office words, and words of its own trade.
NOT_SAID = (
    "không hợp lệ",
    "vui lòng",
    "rất tiếc",
    "quý khách",
    "hệ thống lỗi",
    "xin lỗi",
    "submit",
    "token",
)


def said() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder in ("shopkit", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), METHODS, OPTIONS, KEYWORDS
        ):
            found.add(message)
    return found


def catalog() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_is_translated() -> None:
    known = {message.id: message for message in catalog() if message.id}
    missing = [
        str(message)
        for message in said()
        if message not in known or not whole(known[message].string) or known[message].fuzzy
    ]
    assert not missing, "run make messages and translate:\n" + "\n".join(sorted(missing))


def whole(translated: object) -> bool:
    return all(translated) if isinstance(translated, tuple) else bool(translated)


def test_a_translation_keeps_the_gaps() -> None:
    wrong = []
    for message in catalog():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        gaps = {gap for text in ids for gap in GAP.findall(text)}
        for text in strings:
            if text and not set(GAP.findall(text)) <= gaps:
                wrong.append(text)
    assert not wrong


def test_no_sentence_uses_words_that_put_people_off() -> None:
    sentences = [text for one in said() for text in (one if isinstance(one, tuple) else (one,))]
    wrong = [text for text in sentences if any(word in text.lower() for word in NOT_SAID)]
    assert not wrong


def test_nobody_is_called_you_and_no_gap_is_doubled() -> None:
    sentences = [text for one in said() for text in (one if isinstance(one, tuple) else (one,))]
    assert not [text for text in sentences if re.search(r"\bbạn\b|[ ]{2}", text.lower())]


def test_the_locks_hold_hashes_and_no_address() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert locks
    for lock in locks:
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text


def test_no_committed_text_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"/work/|/root/|pypi\.org/simple|files\.pythonhosted|registry\.npmjs")
    kinds = {".py", ".html", ".css", ".js", ".md", ".toml", ".csv", ".lock", ".po", ".cfg"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in kinds
        and path.name != Path(__file__).name
        and forbidden.search(path.read_text("utf-8"))
    ]
    assert not wrong


def tracked() -> list[Path]:
    folders = ("shopkit", "qr_labels", "templates", "static", "tests", "benchmarks", "docs")
    inside = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [*inside, *(path for path in ROOT.iterdir() if path.is_file() and path.name != ".git")]
