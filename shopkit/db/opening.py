"""Which kind of file keeping an installation has."""

from importlib import import_module
from importlib.util import find_spec

from shopkit.config import Config, ConfigRefused
from shopkit.db.files import Files, Folder


def open_files(config: Config) -> Files:
    """Where this installation keeps its files: its folder, or the store that was named."""
    if not config.store:
        return Folder(config.files)
    if find_spec("obstore") is None:
        raise ConfigRefused('SHOPKIT_FILES names a store; run: pip install "shopkit[s3]"')
    # By name, because only who names a store has the package that speaks with one.
    opened: Files = import_module("shopkit.db.store").open_store(config)
    return opened
