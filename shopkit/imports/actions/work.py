"""Trial run and taking as background work for large tables, at once for small ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from shopkit import clock
from shopkit.db.files import Files
from shopkit.imports.actions import taking
from shopkit.imports.actions.checking import Checked, check, keep_checked
from shopkit.imports.actions.shelf import roll_of
from shopkit.imports.actions.specs import Spec, Specs
from shopkit.imports.models import CHECKING, Import
from shopkit.imports.rules.columns import Given
from shopkit.jobs.actions import enqueue
from shopkit.jobs.models import Job
from shopkit.jobs.registry import Registry

CHECK, TAKE = "import_check", "import_take"
# What a person waits for at her phone; more is done in the background.
AT_ONCE_ROWS = 1_500

Sentence = Callable[[], str]
Address = Callable[[UUID], str]


@dataclass(frozen=True)
class Ending:
    """What the last step of a taking found: all rows that were not taken."""

    files: Files
    failed_file: str | None


def register(
    registry: Registry, specs: Specs, *, checking: Sentence, taken: Sentence, result: Address
) -> None:
    """Say how trial runs and takings of these kinds of import are done in the background."""
    work = Work(specs)
    registry.register(
        CHECK,
        steps=lambda _session, _import_id: 1,
        make=work.check,
        keep=work.keep_checked,
        title=checking,
        result=result,
    )
    registry.register(
        TAKE,
        steps=work.steps,
        make=work.make_portion,
        keep=work.keep_portion,
        title=taken,
        result=result,
    )


class Work:
    """The steps of both kinds of job."""

    def __init__(self, specs: Specs) -> None:
        self.specs = specs

    def check(self, session: Session, files: Files, import_id: UUID, _step: int) -> Checked:
        brought = session.get_one(Import, import_id)
        return check(session, files, self.specs.spec(brought.kind), brought)

    def keep_checked(self, session: Session, import_id: UUID, _step: int, made: Checked) -> None:
        keep_checked(session, session.get_one(Import, import_id), made, now=clock.now())

    def steps(self, session: Session, import_id: UUID) -> int:
        """One for each portion, and one for the result."""
        return session.get_one(Import, import_id).portion_count + 1

    def make_portion(
        self, session: Session, files: Files, import_id: UUID, step: int
    ) -> list[Given] | Ending:
        brought = session.get_one(Import, import_id)
        if step == brought.portion_count:
            return Ending(files, taking.all_failed(files, brought))
        return taking.portion(files, self.specs.spec(brought.kind), brought, step)

    def keep_portion(
        self, session: Session, import_id: UUID, _step: int, made: list[Given] | Ending
    ) -> None:
        brought = session.get_one(Import, import_id)
        if isinstance(made, Ending):
            taking.end_taking(session, made.files, brought, made.failed_file, now=clock.now())
            return
        spec = self.specs.spec(brought.kind)
        taking.keep_portion(session, spec, brought, made, now=clock.now())


def is_small(files: Files, brought: Import) -> bool:
    """Whether a person can wait for the trial run of this table."""
    sheets = roll_of(files, brought.rows_file).sheets
    return sum(sheet.filled_count for sheet in sheets) <= AT_ONCE_ROWS


def ask_for(session: Session, kind: str, brought: Import, *, now: datetime) -> Job:
    """Let the trial run or the taking be done in the background."""
    if kind == CHECK:
        brought.state = CHECKING
    return enqueue(
        session,
        kind,
        brought.id,
        owner_id=brought.owner_id,
        shop_id=brought.shop_id,
        commune_code=brought.commune_code,
        now=now,
    )


def take_at_once(
    session: Session, files: Files, spec: Spec, brought: Import, *, now: datetime
) -> None:
    """Take a small table here and now, in the transaction of the one who asked."""
    for number in range(brought.portion_count):
        records = taking.portion(files, spec, brought, number)
        taking.keep_portion(session, spec, brought, records, now=now)
    taking.end_taking(session, files, brought, taking.all_failed(files, brought), now=now)
