"""Each form that changes something compares what it was loaded from with what is there: none is forgotten.

What calls a form with what is there (``instance``, ``initial``) is found in the sources of all views and forms; the
form it calls is one of ``web.edit_conflicts``, or stands here with the reason why nothing can be lost by it. (Forms are
also opened and sent twice, in ``tests/access/test_two_windows.py``.)
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings

from web.edit_conflicts import Saving

ROOT = Path(settings.BASE_DIR)
GIVEN = {"instance", "initial"}

# Forms that begin something new with what they are given.
NEW = {
    "WordingForm": "asks for a confirmation; begun with the words of the evidence",
    "AssessmentRequestForm": "asks for an assessment; begun with what it is of",
    "ThreadForm": "opens a thread; begun with its kind, or drawn once more for a preview",
    "AnswerForm": "answers in a thread; drawn once more for a preview",
    "ConsentForm": "puts a story into the library; begun with the words of its post",
    "PlanCommentForm": "comments on a step; begun with which",
    "UploadForm": "begins an import",
}
# Forms of something that is there, by which no words can be lost.
NO_WORDS = {
    "ChoiceForm": "ticks of what is in a showcase",
    "ShowsForm": "ticks of what evidence shows",
    "ReviewForm": "a view as it was given, shown and not sent",
}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and GIVEN & {keyword.arg for keyword in node.keywords}:
            yield node


def forms_of(module: Any, node: ast.Call) -> list[type[forms.BaseForm]]:
    """Return the forms that a call may mean; none where it is no form (a field, a formset)."""
    name = node.func
    if isinstance(name, ast.Subscript):
        found: Any = getattr(module, ast.unparse(name.value), {})
        return list(found.values()) if isinstance(found, dict) else []
    found = getattr(module, ast.unparse(name), None)
    if isinstance(found, type) and issubclass(found, forms.BaseForm):
        return [found]
    return []


def within(module: Any, tree: ast.AST) -> Iterator[tuple[type[forms.BaseForm], ast.Call]]:
    """Find the forms that give themselves what is there, in their own ``__init__``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found = getattr(module, node.name, None)
            for call in calls(node):
                is_own = ast.unparse(call.func).startswith("super().")
                if is_own and isinstance(found, type) and issubclass(found, forms.BaseForm):
                    yield found, call


def careless(module: Any, source: str) -> set[str]:
    """Return the names of forms that are given what is there and do not compare."""
    tree = ast.parse(source)
    used = [form for call in calls(tree) for form in forms_of(module, call)]
    used += [form for form, _call in within(module, tree)]
    return {form.__name__ for form in used if not issubclass(form, Saving)}


def modules() -> Iterator[tuple[Any, str]]:
    for folder in sorted(path.parent for path in ROOT.glob("*/apps.py")):
        paths = [
            *folder.glob("views.py"),
            *folder.glob("forms.py"),
            *folder.glob("views/*.py"),
            *folder.glob("forms/*.py"),
        ]
        for path in paths:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield importlib.import_module(name), path.read_text()


def test_every_form_that_changes_something_compares_it_with_what_is_there() -> None:
    found = set().union(*(careless(module, source) for module, source in modules()))
    assert found - set(NEW) - set(NO_WORDS) == set()


def test_every_exception_is_still_one() -> None:
    found = set().union(*(careless(module, source) for module, source in modules()))
    assert (set(NEW) | set(NO_WORDS)) - found == set()


class Careless(forms.Form):
    text = forms.CharField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class Careful(Saving, forms.Form):
    pass


class Module:
    Careless, Careful = Careless, Careful
    FORMS = {1: Careless}


def test_the_guard_finds_a_form_that_does_not_compare() -> None:
    for planted in (
        "form = Careless(request.POST or None, instance=found)",
        "form = Careless(initial={'text': found.text})",
        "form = FORMS[step](request.POST, instance=found)",
        "class Careless(forms.Form):\n    def __init__(self, found): super().__init__(initial={'text': found.text})",
    ):
        assert careless(Module, planted) == {"Careless"}, planted
    assert (
        careless(Module, "form = Careful(request.POST, instance=found)\nother = Careless(request.POST)")
        == set()
    )
