"""The ladder as the configuration of import-linter states it, for what imports cannot show."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def floors() -> dict[str, int]:
    """Each floor of shopkit by its height; those of one line share one."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    ladder = next(contract for contract in contracts if contract["id"] == "ladder")
    heights: dict[str, int] = {}
    for height, line in enumerate(reversed(ladder["layers"])):
        for name in line.split(":"):
            heights[name.strip()] = height
    return heights
