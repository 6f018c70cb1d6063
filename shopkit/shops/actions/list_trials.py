"""Trial runs of lists, each with the lines above its table."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from shopkit.db.files import Files
from shopkit.imports.actions.checking import Trial
from shopkit.imports.actions.shelf import layout_of, roll_of
from shopkit.imports.actions.specs import Check, Spec
from shopkit.imports.models import Import
from shopkit.imports.rules.columns import Layout
from shopkit.sheets.rolls import Roll
from shopkit.shops.actions.lists import Places, Unplaced, head_lines, unplaced
from shopkit.shops.rules import lists as rules

Begin = Callable[[Session, Import, Roll, Layout], Trial]


def trial_with(
    check: Callable[[Session, Import, Places], Check], spec: Callable[[str], Spec]
) -> Begin:
    """How a trial run begins; `spec` gives the kind of import by its name."""

    def begin(session: Session, brought: Import, roll: Roll, layout: Layout) -> Trial:
        has_column = rules.VILLAGE in layout.columns
        places = Places(session, brought, head_lines(roll, layout), has_column)
        return Trial(spec(brought.kind), roll, layout, check(session, brought, places))

    return begin


def names_to_ask(session: Session, files: Files, brought: Import) -> tuple[list[Unplaced], bool]:
    """The village names of a list that need a person, and whether it has no villages at all."""
    return unplaced(session, brought, roll_of(files, brought.rows_file), layout_of(brought))
