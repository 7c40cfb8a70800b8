"""What a cohort's assessment requires, written by its coordinator, read by candidate and mentor."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portfolios.actions import assessments, frameworks, requirements
from portfolios.errors import PortfolioError
from portfolios.models import Competency, Framework, Level, Requirement, RequirementCriterion
from programmes.models import Enrolment
from tests import make
from tests.budget import questions

HERE = "/riverside/portfolio/requirements/"


@pytest.fixture
def opened(pair):
    """A framework in use with three competencies."""
    return framework(pair, "Teaching", ("Plans", "Listens", "Asks"))


def framework(pair, name, titles):
    with pair.inside(pair.ines):
        made = frameworks.begin(name=name, about="", by=pair.ines)
        rows = [{"title": title, "area": "", "description": ""} for title in titles]
        frameworks.add(framework=made, competencies=rows, by=pair.ines)
        frameworks.open_for_all(framework=made, by=pair.ines)
        return Framework.objects.get(pk=made.pk)


@pytest.fixture
def required(pair, opened):
    """Two pieces for planning and one for listening, at least partly; gives the candidate's page."""
    with pair.inside(pair.ines):
        written = write(pair, opened)
        lines = {each.title: each.line for each in opened.competencies.all()}
        requirements.set_criteria(
            requirement=written,
            pieces={lines["Plans"]: 2, lines["Listens"]: 1},
            level=Level.objects.get(framework=opened, name="Partly"),
            by=pair.ines,
        )
        enrolment = Enrolment.objects.get(member=pair.maya)
    return f"{HERE}{enrolment.pk}/"


def write(pair, chosen, **days):
    given = {"evidence_by": None, "assessed_by": None, **days}
    return requirements.write(
        cohort=pair.partnership.cohort, framework=chosen, about="", by=pair.ines, **given
    )


def show(pair, title, line, **fields):
    evidence = pair.evidence(title, **fields)
    with pair.inside(pair.maya):
        frameworks.say_what_it_shows(evidence=evidence, lines=[line], by=pair.maya)
    return evidence


def judge(pair, evidence, title, level):
    with pair.inside(pair.maya):
        competency = Competency.objects.select_related("framework").get(title=title)
        asked = assessments.ask(
            place=pair.place_of(pair.tomas),
            competency=competency,
            evidence=[evidence],
            words="",
            manages=False,
            by=pair.maya,
        )
    with pair.inside(pair.tomas):
        assessments.begin(assessment=asked, manages=False, by=pair.tomas)
        assessments.judge(
            assessment=asked,
            level=Level.objects.get(framework=competency.framework, name=level),
            how="read",
            feedback="Seen",
            by=pair.tomas,
        )


def page(pair, person, path):
    return pair.client(person).get(path).content.decode()


def test_a_coordinator_writes_it_in_the_browser_and_the_pair_reads_it(pair, opened):
    client, cohort = pair.client(pair.ines), pair.partnership.cohort_id
    assert "Nothing is required of you" in page(pair, pair.maya, HERE)
    first = f"{HERE}cohorts/{cohort}/"
    assert client.get(f"{first}criteria/").url == first
    wrong = {"framework": opened.pk, "evidence_by": "2031-03-01", "assessed_by": "2031-02-01"}
    assert client.post(first, wrong).status_code == 422
    second = client.post(first, wrong | {"assessed_by": "2031-04-01", "about": "A panel reads it"}).url
    with pair.inside(pair.ines):
        line = Competency.objects.get(title="Plans").line
    assert client.post(second, {f"line_{line.hex}": "10"}).status_code == 422
    assert client.post(second, {f"line_{line.hex}": "2"}).status_code == 302
    assert f'name="line_{line.hex}" value="2"' in client.get(second).content.decode()
    assert "Teaching practice" in page(pair, pair.maya, HERE)
    assert "Of your mentees" in page(pair, pair.tomas, HERE)
    with pair.inside(pair.ines):
        enrolment = Enrolment.objects.get(member=pair.maya)
    read = page(pair, pair.maya, f"{HERE}{enrolment.pk}/")
    assert all(words in read for words in ("A panel reads it", "Plans", "0 of 2 pieces", "1 Mar 2031"))
    assert "Listens" not in read


def test_what_is_missing_is_said_until_nothing_is(pair, opened, required):
    with pair.inside(pair.ines):
        listens = opened.competencies.get(title="Listens").line
    assert "0 of 2 complete" in page(pair, pair.maya, required)
    evidence = show(pair, "Heard them", listens)
    read = page(pair, pair.maya, required)
    assert "1 of 1 piece of evidence" in read
    assert "an assessment of at least “Partly”" in read
    judge(pair, evidence, "Listens", "Not yet")
    assert "0 of 2 complete" in page(pair, pair.maya, required)
    judge(pair, evidence, "Listens", "Fully")
    assert "1 of 2 complete" in page(pair, pair.maya, required)


def test_a_mentor_sees_what_is_shared_and_nothing_else(pair, opened, required):
    with pair.inside(pair.ines):
        plans = opened.competencies.get(title="Plans").line
    shown, _kept = show(pair, "Shown", plans), show(pair, "Kept", plans)
    assert "0 of 2 pieces" in page(pair, pair.tomas, required)
    pair.share(shown)
    read = page(pair, pair.tomas, required)
    assert "1 of 2 pieces" in read
    assert "Kept" not in read
    assert "2 of 2 pieces" in page(pair, pair.maya, required)


def test_others_see_no_candidates_page(pair, required):
    other = make.member(pair.organisation, "Noor Haddad")
    make.partnership(
        pair.partnership.cohort, mentor=other, mentee=make.member(pair.organisation, "Kofi Mensah")
    )
    for person in (other, pair.ines):
        assert pair.client(person).get(required).status_code == 404


def test_only_coordinators_of_the_programme_write_it_in_the_database_too(pair, opened, required):
    other = make.member(pair.organisation, "Samuel Mensah", coordinator=True)
    cohort = pair.partnership.cohort
    assert pair.client(other).get(f"{HERE}cohorts/{cohort.pk}/").status_code == 404
    for person in (other, pair.maya):
        with pair.inside(person):
            assert Requirement.objects.update(about="Other") == 0
            assert RequirementCriterion.objects.all().delete()[0] == 0
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                RequirementCriterion.objects.create(
                    organisation=pair.organisation,
                    requirement=Requirement.objects.get(),
                    line=opened.competencies.last().line,
                    pieces=1,
                )


def test_another_framework_begins_anew_and_what_is_not_of_it_is_refused(pair, opened, required):
    other = framework(pair, "Leading", ("Decides",))
    today = timezone.localdate()
    with pair.inside(pair.ines):
        level = opened.levels.first()
        held = write(pair, other)
        assert held.level is None
        assert not held.criteria.exists()
        for wrong in (
            {"pieces": {opened.competencies.first().line: 1}, "level": None},
            {"pieces": {}, "level": level},
        ):
            with pytest.raises(PortfolioError, match="this framework"):
                requirements.set_criteria(requirement=held, by=pair.ines, **wrong)
        with pytest.raises(PortfolioError, match="before the evidence"):
            write(pair, other, evidence_by=today, assessed_by=today - timedelta(days=1))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pages_ask_few_questions(pair, count):
    chosen = framework(pair, "Many", [str(number) for number in range(count)])
    with pair.inside(pair.ines):
        lines = list(chosen.competencies.values_list("line", flat=True))
        requirements.set_criteria(
            requirement=write(pair, chosen), pieces=dict.fromkeys(lines, 1), level=None, by=pair.ines
        )
        enrolment = Enrolment.objects.get(member=pair.maya)
    evidence = pair.evidence()
    with pair.inside(pair.maya):
        frameworks.say_what_it_shows(evidence=evidence, lines=lines, by=pair.maya)
    client = pair.client(pair.maya)
    for path, most in (("", 5), (f"{enrolment.pk}/", 9)):
        with questions() as asked:
            assert client.get(HERE + path).status_code == 200
        assert len(asked) <= most, f"{path}: {len(asked)}\n{asked}"


def test_the_days_stand_in_the_candidates_own_calendar_and_in_nobody_elses(pair, opened, required):
    from portfolios import calendar

    today = timezone.localdate()
    with pair.inside(pair.ines):
        write(pair, opened, evidence_by=today, assessed_by=today + timedelta(days=30))
    for person, seen in ((pair.maya, 2), (pair.tomas, 0), (pair.ines, 0)):
        with pair.inside(person):
            assert len(list(calendar.days(person, today))) == seen
    with pair.inside(pair.maya):
        assert len(list(calendar.days(pair.maya, today + timedelta(days=1)))) == 1
