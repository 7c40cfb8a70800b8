"""Every piece of a page that is named somewhere, in a view or in a template, is defined by that page's template."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAliasType, get_args, get_origin, get_type_hints

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from web import htmx

ROOT = Path(settings.BASE_DIR)
NAMED = re.compile(r"[\w/-]+\.(?:html|txt)#[\w-]+")


def modules() -> list[str]:
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    files = (path for app in apps for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files)


def named_in_templates() -> set[str]:
    return {name for path in (ROOT / "templates").rglob("*.*") for name in NAMED.findall(path.read_text())}


def named_in(module: str) -> set[str]:
    """Return the pieces that a module names: as words, and by its calls of ``htmx.reply``.

    Raises:
        AssertionError: a call takes its template or its piece from somewhere that does not say what it may be.
    """
    source = (ROOT / module.replace(".", "/")).with_suffix(".py").read_text()
    found = set(NAMED.findall(source))
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            for call in calls_of_reply(function):
                asked = {each.arg: each.value for each in call.keywords}
                for template in words(call.args[1], module, function):
                    found |= {f"{template}#{piece}" for piece in words(asked["partial"], module, function)}
    return found


def calls_of_reply(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and any(each.arg == "partial" for each in node.keywords):
            yield node  # of htmx.reply, or of what takes its words from there


def words(node: ast.expr, module: str, function: ast.FunctionDef) -> list[str]:
    """Return all that an expression may be: a word, one of two, a constant of the module, or a literal parameter."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return words(node.body, module, function) + words(node.orelse, module, function)
    assert isinstance(node, ast.Name), f"{module}: {ast.unparse(node)}"
    for each in ast.walk(function):
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id:
            return words(each.value, module, function)
    imported = import_module(module)
    if isinstance(constant := getattr(imported, node.id, None), str):
        return [constant]
    return literals(get_type_hints(getattr(imported, function.name)).get(node.id), f"{module}: {node.id}")


def literals(hint: Any, where: str) -> list[str]:
    if isinstance(hint, TypeAliasType):
        hint = hint.__value__
    if get_origin(hint) is Literal:
        return [str(each) for each in get_args(hint)]
    found = [word for each in get_args(hint) if each is not type(None) for word in literals(each, where)]
    assert found, f"{where} does not say which pieces or pages it may name: Literal[…]"
    return found


def undefined(names: set[str]) -> list[str]:
    return sorted(name for name in names if not is_defined(name))


def is_defined(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def test_every_piece_that_a_view_names_is_defined() -> None:
    names = {name for module in modules() for name in named_in(module)}
    assert {"meetings/meeting.html#private-notes", "cop/thread.html#answers"} <= names
    assert undefined(names) == []


def test_every_piece_that_a_template_names_is_defined() -> None:
    assert len(named_in_templates()) >= 3
    assert undefined(named_in_templates()) == []


def a_page(request: Any, piece: Literal["agenda", "songs"]) -> Any:
    return htmx.reply(request, "meetings/meeting.html", {}, partial=piece)


def another_page(request: Any, piece: str) -> Any:
    return htmx.reply(request, "meetings/meeting.html", {}, partial=piece)


def test_a_piece_that_no_template_defines_is_found() -> None:
    [function] = [
        node
        for node in ast.parse(Path(__file__).read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == "a_page"
    ]
    [call] = calls_of_reply(function)
    assert words(call.keywords[0].value, __name__, function) == ["agenda", "songs"]
    assert undefined({"meetings/meeting.html#agenda", "meetings/meeting.html#songs"}) == [
        "meetings/meeting.html#songs"
    ]


def test_a_piece_that_could_be_anything_is_found() -> None:
    with pytest.raises(AssertionError, match="does not say which pieces"):
        literals(get_type_hints(another_page)["piece"], "here")
