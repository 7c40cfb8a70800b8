"""A list of people comes in: mapped, looked at, then taken whole or not at all."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from organisations.models import AuditEntry, Member
from programmes import actions, takings
from programmes.errors import ProgrammeError
from programmes.models import Answer, Enrolment, EnrolmentChange, Import, MatchingRun, Taking
from tests import make
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db

HEAD = "name,email address,both mentor and mentee,grade,department\n"
LIST = HEAD + "Ada Lovelace,ada@example.org,no,Manager,Joy\nBob Noyce,bob@example.org,yes,Officer,Truth\n"


_once_where, where = kept("where", people.place)


def upload(where, content, name="people.csv", role="mentor"):
    data = content if isinstance(content, bytes) else content.encode()
    return people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/new/"),
        {"role": role, "file": SimpleUploadedFile(name, data)},
    )


def address_of(answer):
    """The rest of the address of the list that an upload started."""
    return answer["Location"].split("/programmes/")[1].removesuffix("mapping/")


def confirm(where, client, rest, **other):
    """Confirm the mapping that the page suggests, with other values where given."""
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return client.post(people.url(where.ines, f"{rest}mapping/"), data | other)


def answers(where, email, role):
    with where.inside():
        found = Answer.objects.filter(enrolment__member__email=email, enrolment__role=role)
        return {each.question.key: each.value for each in found.select_related("question")}


def counts(where):
    with where.inside():
        return (Member.objects.count(), Enrolment.objects.count(), Answer.objects.count())


def test_a_list_comes_in_from_upload_to_enrolment(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST))
    assert client.get(people.url(where.ines, rest)).status_code == 302
    assert confirm(where, client, rest)["Location"].endswith(rest)
    preview = client.get(people.url(where.ines, rest)).content.decode()
    assert "Ada Lovelace" in preview
    assert "Mentor, Mentee" in preview
    assert counts(where) == (1, 0, 0)
    taken = client.post(people.url(where.ines, f"{rest}application/"))
    assert taken["Location"].endswith(f"/cohorts/{where.cohort.pk}/people/")
    assert counts(where) == (3, 3, 6)
    assert answers(where, "bob@example.org", "mentee") == {"grade": "Officer", "department": "Truth"}
    with where.inside():
        import_ = Import.objects.get()
        assert (import_.table, import_.applied_rows) == ({}, 2)
        assert where.programme.questions.get(key="department").choices == ["Joy", "Truth"]
        assert EnrolmentChange.objects.count() == 3
        facts = AuditEntry.objects.get(action="import.applied").facts
    assert facts == {"rows": 2, "enrolled": 3, "changed": 0}


def test_applying_twice_takes_the_list_once(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST))
    confirm(where, client, rest)
    for _time in range(2):
        assert client.post(people.url(where.ines, f"{rest}application/")).status_code == 302
    assert counts(where) == (3, 3, 6)


@pytest.mark.parametrize("page", ["", "mapping/", "faulty/"])
def test_going_back_after_a_list_was_taken_shows_what_became_of_it(where, page):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST))
    confirm(where, client, rest)
    client.post(people.url(where.ines, f"{rest}application/"))
    answer = client.get(people.url(where.ines, f"{rest}{page}"), follow=True)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "The list is taken" in words
    assert "3 enrolments are new" in words


def test_the_page_says_that_a_faulty_row_holds_up_the_whole_list(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST + "Eve,not an address,no,Manager,Joy\n"))
    confirm(where, client, rest)
    words = client.get(people.url(where.ines, rest)).content.decode()
    assert "this holds up the 2 other rows too" in words
    assert "bring in all of it again" in words


def test_one_faulty_row_and_nobody_is_taken(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST + "Eve,not an address,no,Manager,Joy\n"))
    confirm(where, client, rest)
    page = client.get(people.url(where.ines, f"{rest}?rows=faulty")).content.decode()
    assert "is not an e-mail address" in page
    assert "Ada Lovelace" not in page
    refused = client.post(people.url(where.ines, f"{rest}application/"))
    assert refused.status_code == 422
    assert "Nothing was taken" in refused.content.decode()
    assert counts(where) == (1, 0, 0)
    with where.inside():
        assert where.programme.questions.get(key="department").choices == []


def test_a_failure_in_the_middle_leaves_nothing_behind(where, monkeypatch):
    import_ = people.started(where, LIST)

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("programmes.actions.imports._add", fail)
    with pytest.raises(RuntimeError), where.inside():
        actions.apply_import(import_=import_, by=where.ines)
    assert counts(where) == (1, 0, 0)


def test_taking_the_same_list_again_changes_nothing(where):
    for enrolled in (3, 0):
        import_ = people.started(where, LIST)
        with where.inside():
            taken = actions.apply_import(import_=import_, by=where.ines)
        assert (taken.enrolled, taken.changed) == (enrolled, 0)
    assert counts(where) == (3, 3, 6)
    with where.inside():
        assert EnrolmentChange.objects.count() == 3


def test_a_newer_list_replaces_answers_and_says_so(where):
    with where.inside():
        actions.apply_import(import_=people.started(where, LIST), by=where.ines)
    newer = HEAD + "Ada L,ADA@example.org,no,Director,\n"
    import_ = people.started(where, newer.replace("department", "hobby"))
    client = people.browser(where.ines)
    page = client.get(people.url(where.ines, f"imports/{import_.pk}/")).content.decode()
    assert "Already in this cohort: answers will be replaced." in page
    with where.inside():
        taken = actions.apply_import(import_=import_, by=where.ines)
        assert (taken.enrolled, taken.changed) == (0, 1)
        assert Member.objects.get(email="ada@example.org").display_name == "Ada Lovelace"
    assert answers(where, "ada@example.org", "mentor") == {"grade": "Director", "department": "Joy"}


def test_a_blank_cell_takes_an_answer_away(where):
    head = "name,email,profession\n"
    for text in ("Ada,ada@example.org,Law\n", "Ada,ada@example.org,\n"):
        with where.inside():
            actions.apply_import(import_=people.started(where, head + text), by=where.ines)
    assert answers(where, "ada@example.org", "mentor") == {}


def test_a_member_is_known_by_address_whatever_the_case(where):
    ada = make.member(where.organisation, "Ada King", email="Ada@Example.org")
    with where.inside():
        actions.apply_import(import_=people.started(where, LIST), by=where.ines)
        assert Enrolment.objects.filter(member=ada).count() == 1
        assert Member.objects.filter(email__iexact="ada@example.org").count() == 1


def test_who_has_left_stays_out(where):
    gone = where.person("Ada Lovelace", "mentor", joined=False)
    with where.inside():
        Member.objects.filter(pk=gone.member_id).update(email="ada@example.org")
        actions.withdraw(enrolment=gone, by=where.ines)
    import_ = people.started(where, LIST)
    page = people.browser(where.ines).get(people.url(where.ines, f"imports/{import_.pk}/")).content.decode()
    assert "Has left this cohort and stays out of it" in page
    with where.inside():
        actions.apply_import(import_=import_, by=where.ines)
        assert Enrolment.objects.get(pk=gone.pk).state == "withdrawn"


def test_places_come_with_the_list_and_never_fall_below_the_mentees_there_are(where):
    head = "name,email,capacity\n"
    with where.inside():
        actions.apply_import(import_=people.started(where, head + "Ada,ada@example.org,3\n"), by=where.ines)
        mentor = Enrolment.objects.select_related("member").get()
        assert mentor.capacity == 3
    pairs = []
    for name in ("Maya L", "Lea K"):
        mentee = where.person(name, "mentee")
        with where.inside():
            pairs.append(actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines))
        for each in (mentor, mentee):
            with where.inside(each.member):
                actions.accept_proposal(proposal=pairs[-1], by=each.member)
    import_ = people.started(where, head + "Ada,ada@example.org,1\n")
    with where.inside(), pytest.raises(ProgrammeError, match="fewer mentees"):
        actions.apply_import(import_=import_, by=where.ines)
    bad = people.started(where, head + "Ada,ada@example.org,21\n")
    with where.inside(), pytest.raises(ProgrammeError, match="mending"):
        actions.apply_import(import_=bad, by=where.ines)


def test_a_newer_upload_takes_the_place_of_one_left_lying(where):
    upload(where, LIST)
    upload(where, LIST)
    upload(where, LIST, role="mentee")
    with where.inside():
        assert sorted(Import.objects.values_list("role", flat=True)) == ["mentee", "mentor"]


def test_a_list_is_thrown_away_whole(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, LIST))
    assert client.post(people.url(where.ines, f"{rest}discarding/")).status_code == 302
    with where.inside():
        assert not Import.objects.exists()
    assert client.get(people.url(where.ines, f"{rest}mapping/")).status_code == 404


def test_a_list_is_its_uploaders_alone(where):
    rest = address_of(upload(where, LIST))
    other = make.member(where.organisation, "Otto Other", coordinator=True)
    with where.inside():
        where.programme.coordinations.create(organisation=where.organisation, member=other, by=where.ines)
    client = people.browser(other)
    for page in ("", "mapping/", "faulty/"):
        assert client.get(people.url(other, rest + page)).status_code == 404
    for page in ("application/", "discarding/"):
        assert client.post(people.url(other, rest + page)).status_code == 404


def test_the_coordinator_orders_the_scale_and_new_choices_join_the_old(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,G7\nBob,b@example.org,G6\n"))
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    assert form["choices_grade"].value() == "G6\nG7"
    confirm(where, client, rest, choices_grade="G7\nG6")
    client.post(people.url(where.ines, f"{rest}application/"))
    with where.inside():
        assert where.programme.questions.get(key="grade").choices == ["G7", "G6"]
    rest = address_of(upload(where, "name,email,grade\nCleo,c@example.org,G5\n", role="mentee"))
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    assert form["choices_grade"].value() == "G7\nG6\nG5"
    refused = confirm(where, client, rest, choices_grade="G5")
    assert refused.status_code == 422
    assert "Somebody has chosen these already" in refused.content.decode()
    assert confirm(where, client, rest, choices_grade="G7\nG6\nG5").status_code == 302


def test_values_left_out_of_the_choices_are_mistakes_in_their_rows(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,Typo\nBob,b@example.org,G6\n"))
    confirm(where, client, rest, choices_grade="G6")
    page = client.get(people.url(where.ines, rest)).content.decode()
    assert "“Typo” is not one of the choices" in page


def test_choosing_another_column_asks_for_its_choices_before_going_on(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,branch\nAda,a@example.org,Law\n"))
    answer = confirm(where, client, rest, column_2="question:profession")
    assert answer.status_code == 200
    assert "One more look" in answer.content.decode()
    form = answer.context["form"]
    assert form["choices_profession"].value() == "Law"
    answer = confirm(where, client, rest, column_2="question:profession", choices_profession="Law\nArt")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"column_1": ""}, "Choose the column that holds “E-mail address”"),
        ({"column_2": "email"}, "Only one column can be “E-mail address”"),
        ({"column_2": "shoe size"}, "valid choice"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_at_the_column(where, other, words):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,Officer\n"))
    answer = confirm(where, client, rest, **other)
    assert answer.status_code == 422
    assert words in answer.content.decode()


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

    monkeypatch.setattr("programmes.importing.read_table", read)
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


def matched(where):
    return people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/runs/"), follow=True
    )


def order(where, *choices):
    with where.inside():
        grade = where.programme.questions.get(key="grade")
    rest = f"cohorts/{where.cohort.pk}/questions/{grade.pk}/order/"
    return people.browser(where.ines).post(
        people.url(where.ines, rest), {"choices": "\n".join(choices)}, follow=True
    )


def grades_come_in(where, *grades):
    for role, department in (("mentor", "Law"), ("mentee", "Art")):
        rows = "".join(f"{grade},{role}.{grade}@example.org,{grade},{department}\n" for grade in grades)
        rest = address_of(upload(where, f"name,email,grade,department\n{rows}", "people.csv", role))
        confirm(where, people.browser(where.ines), rest)
        people.browser(where.ines).post(people.url(where.ines, f"{rest}application/"))


def test_the_order_of_imported_grades_is_confirmed_before_the_first_matching_that_counts_their_steps(where):
    grades_come_in(where, "Captain", "Admiral")
    asked = matched(where)
    assert asked.status_code == 422
    assert "Is this the order of “Grade”?" in asked.content.decode()
    with where.inside():
        assert not MatchingRun.objects.exists()
    assert "These are missing: Admiral" in order(where, "Captain").content.decode()
    assert (
        "no choices of this question: Ensign" in order(where, "Ensign", "Captain", "Admiral").content.decode()
    )
    assert "The order stands" in order(where, "Captain", "Admiral").content.decode()
    assert matched(where).status_code == 200
    with where.inside():
        pair = MatchingRun.objects.get().pairs.get()
        assert (pair.mentee.member.display_name, pair.mentor.member.display_name) == ("Captain", "Admiral")


def test_grades_of_a_later_list_do_not_silently_become_the_highest(where):
    grades_come_in(where, "Captain", "Admiral")
    order(where, "Captain", "Admiral")
    grades_come_in(where, "Captain", "Admiral", "Ensign")
    words = matched(where).content.decode()
    assert "A list brought new choices" in words
    assert "as if they were the highest: Ensign." in words
    order(where, "Ensign", "Captain", "Admiral")
    assert matched(where).status_code == 200


def test_ten_thousand_people_are_looked_at_and_taken_in_few_queries(where, django_assert_max_num_queries):
    rows = "".join(
        f"Person {n},p{n}@example.org,{'yes' if n % 2 else 'no'},Officer,Dept {n % 9}\n"
        for n in range(10_000)
    )
    client = people.browser(where.ines)
    rest = address_of(upload(where, HEAD + rows))
    confirm(where, client, rest)
    with django_assert_max_num_queries(12):
        assert client.get(people.url(where.ines, rest)).status_code == 200
    assert client.post(people.url(where.ines, f"{rest}application/"))["Location"].endswith("taking/")
    with where.inside():
        taking = Taking.objects.get()
    with django_assert_max_num_queries(100):
        takings.take(taking.organisation_id, taking.by_id, taking.pk)
    assert counts(where) == (10_001, 15_000, 30_000)


def test_the_database_knows_how_many_there_are_once_a_list_is_taken(where):
    """Or it would plan the pages of the next minute for a handful, and have people wait for minutes."""
    known = []
    for number in (3, 30):
        rows = "".join(f"P {n},p{number}.{n}@example.org,no,Officer,Dept\n" for n in range(number))
        list_ = people.started(where, HEAD + rows)
        with where.inside(), connection.cursor() as cursor:
            actions.apply_import(import_=list_, by=where.ines)
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'programmes_enrolment'")
            known.append(cursor.fetchone()[0])
    assert known[1] - known[0] == 30


@pytest.mark.parametrize("folder", [people.EXAMPLES, people.REAL], ids=["examples", "real"])
def test_whole_lists_come_in_with_the_default_questions(where, folder):
    if not (folder / "mentors.csv").exists():
        pytest.skip("this coordinator's lists are not on this machine")
    client = people.browser(where.ines)
    for role in ("mentor", "mentee"):
        data = (folder / f"{role}s.csv").read_bytes()
        rest = address_of(upload(where, data, f"{role}s.csv", role))
        form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
        other = {}
        if "choices_grade" in form.fields:
            there = form["choices_grade"].value().splitlines()
            known = [grade for grade in people.REAL_GRADES if grade in there]
            other["choices_grade"] = "\n".join([*known, *(grade for grade in there if grade not in known)])
        assert confirm(where, client, rest, **other).status_code == 302
        preview = client.get(people.url(where.ines, rest))
        assert preview.context["ok"], preview.context["mistakes"]
        assert client.post(people.url(where.ines, f"{rest}application/")).status_code == 302
    members, enrolments, _answers = counts(where)
    assert enrolments > members - 1 >= 40
    if folder == people.REAL:
        assert (members - 1, enrolments) == (100, 156)
