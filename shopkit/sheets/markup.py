"""Rows out of the web pages and XML that some banks call .xls."""

from collections.abc import Iterator
from html.parser import HTMLParser

from shopkit.sheets.cells import Cell
from shopkit.sheets.letters import clean, decoded

ROWS, CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
UNSEEN = frozenset({"script", "style"})
FURTHEST = 300
AT_ONCE = 64 * 1024


class TableParser(HTMLParser):
    """Collects the rows of tables, the innermost first where tables lie in each other."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[list[Cell]] = []
        self._open: list[list[Cell]] = []
        self._text: list[str] | None = None
        self._span = 1
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = bare(tag)
        told = {bare(name): value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
        elif tag in ROWS:
            self._end_row()
        elif tag in CELLS:
            self._begin_cell(told)
        elif tag in ("br", "p", "div") and self._text is not None:
            self._text.append("\n" if tag == "br" else " ")

    def handle_endtag(self, tag: str) -> None:
        tag = bare(tag)
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in CELLS:
            self._end_cell()
        elif tag in ROWS:
            self._end_row()
        elif tag == "table":
            self._end_row()
            if self._open:
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def _begin_cell(self, told: dict[str, str]) -> None:
        self._end_cell()
        if not self._open:
            self._open.append([])
        row = self._open[-1]
        index = small(told.get("index", ""))
        row.extend([None] * max(0, index - 1 - len(row)))
        self._span = max(1, small(told.get("colspan", "")), small(told.get("mergeacross", "")) + 1)
        self._text = []

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        text = clean("".join(self._text))
        self._open[-1].extend([text or None, *[None] * (self._span - 1)])
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._open and self._open[-1]:
            self.done.append(self._open[-1])
            self._open[-1] = []

    def taken(self) -> list[list[Cell]]:
        rows, self.done = self.done, []
        return rows


def bare(name: str) -> str:
    """The name without the prefix of its family."""
    return name.rpartition(":")[2]


def small(text: str) -> int:
    return min(int(text), FURTHEST) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def markup_rows(content: bytes) -> tuple[dict[str, str], Iterator[list[Cell]]]:
    """The rows of all tables, in the order in which they end."""
    text, codec = decoded(content)
    return {"letters": codec}, parsed(text)


def parsed(text: str) -> Iterator[list[Cell]]:
    parser = TableParser()
    for start in range(0, len(text), AT_ONCE):
        parser.feed(text[start : start + AT_ONCE])
        yield from parser.taken()
    parser.close()
    parser.handle_endtag("tr")
    yield from parser.taken()
