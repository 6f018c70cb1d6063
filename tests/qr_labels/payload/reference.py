"""The vector files of the reference, which stand beside the checkout or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "reference"


def vectors(name: str) -> list[Any]:
    """The content of one vector file; skips the module that asks when the file is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the reference file {name} is not here", allow_module_level=True)
    content = json.loads(path.read_text(encoding="utf-8"))
    return list(content["vectors"] if isinstance(content, dict) else content)
