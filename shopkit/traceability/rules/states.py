"""What a label can be, and which way it goes: generated, printed, active, sold; void for good."""

from shopkit.errors import Refusal

UNIT, LOT = "unit", "lot"
GENERATED, PRINTED, ACTIVE, SOLD, VOID = "generated", "printed", "active", "sold", "void"
STATES = (GENERATED, PRINTED, ACTIVE, SOLD, VOID)
NOT_YET_ACTIVE = (GENERATED, PRINTED)
# Why a label is void.
MISPRINTED, DAMAGED, LOST, OTHER = "misprinted", "damaged", "lost", "other"

# Who holds a sheet has printed it, so a label may be activated that nobody called printed.
MOVES: dict[str, frozenset[str]] = {
    GENERATED: frozenset((PRINTED, ACTIVE, VOID)),
    PRINTED: frozenset((ACTIVE, VOID)),
    ACTIVE: frozenset((SOLD, VOID)),
    SOLD: frozenset((VOID,)),
    VOID: frozenset(),
}


class MoveForbidden(Refusal):
    """None of these labels can come into that state."""


def may_move(before: str, after: str) -> bool:
    return after in MOVES[before]


def states_before(after: str) -> tuple[str, ...]:
    """The states from which a label may come into this one."""
    return tuple(state for state in STATES if may_move(state, after))


def is_shown(state: str, *, needs_activation: bool) -> bool:
    """Whether a buyer finds the code: one that waits to be activated is not given out yet."""
    return not (needs_activation and state in NOT_YET_ACTIVE)
