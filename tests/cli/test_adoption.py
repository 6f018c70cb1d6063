"""Facts made anew, as typed."""

import pytest

from shopkit.cli.main import main
from tests.cli.machines import Machine

Said = pytest.CaptureFixture[str]
REFUSED = 2


def test_a_commune_that_never_was_is_refused_and_nothing_is_written(
    installed: Machine, capsys: Said
) -> None:
    assert main(["adoption", "rebuild", "--commune", "12345"]) == REFUSED
    assert "is not the code of a commune" in capsys.readouterr().err
    assert installed.scalar("select count(*) from village_figures") == 0


def test_the_facts_of_a_commune_that_is_there_are_made(installed: Machine, capsys: Said) -> None:
    assert main(["adoption", "rebuild", "--commune", "15961"]) == 0
    assert "made from the journal" in capsys.readouterr().out
