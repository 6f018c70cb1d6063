"""Builds the static files before they are packed into the wheel."""

import subprocess
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildStaticFiles(BuildHookInterface[Any]):
    """The wheel carries what browsers get, under names that change with the content."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, _build_data: dict[str, Any]) -> None:
        if version != "editable":
            subprocess.run([sys.executable, "-m", "shopkit.web.assets"], cwd=self.root, check=True)
