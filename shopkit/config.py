"""What the operator sets, read once from the environment, and where our own folders lie."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).parent
SHORTEST_KEY = 32
MOST_HOPS = 9


class ConfigRefused(Exception):
    """A setting that would be unsafe or cannot work; the text says which and what to set."""


@dataclass(frozen=True)
class Config:
    """Settings of one installation; `public_address` has no trailing slash, `store` may be ""."""

    data: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    public_address: str = "http://127.0.0.1:8000"
    help_phone: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    place_header: str = ""
    public_pages: bool = True
    old_secret_keys: tuple[str, ...] = ()
    store: str = ""
    fetch_photos: bool = False

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        return self.public_address.startswith("https://")


def folder(name: str) -> Path:
    """Where `templates`, `static` or `migrations` lie: in the wheel first, else in the checkout."""
    shipped = PACKAGE / "_shipped" / name
    if shipped.is_dir():
        return shipped
    beside = PACKAGE.parent / ("build/static" if name == "static" else name)
    return beside


def read_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings and make the data folder and the key file where they are missing."""
    data = Path(environ.get("SHOPKIT_DATA") or default_data()).expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    (data / "files").mkdir(exist_ok=True)
    port = port_of(environ.get("SHOPKIT_PORT") or "8000")
    host = environ.get("SHOPKIT_HOST") or "127.0.0.1"
    address = (environ.get("SHOPKIT_ADDRESS") or f"http://127.0.0.1:{port}").rstrip("/")
    return Config(
        data=data,
        database_url=database_url(environ.get("DATABASE_URL"), data),
        secret_key=environ.get("SHOPKIT_SECRET_KEY") or key_from_file(data / "secret.key"),
        old_secret_keys=words(environ.get("SHOPKIT_OLD_SECRET_KEYS", "")),
        host=host,
        port=port,
        public_address=address,
        help_phone=environ.get("SHOPKIT_HELP_PHONE", "").strip(),
        trusted_hosts=words(environ.get("SHOPKIT_TRUSTED_HOSTS", "")),
        proxy_hops=hops_of(environ.get("SHOPKIT_PROXY_HOPS") or "0"),
        place_header=environ.get("SHOPKIT_PLACE_HEADER", "").strip(),
        public_pages=(environ.get("SHOPKIT_PUBLIC_PAGES") or "on") != "off",
        fetch_photos=(environ.get("SHOPKIT_FETCH_PHOTOS") or "off") == "on",
        store=store_of(environ.get("SHOPKIT_FILES", "").strip()),
    )


def default_data() -> Path:
    """The folder `data` of a checkout, or one in the home of whoever runs an installed copy."""
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / "data"
    return Path.home() / ".local" / "share" / "shopkit"


def words(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace(",", " ").split() if part)


def port_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ConfigRefused(f"SHOPKIT_PORT is {text!r}; set a number from 1 to 65535.")
    return int(text)


def hops_of(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_HOPS):
        raise ConfigRefused(f"SHOPKIT_PROXY_HOPS is {text!r}; set how many proxies you run, as 1.")
    return int(text)


def store_of(text: str) -> str:
    if text and not (text.startswith("s3://") and text.removeprefix("s3://").partition("/")[0]):
        raise ConfigRefused(
            f"SHOPKIT_FILES is {text!r}; set s3://bucket/prefix, or nothing for the data folder."
        )
    return text


def database_url(given: str | None, data: Path) -> str:
    """The address of the database; plain `postgres://` is accepted as hosts print it."""
    if not given:
        return f"sqlite:///{data / 'shopkit.db'}"
    if given.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + given.split("://", 1)[1]
    if given.startswith(("sqlite:///", "postgresql+psycopg://")):
        return given
    raise ConfigRefused("DATABASE_URL must start with sqlite:/// or postgresql://.")


def key_from_file(path: Path) -> str:
    """The secret key of this installation, made at the first start and kept for its owner only."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise ConfigRefused(
            f"The key in {path.name} is too short; delete the file to make a new one."
        )
    return key
