"""Static files: built once under names that change with their content, looked up by plain names."""

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import brotli
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from shopkit.web.icon_names import icon_names
from shopkit.web.icons import app_icons, icon_shapes

MANIFEST = "manifest.json"
STATIC = "/static/"
CSS_IMPORT = re.compile(r'@import "([^"]+)";\s*')
JS_INSIDE = re.compile(r'^import "\./([^"]+)";\s*$', re.MULTILINE)
JS_REFERENCE = re.compile(r'(\bfrom |\bimport\()"\./([^"]+)"')
MANIFEST_ICON = re.compile(r'"src": "([^"]+)"')
TOOLS = ("rcssmin", "rjsmin", "lucide", "brotli", "pillow")
COMPRESSED = {".css", ".js", ".svg", ".webmanifest"}


class AssetMissing(Exception):
    """A page asks for a static file or an icon that the last build did not make."""


class Assets:
    """The outcome of a build, for pages: addresses of files and drawings of icons."""

    def __init__(self, manifest: Path) -> None:
        if not manifest.exists():
            raise AssetMissing(f"{manifest} is missing: run python -m shopkit.web.assets")
        content = json.loads(manifest.read_text("utf-8"))
        self.files: dict[str, str] = content["files"]
        self.shapes: dict[str, str] = content["icons"]

    def url(self, name: str) -> str:
        """The lasting address of a static file, such as `css/shop.css`."""
        if name not in self.files:
            raise AssetMissing(f"no static file {name}: add it and build again")
        return STATIC + self.files[name]

    def icon_shape(self, name: str) -> Markup:
        """The drawing of an icon, without its frame."""
        if name not in self.shapes:
            raise AssetMissing(f"no icon {name}: name it as icon(…) or in a comment, build again")
        return Markup(self.shapes[name])  # noqa: S704 - our own build wrote it

    def names(self) -> dict[str, Callable[[str], str]]:
        """What templates know them by."""
        return {"asset": self.url, "icon_shape": self.icon_shape}


class Build:
    """One run over the sources; `files` collects plain name -> content, `hashed` their names."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.files: dict[str, bytes] = {}
        self.hashed: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> str:
        """Keep a finished file; returns the name it is served by."""
        stem, dot, ending = name.rpartition(".")
        self.hashed[name] = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"
        self.files[name] = content
        return self.hashed[name]

    def text(self, name: str) -> str:
        return (self.source / name).read_text("utf-8")

    def add_styles(self) -> None:
        """Each sheet that no other one imports becomes a file, with its imports inside."""
        sheets = {path.name: self.text(f"css/{path.name}") for path in self.folder("css")}
        inside = {name for text in sheets.values() for name in CSS_IMPORT.findall(text)}
        for name, text in sheets.items():
            if name not in inside:
                whole = CSS_IMPORT.sub(lambda found: sheets[found[1]], text)
                self.add(f"css/{name}", cssmin(whole).encode())

    def add_scripts(self) -> None:
        """Like the sheets; modules loaded on demand keep files of their own."""
        modules = {path.name: self.text(f"js/{path.name}") for path in self.folder("js")}
        inside = {name for text in modules.values() for name in JS_INSIDE.findall(text)}
        for name in modules:
            if name not in inside:
                self.add_script(name, modules, ())

    def add_script(self, name: str, modules: dict[str, str], above: tuple[str, ...]) -> str:
        if name in above:
            raise ValueError(f"modules import each other: {' > '.join((*above, name))}")
        if f"js/{name}" in self.hashed:
            return Path(self.hashed[f"js/{name}"]).name
        whole = with_inside(modules, name)

        def served(found: re.Match[str]) -> str:
            return f'{found[1]}"./{self.add_script(found[2], modules, (*above, name))}"'

        content = jsmin(JS_REFERENCE.sub(served, whole))
        return Path(self.add(f"js/{name}", content.encode())).name

    def add_pictures(self) -> None:
        for path in self.folder("img"):
            self.add(f"img/{path.name}", path.read_bytes())
        for name, content in app_icons(self.text("img/mark.svg")).items():
            self.add(name, content)

    def add_app_manifest(self) -> None:
        text = MANIFEST_ICON.sub(
            lambda found: f'"src": "{STATIC}{self.hashed[found[1]]}"', self.text("app.webmanifest")
        )
        self.add("app.webmanifest", json.dumps(json.loads(text), ensure_ascii=False).encode())

    def folder(self, name: str) -> list[Path]:
        return sorted(path for path in (self.source / name).iterdir() if path.is_file())


def with_inside(modules: dict[str, str], name: str) -> str:
    """A module with those that it takes in, and those that they take in, each in its own block."""
    return JS_INSIDE.sub(lambda found: f"{{{with_inside(modules, found[1])}}}", modules[name])


def build(source_static: Path, templates: Path, out: Path, code: Path | None = None) -> bool:
    """Build the static files into `out`; False when they already were as they should be.

    `code` is a folder of Python files whose icon names are wanted too.
    """
    names = icon_names(read_all(templates, "*.html"), read_all(code, "*.py") if code else [])
    stamp = stamp_of(source_static, names)
    if is_fresh(out, stamp):
        return False
    run = Build(source_static)
    shapes = icon_shapes(names, run.text("img/mark.svg"))
    run.add_styles()
    run.add_scripts()
    run.add_pictures()
    run.add_app_manifest()
    write(run, out, {"stamp": stamp, "files": run.hashed, "icons": shapes})
    return True


def stamp_of(source: Path, names: list[str]) -> str:
    """A hash of everything that the outcome depends on."""
    mark = hashlib.sha256(" ".join(names).encode())
    mark.update(" ".join(f"{tool} {version(tool)}" for tool in TOOLS).encode())
    for name in ("assets.py", "icons.py", "icon_names.py"):
        mark.update(Path(__file__).with_name(name).read_bytes())
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        mark.update(f"\0{path.relative_to(source)}\0".encode() + path.read_bytes())
    return mark.hexdigest()


def read_all(folder: Path, pattern: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(folder.rglob(pattern))]


def is_fresh(out: Path, stamp: str) -> bool:
    try:
        content = json.loads((out / MANIFEST).read_text("utf-8"))
        return content["stamp"] == stamp and all(
            (out / name).is_file() for name in written_names(content["files"])
        )
    except (OSError, ValueError, KeyError):
        return False


def written_names(hashed: dict[str, str]) -> list[str]:
    """All files of a build but the manifest: each one, and its compressed twins."""
    endings = {name: ("", ".gz", ".br") if is_compressed(name) else ("",) for name in hashed}
    return [served + ending for name, served in hashed.items() for ending in endings[name]]


def is_compressed(name: str) -> bool:
    return Path(name).suffix in COMPRESSED


def write(run: Build, out: Path, manifest: dict[str, object]) -> None:
    """Write the files, then the manifest in one move, then clear what only the old one named."""
    old = old_names(out)
    for name, content in run.files.items():
        path = out / run.hashed[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if is_compressed(name):
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
            path.with_name(path.name + ".br").write_bytes(brotli.compress(content, quality=11))
    fresh = out / f"{MANIFEST}.new"
    fresh.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    fresh.replace(out / MANIFEST)
    for name in old - set(written_names(run.hashed)):
        (out / name).unlink(missing_ok=True)


def old_names(out: Path) -> set[str]:
    try:
        return set(written_names(json.loads((out / MANIFEST).read_text("utf-8"))["files"]))
    except (OSError, ValueError, KeyError):
        return set()


def sizes(out: Path) -> list[str]:
    """One line for each file: its size as it lies, by gzip and by brotli."""
    hashed = json.loads((out / MANIFEST).read_text("utf-8"))["files"]
    lines = [f"{'bytes':>8} {'gzip':>7} {'brotli':>7}"]
    for name, served in sorted(hashed.items()):
        found = [(out / (served + ending)) for ending in ("", ".gz", ".br")]
        cells = [str(path.stat().st_size) if path.exists() else "-" for path in found]
        lines.append(f"{cells[0]:>8} {cells[1]:>7} {cells[2]:>7}  {name}")
    return lines


def main(checkout: Path) -> None:
    out = checkout / "build" / "static"
    is_built = build(checkout / "static", checkout / "templates", out, checkout / "shopkit")
    report = sizes(out) if is_built else ["Static files are as they should be."]
    sys.stdout.write("\n".join(report) + "\n")


if __name__ == "__main__":
    main(Path(__file__).parents[2])
