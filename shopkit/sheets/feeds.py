"""Rows out of XML that is no table: an entry that repeats is a row, what it holds its cells.

What an entry holds may be attributes or elements, with or without the prefix of their family; of
elements that repeat within one entry the texts are joined by commas. Documents that declare
entities are refused: feeds need none, and they can grow without end.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from shopkit.sheets.cells import Cell
from shopkit.sheets.flaws import SheetFlaw, SheetRefused
from shopkit.sheets.letters import clean

# Where feeds put their entries; elsewhere it is the name that most children of the root have.
ENTRIES = frozenset({"item", "entry"})
DEEPEST = 40
AT_ONCE = 64 * 1024
LONGEST_TEXT = 100_000


class Feed:
    """Collects the cells of one entry after the other by the names they have in it."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names
        self.done: list[dict[str, str]] = []
        self._path: list[str] = []
        self._entry: dict[str, str] | None = None
        self._begins = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(bare(name))
        if len(self._path) > DEEPEST:
            raise SheetRefused(SheetFlaw.DEMANDING)
        if self._entry is None and self._is_entry():
            self._entry, self._begins = {}, len(self._path)
        self._text = []
        for key, value in attributes.items():
            self._put(bare(key), value)

    def _is_entry(self) -> bool:
        name = self._path[-1]
        return name in ENTRIES or (len(self._path) == 2 and name in self.names)

    def data(self, text: str) -> None:
        if self._entry is not None:
            self._text.append(text)

    def end(self, _name: str) -> None:
        if self._entry is not None:
            self._put("", "".join(self._text))
            if len(self._path) == self._begins:
                self.done.append(self._entry)
                self._entry = None
        self._text = []
        self._path.pop()

    def _put(self, name: str, text: str) -> None:
        """Keep a text under the names of the elements it stands in, from the entry on."""
        value = clean(text)
        place = " ".join([*self._path[self._begins :], *([name] if name else [])])
        if self._entry is None or not value or not place:
            return
        before = self._entry.get(place)
        self._entry[place] = value if before is None else f"{before},{value}"[:LONGEST_TEXT]

    def taken(self) -> list[dict[str, str]]:
        entries, self.done = self.done, []
        return entries


def bare(name: str) -> str:
    """The name without the prefix of its family."""
    return name.rpartition(":")[2]


def feed_rows(content: bytes) -> tuple[dict[str, str], Iterator[list[Cell]]]:
    """The headings, then the rows; raises SheetRefused, naming the line that is not XML."""
    names: dict[str, int] = {}
    entries: list[dict[str, str]] = []
    for entry in entries_of(content, repeated_in(content)):
        for name in entry:
            names.setdefault(name, len(names))
        entries.append(entry)
    return {"letters": "xml"}, table(list(names), entries)


def table(names: list[str], entries: list[dict[str, str]]) -> Iterator[list[Cell]]:
    yield list(names)
    for entry in entries:
        yield [entry.get(name) for name in names]


def repeated_in(content: bytes) -> frozenset[str]:
    """What is called an entry where none is called so: what stands most often below the root."""
    counts: Counter[str] = Counter()
    depth = entries = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, entries
        depth += 1
        entries += bare(name) in ENTRIES
        if depth == 2:
            counts[bare(name)] += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = parser_of(start, end)
    feed(parser, content, is_last=True)
    return frozenset() if entries else frozenset(name for name, _ in counts.most_common(1))


def entries_of(content: bytes, names: frozenset[str]) -> Iterator[dict[str, str]]:
    collected = Feed(names)
    parser = parser_of(collected.start, collected.end)
    parser.CharacterDataHandler = collected.data
    for start in range(0, len(content), AT_ONCE):
        piece = content[start : start + AT_ONCE]
        feed(parser, piece, is_last=start + AT_ONCE >= len(content))
        yield from collected.taken()


def parser_of(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None]
) -> XMLParserType:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse_entities
    return parser


def feed(parser: XMLParserType, piece: bytes, *, is_last: bool) -> None:
    try:
        parser.Parse(piece, is_last)
    except ExpatError as problem:
        raise SheetRefused(SheetFlaw.NOT_XML, problem.lineno) from problem
    except ValueError as problem:  # an encoding that the parser does not know
        raise SheetRefused(SheetFlaw.NOT_XML, parser.CurrentLineNumber) from problem


def refuse_entities(*_told: object) -> None:
    raise SheetRefused(SheetFlaw.ENTITIES)
