"""The order of the floors, in imports and in everything that imports cannot show."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT, floors

TEMPLATES = ROOT / "templates"
INCLUDED = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
POINTED_TO = re.compile(r"""(?:url_for|\bto|redirect_to)\(\s*["'](\w+)\.\w+["']""")
SHARED = {"parts", "base.html", "refusal.html"}


def test_imports_run_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_linter_sees_every_folder_of_the_house() -> None:
    modules = {path.stem for path in (ROOT / "shopkit").iterdir() if is_module(path)}
    assert modules <= set(floors()), "give the new floor its place in pyproject.toml"


def is_module(path: Path) -> bool:
    if path.name.startswith("_") and path.name != "__main__.py":
        return False
    return path.suffix == ".py" or (path / "__init__.py").exists()


def pages() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*.html"))


def feature_of(template: Path) -> str:
    return template.relative_to(TEMPLATES).parts[0]


@pytest.mark.parametrize("template", pages(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_uses_only_lower_floors(template: Path) -> None:
    heights, feature = floors(), feature_of(template)
    height = heights["web"] if feature in SHARED or feature == "gallery.html" else heights[feature]
    text = template.read_text("utf-8")
    used = [name.split("/")[0] for name in INCLUDED.findall(text)]
    used += POINTED_TO.findall(text)
    above = {name for name in used if name not in SHARED and heights[name] > height}
    beside = {name for name in used if name in heights and heights[name] == height}
    assert not above, f"{feature} points up to {above}"
    assert beside <= {feature}, f"{feature} points beside to {beside}"


def code_files() -> list[Path]:
    return sorted((ROOT / "shopkit").rglob("*.py"))


def test_code_points_to_pages_of_lower_floors_only() -> None:
    heights = floors()
    wrong = []
    for path in code_files():
        floor = path.relative_to(ROOT / "shopkit").parts[0].removesuffix(".py")
        for name in POINTED_TO.findall(path.read_text("utf-8")):
            if name in heights and heights[name] > heights.get(floor, 0):
                wrong.append(f"{path.relative_to(ROOT)} points up to {name}")
    assert not wrong


def test_only_the_database_door_commits() -> None:
    committing = re.compile(r"\bsession\w*\.(commit|begin)\(|\.commit\(\)")
    allowed = {"shopkit/db/engine.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in code_files()
        if committing.search(path.read_text("utf-8"))
    }
    assert found <= allowed


def test_no_page_holds_code_or_looks_of_its_own() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=[\"']", re.IGNORECASE)
    found = [str(page) for page in pages() if inline.search(page.read_text("utf-8"))]
    assert not found
