"""A filter offers what can be found by it: each of its choices is set by something, or can be chosen in a form."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cop.forms.reports import LibraryForm
from cop.forms.threads import FindForm, ThreadForm
from organisations.audit_words import WORDS
from portfolios.forms.items import EvidenceForm, KindFilter
from programmes.forms.people import PeopleFilters
from programmes.models import Enrolment

ROOT = Path(settings.BASE_DIR)


def trees() -> Iterator[ast.Module]:
    """Return what each of our modules says, without tests and the demo."""
    for app in {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}:
        for path in (ROOT / app).rglob("*.py"):
            if not {"migrations", "demo"} & set(path.parts):
                yield ast.parse(path.read_text())


def calls(*names: str) -> Iterator[ast.Call]:
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                yield node


def states_set() -> set[str]:
    """Return the states to which a call takes an enrolment, and the one in which each begins."""
    found = {Enrolment._meta.get_field("state").default.value}
    for call in calls("step"):
        for node in ast.walk(call):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("State"):
                found.add(Enrolment.State[node.attr].value)
    return found


def choices(form: type, name: str) -> set[str]:
    return {str(value) for value, _label in form().fields[name].choices if value}


def test_people_are_filtered_by_the_states_that_something_sets():
    assert choices(PeopleFilters, "standing") - {"unmatched"} == states_set() == set(Enrolment.REACHED)


def test_the_audit_log_is_filtered_by_what_something_records():
    recorded = {word for tree in trees() for word in constants(tree)}
    assert set(WORDS) - recorded == set()


def constants(tree: ast.Module) -> Iterator[str]:
    """Return the words of a module other than the keys of what the audit log says of them."""
    keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys:
            yield node.value


def test_threads_stories_and_evidence_are_filtered_by_what_their_forms_offer():
    kinds = choices(ThreadForm, "kind")
    assert choices(FindForm, "kind") == kinds
    assert choices(LibraryForm, "kind") <= kinds
    assert choices(KindFilter, "kind") == choices(EvidenceForm, "kind")
