"""Everything that is checked before a change is kept: `make test`, or single steps by name."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
# These never touch a database, so a second run on another one would tell nothing.
NO_DATABASE = ("qr_labels", "text", "money", "clock")
MIGRATIONS = "tests/architecture/test_migrations.py"
SOME_FAILED = 1  # pytest: every test ran, and not all passed
SANS = Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")


class Missing(Exception):
    """Something on the machine that a step needs and that could not be installed."""


@dataclass(frozen=True)
class Tool:
    """A program of the machine's own that some steps need."""

    name: str
    packages: tuple[str, ...]
    is_there: Callable[[], bool]


def has_browser() -> bool:
    return bool(shutil.which("chromium") or shutil.which("chromium-browser")) and SANS.exists()


def has_postgres() -> bool:
    try:
        return postgres.binaries().is_dir()
    except postgres.PostgresMissing:
        return False


BROWSER = Tool("browser", ("chromium", "fonts-noto-core"), has_browser)
POSTGRES = Tool("postgres", ("postgresql",), has_postgres)


@dataclass(frozen=True)
class Step:
    """One thing that is checked; `needs` names what it cannot do without.

    A step with a `second_try` runs what failed of it once more, and its line in the end says so.
    """

    name: str
    command: tuple[str, ...]
    needs: Tool | None = None
    second_try: tuple[str, ...] = ()


def pytest(*given: str, engine: str = "sqlite") -> tuple[str, ...]:
    return (sys.executable, "-m", "pytest", "-q", "-rs", f"--engine={engine}", *given)


def tool(name: str, *given: str) -> tuple[str, ...]:
    return (str(BIN / name), *given)


QUICK = "not slow and not browser and not wheel"
AT_ONCE = ("-n", "2", f"--ignore={MIGRATIONS}")
BY_FILE = ("-n", "2", "--dist", "loadfile")
JOURNEYS = pytest("-m", "browser and not slow", *BY_FILE)
WHAT_FAILED = ("--last-failed", "--last-failed-no-failures", "none")
LEFT_TO_SQLITE = tuple(f"--ignore=tests/{folder}" for folder in NO_DATABASE)
STEPS = (
    Step("format", tool("ruff", "format", "--check", ".")),
    Step("lint", tool("ruff", "check", ".")),
    Step("types", tool("mypy")),
    Step("order", tool("lint-imports")),
    Step("assets", (sys.executable, "-m", "shopkit.web.assets")),
    Step("sqlite", pytest("-m", f"{QUICK} and not postgres", *AT_ONCE)),
    Step("postgres", pytest("-m", QUICK, *AT_ONCE, *LEFT_TO_SQLITE, engine="postgres"), POSTGRES),
    Step("migrations", pytest(MIGRATIONS)),
    Step("migrations-postgres", pytest(MIGRATIONS, engine="postgres"), POSTGRES),
    Step("wheel", pytest("-m", "wheel")),
    Step("journeys", JOURNEYS, BROWSER, second_try=(*JOURNEYS, *WHAT_FAILED)),
)
ON_DEMAND = (Step("slow", pytest("-m", "slow")),)


def main(names: Sequence[str]) -> int:
    known = {step.name: step for step in (*STEPS, *ON_DEMAND)}
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no step {', '.join(sorted(unknown))}; steps: {', '.join(known)}")
        return 2
    steps = with_assets([known[name] for name in names], known) or list(STEPS)
    left_out = set(os.environ.get("LEAVE_OUT", "").split())
    try:
        provide({step.needs for step in steps if step.needs}, left_out)
    except Missing as missing:
        print(missing)
        return 2
    return run_all(steps, left_out)


def with_assets(steps: list[Step], known: Mapping[str, Step]) -> list[Step]:
    """The steps named, after the one that builds the static files if they were never built."""
    asks_for_pages = any(step.command[1:3] == ("-m", "pytest") for step in steps)
    is_built = (ROOT / "build" / "static" / "manifest.json").exists()
    if is_built or not asks_for_pages or known["assets"] in steps:
        return steps
    return [known["assets"], *steps]


def provide(tools: set[Tool], left_out: set[str]) -> None:
    """Install what is missing where that is possible; say exactly what is not."""
    misspelt = left_out - {BROWSER.name, POSTGRES.name}
    if misspelt:
        raise Missing(f"LEAVE_OUT knows browser and postgres, not {', '.join(sorted(misspelt))}.")
    wanted = [each for each in tools if each.name not in left_out and not each.is_there()]
    if wanted:
        install(sorted({package for each in wanted for package in each.packages}))
    still = sorted((each for each in wanted if not each.is_there()), key=lambda each: each.name)
    if still:
        lines = [f"  {each.name}: install {' and '.join(each.packages)}" for each in still]
        names = " ".join(each.name for each in still)
        raise Missing(
            "Missing on this machine, and not to be installed from here:\n"
            + "\n".join(lines)
            + f'\nOr name what to leave out: make test LEAVE_OUT="{names}"'
        )


def install(packages: list[str]) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"== installing {' '.join(packages)}", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, env=quiet, check=False)


def run_all(steps: Sequence[Step], left_out: set[str]) -> int:
    """Run the steps in order and stop at the first that fails."""
    began, told = time.monotonic(), []
    for step in steps:
        if step.needs and step.needs.name in left_out:
            told.append(f"{step.name}: LEFT OUT, as asked")
            print(f"== {told[-1]}", flush=True)
            continue
        print(f"== {step.name}", flush=True)
        start = time.monotonic()
        code = subprocess.run(step.command, cwd=ROOT, check=False).returncode
        told.append(f"{step.name}: {'ok' if code == 0 else 'FAILED'}")
        if code == SOME_FAILED and step.second_try:
            print(f"== {step.name}: what failed, once more", flush=True)
            code = subprocess.run(step.second_try, cwd=ROOT, check=False).returncode
            told[-1] = f"{step.name}: {'ok AT THE SECOND TRY' if code == 0 else 'FAILED TWICE'}"
        told[-1] += f", {time.monotonic() - start:.0f} s"
        if code:
            break
    else:
        code = 0
    print("\n".join(["", *told, f"{time.monotonic() - began:.0f} s in all"]))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
