"""A cohort is matched: runs with their reasons, decisions about pairs, and what the page says of them."""

import pytest

from partnerships import actions as partnerships
from partnerships.models import Partnership
from programmes import actions
from programmes.errors import ObjectionError, ProgrammeError
from programmes.models import Enrolment, MatchingRun, PairDecision, Proposal, RunPair
from tests import make
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db


_once_where, where = kept("where", people.place)


def cohort_of_six(where):
    """Three mentors above three mentees, in departments that leave each mentee exactly two of them."""
    for number, department in enumerate("ABC"):
        where.person(f"Mentor {number}", "mentor", grade="Manager", department=department, profession="Law")
        where.person(f"Mentee {number}", "mentee", grade="Officer", department=department, profession="Law")


def run(where):
    with where.inside():
        return actions.run_matching(cohort=where.cohort, by=where.ines)


def pairs(where, of):
    with where.inside():
        found = RunPair.objects.filter(run=of).prefetch_related("mentor__member", "mentee__member")
        return {(pair.mentee.member.display_name, pair.mentor.member.display_name) for pair in found}


def enrolment(where, name):
    with where.inside():
        return Enrolment.objects.select_related("member").get(member__display_name=name)


def page(where, query=""):
    return people.browser(where.ines).get(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/{query}")
    )


def post(where, rest, **data):
    return people.browser(where.ines).post(people.url(where.ines, rest), data)


def test_running_twice_gives_the_same_pairs_points_and_reasons(where):
    cohort_of_six(where)
    for _time in range(2):
        assert post(where, f"cohorts/{where.cohort.pk}/matching/runs/").status_code == 302
    with where.inside():
        first, second = MatchingRun.objects.all()
        kept = [
            list(each.pairs.order_by("mentee").values("mentor", "mentee", "score", "out_of", "reasons"))
            for each in (first, second)
        ]
    assert len(kept[0]) == 3
    assert kept[0] == kept[1]
    assert (first.left_out, first.spare) == (second.left_out, second.spare)


def test_the_page_says_why_in_sentences(where):
    cohort_of_six(where)
    where.person("Dora High", "mentee", grade="Director", department="A")
    run(where)
    words = page(where).content.decode()
    assert "the mentor is Manager, 2 steps above Officer" in words
    assert "the mentor answered “" in words
    assert "5 of 5 points" in words
    assert "“Grade” keeps 3 mentors away" in words
    assert "Dora High" in words


def test_a_mentor_with_places_left_is_named(where):
    where.person("Mentor", "mentor", grade="Manager", department="A", capacity=3)
    where.person("Mentee", "mentee", grade="Officer", department="B")
    run(where)
    answer = page(where)
    assert [(mentor.member.display_name, places) for mentor, places in answer.context["spare"]] == [
        ("Mentor", 2)
    ]


def test_characteristics_count_only_for_mentees_who_asked(where):
    with where.inside():
        question = where.programme.questions.get(key="characteristics")
        question.choices = ["Left-handed"]
        question.save()
    traits = {"characteristics": ["Left-handed"], "department": "B", "grade": "Officer"}
    where.person(
        "Mentor", "mentor", grade="Manager", department="A", characteristics=["Left-handed"], capacity=2
    )
    where.person("Asked", "mentee", match_similar=True, **traits)
    where.person("Did not", "mentee", match_similar=False, **traits)
    with where.inside():
        run_ = actions.run_matching(cohort=where.cohort, by=where.ines)
        scores = dict(run_.pairs.values_list("mentee__member__display_name", "score"))
    assert scores == {"Asked": 800, "Did not": 0}


def test_nobody_to_match_is_said_in_words(where):
    def tried():
        answer = post(where, f"cohorts/{where.cohort.pk}/matching/runs/")
        assert answer.status_code == 422
        return answer.content.decode()

    words = tried()
    assert "No mentee takes part in this cohort yet" in words
    assert "Nobody is here to match" in words
    mentee = where.person("Mentee", "mentee", grade="Officer", department="B")
    words = tried()
    assert "No mentor takes part in this cohort yet" in words
    assert "There are no mentors yet" in words
    mentor = where.person("Mentor", "mentor", grade="Manager", department="A")
    with where.inside():
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    words = tried()
    assert "Every mentee has a mentor, or is being asked" in words
    assert "Everybody is matched or asked" in words
    assert "1 mentee without a mentor, 1 of them asked" in " ".join(words.split())


def test_a_pin_and_a_ban_hold_in_every_run_and_can_be_taken_back(where):
    cohort_of_six(where)
    mentor, mentee = enrolment(where, "Mentor 0"), enrolment(where, "Mentee 0")  # a rule stands in their way
    both = {"mentor": mentor.pk, "mentee": mentee.pk}
    assert post(where, f"cohorts/{where.cohort.pk}/pairs/", decision="pinned", **both).status_code == 302
    latest = run(where)
    assert ("Mentee 0", "Mentor 0") in pairs(where, latest)
    with where.inside():
        assert RunPair.objects.get(run=latest, mentee=mentee).pinned
    mentor = enrolment(where, "Mentor 1")
    assert (
        post(
            where,
            f"cohorts/{where.cohort.pk}/pairs/",
            decision="forbidden",
            mentor=mentor.pk,
            mentee=mentee.pk,
        ).status_code
        == 302
    )
    with where.inside():
        pin = PairDecision.objects.get(decision="pinned")
    assert post(where, f"pairs/{pin.pk}/removal/").status_code == 302
    assert ("Mentee 0", "Mentor 2") in pairs(where, run(where))


def test_a_new_pin_takes_the_place_of_the_mentees_earlier_one(where):
    cohort_of_six(where)
    mentee = enrolment(where, "Mentee 0")
    with where.inside():
        for name in ("Mentor 1", "Mentor 2"):
            mentor = Enrolment.objects.get(member__display_name=name)
            actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
    assert ("Mentee 0", "Mentor 2") in pairs(where, run(where))


def test_more_pins_than_places_keep_the_first(where):
    mentor = where.person("Mentor", "mentor", grade="Manager", department="A")
    for name in ("First", "Second"):
        mentee = where.person(name, "mentee", grade="Officer", department="B")
        with where.inside():
            actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
    assert pairs(where, run(where)) == {("First", "Mentor")}


@pytest.mark.parametrize("wrong", [{"mentor": "x"}, {"mentee": ""}, {"decision": "maybe"}])
def test_deciding_about_nonsense_is_not_found(where, wrong):
    cohort_of_six(where)
    sensible = {
        "mentor": enrolment(where, "Mentor 0").pk,
        "mentee": enrolment(where, "Mentee 1").pk,
        "decision": "pinned",
    }
    assert post(where, f"cohorts/{where.cohort.pk}/pairs/", **(sensible | wrong)).status_code == 404


def test_two_mentees_are_no_pair(where):
    cohort_of_six(where)
    answer = post(
        where,
        f"cohorts/{where.cohort.pk}/pairs/",
        mentor=enrolment(where, "Mentee 0").pk,
        mentee=enrolment(where, "Mentee 1").pk,
        decision="pinned",
    )
    assert answer.status_code == 422


def test_earlier_runs_stay_and_are_compared_by_their_totals(where):
    cohort_of_six(where)
    earlier = run(where)
    with where.inside():
        where.programme.criteria.filter(kind="same").delete()
    later = run(where)
    words = page(where, f"?run={earlier.pk}")
    assert words.context["run"].pk == earlier.pk
    assert [(each.number, each.said_points) for each in words.context["runs"]] == [(3, "0"), (3, "15")]
    assert page(where, "?run=nonsense").context["run"].pk == later.pk


def test_candidates_are_ordered_and_explained_like_a_run(where):
    cohort_of_six(where)
    mentee = enrolment(where, "Mentee 0")
    answer = people.browser(where.ines).get(people.url(where.ines, f"enrolments/{mentee.pk}/candidates/"))
    found = [(each.mentor.member.display_name, each.allowed) for each in answer.context["page"]]
    assert found == [("Mentor 1", True), ("Mentor 2", True), ("Mentor 0", False)]
    assert "a rule stands in the way" in answer.content.decode()
    mentor = enrolment(where, "Mentor 1")
    assert (
        post(where, f"cohorts/{where.cohort.pk}/proposals/", mentor=mentor.pk, mentee=mentee.pk).status_code
        == 302
    )
    with where.inside():
        assert Proposal.objects.get().mentor_id == mentor.pk
    again = post(where, f"cohorts/{where.cohort.pk}/proposals/", mentor=mentor.pk, mentee=mentee.pk)
    assert again.status_code == 422


def partners(where, mentor, mentee):
    """Have two people asked by hand, and both say yes; return what came of it."""
    with where.inside():
        proposal = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    for each in (mentor, mentee):
        with where.inside(each.member):
            actions.accept_proposal(proposal=proposal, by=each.member)
    with where.inside():
        return Partnership.objects.get(proposal=proposal)


def parted(where):
    """A mentor and a mentee of whom one ended their partnership early."""
    mentor = where.person("Mentor", "mentor", grade="Manager", department="A")
    mentee = where.person("Mentee", "mentee", grade="Officer", department="B")
    partnership = partners(where, mentor, mentee)
    with where.inside(mentee.member):
        partnerships.end_early(partnership=partnership, by=mentee.member, reason="fit")
    return mentor, mentee


def refused(where):
    """A mentor and a mentee of whom one said no to the other."""
    mentor = where.person("Mentor", "mentor", grade="Manager", department="A")
    mentee = where.person("Mentee", "mentee", grade="Officer", department="B")
    with where.inside():
        actions.confirm_run(run=actions.run_matching(cohort=where.cohort, by=where.ines), by=where.ines)
        proposal = Proposal.objects.get()
    with where.inside(mentee.member):
        actions.decline_proposal(proposal=proposal, reason="We share a flat", by=mentee.member)
    return mentor, mentee


def next_cohort(where, *people_there):
    """The same people in a later cohort of the programme."""
    with where.inside():
        cohort = actions.create_cohort(
            programme=where.programme,
            name="Spring",
            starts_on=people.a_day(30),
            ends_on=people.a_day(60),
            by=where.ines,
        )
        for one in people_there:
            actions.enrol(cohort=cohort, email=one.member.email, name="x", role=one.role, by=where.ines)
    return cohort


def test_who_said_no_is_not_asked_about_the_same_person_again(where):
    refused(where)
    assert pairs(where, run(where)) == set()
    words = page(where).content.decode()
    assert "With 1 mentor, one of the two said no before" in words
    assert "We share a flat" in words


def test_a_pair_that_ended_early_is_not_what_match_again_proposes(where):
    mentor, mentee = parted(where)
    assert pairs(where, run(where)) == set()
    assert "1 mentor was their partner before" in page(where).content.decode()
    other = where.person("Other", "mentor", grade="Manager", department="C")
    assert pairs(where, run(where)) == {("Mentee", "Other")}
    assert other.pk != mentor.pk
    answer = people.browser(where.ines).get(people.url(where.ines, f"enrolments/{mentee.pk}/candidates/"))
    assert "they have been partners in this programme before" in answer.content.decode()


@pytest.mark.parametrize("before", [parted, refused])
def test_two_who_were_partners_or_of_whom_one_said_no_are_matched_again_only_if_you_pin_them(where, before):
    mentor, mentee = before(where)
    assert "are matched again only if you pin them" in page(where).content.decode()
    assert pairs(where, run(where)) == set()
    with where.inside():
        actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
    assert pairs(where, run(where)) == {("Mentee", "Mentor")}


@pytest.mark.parametrize("before", [parted, refused])
def test_a_pin_from_before_they_parted_does_not_ask_for_them_again(where, before):
    mentor, mentee = before(where)
    with where.inside():
        decision = actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
        PairDecision.objects.filter(pk=decision.pk).update(at=Proposal.objects.get().at)
    assert pairs(where, run(where)) == set()
    with where.inside():  # pinning once more is saying so once more
        actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
    assert pairs(where, run(where)) == {("Mentee", "Mentor")}


@pytest.mark.parametrize("before", [parted, refused])
def test_a_later_cohort_of_the_programme_knows_who_was_a_pair(where, before):
    cohort = next_cohort(where, *before(where))
    with where.inside():
        found = actions.run_matching(cohort=cohort, by=where.ines)
    assert pairs(where, found) == set()


@pytest.mark.parametrize(
    ("before", "words"),
    [(parted, "They have been partners in this programme before."), (refused, "One of them said no")],
)
def test_asking_by_hand_says_what_speaks_against_a_pair_before_anybody_is_asked(where, before, words):
    mentor, mentee = before(where)
    both = {"mentor": mentor.pk, "mentee": mentee.pk}
    answer = post(where, f"cohorts/{where.cohort.pk}/proposals/", **both)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Nobody has been asked yet" in answer.content.decode()
    with where.inside():
        assert not Proposal.objects.open().exists()
    on_purpose = post(where, f"cohorts/{where.cohort.pk}/proposals/", on_purpose="yes", **both)
    assert on_purpose.status_code == 302
    with where.inside():
        assert Proposal.objects.open().get().mentor_id == mentor.pk


def test_asking_by_hand_says_that_the_pair_is_ruled_out_and_a_pin_asks_nothing(where):
    cohort_of_six(where)
    mentor, mentee = enrolment(where, "Mentor 1"), enrolment(where, "Mentee 0")
    with where.inside():
        actions.decide_pair(mentor=mentor, mentee=mentee, decision="forbidden", by=where.ines)
        with pytest.raises(ObjectionError, match="You ruled this pair out"):
            actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
        actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines)
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)


def test_only_the_latest_run_can_be_proposed(where):
    cohort_of_six(where)
    earlier, later = run(where), run(where)
    words = page(where, f"?run={earlier.pk}").content.decode()
    assert "This is an earlier run" in words
    assert "Propose these" not in words
    assert "Pin<" not in words
    assert "Propose these 3 pairs" in page(where).content.decode()
    answer = post(where, f"runs/{earlier.pk}/confirmation/", answer_by=people.a_day(2).isoformat())
    assert answer.status_code == 422
    assert "Only the latest pairs can be proposed" in answer.content.decode()
    assert (
        people.browser(where.ines)
        .get(people.url(where.ines, f"runs/{earlier.pk}/confirmation/"))
        .templates[0]
        .name
        == "programmes/matching.html"
    )
    assert (
        post(where, f"runs/{later.pk}/confirmation/", answer_by=people.a_day(2).isoformat()).status_code
        == 302
    )


def test_a_rule_that_was_broken_since_is_said_in_words(where):
    cohort_of_six(where)
    with where.inside():
        where.programme.criteria.filter(kind="distance").update(settings={"mentor_key": "grade"})
    assert post(where, f"cohorts/{where.cohort.pk}/matching/runs/").status_code == 422
    mentee = enrolment(where, "Mentee 0")
    answer = people.browser(where.ines).get(people.url(where.ines, f"enrolments/{mentee.pk}/candidates/"))
    assert answer.status_code == 200
    assert "mentee&#x27;s question" in answer.content.decode()


def test_two_hundred_people_are_matched_in_few_queries(where, django_assert_max_num_queries):
    text = "name,email,both,grade,department\n" + "".join(
        f"P {n},p{n}@example.org,no,{'Manager' if n % 2 else 'Senior manager'},Dept {n % 7}\n"
        for n in range(100)
    )
    for role, addresses in (("mentor", "p"), ("mentee", "q")):
        grades = (
            text
            if role == "mentor"
            else text.replace("Senior manager", "Officer").replace("Manager", "Officer")
        )
        import_ = people.started(where, grades.replace(",p", f",{addresses}"), role)
        with where.inside():
            actions.apply_import(import_=import_, by=where.ines)
    with where.inside(), django_assert_max_num_queries(24):
        found = actions.run_matching(cohort=where.cohort, by=where.ines)
    assert len(pairs(where, found)) == 100


def test_a_run_of_another_programme_cannot_be_confirmed(where):
    cohort_of_six(where)
    found = run(where)
    other = make.member(where.organisation, "Otto Other", coordinator=True)
    client = people.browser(other)
    for rest in (
        f"runs/{found.pk}/confirmation/",
        f"cohorts/{where.cohort.pk}/matching/runs/",
        f"cohorts/{where.cohort.pk}/pairs/",
        f"cohorts/{where.cohort.pk}/proposals/",
    ):
        assert client.post(people.url(other, rest)).status_code == 404
    with where.inside(), pytest.raises(ProgrammeError):
        actions.confirm_run(run=found, by=where.ines)
        actions.confirm_run(run=found, by=where.ines)
