"""A real database in every test, and the house built on it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from shopkit import clock as clock_module
from shopkit.app import create_app
from shopkit.config import Config
from shopkit.db.engine import Database
from shopkit.db.files import Files
from shopkit.db.opening import open_files
from shopkit.jobs.work import Bench
from shopkit.web.state import Parts
from tests import databases, postgres
from tests.databases import Stage

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
ENGINE = "SHOPKIT_TEST_ENGINE"
SERVER = "SHOPKIT_TEST_POSTGRES"
SECRET = "only-for-tests-and-long-enough-for-the-check"

_running = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgres"],
        default=os.environ.get(ENGINE, "sqlite"),
        help="the database that the tests run on (environment: SHOPKIT_TEST_ENGINE)",
    )


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('--engine')}"


def pytest_unconfigure() -> None:
    _running.close()


def postgres_server() -> postgres.Server:
    """One server for the whole run, started when first asked for; other processes share it."""
    if SERVER not in os.environ:
        server = _running.enter_context(postgres.server())
        server.create(databases.TEMPLATE)
        databases.furnish(server.url(databases.TEMPLATE))
        os.environ[SERVER] = str(server.folder)
        _running.callback(os.environ.pop, SERVER)
    return postgres.Server(Path(os.environ[SERVER]))


def pytest_configure(config: pytest.Config) -> None:
    # Before xdist starts its workers, so that they find the server in their environment.
    if config.getoption("--engine") == "postgres":
        postgres_server()


@pytest.fixture(scope="session")
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    if request.config.getoption("--engine") == "postgres":
        name = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "only")
        with databases.postgres_stage(postgres_server(), name) as made:
            yield made
    else:
        with databases.sqlite_stage(tmp_path_factory.mktemp("database")) as made:
            yield made


@pytest.fixture
def database(stage: Stage) -> Database:
    """A database with its tables and reference data and nothing else."""
    stage.clean()
    return stage.database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session to arrange and to look; `client` commits it before each request."""
    with Session(database.writer, expire_on_commit=False) as opened:
        opened.info["actor"] = None
        yield opened


@pytest.fixture
def config(stage: Stage, tmp_path: Path) -> Config:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    return Config(data=data, database_url=stage.url, secret_key=SECRET)


@pytest.fixture
def files(config: Config) -> Files:
    return open_files(config)


@dataclass
class StandingClock:
    """The clock of the house, which moves only when a test says so."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at
        clock_module.set_fixed(at)

    def forward(self, **parts: float) -> datetime:
        """Let time pass: `clock.forward(days=7)`."""
        self.set(self.at + timedelta(**parts))
        return self.at


@pytest.fixture
def clock() -> Iterator[StandingClock]:
    """22 November 2026, half past nine in Vietnam, standing still."""
    standing = StandingClock(NOW)
    standing.set(NOW)
    yield standing
    clock_module.set_fixed(None)


@pytest.fixture(scope="session")
def one_app(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, put together once: its routes and compiled templates serve every test."""
    data = tmp_path_factory.mktemp("data")
    made = create_app(
        Config(data=data, database_url=stage.url, secret_key=SECRET), database=stage.database
    )
    made.testing = True
    return made


@pytest.fixture
def app(one_app: Flask, config: Config, database: Database, clock: StandingClock) -> Flask:
    """The application over this test's own records and files."""
    one_app.extensions["shopkit"] = Parts(config, database, open_files(config))
    return one_app


class Browser(FlaskClient):
    """A visitor's browser; what the test has arranged is committed before she looks."""

    session: Session

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        self.session.commit()
        answer = super().open(*args, **kwargs)
        self.session.expire_all()
        return answer


@pytest.fixture
def client(app: Flask, session: Session) -> Browser:
    browser = Browser(app, app.response_class)
    browser.session = session
    return browser


@pytest.fixture
def bench(app: Flask, database: Database, files: Files) -> Bench:
    """Where jobs are done: `work.do_all(bench, job.id)` does one at once."""
    return Bench(database, files, app.extensions["shopkit.jobs"])
