"""The small language that indicators are written in: text into a tree, never into a program.

A line counts, sums or averages records of one kind under a condition:

    count(business: profiled and any(channel: latest(link_check within 90 days) = "live"))

Nothing but these forms exists. Every mistake is refused with the place where it stands.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from shopkit.errors import Refusal

LONGEST = 2_000
DEEPEST = 24
LARGEST = 10**9
AGGREGATES = ("count", "sum", "mean")
LEVELS = ("SD", "TV", "SO", "IM")
TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]{1,10})|(?P<word>"[^"\\]{0,60}")|(?P<name>[a-z][a-z0-9_]{0,39})"""
    r"""|(?P<level>SD|TV|SO|IM)|(?P<sign><=|>=|!=|[=<>():,+\-]))""",
    re.ASCII,
)


class NotUnderstood(Refusal):
    """A line that is not of the language; `at` is the letter where reading stopped, from 1."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(f"{what} (at {at})")
        self.what = what
        self.at = at


class Token(NamedTuple):
    kind: str
    text: str
    at: int


@dataclass(frozen=True)
class Window:
    """Which days count: all so far, the period, the last so many, or those until some days ago."""

    unit: str = "ever"
    length: int = 0


@dataclass(frozen=True)
class Literal:
    value: str | int
    at: int


@dataclass(frozen=True)
class Words:
    values: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class Name:
    name: str
    at: int


@dataclass(frozen=True)
class Look:
    """`latest` or `has`: what is known of one element."""

    what: str
    element: str
    window: Window
    least: str | None
    at: int


@dataclass(frozen=True)
class Within:
    """`any`, `number_of` and `quarters` go down to records of a kind, `of` goes up to its owner."""

    what: str
    kind: str
    condition: "Node | None"
    count: int
    at: int


@dataclass(frozen=True)
class Call:
    """A sum over days that has a name: `months_since`, `due`, `followed`."""

    what: str
    arguments: tuple["Name | Literal", ...]
    at: int


@dataclass(frozen=True)
class Compared:
    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True)
class Less:
    """One number less another."""

    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True)
class Joined:
    word: str
    parts: tuple["Node", ...]
    at: int


@dataclass(frozen=True)
class Not:
    part: "Node"
    at: int


Node = Literal | Words | Name | Look | Within | Call | Compared | Less | Joined | Not


@dataclass(frozen=True)
class Aggregate:
    """`count`, `sum` or `mean` over the records of a kind that meet the condition."""

    what: str
    kind: str
    value: Node | None
    condition: Node | None
    at: int


@dataclass(frozen=True)
class Sum:
    """Aggregates that are added, each once."""

    parts: tuple[Aggregate, ...]


def tokens_of(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise NotUnderstood("too long", LONGEST)
    found, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise NotUnderstood("no such sign", at + len(text[at:]) - len(text[at:].lstrip()) + 1)
        kind = match.lastgroup
        found.append(Token(kind, match[kind], match.start(kind) + 1))
        at = match.end()
    found.append(Token("end", "", end + 1))
    return found


def parse(text: str) -> Sum:
    """The tree of one line; raises NotUnderstood."""
    return Parser(tokens_of(text)).line()


def parse_condition(text: str) -> Node:
    """The tree of a condition alone; raises NotUnderstood."""
    parser = Parser(tokens_of(text))
    found = parser.either()
    parser.finish()
    return found


class Parser:
    """Reads tokens from left to right, and goes only so deep."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def takes(self, text: str) -> bool:
        if self.next.text == text and self.next.kind in ("sign", "name"):
            self.place += 1
            return True
        return False

    def needs(self, text: str) -> Token:
        token = self.next
        if not self.takes(text):
            raise NotUnderstood(f"{text} is missing", token.at)
        return token

    def name(self) -> Token:
        token = self.take()
        if token.kind != "name":
            raise NotUnderstood("a name is missing", token.at)
        return token

    def number(self) -> int:
        token = self.take()
        if token.kind != "number" or int(token.text) > LARGEST:
            raise NotUnderstood("a number is missing", token.at)
        return int(token.text)

    def finish(self) -> None:
        if self.next.kind != "end":
            raise NotUnderstood("nothing more may stand here", self.next.at)

    def line(self) -> Sum:
        parts = [self.aggregate()]
        while self.takes("+"):
            parts.append(self.aggregate())
        self.finish()
        return Sum(tuple(parts))

    def aggregate(self) -> Aggregate:
        head = self.name()
        if head.text not in AGGREGATES:
            raise NotUnderstood("count, sum or mean is missing", head.at)
        self.needs("(")
        kind = self.name().text
        value: Node | None = None
        condition: Node | None = None
        if head.text == "count":
            condition = self.either() if self.takes(":") else None
        else:
            self.needs(":")
            value = self.difference()
            condition = self.either() if self.takes("where") else None
        self.needs(")")
        return Aggregate(head.text, kind, value, condition, head.at)

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood("too deep", self.next.at)
        at = self.next.at
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts), at)

    def both(self) -> Node:
        at = self.next.at
        parts = [self.denied()]
        while self.takes("and"):
            parts.append(self.denied())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts), at)

    def denied(self) -> Node:
        at = self.next.at
        if not self.takes("not"):
            return self.compared()
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood("too deep", at)
        part = self.denied()
        self.depth -= 1
        return Not(part, at)

    def compared(self) -> Node:
        left = self.difference()
        token = self.next
        if self.takes("in"):
            return Compared("in", left, self.words(), token.at)
        if token.text in ("=", "!=", "<", "<=", ">", ">="):
            self.take()
            return Compared(token.text, left, self.difference(), token.at)
        return left

    def words(self) -> Words:
        at = self.needs("(").at
        found = [self.word()]
        while self.takes(","):
            found.append(self.word())
        self.needs(")")
        return Words(tuple(found), at)

    def word(self) -> str:
        token = self.take()
        if token.kind != "word":
            raise NotUnderstood("a word in quotes is missing", token.at)
        return token.text[1:-1]

    def difference(self) -> Node:
        left = self.value()
        token = self.next
        if self.takes("-"):
            return Less(left, self.value(), token.at)
        return left

    def value(self) -> Node:
        token = self.next
        if token.kind == "number":
            return Literal(self.number(), token.at)
        if token.kind == "word":
            return Literal(self.word(), token.at)
        if self.takes("("):
            found = self.either()
            self.needs(")")
            return found
        name = self.name()
        return self.call(name) if self.takes("(") else Name(name.text, name.at)

    def call(self, name: Token) -> Node:
        if name.text in ("latest", "has"):
            found: Node = self.look(name)
        elif name.text in ("any", "number_of", "of", "quarters"):
            found = self.within(name)
        elif name.text in ("months_since", "due", "followed"):
            found = Call(name.text, self.arguments(), name.at)
        else:
            raise NotUnderstood(f"{name.text} is nothing that can be asked", name.at)
        self.needs(")")
        return found

    def look(self, name: Token) -> Look:
        element = self.name().text
        window, least = self.window(), None
        if self.takes("at"):
            self.needs("least")
            token = self.take()
            if token.kind != "level":
                raise NotUnderstood("SD, TV, SO or IM is missing", token.at)
            least = token.text
        return Look(name.text, element, window, least, name.at)

    def window(self) -> Window:
        if self.takes("in"):
            self.needs("period")
            return Window("period")
        if self.takes("within"):
            length = self.number()
            unit = self.name()
            if unit.text not in ("days", "months"):
                raise NotUnderstood("days or months is missing", unit.at)
            return Window(unit.text, length)
        if self.takes("until"):
            length = self.number()
            self.needs("days")
            self.needs("ago")
            return Window("until", length)
        return Window()

    def within(self, name: Token) -> Within:
        kind = self.name().text
        condition = self.either() if self.takes(":") else None
        count = 0
        if name.text == "quarters":
            self.needs(",")
            count = self.number()
        return Within(name.text, kind, condition, count, name.at)

    def arguments(self) -> tuple[Name | Literal, ...]:
        found = [self.argument()]
        while self.takes(","):
            found.append(self.argument())
        return tuple(found)

    def argument(self) -> Name | Literal:
        token = self.next
        if token.kind == "number":
            return Literal(self.number(), token.at)
        return Name(self.name().text, token.at)
