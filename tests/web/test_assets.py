"""The build of the static files: what it makes, how it names it; and that colours can be read."""

import gzip
import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from PIL import Image

from shopkit.web.assets import AssetMissing, Assets, build, written_names
from shopkit.web.icon_names import icon_names
from shopkit.web.icons import IconUnknown

ROOT = Path(__file__).parents[2]
KB = 1024


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real sources, built once."""
    out = tmp_path_factory.mktemp("built")
    build(ROOT / "static", ROOT / "templates", out, ROOT / "shopkit")
    return out


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources to change at will, with one small page."""
    shutil.copytree(ROOT / "static", tmp_path / "static")
    (tmp_path / "templates").mkdir()
    page = '{% macro icon(icon_name) %}{% endmacro %}{{ icon("house") }}'
    (tmp_path / "templates" / "page.html").write_text(page)
    return tmp_path


def build_in(folder: Path) -> bool:
    return build(folder / "static", folder / "templates", folder / "out")


def files_of(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }


def served(out: Path, name: str) -> str:
    return (out / Assets(out / "manifest.json").url(name).removeprefix("/static/")).read_text()


def test_two_builds_of_the_same_sources_are_equal_to_the_byte(sources: Path) -> None:
    build_in(sources)
    first = files_of(sources / "out")
    shutil.rmtree(sources / "out")
    build_in(sources)
    assert files_of(sources / "out") == first


def test_a_second_build_without_changes_writes_nothing(sources: Path) -> None:
    assert build_in(sources)
    before = {path: path.stat().st_mtime_ns for path in (sources / "out").rglob("*")}
    assert not build_in(sources)
    assert {path: path.stat().st_mtime_ns for path in (sources / "out").rglob("*")} == before


def test_a_lost_file_is_built_again(sources: Path) -> None:
    build_in(sources)
    lost = next((sources / "out" / "css").glob("*.br"))
    lost.unlink()
    assert build_in(sources)
    assert lost.exists()


def test_a_changed_sheet_gets_a_new_name_and_the_old_one_goes(sources: Path) -> None:
    build_in(sources)
    old = Assets(sources / "out" / "manifest.json").url("css/shop.css")
    with (sources / "static" / "css" / "tokens.css").open("a") as sheet:
        sheet.write(":root { --more: 1px; }\n")
    build_in(sources)
    new = Assets(sources / "out" / "manifest.json").url("css/shop.css")
    assert new != old
    assert "--more:1px" in served(sources / "out", "css/shop.css")
    assert not list((sources / "out").rglob(Path(old).name + "*"))


def test_a_stray_file_beside_the_build_is_left_alone(sources: Path) -> None:
    (sources / "out").mkdir()
    (sources / "out" / "mine.txt").write_text("keep")
    build_in(sources)
    assert (sources / "out" / "mine.txt").read_text() == "keep"


def test_compressed_twins_hold_the_same_bytes(built: Path) -> None:
    plain = [path for path in built.rglob("*") if path.suffix in {".css", ".js", ".svg"}]
    assert len(plain) > 10
    for path in plain:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
        assert (
            brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()
        )


def test_the_manifest_names_every_file_and_no_other(built: Path) -> None:
    hashed = json.loads((built / "manifest.json").read_text())["files"]
    assert set(files_of(built)) == {*written_names(hashed), "manifest.json"}
    for name, as_served in hashed.items():
        stem, ending = name.rsplit(".", 1)
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{10}}\.{ending}", as_served)


def test_sheets_and_scripts_keep_their_budget(built: Path) -> None:
    def weight(name: str) -> int:
        url = Assets(built / "manifest.json").url(name)
        return (built / (url.removeprefix("/static/") + ".gz")).stat().st_size

    names = json.loads((built / "manifest.json").read_text())["files"]
    assert weight("css/shop.css") <= 8 * KB
    assert weight("css/trace.css") <= 4 * KB
    # What each page bears; what all its modules weigh together is measured in a browser.
    assert weight("js/start.js") <= 10 * KB
    assert max(weight(name) for name in names if name.endswith(".js")) <= 10 * KB


def test_imports_are_inside_or_lead_to_files_that_exist(built: Path) -> None:
    names = json.loads((built / "manifest.json").read_text())["files"]
    for name in names:
        if name.endswith(".css"):
            assert "@import" not in served(built, name)
    start = served(built, "js/start.js")
    wanted = re.findall(r'import\("\./([^"]+)"\)', start)
    assert len(wanted) == start.count("import(")
    for module in wanted:
        assert re.fullmatch(r"[\w-]+\.[0-9a-f]{10}\.js", module)
        assert (built / "js" / module).exists()


def test_modules_that_import_each_other_are_refused(sources: Path) -> None:
    scripts = sources / "static" / "js"
    (scripts / "hen.js").write_text('import { egg } from "./egg.js";\nexport const hen = egg;\n')
    (scripts / "egg.js").write_text('import { hen } from "./hen.js";\nexport const egg = hen;\n')
    with pytest.raises(ValueError, match=r"egg.js > hen.js > egg.js"):
        build_in(sources)
    assert not (sources / "out" / "manifest.json").exists()


def test_the_icons_that_pages_use_are_drawn_and_no_others(sources: Path) -> None:
    build_in(sources)
    assert list(Assets(sources / "out" / "manifest.json").shapes) == ["mark", "house"]


def test_an_icon_nobody_drew_stops_the_build(sources: Path) -> None:
    page = '{% macro icon(icon_name) %}{% endmacro %}{{ icon("no-such-thing") }}'
    (sources / "templates" / "page.html").write_text(page)
    with pytest.raises(IconUnknown, match="no-such-thing"):
        build_in(sources)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{{ badge("Xong", "check", "good") }}', ["check"]),
        ('{{ parts.badge("Xong", icon_name="check") }}', ["check"]),
        ('{{ badge("Xong", "check" if done else "clock") }}', ["check", "clock"]),
        ('{{ list([{"word": "x", "icon": "store"}]) }}', ["store"]),
        ('{{ list([{"state": ("Nháp", "pencil", "wait")}]) }}', ["pencil"]),
        ('{{ choices(icons={"a": "sprout", "b": "shopping-bag"}) }}', ["shopping-bag", "sprout"]),
        ("{# icons: eye eye-off #}", ["eye", "eye-off"]),
        ('{% macro panel(icon_name="info") %}{% endmacro %}', ["info"]),
        ('{{ badge("check") }}', []),
    ],
)
def test_icons_are_found_where_pages_name_them(text: str, found: list[str]) -> None:
    macro = "{% macro badge(word, icon_name, tone) %}{% endmacro %}"
    assert icon_names([macro, text]) == found


def test_icons_are_found_in_python() -> None:
    code = 'NavEntry("shops.home", "house", x)\nstate = {"icon": "clock"}\nPanel(icon="tag")\n'
    assert icon_names([], [code]) == ["clock", "house", "tag"]


def test_a_page_cannot_name_what_was_not_built(built: Path) -> None:
    assets = Assets(built / "manifest.json")
    with pytest.raises(AssetMissing, match=r"css/none\.css"):
        assets.url("css/none.css")
    with pytest.raises(AssetMissing, match="no-such-thing"):
        assets.icon_shape("no-such-thing")
    with pytest.raises(AssetMissing, match=r"run python -m shopkit\.web\.assets"):
        Assets(built / "elsewhere" / "manifest.json")


def test_the_pictures_of_the_mark_have_their_sizes_and_colours(built: Path) -> None:
    assets = Assets(built / "manifest.json")
    for name, side in (("img/icon-180.png", 180), ("img/icon-512.png", 512)):
        content = (built / assets.url(name).removeprefix("/static/")).read_bytes()
        with Image.open(BytesIO(content)) as picture:
            assert picture.size == (side, side)
            assert (13, 90, 75, 255) in {colour for _, colour in picture.getcolors(1 << 20) or ()}
            assert len(content) < 40 * KB


def test_the_app_manifest_names_pictures_that_exist(built: Path) -> None:
    icons = json.loads(served(built, "app.webmanifest"))["icons"]
    assert len(icons) == 3
    for icon in icons:
        assert (built / icon["src"].removeprefix("/static/")).exists()


# Which ink stands on which ground, and how clearly: text 4.5:1, edges of controls 3:1.
TEXT_ON = [
    *[(ink, ground) for ink in ("ink", "quiet", "link", "bad") for ground in ("paper", "sheet")],
    *[("ink", wash) for wash in ("plain-wash", "leaf-wash", "good-wash", "wait-wash")],
    *[("ink", wash) for wash in ("bad-wash", "news-wash")],
    *[("quiet", wash) for wash in ("plain-wash", "leaf-wash")],
    *[(tone, f"{tone}-wash") for tone in ("good", "wait", "bad", "news")],
    ("link", "leaf-wash"),
    ("leaf", "paper"),
    ("leaf", "sheet"),
    ("clay", "sheet"),
    ("clay", "paper"),
    ("on-leaf", "leaf"),
    ("on-roof", "roof"),
    ("on-alarm", "alarm"),
]
EDGE_ON = [("edge", "sheet"), ("edge", "paper"), ("bad", "sheet"), ("leaf", "leaf-wash")]
FOCUS_ON = [("focus-edge", "focus")]


def tokens(scheme: str) -> dict[str, str]:
    text = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, rest = text.split("@media (prefers-color-scheme: dark)")
    dark = rest.split("@media")[0]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme else {})


def contrast(one: str, other: str) -> float:
    """How clearly two colours differ, as WCAG 2 counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [(a, b, 4.5) for a, b in TEXT_ON] + [(a, b, 3.0) for a, b in EDGE_ON + FOCUS_ON],
)
def test_colours_can_be_told_apart(scheme: str, ink: str, ground: str, least: float) -> None:
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= least, (
        f"{ink} on {ground}: {contrast(colours[ink], colours[ground]):.2f}"
    )


SHEETS = {path.name: path.read_text("utf-8") for path in (ROOT / "static" / "css").glob("*.css")}
# Paper has colours of its own, given to the same names in one place.
OF_COLOURS = ("tokens.css", "print.css")


def test_colours_are_written_in_one_place_and_used_by_name() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(")
    strangers = {
        name: found
        for name, text in SHEETS.items()
        if name not in OF_COLOURS and (found := literal.findall(text))
    }
    assert not strangers
    outside_names = re.sub(r"--[\w-]+: [^;]+;", "", SHEETS["print.css"])
    assert not literal.findall(outside_names)


def test_every_name_of_the_design_is_given_and_used() -> None:
    given = set(re.findall(r"(--[\w-]+):", SHEETS["tokens.css"]))
    used = {name for text in SHEETS.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    own = {name for text in SHEETS.values() for name in re.findall(r"(--[\w-]+):", text)}
    by_pages = read_all_pages()
    assert used - own == set()
    assert {name for name in given - used if name not in by_pages} == set()


def read_all_pages() -> str:
    folders = (ROOT / "templates", ROOT / "static" / "js")
    return "".join(path.read_text("utf-8") for each in folders for path in each.rglob("*.*"))


# Words under icons, five beside each other on the narrowest phone.
SMALLER = {("page.css", ".778rem")}


def test_no_letters_are_smaller_than_sixteen_pixels() -> None:
    size = re.compile(r"font-size: ([\d.]+)(rem|px)|font: [^;]*?([\d.]+)(rem|px)/")
    found = {
        (name, f"{number}{unit}")
        for name, text in SHEETS.items()
        for a, b, c, d in size.findall(text)
        for number, unit in [(a or c, b or d)]
        if float(number) * (18 if unit == "rem" else 1) < 16
    }
    assert found == SMALLER
