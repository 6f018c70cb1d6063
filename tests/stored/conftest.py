"""The house of the other tests, its files in a store."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from shopkit.config import Config
from tests.catalog.conftest import developed, her, phone, product
from tests.stored.server import BUCKET, StoreServer

__all__ = ["developed", "her", "phone", "product"]


@pytest.fixture(scope="session")
def one_server() -> Iterator[StoreServer]:
    server = StoreServer()
    yield server
    server.stop()


@pytest.fixture
def server(one_server: StoreServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoreServer]:
    for name, value in one_server.settings.items():
        monkeypatch.setenv(name, value)
    one_server.asked.clear()
    yield one_server
    one_server.start()  # a test may have stopped it


@pytest.fixture
def config(config: Config, server: StoreServer) -> Config:
    return replace(config, store=f"s3://{BUCKET}/xa/{uuid4().hex}")
