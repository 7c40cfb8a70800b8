"""A cohort gets another name or other dates, is closed and opened again; a programme has several coordinators."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import AuditEntry
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Coordination, Enrolment, EnrolmentChange, Proposal
from tests import make
from tests.post import messages
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db


_once_where, where = kept("where", people.place)


def post(where, rest, **data):
    return people.browser(where.ines).post(people.url(where.ines, rest), data, follow=True)


def now(where):
    with where.inside():
        return Cohort.objects.get(pk=where.cohort.pk)


def dates(start, end, name="Spring"):
    today = timezone.localdate()
    return {
        "name": name,
        "starts_on": (today + timedelta(days=start)).isoformat(),
        "ends_on": (today + timedelta(days=end)).isoformat(),
    }


def somebody_works(where, days_ago=10):
    mentee = where.person("Maya Lindqvist", "mentee")
    with where.inside():
        Enrolment.objects.filter(pk=mentee.pk).update(state="active")
        EnrolmentChange.objects.create(
            organisation=where.organisation,
            enrolment=mentee,
            was="accepted",
            became="active",
            by=where.ines,
            at=timezone.now() - timedelta(days=days_ago),
        )
    return mentee


def test_a_cohort_gets_another_name_and_other_dates(where):
    answer = post(where, f"cohorts/{where.cohort.pk}/edit/", **dates(-20, 100))
    assert "Your changes are saved" in answer.content.decode()
    assert now(where).name == "Spring"
    with where.inside():
        assert AuditEntry.objects.filter(action="cohort.edited").exists()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (5, 5, "The end lies before the start"),
        (-9, 100, "The first partnership began on"),
        (-30, -1, "People work together in this cohort"),
    ],
)
def test_dates_that_history_forbids_are_refused(where, start, end, words):
    somebody_works(where)
    answer = post(where, f"cohorts/{where.cohort.pk}/edit/", **dates(start, end))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert now(where).name == "Autumn"


def test_a_cohort_that_is_over_can_be_given_its_true_end(where):
    assert "stored" in post(where, f"cohorts/{where.cohort.pk}/edit/", **dates(-30, -1)).content.decode()


def test_a_name_that_another_cohort_has_is_refused(where):
    with where.inside():
        values = {"starts_on": people.a_day(1), "ends_on": people.a_day(9), "by": where.ines}
        actions.create_cohort(programme=where.programme, name="Spring", **values)
    answer = post(where, f"cohorts/{where.cohort.pk}/edit/", **dates(-20, 100))
    assert answer.status_code == 422
    assert "of this name already" in answer.content.decode()


def test_closing_takes_nobody_in_and_takes_proposals_back(where):
    mentor = where.person("Tomas Okafor", "mentor", grade="Manager", department="A")
    mentee = where.person("Maya Lindqvist", "mentee", grade="Officer", department="B")
    import_ = people.started(where, "name,email\nAda,ada@example.org\n")
    with where.inside():
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    page = people.browser(where.ines).get(people.url(where.ines, f"cohorts/{where.cohort.pk}/closing/"))
    assert "1 proposal that waits for an answer is withdrawn." in page.content.decode()
    assert "Closed on" in post(where, f"cohorts/{where.cohort.pk}/closing/").content.decode()
    cohort = now(where)
    assert (cohort.is_closed, cohort.closed_by_id) == (True, where.ines.pk)
    with where.inside():
        assert Proposal.objects.get().outcome == "withdrawn"
        fresh = {role: Enrolment.objects.get(role=role) for role in ("mentor", "mentee")}
        for act in (
            lambda: actions.enrol(
                cohort=cohort, email="n@example.org", name="N", role="mentor", by=where.ines
            ),
            lambda: actions.apply_import(import_=import_, by=where.ines),
            lambda: actions.run_matching(cohort=cohort, by=where.ines),
            lambda: actions.confirm_run(run=run, by=where.ines),
            lambda: actions.propose_pair(**fresh, by=where.ines),
            lambda: actions.readmit(enrolment=fresh["mentee"], by=where.ines),
        ):
            with pytest.raises(ProgrammeError, match="closed"):
                act()


def test_a_closed_cohort_opens_again(where):
    for rest in ("closing", "closing", "reopening", "reopening"):
        post(where, f"cohorts/{where.cohort.pk}/{rest}/")
    assert not now(where).is_closed
    with where.inside():
        assert AuditEntry.objects.filter(action__in=["cohort.closed", "cohort.reopened"]).count() == 2


def test_an_upload_into_a_closed_cohort_says_so(where):
    from django.core.files.uploadedfile import SimpleUploadedFile

    post(where, f"cohorts/{where.cohort.pk}/closing/")
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/imports/new/"),
        {"role": "mentor", "file": SimpleUploadedFile("a.csv", b"name,email\nAda,a@example.org\n")},
    )
    assert answer.status_code == 422
    assert "This cohort is closed" in answer.content.decode()


@pytest.fixture
def samuel(where):
    return make.member(where.organisation, "Samuel Mensah", coordinator=True)


def test_a_second_coordinator_is_put_in_charge_once_and_told(where, samuel):
    rest = f"{where.programme.pk}/coordinators/"
    assert "Samuel Mensah" in people.browser(where.ines).get(people.url(where.ines, rest)).content.decode()
    assert "runs this programme too" in post(where, rest, member=samuel.pk).content.decode()
    assert post(where, rest, member=samuel.pk).status_code == 422
    with where.inside():
        assert Coordination.objects.filter(programme=where.programme, member=samuel).count() == 1
        assert messages().get(kind="coordination-began").recipient_id == samuel.pk
    assert people.browser(samuel).get(f"/riverside/programmes/{where.programme.pk}/").status_code == 200


def test_only_somebody_who_is_appointed_can_be_put_in_charge(where):
    noor = make.member(where.organisation, "Noor Haddad")
    answer = post(where, f"{where.programme.pk}/coordinators/", member=noor.pk)
    assert answer.status_code == 422
    with where.inside(), pytest.raises(ProgrammeError, match="Only a programme coordinator"):
        actions.put_in_charge(programme=where.programme, member=noor, by=where.ines)


def test_the_last_coordinator_stays(where, samuel):
    with where.inside():
        own = Coordination.objects.get(member=where.ines)
    page = post(where, f"coordinations/{own.pk}/removal/").content.decode()
    assert "and somebody has to. Put another coordinator in charge first." in page
    post(where, f"{where.programme.pk}/coordinators/", member=samuel.pk)
    post(where, f"coordinations/{own.pk}/removal/")
    with where.inside():
        assert Coordination.objects.get().member == samuel
        assert not messages().filter(kind="coordination-ended").exists(), "nobody is told what they did"


def test_who_is_relieved_is_told_and_out(where, samuel):
    post(where, f"{where.programme.pk}/coordinators/", member=samuel.pk)
    with where.inside():
        his = Coordination.objects.get(member=samuel)
    post(where, f"coordinations/{his.pk}/removal/")
    with where.inside():
        assert messages().get(kind="coordination-ended").recipient_id == samuel.pk
        assert set(
            AuditEntry.objects.filter(action__startswith="programme.coordinator").values_list(
                "action", flat=True
            )
        ) == {
            "programme.coordinator-added",
            "programme.coordinator-removed",
        }
    assert people.browser(samuel).get(f"/riverside/programmes/{where.programme.pk}/").status_code == 404
