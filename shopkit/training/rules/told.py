"""What our own data files say, in each language."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data"


@cache
def data(name: str) -> Any:
    """The content of one of our data files."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Choice:
    """Something to choose from: its machine word, its icon, and how it is said."""

    code: str
    words: Mapping[str, str]
    icon: str = ""

    def name(self, language: str = "vi") -> str:
        return self.words.get(language) or self.words["vi"]


def choice_from(one: Mapping[str, Any]) -> Choice:
    return Choice(one["code"], {"vi": one["vi"], "en": one["en"]}, one.get("icon", ""))
