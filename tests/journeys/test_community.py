"""A community of twelve, in the browser: from founding over six sessions to managing itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cop.models import Community, Session, Turn
from meetings import actions as meetings
from meetings.models import Meeting
from organisations import tenancy
from tests import make

NAMES = (
    "Amara Nwosu", "Jonas Aydin", "Wei Zhang", "Priya Raman", "Lena Kowalczyk", "Samuel Mensah",
    "Noor Haddad", "Tomás Okafor", "Maya Lindqvist", "Kofi Boateng", "Sofia Petrov", "Luca Moretti",
)  # fmt: skip
RATINGS = {"Everyone was heard": 4, "I took something with me": 5, "Good use of the time": 3}
CHANGE = "Shorter rounds, more pairs"


@pytest.fixture
def twelve() -> Any:
    """A programme with twelve mentees and their coordinator; they are in no community yet."""
    with transaction.atomic():
        organisation = make.organisation("riverside", name="University of Riverside")
        coordinator = make.member(organisation, "Ines Duarte", coordinator=True)
        programme = make.programme(coordinator)
        cohort = make.cohort(programme)
        people = [make.member(organisation, name) for name in NAMES]
        for person in people:
            make.enrolment(cohort, person, "mentee")
    return organisation, coordinator, people


class Gatherings:
    """What the crowd does around the few who are at a browser."""

    def __init__(self, organisation: Any, coordinator: Any, people: list[Any]) -> None:
        self.organisation, self.coordinator, self.people = organisation, coordinator, people
        self.by_name = {person.display_name: person for person in people}

    def inside(self, person: Any = None) -> Any:
        return tenancy.inside(self.organisation.pk, person and person.pk)

    def community(self) -> Community:
        with self.inside(self.coordinator):
            return Community.objects.select_related("programme").get()

    def next_up(self) -> Any:
        with self.inside(self.coordinator):
            return Turn.objects.coming().unbound().select_related("member").first().member

    def take_place(self) -> Session:
        """Everybody says yes, and the session that is ahead lies behind: it moves, not the clock."""
        with self.inside(self.coordinator):
            session = Session.objects.upcoming().select_related("meeting__facilitator", "community").get()
        for person in self.people:
            with self.inside(person):
                meetings.respond(by=person, meeting=session.meeting, response="yes")
        with self.inside(session.meeting.facilitator):
            held = Session.objects.held().count()
            begun = timezone.now() - timedelta(hours=20 - 3 * held)
            Meeting.objects.filter(pk=session.meeting_id).update(
                starts_at=begun, ends_at=begun + timedelta(hours=1)
            )
            return Session.objects.select_related("meeting__facilitator", "community__programme").get(
                pk=session.pk
            )

    def look_back(self, session: Session) -> None:
        """Four of those who were there say how it was, and the week is over."""
        make.looked_back(
            session, {person: RATINGS | {"What should we change?": CHANGE} for person in self.people[:4]}
        )


def arrange(person: Any, address: str, focus: str) -> None:
    """Find a time for the next session: one form, and everybody is invited."""
    page = person.go(f"{address}sessions/new/")
    page.locator("[name=date]").fill((timezone.localdate() + timedelta(days=12)).isoformat())
    page.locator("[name=time]").fill("16:00")
    page.locator("[name=focus]").fill(focus)
    page.locator("[name=place]").fill("Garden Room")
    page.locator("[name=link]").fill("https://meet.example.org/new-lecturers")
    person.submit()


def test_a_community_grows_from_founding_to_managing_itself(somebody, twelve):
    organisation, coordinator, people = twelve
    crowd = Gatherings(organisation, coordinator, people)
    browser = {}

    def at_browser(person: Any) -> Any:
        if person.pk not in browser:
            phone = len(browser) % 2
            browser[person.pk] = somebody(
                width=360 if phone else 1280, dark=bool(phone), signed_in=person.user
            )
        return browser[person.pk]

    # The coordinator founds the community and names who facilitates; everyone enrolled belongs to it.
    ines = somebody(signed_in=coordinator.user)
    ines.go("/riverside/communities/")
    ines.page.get_by_role("link", name="Begin a community").first.click()
    ines.page.locator("[name=name]").fill("New lecturers")
    ines.page.locator("[name=audience][value=mentee]").check()
    ines.page.locator("[name=joining][value=automatic]").check()
    ines.submit()
    assert ines.sees("12 members · founding")
    community = crowd.community()
    address = f"/riverside/communities/{community.pk}/"
    ines.page.locator("[name=member]").select_option(label="Amara Nwosu")
    ines.press("Name them")

    # 1. The familiarisation workshop, arranged by who was named; purpose and ways of working are written down.
    amara = at_browser(crowd.by_name["Amara Nwosu"])
    arrange(amara, address, "Getting to know one another")
    workshop = crowd.take_place()
    amara.go(f"{address}charter/edit/")
    amara.page.locator("[name=purpose]").fill("To find out what nobody tells you when you begin to teach.")
    amara.page.locator("[name=ways]").fill("- Failures first\n- Nothing leaves the room but what helped")
    amara.submit()
    assert amara.sees("Nothing leaves the room")
    crowd.look_back(workshop)

    # 2. The second session, by the next who was named; then the coordinator lets the rota decide.
    ines.go(f"{address}coordination/")
    assert ines.sees("one more session")
    ines.page.locator("[name=member]").select_option(label="Jonas Aydin")
    ines.press("Name them")
    jonas = at_browser(crowd.by_name["Jonas Aydin"])
    arrange(jonas, address, "The room that stays silent")
    second = crowd.take_place()
    crowd.look_back(second)
    ines.go(f"{address}coordination/")
    ines.press("Begin to rotate", "link")
    ines.press("Begin to rotate")
    assert ines.sees("Rotating")

    # 3. The rota says who is next: they ask somebody to swap, who takes the turn and arranges the session.
    asking = crowd.next_up()
    busy = {turn.member_id for turn in coming(crowd)}
    import_job = next(person for person in crowd.people[2:] if person.pk not in busy)
    first = at_browser(asking)
    first.go(f"{address}rota/")
    first.press("Ask somebody to swap", "link")
    first.page.locator("[name=member]").select_option(label=import_job.display_name)
    first.submit()
    second_in = at_browser(import_job)
    second_in.go(address)
    second_in.press("I’ll take it")
    assert crowd.next_up() == import_job
    arrange(second_in, address, "Marking without losing the weekend")
    assert second_in.sees(CHANGE)  # what to change has come to the next agenda, without a name
    third = crowd.take_place()

    # Whoever facilitated closes the session; somebody who was there says how it was.
    second_in.go(f"{address}sessions/{third.pk}/closing/")
    for box in second_in.page.locator("main form input[type=checkbox]").all():
        box.check()
    second_in.submit()
    answering = next(person for person in crowd.people if person.pk not in (asking.pk, import_job.pk))
    answers = at_browser(answering)
    answers.go(f"{address}sessions/{third.pk}/evaluation/answer/")
    for field in answers.page.locator("main form fieldset").all():
        if field.locator("input[type=radio][value='4']").count():
            field.locator("input[type=radio][value='4']").check()
    answers.page.locator("[name=took]").fill("Only mine: I mark too much.")
    answers.submit()
    answers.go(f"{address}evaluations/")
    assert answers.page.get_by_text(CHANGE).count() or answers.sees("Everyone was heard")

    # A thread: a story that went wrong, and an answer to it.
    answers.go(f"{address}threads/new/")
    answers.page.locator("[name=kind][value=failure]").check()
    answers.page.locator("[name=title]").fill("I lost the room after ten minutes")
    answers.page.locator("[name=body]").fill("I talked faster. **That made it worse.**")
    answers.submit()
    first.go(address)
    first.press("I lost the room after ten minutes", "link")
    first.page.locator("main form [name=body]").last.fill("A question in pairs at minute eight.")
    first.click(first.page.locator("main form:has([name=body]) button.main").last)
    assert first.sees("A question in pairs at minute eight.")

    # Two of them become peers: one looks for somebody, the other is shown her, asks, and gets a yes.
    looking, finding = first, answers
    looking.go(f"{address}peers/wish/")
    looking.page.locator("[name=seeks][value=review]").check()
    looking.page.locator("[name=topics]").fill("Large groups")
    looking.submit()
    finding.go(f"{address}peers/wish/")
    finding.page.locator("[name=seeks][value=review]").check()
    finding.page.locator("[name=topics]").fill("large groups, Marking")
    finding.submit()
    assert finding.sees("Both of you name Large groups.")
    finding.press("Ask to be peers", "link")
    finding.page.locator("[name=words]").fill("Shall we look at each other's slides?")
    finding.submit()
    looking.go(f"{address}peers/")
    looking.press("Read and answer", "link")
    assert looking.sees("Shall we look at each other's slides?")
    looking.press("Yes, we begin")
    assert looking.sees("You are peers from today")
    looking.press("Review this stage together", "link")
    assert looking.page.get_by_text("How far do you see this?").count() == 0

    # 4. to 6. The rota goes round.
    for focus in ("Watching somebody teach", "Saying no to a rewrite", "Half-way"):
        facilitator = crowd.next_up()
        arrange(at_browser(facilitator), address, focus)
        session = crowd.take_place()
        add_voices(crowd, session)
    with crowd.inside(coordinator):
        assert Session.objects.held().count() == 6
        turns = list(Turn.objects.taken().values_list("member_id", flat=True))
    assert len(set(turns)) == 6  # nobody twice while there are others

    # Nothing is missing any more: the members decide to manage themselves.
    first.go(address)
    first.press("Manage ourselves from now on", "link")
    first.press("Manage ourselves from now on")
    assert first.sees("self-managing")
    assert crowd.community().phase == "self-managing"

    # The coordinator has seen that they met, and not a word of it.
    ines.go(f"{address}coordination/")
    assert ines.sees("Self-managing")
    for words in ("Getting to know one another", "I lost the room", CHANGE, "nobody tells you"):
        assert ines.page.get_by_text(words).count() == 0
    for page in ("", "charter/", "threads/", "evaluations/", f"sessions/{third.pk}/evaluation/"):
        assert ines.page.goto(ines.base + address + page).status == 404


def coming(crowd: Gatherings) -> list[Turn]:
    with crowd.inside(crowd.coordinator):
        return list(Turn.objects.coming())


def add_voices(crowd: Gatherings, session: Session) -> None:
    """Three of them had put something on its agenda."""
    for person in crowd.people[:3]:
        with crowd.inside(person):
            meetings.add_agenda_item(by=person, meeting=session.meeting, text=f"From {person.address_name}")
