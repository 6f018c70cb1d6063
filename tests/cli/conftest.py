"""Machines to install on; the commands of the test's own process work on the latest one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.machines import Machine
from tests.databases import TEMPLATE, PostgresStage, SqliteStage, Stage

Machines = Callable[..., Machine]


@pytest.fixture
def machines(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    """Gives machines by name: bare ones, or furnished as `shopkit upgrade` would leave them."""
    monkeypatch.delenv("SHOPKIT_SECRET_KEY", raising=False)
    databases: list[str] = []

    def machine(name: str, *, is_furnished: bool = False) -> Machine:
        data = tmp_path / name
        data.mkdir()
        url = f"sqlite:///{data / 'shopkit.db'}"
        if isinstance(stage, PostgresStage):
            databases.append(f"machine_{name}")
            stage.server.drop(databases[-1])
            stage.server.create(databases[-1], TEMPLATE if is_furnished else "template0")
            url = stage.server.url(databases[-1])
        elif isinstance(stage, SqliteStage) and is_furnished:
            shutil.copyfile(stage.template, data / "shopkit.db")
        made = Machine(data, url)
        for setting, value in made.settings().items():
            monkeypatch.setenv(setting, value)
        return made

    yield machine
    if isinstance(stage, PostgresStage):
        for name in databases:
            stage.server.drop(name)


@pytest.fixture
def home(machines: Machines) -> Machine:
    """A machine on which nothing was installed yet."""
    return machines("home")


@pytest.fixture
def installed(machines: Machines) -> Machine:
    return machines("home", is_furnished=True)
