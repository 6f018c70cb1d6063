"""A page and its frame share one set of names: neither may take those of the other."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

from tests.architecture.floors import ROOT

FRAME = ROOT / "templates" / "base.html"
# What a page does say to its frame: its look, that it names nobody, that it shows practice data.
SAID_TO_THE_FRAME = {"layout", "is_shell", "has_errors", "practice"}
LAYOUTS = {"seller", "office", "public", "trace", "front"}


def names_of_the_frame(app: Flask) -> set[str]:
    tree = Environment(extensions=["jinja2.ext.i18n"]).parse(FRAME.read_text("utf-8"))
    own = {
        target.name
        for each in tree.find_all(nodes.Assign)
        if isinstance(target := each.target, nodes.Name)
    }
    given: set[str] = set()
    with app.test_request_context("/"):
        for processors in app.template_context_processors.values():
            for processor in processors:
                given |= set(processor())
    return own | given


def handed_over() -> Iterator[tuple[Path, int, str, ast.expr]]:
    """Each name that a view hands to its page: the file, the line, the name and what it is."""
    for path in sorted((ROOT / "shopkit").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "show":
                for keyword in call.keywords:
                    if keyword.arg:
                        yield path, call.lineno, keyword.arg, keyword.value


def test_no_page_takes_a_name_of_the_frame(app: Flask) -> None:
    taken = names_of_the_frame(app) - SAID_TO_THE_FRAME
    assert {"lang", "nav", "who", "trainer_to_call", "is_bare"} <= taken
    clashes = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path, line, name, _value in handed_over()
        if name in taken
    ]
    assert clashes == []


def test_a_page_names_a_look_that_there_is() -> None:
    others = [
        f"{path.relative_to(ROOT)}:{line}"
        for path, line, name, value in handed_over()
        if name == "layout" and ast.unparse(value) != "layout_of_hers()"
    ]
    assert others == []
    set_by_pages = {
        each.node.value
        for page in FRAME.parent.rglob("*.html")
        for each in Environment(extensions=["jinja2.ext.i18n"])
        .parse(page.read_text("utf-8"))
        .find_all(nodes.Assign)
        if getattr(each.target, "name", "") == "layout" and isinstance(each.node, nodes.Const)
    }
    assert set_by_pages == LAYOUTS - {"seller"}
