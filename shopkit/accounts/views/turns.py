"""One try at a time for one phone: a failure is counted only after the answer, so tries that came
at once would all be free."""

import threading

from flask import g

_lock = threading.Lock()
_taken: set[str] = set()


def take_turn(key: str) -> bool:
    """True when nobody else is being checked for this key; held until the request is over."""
    mine: list[str] = g.setdefault("turns", [])
    if key in mine:
        return True
    with _lock:
        if key in _taken:
            return False
        _taken.add(key)
    mine.append(key)
    return True


def give_turns_back(_error: BaseException | None = None) -> None:
    for key in g.pop("turns", []):
        with _lock:
            _taken.discard(key)
