"""What to make of a name as people write it: how somebody is greeted, and where they stand in a list."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from organisations import tenancy
from organisations.models import Member
from organisations.names import address_name, initials, sort_key
from tests import make

ROOT = Path(__file__).parents[2]
NAMES = [
    "Zimmer, Ada",
    "Öberg, Lena",
    "Oberg, Lena",
    "anna Ek",
    "Østby, Nils",
    "Åkesson",
    "Zoë",
    "Łukasz",
    "Lukas",
    "Émile",
]


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        ("Maya Lindqvist", "Maya"),
        ("Madonna", "Madonna"),
        ("Ana María López", "Ana"),
        ("Müller, Anna", "Anna"),
        ("Müller,Anna", "Anna"),
        ("van der Berg, Joost", "Joost"),
        ("O’Neil, Sinéad Mary", "Sinéad"),
        ("Weber, Dr. Anselm", "Dr. Anselm Weber"),
        ("Maya Lindqvist, PhD", "Maya"),
        ("Müller, Anna, M.D.", "Anna"),
        ("LÓPEZ Ana", "Ana"),
        ("DE LA CRUZ Juan", "Juan"),
        ("MAYA LINDQVIST", "MAYA"),
        ("Dr. Anselm Weber", "Dr. Anselm Weber"),
        ("DR Anselm Weber", "DR Anselm Weber"),
        ("PROF Ada Lovelace", "PROF Ada Lovelace"),
        ("J. R. Smith", "J. R. Smith"),
        ("de Souza Lima", "de Souza Lima"),
        ("Drew Adeyemi", "Drew"),
        ("李小龍", "李小龍"),
        ("Müller,", "Müller"),
        (", Anna", ", Anna"),
        (",", ","),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_somebody_is_addressed_by_their_given_name(name, addressed):
    assert address_name(name) == addressed


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Müller, Anna", "AM"), ("Anna Müller", "AM"), ("Maya Lindqvist, PhD", "ML"), ("", "·")],
)
def test_initials_are_the_same_however_a_name_is_written(name, letters):
    assert initials(name) == letters


@pytest.mark.django_db
def test_names_stand_where_a_reader_looks_for_them():
    organisation = make.organisation()
    for name in NAMES:
        make.member(organisation, name)
    with tenancy.inside(organisation.pk):
        by_the_database = list(Member.objects.in_order().values_list("display_name", flat=True))
    places = [by_the_database.index(name) for name in ("Oberg, Lena", "Öberg, Lena")]
    assert abs(places[0] - places[1]) == 1
    assert by_the_database[-2:] == ["Zimmer, Ada", "Zoë"]
    assert [sort_key(name)[0] for name in by_the_database] == sorted(sort_key(name)[0] for name in NAMES)


def names_in(key: ast.AST) -> bool:
    """Say whether a key to sort by has a name in it that did not go through ``sort_key``."""
    if isinstance(key, ast.Call) and getattr(key.func, "id", "") == "sort_key":
        return False
    if isinstance(key, ast.Attribute) and key.attr in {"name", "names", "display_name"}:
        return True
    return any(names_in(child) for child in ast.iter_child_nodes(key))


def sorts_by_name(source: str) -> bool:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for call in calls:
        if getattr(call.func, "attr", "") == "order_by":
            words = [each.value for arg in call.args for each in plain_words(arg)]
            if any(re.search(r"(^-?|__)(display_)?name$", word) for word in words):
                return True
        keys = [word.value for word in call.keywords if word.arg == "key"]
        if any(isinstance(key, ast.Lambda) and names_in(key.body) for key in keys):
            return True
    return False


def plain_words(node: ast.AST) -> list[ast.Constant]:
    """Return the words in an expression, those not that are sorted by as names are."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ByName":
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node]
    return [word for child in ast.iter_child_nodes(node) for word in plain_words(child)]


def test_no_list_is_sorted_by_name_in_another_way():
    assert sorts_by_name("sorted(found, key=lambda one: (one.week, one.member.display_name))")
    assert not sorts_by_name("sorted(found, key=lambda one: sort_key(one.member.display_name))")
    assert sorts_by_name("rows.order_by('id', Lower('member__display_name'))")
    assert not sorts_by_name("rows.order_by(ByName('member__display_name'), 'id')")
    folders = [ROOT / each.name for each in apps.get_app_configs() if (ROOT / each.name).is_dir()]
    files = [file for folder in folders for file in folder.rglob("*.py") if "demo" not in file.parts]
    assert [str(file.relative_to(ROOT)) for file in files if sorts_by_name(file.read_text())] == []
