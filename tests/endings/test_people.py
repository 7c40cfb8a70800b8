"""When a member leaves a community, a coordinator is dismissed, an account is switched off: what becomes of it all."""

import pytest
from django.test import Client

from accounts.models import User
from cop.actions import communities, conflicts, turns
from cop.errors import CommunityError
from cop.models import Membership, Swap, Turn
from meetings.models import Meeting
from notifications import kinds
from notifications.audience import Audience, Verdict, judge
from organisations import actions as organisations
from organisations.models import Appointment, Member
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.models import Coordination
from tests import make
from tests.endings.inventory import relations
from tests.post import messages

pytestmark = pytest.mark.django_db

OF_MEMBERSHIP = {"cop.Absence.membership": "says nothing any more, since who left takes no turns"}
OF_ACCOUNT = {
    "organisations.Member.user": "the person stays in each organisation; nobody can sign in as them",
    "account.EmailAddress.user": "stays theirs, so that nobody else takes the address",
    "accounts.User_groups.user": "not used",
    "accounts.User_user_permissions.user": "not used",
    "admin.LogEntry.user": "the operator's own trail",
    "mfa.Authenticator.user": "opens nothing while the account is off",
    "usersessions.UserSession.user": "opens nothing while the account is off",
}


def test_everything_that_hangs_on_them_has_a_fate():
    assert relations(Membership) == set(OF_MEMBERSHIP)
    assert relations(User) == set(OF_ACCOUNT)
    assert relations(Coordination) == relations(Appointment) == set()


def test_who_leaves_a_community_has_no_turn_swap_or_session_there(circle):
    circle.step("rotating")
    first, second = circle.coming()[:2]
    session = circle.arrange(first.member)
    with circle.inside(second.member):
        turns.ask_to_swap(turn=second, asked=first.member, by=second.member)
    leaver = first.member
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    with circle.inside(second.member):
        coming = Turn.objects.coming().filter(community=circle.community)
        assert leaver.pk not in set(coming.values_list("member", flat=True))
        assert not Swap.objects.filter(asked=leaver, answer=Swap.Answer.OPEN).exists()
        assert not Meeting.objects.visible_to(leaver).filter(pk=session.meeting_id).exists()
    with circle.inside(leaver):
        for message in messages().filter(recipient=leaver, state="waiting"):
            if kinds.get(message.kind).compose(message) is not None:
                assert message.kind == "meeting-cancelled", message.kind
    browser = Client()
    browser.force_login(leaver.user)
    address = f"/riverside/communities/{circle.community.pk}/"
    assert browser.get(address).status_code == 404


def test_a_dismissed_coordinator_has_nothing_of_their_programmes_and_who_confided_is_told(circle):
    riverside, ines, jonas = circle.coordinator.organisation, circle.coordinator, circle.people[1]
    greta = make.member(riverside, "Greta Holm", admin=True)
    samuel = make.member(riverside, "Samuel Mensah", coordinator=True)
    with circle.inside(jonas):
        conflict = conflicts.bring(
            community=circle.community, place="coordinator", to=ines, text="In confidence", by=jonas
        )
    with circle.inside(greta), pytest.raises(ProgrammeError, match="somebody has to"):
        organisations.dismiss(member=ines, role="coordinator", by=greta)
    with circle.inside(greta):
        assert Appointment.objects.filter(member=ines).exists(), "refused as a whole"
        organisations.dismiss(member=ines, role="coordinator", successor=samuel, by=greta)
        assert [each.member for each in Coordination.objects.all()] == [samuel]
    with circle.inside(jonas):
        assert messages().filter(kind="community-confidence", recipient=jonas).count() == 1
        with pytest.raises(CommunityError, match="cannot read this any more"):
            conflicts.reply(conflict=conflict, text="Into the void", by=jonas)
        assert ("coordinator", samuel) in conflicts.addressees(circle.community, jonas)
    browser = Client()
    browser.force_login(ines.user)
    for rest in (f"programmes/{circle.programme.pk}/", f"communities/{circle.community.pk}/coordination/"):
        assert browser.get(f"/riverside/{rest}").status_code == 404


def test_two_who_relieve_each_other_leave_one(circle):
    samuel = make.member(circle.coordinator.organisation, "Samuel Mensah", coordinator=True)
    with circle.inside(circle.coordinator):
        theirs = actions.put_in_charge(programme=circle.programme, member=samuel, by=circle.coordinator)
        own = Coordination.objects.get(member=circle.coordinator)
        actions.relieve(coordination=theirs, by=circle.coordinator)
        with pytest.raises(ProgrammeError):
            actions.relieve(coordination=own, by=samuel)


def test_an_account_that_is_switched_off_hears_nothing_and_opens_nothing(circle):
    amara = circle.people[0]
    browser = Client()
    browser.force_login(amara.user)
    assert browser.get("/riverside/").status_code == 200
    User.objects.filter(pk=amara.user_id).update(is_active=False)
    assert browser.get("/riverside/").status_code == 302, "to the sign-in page"
    with circle.inside():
        member = Member.objects.select_related("user").get(pk=amara.pk)
        assert {judge(member, audience) for audience in Audience} == {Verdict.DROP}
