"""Who coordinates no longer runs no session of the programme's communities any more, and reads none."""

import pytest

from meetings.models import AgendaItem, Meeting
from programmes.actions import programmes
from programmes.models import Coordination
from tests import make
from tests.cop.sharing import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phase", ["founding", "rotating"])
def test_a_session_of_somebody_who_coordinates_no_longer_is_run_by_others(circle, phase):
    zoe = make.member(circle.coordinator.organisation, "Zoe Second", coordinator=True)
    session = circle.arrange(circle.coordinator)
    if phase == "rotating":
        circle.step(phase)
    member = circle.people[0]
    with circle.inside(member):
        AgendaItem.objects.create(
            organisation_id=member.organisation_id, meeting=session.meeting, author=member, text="CANARY"
        )
    with circle.inside(circle.coordinator):
        programmes.put_in_charge(programme=circle.programme, member=zoe, by=circle.coordinator)
    with circle.inside(zoe):
        held = Coordination.objects.get(member=circle.coordinator, programme=circle.programme)
        programmes.relieve(coordination=held, by=zoe)
        meeting = Meeting.objects.get(pk=session.meeting_id)
        assert meeting.facilitator_id not in (None, circle.coordinator.pk)
        assert not meeting.attendances.filter(member=circle.coordinator).exists()
    slug = circle.coordinator.organisation.slug
    answer = browser(circle.coordinator).get(f"/{slug}/meetings/{session.meeting_id}/")
    assert answer.status_code == 404
