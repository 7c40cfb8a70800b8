"""How a file was read stands on the page, where there is a doubt with what to choose; another choice reads it anew."""

import pytest

from programmes.models import Import
from tests.programmes import people
from tests.programmes.lists import LIST, address_of, confirm, counts, upload
from tests.programmes.people_import.test_unusual_files import PEOPLE, hidden
from tests.worlds import kept

pytestmark = pytest.mark.django_db

_once_where, where = kept("where", people.place)


def reread(where, rest, **reading):
    """Read a list in another way and return the page with its columns, or the answer that refuses."""
    client = people.browser(where.ines)
    answer = client.post(people.url(where.ines, f"{rest}reading/"), reading)
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    return answer


def page(where, rest):
    return people.browser(where.ines).get(people.url(where.ines, f"{rest}mapping/")).content.decode()


def test_a_first_row_that_looks_like_a_person_is_said_to(where):
    rest = address_of(upload(where, "ada@x.example,Ada\nbob@x.example,Bob\n"))
    assert "The first row looks like a person, so no row names the columns." in page(where, rest)
    client = people.browser(where.ines)
    assert confirm(where, client, rest, column_1="display_name").status_code == 302
    client.post(people.url(where.ines, f"{rest}application/"))
    assert counts(where)[:2] == (3, 2)


def test_letters_that_cannot_be_known_are_shown_in_each_reading_and_chosen(where):
    rest = address_of(upload(where, "Email;Name\np@x.example;Szabó Győző\n".encode("cp1250")))
    words = page(where, rest)
    assert "Check that names look right below." in words
    assert "Szabó, Győző (Central European (Windows-1250))" in words
    assert "Szabó, Gyõzõ (Western European (Windows-1252))" in words
    words = reread(where, rest, encoding="cp1250", header="1").content.decode()
    assert "Szabó Győző</span>" in words
    assert "Check that names look right below." not in words


def test_hidden_rows_are_left_out_and_said_to_be_until_asked_for(where):
    rest = address_of(upload(where, hidden(), "people.xlsx"))
    words = page(where, rest)
    assert "Row 2 is hidden in the spreadsheet and left out." in words
    assert PEOPLE[1][0] not in words.partition("What stands there")[2]
    words = reread(where, rest, header="1", hidden_rows="on").content.decode()
    assert "left out.</p>" not in words
    assert PEOPLE[1][0] in words.partition("What stands there")[2]


def test_a_file_cannot_be_read_in_letters_it_is_not_in(where):
    rest = address_of(upload(where, "Email;Name\np@x.example;Ren\xe9\n".encode("cp1252")))
    answer = reread(where, rest, encoding="utf-8", header="1")
    assert answer.status_code == 422
    assert "cannot be read that way" in answer.content.decode()
    with where.inside():
        assert Import.objects.get().reading["found"]["encoding"] == "cp1252"


@pytest.mark.parametrize(
    "reading", [{}, {"header": "99"}, {"header": "x"}, {"encoding": "rot13", "header": "1"}]
)
def test_a_choice_that_was_not_offered_is_refused(where, reading):
    rest = address_of(upload(where, "Email;Name\np@x.example;Ren\xe9\n".encode("cp1252")))
    assert reread(where, rest, **reading).status_code == 422


def test_the_file_goes_once_its_list_is_applied(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST))
    with where.inside():
        assert bytes(Import.objects.get().source) == LIST.encode()
    confirm(where, client, rest)
    client.post(people.url(where.ines, f"{rest}application/"))
    with where.inside():
        [import_] = Import.objects.all()
    assert (import_.source, import_.reading) == (None, {})


def test_a_list_without_its_file_offers_no_other_reading(where):
    with where.inside():
        import_ = people.started(where, LIST)
    assert "How the file was read" not in page(where, f"imports/{import_.pk}/")
    assert reread(where, f"imports/{import_.pk}/", header="1").status_code == 422
