"""`shopkit`: the command line of the one who runs the house."""

import argparse
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.exc import DatabaseError, OperationalError

from shopkit.cli import adoption, backup, demo, doctor, epcis, serve, staff, upgrade, upkeep, worker
from shopkit.cli.archive.archive import ArchiveRefused
from shopkit.cli.archive.restoring import TargetNotEmpty
from shopkit.cli.common import Told, program_version
from shopkit.config import ConfigRefused
from shopkit.db.migrate import ForeignKeysBroken, SchemaTooNew, SchemaTooOld

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what the operator can mend is one sentence, not a trace."""
    given = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        return run(given)
    except (ConfigRefused, ArchiveRefused, Told) as refused:
        return refuse(str(refused))
    except SchemaTooOld:
        return refuse("The database is of an older version. Run: shopkit upgrade")
    except SchemaTooNew as found:
        return refuse(
            f"The database is of a newer version ({found}) than this program. "
            "Install the newer program; nothing was changed."
        )
    except ForeignKeysBroken as tables:
        return refuse(f"The upgrade was undone: it would have broken {tables}. Report this.")
    except TargetNotEmpty as table:
        return refuse(
            f"The database already holds records (in {table}); nothing was changed. "
            "Restore into an empty one: set SHOPKIT_DATA to a new folder, or DATABASE_URL."
        )
    except DatabaseError as error:
        if type(error) not in (OperationalError, DatabaseError):
            raise  # a mistake of ours, which the operator cannot mend
        return refuse(f"The database cannot be reached or is damaged: {error.orig}")


def refuse(sentence: str) -> int:
    print(f"shopkit: {sentence}", file=sys.stderr)
    return REFUSED


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="shopkit",
        description="From the market stall to selling online.",
        epilog="Settings come from the environment: see docs/operating.md.",
    )
    made.add_argument("--version", action="version", version=program_version())
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in (serve, worker, upgrade, upkeep, staff, demo, backup, doctor, epcis, adoption):
        module.add_commands(commands)
    return made
