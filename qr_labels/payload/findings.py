"""What a reading collects on its way through a code."""

from dataclasses import dataclass
from typing import Any

from qr_labels.payload.errors import shortened
from qr_labels.payload.payment import Unknown

LONGEST_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark: a word for programs, the object's ID or path ("62.08"), an English sentence."""

    problem: str
    field: str | None
    message: str


class Findings:
    """Remarks, the values of the Payment to be, and the templates as they were written.

    `templates` holds the objects by template path ("" is the root), `orders` the IDs of those
    templates where they do not ascend.
    """

    __slots__ = ("leniencies", "orders", "problems", "templates", "unknown", "values", "warnings")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.leniencies: list[Problem] = []
        self.warnings: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.unknown: list[Unknown] = []
        self.templates: dict[str, dict[str, str]] = {}
        self.orders: list[tuple[str, tuple[str, ...]]] = []

    def refuse(self, problem: str, field: str | None, message: str) -> None:
        """Note what makes the code unusable."""
        self.problems.append(_remark(problem, field, message))

    def forgive(self, problem: str, field: str | None, message: str) -> None:
        """Note a fault that changes neither payee nor amount nor currency."""
        self.leniencies.append(_remark(problem, field, message))

    def warn(self, problem: str, field: str | None, message: str) -> None:
        """Note what a person should look at in a code that keeps every rule."""
        self.warnings.append(_remark(problem, field, message))

    def keep(self, tag: str, value: str, path: str = "") -> None:
        """Keep an object without a meaning, so that rewriting the code loses nothing."""
        self.unknown.append(Unknown(tag, value, path, was_read=True))

    def add_template(self, path: str, objects: dict[str, str], ascends: bool) -> None:
        """Remember a template and, when its IDs do not ascend, their order."""
        self.templates[path] = objects
        if not ascends:
            self.orders.append((path, tuple(tag for tag in objects if tag != "63" or path)))


def _remark(problem: str, field: str | None, message: str) -> Problem:
    return Problem(problem, field, shortened(message, LONGEST_MESSAGE))
