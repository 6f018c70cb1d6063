"""What a reading found worth saying about a code."""

from dataclasses import dataclass

from qr_labels.payload.errors import shortened


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark: a word for programs, the object's ID or path ("62.08"), an English sentence."""

    problem: str
    field: str | None
    message: str


class Remarks:
    """Collects problems (refused), leniencies (forgiven) and warnings (valid, but odd)."""

    __slots__ = ("leniencies", "problems", "warnings")

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.leniencies: list[Problem] = []
        self.warnings: list[Problem] = []

    def refuse(self, problem: str, field: str | None, message: str) -> None:
        """Note what makes the code unusable."""
        self.problems.append(Problem(problem, field, shortened(message, 200)))

    def forgive(self, problem: str, field: str | None, message: str) -> None:
        """Note a fault that changes neither payee nor amount nor currency."""
        self.leniencies.append(Problem(problem, field, shortened(message, 200)))

    def warn(self, problem: str, field: str | None, message: str) -> None:
        """Note what a person should look at in a code that keeps every rule."""
        self.warnings.append(Problem(problem, field, shortened(message, 200)))
