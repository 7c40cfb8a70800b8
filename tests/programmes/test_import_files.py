"""What a list can be uploaded as, what is given to download, and what is refused."""

import csv
import io

import openpyxl
import pytest

from tests.programmes import people
from tests.programmes.lists import LIST, address_of, answers, confirm, counts, upload
from tests.worlds import kept

pytestmark = pytest.mark.django_db

_once_where, where = kept("where", people.place)


def test_rows_to_mend_are_downloaded_mended_and_taken(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST + "=cmd(),eve at example,no,Manager,Joy\n"))
    confirm(where, client, rest)
    answer = client.get(people.url(where.ines, f"{rest}faulty/"))
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    [head, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert not row[0].startswith("=")
    assert "is not an e-mail address" in row[-1]
    row[0], row[1] = "Eve", "eve@example.org"
    mended = "\n".join(",".join(f'"{cell}"' for cell in line) for line in (head, row))
    rest = address_of(upload(where, mended))
    confirm(where, client, rest)
    assert client.post(people.url(where.ines, f"{rest}application/")).status_code == 302
    assert answers(where, "eve@example.org", "mentor") == {"grade": "Manager", "department": "Joy"}


def test_our_own_template_is_understood(where):
    client = people.browser(where.ines)
    for role in ("mentor", "mentee"):
        answer = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/template/{role}/"))
        head = answer.content.decode("utf-8-sig").splitlines()[0]
        cells = len(next(csv.reader([head])))
        row = ",".join(["Ada", "Lovelace", f"{role}@example.org"] + [""] * (cells - 3))
        rest = address_of(upload(where, f"{head}\n{row}\n", role=role))
        form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
        assert None not in form.columns.values()
    assert (
        client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/template/king/")).status_code
        == 404
    )


def workbook(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_spreadsheet_is_taken_like_a_csv_file(where):
    client = people.browser(where.ines)
    data = workbook([["Name", "E-mail", "Grade"], ["Ada", "ada@example.org", "Manager"]])
    rest = address_of(upload(where, data, "people.xlsx"))
    confirm(where, client, rest)
    assert client.post(people.url(where.ines, f"{rest}application/")).status_code == 302
    assert answers(where, "ada@example.org", "mentor") == {"grade": "Manager"}


HOSTILE = {
    "nothing": b"",
    "blank": b"\n\n   \n",
    "only-headers": b"name,email\n",
    "zeros": b"\0" * 5_000,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "pdf": b"%PDF-1.7\n",
    "page": b"<!doctype html><html><body><table></table></body></html>",
    "broken-zip": b"PK\x03\x04" + b"\xff" * 300,
    "open-quote": b'name,email\n"Ada,ada@example.org\n',
    "latin": "name,email\nJürgen,j@example.org\n".encode("latin-1"),
    "long-cell": b"name,email\n" + b"x" * 20_000 + b",a@example.org\n",
    "many-columns": b",".join(b"c%d" % n for n in range(500)) + b"\n" + b",".join([b"x"] * 500),
    "many-rows": b"name,email\n" + b"x,y@example.org\n" * 10_001,
    "formula": b"name,email\n=HYPERLINK(1),a@example.org\n",
    "ragged": b"name,email\na,b@example.org,c,d,e\n\n,,\n",
    "marks": "name,email\n\u202eevil\u0007,\u200ba@example.org\n".encode(),
    "surrogates": "name,email\nA😀,a@example.org\n".encode("utf-16"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_answered_in_words_and_writes_nothing(where, kind):
    before = counts(where)
    answer = upload(where, HOSTILE[kind], f"{kind}.csv")
    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        client = people.browser(where.ines)
        rest = address_of(answer)
        assert confirm(where, client, rest).status_code in {302, 422}
        assert client.get(people.url(where.ines, rest)).status_code in {200, 302}
        assert client.get(people.url(where.ines, f"{rest}faulty/")).status_code == 200
    assert counts(where) == before


def test_a_file_beyond_the_limit_is_refused_unread(where, monkeypatch):
    def read(*args, **kwargs):
        raise AssertionError("too large to be read")

    monkeypatch.setattr("programmes.people_import.read_table", read)
    answer = upload(where, b"name,email\n" + b"x" * (5 * 1024 * 1024))
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.content.decode()


def test_an_upload_without_file_or_role_is_refused(where):
    client, address = (
        people.browser(where.ines),
        people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/new/"),
    )
    assert client.post(address, {"role": "mentor"}).status_code == 422
    assert client.post(address, {"role": "king", "file": "text"}).status_code == 422
