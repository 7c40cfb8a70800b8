"""When a cohort is closed: everything scheduled, open, visible or granted through it, and what becomes of each."""

import pytest

from notifications import kinds
from organisations.models import Invitation
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Enrolment, Proposal
from tests import make
from tests.endings.inventory import relations
from tests.post import messages
from tests.programmes import people
from tests.worlds import kept

pytestmark = pytest.mark.django_db

FATES = {
    "programmes.Enrolment.cohort": "stays; nobody new, nobody is taken back or invited",
    "programmes.Import.cohort": "a list on its way in is not applied",
    "programmes.MatchingRun.cohort": "stays to be read, offers nothing",
    "programmes.PairDecision.cohort": "none new",
    "programmes.Proposal.cohort": "an open one is withdrawn; who said yes is told",
    "partnerships.Partnership.cohort": "goes on; keeps the cohort on the coordinators' first page",
    "partnerships.PeerInvitation.cohort": "goes on: peers find each other in a community, not by matching",
    "development_plans.StepSnapshot.cohort": "goes on: plans do, and are counted by the week",
    "development_plans.CountedMentee.cohort": "goes on; who left counts as they stood until five have left",
    "portfolios.Requirement.cohort": "stays: what is assessed goes on with the partnerships",
    "portfolios.ConfirmationRequest.cohort": "is still answered, since evidence outlives the cohort",
}

_once_where, where = kept("where", people.place)


def close(where):
    with where.inside():
        actions.close_cohort(cohort=where.cohort, by=where.ines)
        return Cohort.objects.select_related("programme").get(pk=where.cohort.pk)


def two(where, **mentee):
    return (
        where.person("Tomas Okafor", "mentor", grade="Manager", department="A"),
        where.person("Maya Lindqvist", "mentee", grade="Officer", department="B", **mentee),
    )


def test_everything_that_hangs_on_a_cohort_has_a_fate():
    assert relations(Cohort) == set(FATES)


def test_it_stays_on_the_first_page_while_people_work_together(where):
    mentor, mentee = two(where)
    waiting = where.person("Wei Zhang", "mentee")
    partnership = make.partnership(where.cohort, mentor=mentor.member, mentee=mentee.member)
    close(where)
    client = people.browser(where.ines)
    words = client.get("/riverside/").content.decode()
    assert "closed, partnerships under way" in words
    assert "without a mentor" not in words, "nobody is matched any more, so nobody is asked to"
    assert waiting.state == "accepted"
    from partnerships import actions as partnerships

    with where.inside(mentee.member):
        partnerships.end_early(partnership=partnership, by=mentee.member)
    assert "closed, partnerships under way" not in client.get("/riverside/").content.decode()


def test_a_cohort_whose_time_is_over_stays_while_people_work_together(where):
    mentor, mentee = two(where)
    make.partnership(where.cohort, mentor=mentor.member, mentee=mentee.member)
    with where.inside():
        Cohort.objects.filter(pk=where.cohort.pk).update(ends_on=people.a_day(-1))
    assert f"cohorts/{where.cohort.pk}/" in people.browser(where.ines).get("/riverside/").content.decode()


def test_no_page_of_it_offers_importing_matching_inviting_or_proposing(where):
    two(where)
    where.person("Noor Haddad", "mentee", joined=False)
    with where.inside():
        actions.run_matching(cohort=where.cohort, by=where.ines)
    close(where)
    client = people.browser(where.ines)
    offers = (
        "imports/new/",
        "/runs/",
        "/confirmation/",
        "/pairs/",
        "people/new/",
        "/invitations/",
        "/candidates/",
    )
    for rest in ("", "people/", "matching/"):
        words = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/{rest}")).content.decode()
        assert [offer for offer in offers if offer in words] == [], rest
    for rest in ("imports/new/", "people/new/"):
        led = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/{rest}"), follow=True)
        assert "This cohort is closed. Open it again first." in led.content.decode()


def test_its_actions_refuse_what_would_bring_somebody_in_or_together(where):
    mentor, mentee = two(where)
    import_ = people.started(where, "name,email\nAda,ada@example.org\n")
    with where.inside():
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
    cohort = close(where)
    for each in (mentor, mentee):
        each.cohort = cohort
    with where.inside():
        for act in (
            lambda: actions.enrol(
                cohort=cohort, email="n@example.org", name="N", role="mentor", by=where.ines
            ),
            lambda: actions.apply_import(import_=import_, by=where.ines),
            lambda: actions.run_matching(cohort=cohort, by=where.ines),
            lambda: actions.confirm_run(run=run, by=where.ines),
            lambda: actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines),
            lambda: actions.decide_pair(mentor=mentor, mentee=mentee, decision="pinned", by=where.ines),
            lambda: actions.readmit(enrolment=mentee, by=where.ines),
            lambda: actions.invite_people(enrolments=[mentee], by=where.ines),
        ):
            with pytest.raises(ProgrammeError, match="closed"):
                act()


def test_who_said_yes_to_a_proposal_is_told_that_it_is_withdrawn(where):
    mentor, mentee = two(where)
    with where.inside():
        proposal = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    with where.inside(mentor.member):
        actions.accept_proposal(proposal=proposal, by=mentor.member)
    close(where)
    with where.inside(mentor.member):
        assert Proposal.objects.get().outcome == "withdrawn"
        message = messages().get(kind="proposal-withdrawn")
        assert message.recipient == mentor.member
        assert kinds.get(message.kind).compose(message).context["is_closed"]
        assert not messages().filter(kind="proposal", state="waiting").exists()


def test_an_invitation_into_it_alone_is_withdrawn(where):
    alone = where.person("Noor Haddad", "mentee", joined=False)
    elsewhere = where.person("Wei Zhang", "mentee", joined=False)
    spring = make.cohort(where.programme, "Spring")
    make.enrolment(spring, elsewhere.member, "mentee")
    with where.inside():
        actions.invite_people(
            enrolments=Enrolment.objects.select_related("member__organisation"), by=where.ines
        )
    words = people.browser(where.ines).get(people.url(where.ines, f"cohorts/{where.cohort.pk}/closing/"))
    assert "1 invitation is withdrawn: its link does not work any more." in words.content.decode()
    close(where)
    with where.inside():
        invitations = {each.member_id: each.is_open for each in Invitation.objects.all()}
    assert invitations == {alone.member_id: False, elsewhere.member_id: True}
