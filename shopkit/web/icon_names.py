"""Which icons the pages use: read from their sources, so that the build draws no more."""

import re
from collections.abc import Iterable, Iterator

from jinja2 import Environment, nodes

from shopkit.web.icons import is_icon

TAKES_ICON = "icon_name"
# Where a name comes from elsewhere, a comment tells: icons: x y z
IN_COMMENT = re.compile(r"#[-}\s]*icons:((?:[ \t]+[a-z][a-z0-9-]*)+)")
IN_PYTHON = re.compile(r'''(?:\bicon"?\s*[=:]|\bNavEntry\(\s*"[^"]*",)\s*"([a-z][a-z0-9-]*)"''')


def icon_names(templates: Iterable[str], code: Iterable[str] = ()) -> list[str]:
    """Every icon named in these sources, in order."""
    templates, code = list(templates), list(code)
    env = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    trees = [env.parse(text) for text in templates]
    takers = dict(taker for tree in trees for taker in macros_with_icon(tree))
    found = {name for tree in trees for name in named_in(tree, takers)}
    found.update(name for text in code for name in IN_PYTHON.findall(text))
    for text in (*templates, *code):
        found.update(name for names in IN_COMMENT.findall(text) for name in names.split())
    return sorted(found)


def macros_with_icon(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Each macro that takes an icon, and the place of that argument."""
    for macro in tree.find_all(nodes.Macro):
        places = [argument.name for argument in macro.args]
        if TAKES_ICON in places:
            yield macro.name, places.index(TAKES_ICON)


def named_in(tree: nodes.Template, takers: dict[str, int]) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        yield from named_in_call(call, takers)
    for pair in tree.find_all(nodes.Pair):
        if getattr(pair.key, "value", None) == "icon":
            yield from literals(pair.value)
    yield from in_tuples(tree)
    for macro in tree.find_all(nodes.Macro):
        with_default = macro.args[len(macro.args) - len(macro.defaults) :]
        for argument, default in zip(with_default, macro.defaults, strict=True):
            if argument.name == TAKES_ICON:
                yield from literals(default)


def named_in_call(call: nodes.Call, takers: dict[str, int]) -> Iterator[str]:
    macro = getattr(call.node, "name", None) or getattr(call.node, "attr", None)
    place = takers.get(str(macro))
    if place is not None and place < len(call.args):
        yield from literals(call.args[place])
    for keyword in call.kwargs:
        if keyword.key == TAKES_ICON:
            yield from literals(keyword.value)
        elif keyword.key == "icons" and isinstance(keyword.value, nodes.Dict):
            for pair in keyword.value.items:
                yield from literals(pair.value)


def in_tuples(tree: nodes.Template) -> Iterator[str]:
    """Words in `(word, url, "x")`: an icon if there is one of that name."""
    for row in tree.find_all(nodes.Tuple):
        for item in row.items:
            yield from filter(is_icon, literals(item))


def literals(node: nodes.Node | None) -> Iterator[str]:
    """The strings that an expression may give, as far as they stand in it."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from literals(node.expr1)
        yield from literals(node.expr2)
    elif isinstance(node, nodes.Or):
        yield from literals(node.left)
        yield from literals(node.right)
