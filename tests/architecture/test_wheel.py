"""The wheel carries all that serving needs and nothing else, and serves from another place."""

import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.cli.serving import free_port, serving

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the tools that are here."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    without = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([*command, *without, str(ROOT)], check=True, timeout=300)
    (built,) = folder.glob("shopkit-*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_it_holds_our_two_packages_and_its_own_description_only(names: list[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {re.sub(r"-.*(?=\.dist-info)", "", top) for top in tops} == {
        "shopkit",
        "qr_labels",
        "shopkit.dist-info",
    }


def test_it_holds_no_tests_and_no_strays(names: list[str]) -> None:
    odd = re.compile(
        r"(^|/)(tests?|__pycache__|\.[^/]*|node_modules|data\.db)(/|$)|\.(pyc|db|key|log)$"
    )
    assert [name for name in names if odd.search(name)] == []


def test_it_holds_each_file_of_the_checkout_that_serving_needs(names: list[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "shopkit", "qr_labels", "templates", "migrations"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    wanted = {
        name if name.startswith(("shopkit", "qr_labels")) else f"shopkit/_shipped/{name}"
        for name in tracked
    }
    assert wanted - set(names) == set()
    assert "shopkit/_shipped/static/manifest.json" in names
    assert any(
        re.fullmatch(r"shopkit/_shipped/static/css/shop\.[0-9a-f]{10}\.css\.br", n) for n in names
    )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what it depends on is borrowed from this one."""
    home = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "env")], check=True)
    python = home / "env" / "bin" / "python"
    (site,) = (home / "env" / "lib").glob("python*/site-packages")
    into = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", *into, str(wheel)]
    subprocess.run(command, check=True, timeout=120)
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (site / "borrowed.pth").write_text("\n".join(borrowed))
    return home


def test_the_installed_copy_is_the_one_that_runs(installed: Path) -> None:
    told = subprocess.run(
        [installed / "env" / "bin" / "python", "-c", "import shopkit; print(shopkit.__file__)"],
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(told.strip()).is_relative_to(installed)


def test_it_serves_its_pages_and_static_files_from_another_place(installed: Path) -> None:
    port = free_port()
    settings = {"SHOPKIT_DATA": str(installed / "data"), "SHOPKIT_PORT": str(port), "PATH": ""}
    shopkit = str(installed / "env" / "bin" / "shopkit")
    subprocess.run(
        [shopkit, "upgrade"], cwd=installed, env=settings, check=True, timeout=PATIENCE_S
    )
    with serving([shopkit, "serve"], port, cwd=installed, env=settings):
        page = fetch(port, "/")
        assert 'lang="vi"' in page
        (style,) = re.findall(r'href="(/static/css/shop\.[0-9a-f]+\.css)"', page)
        assert "--" in fetch(port, style)


def fetch(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.status == 200
        return answer.read().decode()
