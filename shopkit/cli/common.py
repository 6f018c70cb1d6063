"""What every command begins with: the database opened, and a way to refuse."""

import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from shopkit.config import PACKAGE, Config
from shopkit.db.engine import Database, open_database


class Commands(Protocol):
    """Where a module adds its commands; argparse has no public name for it."""

    def add_parser(self, name: str, *, help: str) -> ArgumentParser: ...


class Told(Exception):
    """A command cannot go on; the text tells the operator what to do."""


@contextmanager
def opened(config: Config) -> Iterator[Database]:
    database = open_database(config.database_url)
    try:
        yield database
    finally:
        database.close()


def plural(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def program_version() -> str:
    """The version of this program, which in a checkout stands in pyproject.toml alone."""
    try:
        return version("shopkit")
    except PackageNotFoundError:
        told = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
        return str(told["project"]["version"])
