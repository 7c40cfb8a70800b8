"""A list of people comes in: mapped, looked at, then taken whole or not at all."""

import pytest
from django.db import connection

from accounts.models import User
from organisations.models import AuditEntry, Member
from programmes import actions, import_jobs, import_preview
from programmes.errors import ProgrammeError
from programmes.models import Enrolment, EnrolmentChange, Import, ImportJob
from tests import make
from tests.conftest import superuser
from tests.programmes import people
from tests.programmes.lists import HEAD, LIST, address_of, answers, confirm, counts, upload
from tests.worlds import kept

pytestmark = pytest.mark.django_db

_once_where, where = kept("where", people.place)


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
    assert "Import finished" in words
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


def test_whoever_has_the_other_role_in_the_cohort_is_said_to_get_both(where):
    with where.inside():
        actions.apply_import(
            import_=people.started(where, HEAD + "Ada,a@example.org,no,Officer,Joy\n"), by=where.ines
        )
    other = people.started(where, HEAD + "Ada,a@example.org,no,Officer,Joy\n", role="mentee")
    page = people.browser(where.ines).get(people.url(where.ines, f"imports/{other.pk}/")).content.decode()
    assert "Is a mentor in this cohort already, and will be a mentee there too." in page
    assert "enrolled as that person" not in page


def test_a_newer_list_replaces_answers_and_shows_them_before_and_after(where):
    with where.inside():
        actions.apply_import(import_=people.started(where, LIST), by=where.ines)
    newer = HEAD + "Ada L,ADA@example.org,no,Director,\nBob Noyce,bob@example.org,yes,Officer,Truth\n"
    import_ = people.started(where, newer)
    client = people.browser(where.ines)
    page = client.get(people.url(where.ines, f"imports/{import_.pk}/")).content.decode()
    assert "Already in this cohort. These change:" in page
    assert "Grade: <del>Manager</del> → <ins>Director</ins>" in page
    assert "<ins>nothing</ins>" not in page
    assert "Stays “Ada Lovelace” here: an import changes nobody&#x27;s name." in page
    assert "Already in this cohort. Nothing changes." in page
    with where.inside():
        taken = actions.apply_import(import_=import_, by=where.ines)
        assert (taken.enrolled, taken.changed) == (0, 1)
        assert Member.objects.get(email="ada@example.org").display_name == "Ada Lovelace"
    assert answers(where, "ada@example.org", "mentor") == {"grade": "Director", "department": "Joy"}


PROFESSIONS = "name,email,profession\n"


def test_an_empty_cell_changes_nothing(where):
    for text in ("Ada,ada@example.org,Law\n", "Ada,ada@example.org,\n"):
        with where.inside():
            actions.apply_import(import_=people.started(where, PROFESSIONS + text), by=where.ines)
    assert answers(where, "ada@example.org", "mentor") == {"profession": "Law"}


def test_an_empty_cell_deletes_where_the_coordinator_says_so_and_the_preview_shows_it(where):
    with where.inside():
        first = people.started(where, PROFESSIONS + "Ada,ada@example.org,Law\n")
        actions.apply_import(import_=first, by=where.ines)
    client = people.browser(where.ines)
    rest = address_of(upload(where, PROFESSIONS + "Ada,ada@example.org,\n"))
    assert confirm(where, client, rest, empty_deletes="on").status_code == 302
    assert "<del>Law</del> → <ins>nothing</ins>" in client.get(people.url(where.ines, rest)).content.decode()
    client.post(people.url(where.ines, f"{rest}application/"))
    assert answers(where, "ada@example.org", "mentor") == {}


def test_an_empty_cell_of_a_required_question_is_missing_only_for_who_never_answered(where):
    with where.inside():
        question = where.programme.questions.get(key="profession")
        question.required = True
        question.save()
        first = people.started(where, PROFESSIONS + "Ada,ada@example.org,Law\n")
        actions.apply_import(import_=first, by=where.ines)
    newer = people.started(where, PROFESSIONS + "Ada,ada@example.org,\nBob,bob@example.org,\n")
    with where.inside():
        plans = import_preview.read_preview(newer).plans
    assert [[error.code for error in plan.errors] for plan in plans] == [[], ["required"]]


def test_a_name_that_is_too_long_together_is_an_error_beside_its_row(where):
    text = f"email,first name,last name\na@example.org,{'A' * 90},{'B' * 90}\nb@example.org,{'A' * 90},B\n"
    import_ = people.started(where, text)
    page = people.browser(where.ines).get(people.url(where.ines, f"imports/{import_.pk}/")).content.decode()
    assert "First and last name together are 61 characters too long." in page
    assert page.count("too long") == 1


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


def test_ten_thousand_people_are_looked_at_and_taken_in_few_queries(
    where, django_assert_max_num_queries, planned_as_ever
):
    rows = "".join(
        f"Person {n},p{n}@example.org,{'yes' if n % 2 else 'no'},Officer,Dept {n % 9}\n"
        for n in range(10_000)
    )
    client = people.browser(where.ines)
    rest = address_of(upload(where, HEAD + rows))
    confirm(where, client, rest)
    with django_assert_max_num_queries(12):
        assert client.get(people.url(where.ines, rest)).status_code == 200
    assert client.post(people.url(where.ines, f"{rest}application/"))["Location"].endswith("job/")
    with where.inside():
        import_job = ImportJob.objects.get()
    with django_assert_max_num_queries(100):
        import_jobs.run(import_job.organisation_id, import_job.by_id, import_job.pk)
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


def test_what_a_long_list_refers_to_is_looked_up_and_not_searched_for(where, planned_as_ever):
    """A pilot, then everybody: PostgreSQL, which knew of three enrolments, read through all of them for each answer."""
    rows = [f"P {n},p{n}@example.org,no,Officer,Dept\n" for n in range(400)]
    read = []
    for list_ in ("".join(rows[:3]), "".join(rows)):
        started = people.started(where, HEAD + list_)
        with where.inside(), connection.cursor() as cursor:
            before = enrolments_read(cursor)
            actions.apply_import(import_=started, by=where.ines)
            read.append(enrolments_read(cursor) - before)
    assert read[1] < 400 * 20


def test_nobody_waits_for_the_list_of_another_organisation(where):
    """Whoever takes a long one holds the tables for counting, until all of it is written."""
    list_ = people.started(where, LIST)
    with superuser(connection.settings_dict["NAME"]) as other, other.transaction():
        other.execute("LOCK TABLE programmes_enrolment IN SHARE UPDATE EXCLUSIVE MODE")
        with where.inside(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            actions.apply_import(import_=list_, by=where.ines)
    assert counts(where) == (3, 3, 6)


def enrolments_read(cursor):
    """Return how many times this transaction has read an enrolment."""
    cursor.execute(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_all_tables WHERE relname = 'programmes_enrolment'"
    )
    return cursor.fetchone()[0]


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


def test_somebody_is_known_by_the_main_address_of_their_account(where):
    ada = make.member(where.organisation, "Ada King", email="ada@example.org")
    User.objects.filter(pk=ada.user_id).update(email="ada@home.example")
    with where.inside():
        list_ = people.started(where, HEAD + "Ada King,ada@home.example,no,Manager,Joy\n")
        actions.apply_import(import_=list_, by=where.ines)
        assert Enrolment.objects.filter(member=ada).count() == 1
    both = people.started(where, LIST + "Ada King,ada@home.example,no,Manager,Joy\n")
    with where.inside():
        assert [error.code for plan in import_preview.read_preview(both).plans for error in plan.errors] == [
            "email_repeated"
        ]
