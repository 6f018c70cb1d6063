"""Which numbers must stay untold, so that nobody finds a small one by sums; no table, no web.

Numbers hang together by sums: a whole and its parts. What is told, and that every told number's
nought is told, is all that a reader has. A number is safe when other numbers would give the very
same page: the search for such other numbers is the proof, so a mistake in it hides more, not less.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

# How often one search may try before it says that there is no other page, and all together.
MOST_TRIES, MOST_TRIES_OF_ALL = 60, 60_000
# How many numbers of one sum a search tries, those that hang in the fewest sums first.
MOST_CHOICES = 6
# Rooms up to this one are of counts.
SMALL_ROOM = 9


@dataclass
class Number:
    """A number of the page, or one that a reader could work out (`is_told` is never true of it).

    `room` is how far apart the least and the most that it may be must lie; nought asks nothing.
    `reach` is what the most must come up to. `least` is what a reader knows of it when untold.
    `is_settled` says that an earlier page has told it, or kept it, for good.
    """

    value: int
    room: int = 0
    reach: int = 0
    least: int | None = 1
    is_told: bool = True
    is_settled: bool = False
    is_printed: bool = True
    sums: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Sum:
    """A whole that its parts add up to."""

    whole: int
    parts: tuple[int, ...]


class Web:
    """Numbers and the sums between them."""

    def __init__(self) -> None:
        self.numbers: list[Number] = []
        self.sums: list[Sum] = []
        self.untold: list[list[int]] = []
        self._places: dict[Hashable, int] = {}
        self._wholes: set[int] = set()
        self._tries = 0
        self._tries_left = MOST_TRIES_OF_ALL
        self._blocked: list[int] = []

    def add(self, name: Hashable, number: Number) -> int:
        """Take a number in; one of the same name stays the one it was."""
        if name not in self._places:
            self._places[name] = len(self.numbers)
            self.numbers.append(number)
        return self._places[name]

    def has(self, name: Hashable) -> bool:
        return name in self._places

    def __getitem__(self, name: Hashable) -> Number:
        return self.numbers[self._places[name]]

    def add_sum(self, whole: Hashable, parts: Iterable[Hashable]) -> None:
        """Say that numbers already taken in add up to another."""
        said = Sum(self._places[whole], tuple(self._places[part] for part in parts))
        for index in (said.whole, *said.parts):
            self.numbers[index].sums.append(len(self.sums))
        self._wholes.add(said.whole)
        self.sums.append(said)

    def hide(self) -> None:
        """Make every number safe: first those that ask for it, then what else it takes."""
        self.untold = [
            [index for index in (said.whole, *said.parts) if not self.numbers[index].is_told]
            for said in self.sums
        ]
        for index, number in enumerate(self.numbers):
            if number.room and number.is_told and not number.is_settled:
                self._keep(index)
        waiting = [index for index, number in enumerate(self.numbers) if self._must_be_safe(number)]
        while waiting:
            index = waiting.pop()
            while self._tries_left > 0 and not self._is_safe(index):
                more = self._next_to_keep(index)
                if more is None:
                    break
                self._keep(more)
                waiting.append(more)
            if self._tries_left <= 0:
                self._keep_all_around([index, *waiting])
                break
        self._tell_what_is_known_anyway()

    def _keep_all_around(self, indexes: Sequence[int]) -> None:
        """Keep all that hangs together with these: too much, where the search took too long."""
        own = dict.fromkeys(place for index in indexes for place in self.numbers[index].sums)
        for place in self._all_around(list(own)):
            for near in (self.sums[place].whole, *self.sums[place].parts):
                number = self.numbers[near]
                if number.is_told and not number.is_settled and number.value:
                    self._keep(near)

    def _tell_what_is_known_anyway(self) -> None:
        """Tell again what earlier pages give away, as long as that makes nothing else unsafe."""
        if not any(number.is_settled for number in self.numbers) or self._tries_left <= 0:
            return
        for index, number in enumerate(self.numbers):
            if number.room or number.is_told or number.is_settled or not number.is_printed:
                continue
            if not self._is_safe(index):
                self._tell(index)
                places = self._all_around(number.sums)
                around = {near for place in places for near in self.untold[place]}
                if not all(self._is_safe(near) for near in around if self.numbers[near].room):
                    self._keep(index)

    def _must_be_safe(self, number: Number) -> bool:
        return not number.is_told and (bool(number.room) or number.is_printed)

    def _keep(self, index: int) -> None:
        self.numbers[index].is_told = False
        for place in self.numbers[index].sums:
            self.untold[place].append(index)

    def _tell(self, index: int) -> None:
        self.numbers[index].is_told = True
        for place in self.numbers[index].sums:
            self.untold[place].remove(index)

    def _is_safe(self, index: int) -> bool:
        number = self.numbers[index]
        room = max(number.room, 1)
        self._blocked = []
        up = self._moved(index, room, 1)
        if up >= room and number.value + up >= number.reach:
            return True
        down = self._moved(index, room - min(up, room - 1), -1)
        return up + down >= room and number.value + up >= number.reach

    def _moved(self, index: int, room: int, sign: int) -> int:
        """How far a number can be moved one way, others giving room; at least so far is enough."""
        values: dict[int, int] = {}
        done = 0
        # People move one by one; what is added up moves in larger steps.
        for step in (1,) if room <= SMALL_ROOM else (room, room // 4 + 1):
            while done < room and (moves := self._moves(index, sign * step, values)) is not None:
                while done < room and self._have_room(moves, values):
                    for moved, change in moves.items():
                        values[moved] = values.get(moved, self.numbers[moved].value) + change
                    done += step
        return done

    def _have_room(self, moves: dict[int, int], values: dict[int, int]) -> bool:
        return all(self._has_room(index, change, values) for index, change in moves.items())

    def _moves(self, index: int, change: int, values: dict[int, int]) -> dict[int, int] | None:
        """Changes of untold numbers, this one among them, that leave every sum right."""
        if not self._has_room(index, change, values):
            return None
        self._tries = MOST_TRIES
        moves = {index: change}
        wrong = self._made_wrong({}, index, change)
        return moves if self._put_right(wrong, moves, values) else None

    def _put_right(
        self, wrong: dict[int, int], moves: dict[int, int], values: dict[int, int]
    ) -> bool:
        if not wrong:
            return True
        place = min(wrong, key=lambda one: len(self.untold[one]))
        excess = wrong[place]
        for index, change in self._choices(place, excess, moves, values):
            self._tries -= 1
            self._tries_left -= 1
            if self._tries < 0:
                break
            moves[index] = change
            if self._put_right(self._made_wrong(wrong, index, change), moves, values):
                return True
            del moves[index]
        self._blocked.append(place)
        return False

    def _choices(
        self, place: int, excess: int, moves: dict[int, int], values: dict[int, int]
    ) -> list[tuple[int, int]]:
        """The numbers of a sum that could take up what is too much, with their change."""
        whole = self.sums[place].whole
        found: list[tuple[int, int, int, int]] = []
        for index in self.untold[place]:
            change = -excess if index == whole else excess
            if index not in moves and self._has_room(index, change, values):
                found.append((len(self.numbers[index].sums), len(found), index, change))
                if len(found) == 2 * MOST_CHOICES:
                    break
        found.sort()
        return [(index, change) for _, _, index, change in found[:MOST_CHOICES]]

    def _made_wrong(self, wrong: dict[int, int], index: int, change: int) -> dict[int, int]:
        """By how much each sum's whole exceeds its parts after a change."""
        after = dict(wrong)
        for place in self.numbers[index].sums:
            left = after.get(place, 0) + (change if self.sums[place].whole == index else -change)
            if left:
                after[place] = left
            else:
                after.pop(place, None)
        return after

    def _has_room(self, index: int, change: int, values: dict[int, int]) -> bool:
        number = self.numbers[index]
        return number.least is None or values.get(index, number.value) + change >= number.least

    def _next_to_keep(self, index: int) -> int | None:
        """The number that it costs least to keep, where the search went no further."""
        own = self.numbers[index].sums
        blocked = list(dict.fromkeys(self._blocked))
        found = self._cheapest([place for place in blocked if place in own])
        if found is None:
            found = self._cheapest(blocked)
        if found is None:
            beside = [one for place in (*own, *blocked) for one in self._beside(place)]
            found = self._cheapest(list(dict.fromkeys(beside)))
        return self._cheapest(self._all_around(own)) if found is None else found

    def _cheapest(self, places: Sequence[int]) -> int | None:
        asked: dict[int, int] = {}
        for place in places:
            said = self.sums[place]
            for index in (said.whole, *said.parts):
                number = self.numbers[index]
                if number.is_told and not number.is_settled and number.value:
                    asked[index] = asked.get(index, 0) + 1
        return min(
            asked,
            key=lambda one: (one in self._wholes, -asked[one], self.numbers[one].value, one),
            default=None,
        )

    def _all_around(self, places: Sequence[int]) -> list[int]:
        """These sums and every one that hangs together with them."""
        seen: dict[int, None] = dict.fromkeys(places)
        waiting = list(seen)
        while waiting:
            for place in self._beside(waiting.pop()):
                if place not in seen:
                    seen[place] = None
                    waiting.append(place)
        return list(seen)

    def _beside(self, place: int) -> list[int]:
        """The sums that share a number with one."""
        said = self.sums[place]
        return [one for near in (said.whole, *said.parts) for one in self.numbers[near].sums]
