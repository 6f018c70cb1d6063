"""Settings are read once, and what cannot work is told by name."""

import stat
from pathlib import Path

import pytest

from shopkit.config import ConfigRefused, read_config


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    config = read_config({"SHOPKIT_DATA": str(tmp_path / "data")})
    assert config.database_url == f"sqlite:///{tmp_path / 'data' / 'shopkit.db'}"
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.files.is_dir()


def test_the_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    first = read_config({"SHOPKIT_DATA": str(tmp_path)}).secret_key
    assert read_config({"SHOPKIT_DATA": str(tmp_path)}).secret_key == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOPKIT_PORT", "x"),
        ("SHOPKIT_PORT", "70000"),
        ("SHOPKIT_PROXY_HOPS", "x"),
        ("SHOPKIT_PROXY_HOPS", "-1"),
        ("DATABASE_URL", "mysql://somewhere"),
    ],
)
def test_a_setting_that_cannot_work_is_told_by_its_name(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(ConfigRefused, match=name):
        read_config({"SHOPKIT_DATA": str(tmp_path), name: value})


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(ConfigRefused, match="too short"):
        read_config({"SHOPKIT_DATA": str(tmp_path)})


@pytest.mark.parametrize("given", ["postgres://a/b", "postgresql://a/b"])
def test_addresses_as_hosts_print_them_are_taken(tmp_path: Path, given: str) -> None:
    config = read_config({"SHOPKIT_DATA": str(tmp_path), "DATABASE_URL": given})
    assert config.database_url == "postgresql+psycopg://a/b"
