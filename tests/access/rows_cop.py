"""Rows of the communities' addresses: who belongs to one, and, for that it meets, its programme's coordinator."""

from datetime import timedelta
from typing import Any

from tests.access.rows_partnerships import a_time
from tests.access.table import EVERY_MEMBER, Row

THEIRS = "facilitator mentor mentee"
IN_PROGRAMME = f"{THEIRS} other_mentor other_mentee coordinator"
ASKING = "facilitator coordinator"  # who facilitates next; and the coordinator in the founding phase
A_QUESTION = {"text": "What surprised you?", "kind": "words"}


def its_evaluation(world: Any) -> list[Any]:
    return [world.community.pk, world.looked_back.pk]


def its_key(world: Any) -> list[Any]:
    return [world.community.pk]


def in_thread(world: Any) -> list[Any]:
    return [world.community.pk, world.thread.pk]


def its_post(world: Any) -> list[Any]:
    return [world.community.pk, world.thread.pk, world.answer.pk]


def its_file(world: Any) -> list[Any]:
    return [world.community.pk, world.thread.pk, world.post_file.pk]


SHARING = {
    "community_threads": Row(get=THEIRS, args=its_key),
    "community_thread_new": Row(
        get=THEIRS,
        post=THEIRS,
        args=its_key,
        data=lambda world: {"kind": "advice", "title": "How", "body": "Tell me"},
    ),
    "community_thread": Row(get=THEIRS, args=in_thread),
    "community_answers": Row(
        get=THEIRS, post=THEIRS, args=in_thread, data=lambda world: {"body": "So and so"}
    ),
    "community_following": Row(post=THEIRS, args=in_thread),
    "community_thread_closure": Row(post=THEIRS, args=in_thread),
    "community_post_edit": Row(
        get="mentor", post="mentor", args=its_post, data=lambda world: {"body": "Other words"}
    ),
    "community_post_removal": Row(get="mentor", post="mentor", args=its_post),
    "community_post": Row(get=THEIRS, args=lambda world: [world.community.pk, world.answer.pk]),
    "community_post_report": Row(
        get="facilitator mentee",
        post="facilitator mentee",
        args=its_post,
        data=lambda world: {"reason": "hurtful"},
        refused="mentee",  # who has reported it already
    ),
    "community_reports": Row(get="coordinator other_coordinator"),
    "community_report": Row(get="coordinator mentee", args=lambda world: [world.report.pk]),
    "community_report_settlement": Row(
        post="coordinator",
        args=lambda world: [world.report.pk],
        data=lambda world: {"answer": "I will talk to them"},
    ),
    "community_report_hiding": Row(post="coordinator", args=lambda world: [world.report.pk]),
    "community_story": Row(
        get="mentee",
        post="mentee",
        args=in_thread,
        data=lambda world: {"title": "A story", "body": "Shortened", "named": "no"},
    ),
    "community_story_ask": Row(post="facilitator mentor", args=in_thread),
    "stories": Row(get=EVERY_MEMBER),
    "story": Row(get=IN_PROGRAMME, args=lambda world: [world.story.pk]),
    "story_removal": Row(
        post="mentee coordinator",
        args=lambda world: [world.story.pk],
        data=lambda world: {"why": "It names a student"},
    ),
    "story_taken_out": Row(post="mentee", args=lambda world: [world.taken_out.pk]),
    "community_post_file": Row(get=THEIRS, args=its_file),
    "community_post_thumbnail": Row(get=THEIRS, args=its_file),
}


def its_turn(world: Any) -> list[Any]:
    return [world.community.pk, world.turn.pk]


def its_idea(world: Any) -> list[Any]:
    return [world.community.pk, world.idea.pk]


def its_conflict(world: Any) -> list[Any]:
    return [world.community.pk, world.conflict.pk]


def its_question(world: Any) -> list[Any]:
    return [world.community.pk, "now"]


TOGETHER = {
    "community_questions": Row(
        get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"text": "What else?"}
    ),
    "community_question": Row(get=THEIRS, args=its_question),
    "community_question_edit": Row(
        get=THEIRS, post=THEIRS, args=its_question, data=lambda world: {"text": "So"}, as_shown=True
    ),
    "community_question_agenda": Row(post=THEIRS, args=its_question),
    "community_conflicts": Row(get=f"{THEIRS} coordinator", args=its_key),
    "community_conflict_new": Row(get=THEIRS, post=THEIRS, args=its_key, refused=THEIRS),
    "community_conflict": Row(
        get="facilitator mentee",
        post="facilitator mentee",
        args=its_conflict,
        data=lambda world: {"text": "I see"},
    ),
    "community_conflict_bringing": Row(
        post="mentee",
        args=its_conflict,
        data=lambda world: {"addressee": f"coordinator:{world.coordinator.pk}"},
    ),
    "community_conflict_closure": Row(post="facilitator mentee", args=its_conflict),
}


def the_facilitator(world: Any) -> list[Any]:
    return [world.community.pk, world.facilitator.pk]


PEERS = {
    "community_peers": Row(get=THEIRS, args=its_key),
    "community_peer_wish": Row(
        get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"seeks": ["review"], "words": "My writing"}
    ),
    "community_peer_wish_removal": Row(post=THEIRS, args=its_key),
    "community_peer_ask": Row(
        get="mentor mentee", post="mentor mentee", args=the_facilitator, refused="mentee"
    ),
}


ROWS = {
    **TOGETHER,
    **PEERS,
    **SHARING,
    "communities": Row(get=EVERY_MEMBER),
    "community": Row(get=THEIRS, args=its_key),
    "community_marks": Row(get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"kind": "spoke"}),
    "community_members": Row(get=THEIRS, args=its_key),
    "community_membership": Row(post=f"{THEIRS} other_mentor other_mentee", args=its_key),
    "community_join_request": Row(get="coordinator", post="coordinator", args=its_key),
    "community_join_request_withdrawal": Row(post="coordinator", args=its_key),
    "community_join_decision": Row(
        post=THEIRS,
        args=lambda world: [world.community.pk, world.join_request.pk],
        data=lambda world: {"answer": "no"},
    ),
    "community_departure": Row(get=THEIRS, post=THEIRS, args=its_key),
    "community_charter": Row(get=THEIRS, args=its_key),
    "community_charter_edit": Row(
        get=THEIRS,
        post=THEIRS,
        args=its_key,
        data=lambda world: {"purpose": "Other words", "ways": "Other ways"},
        as_shown=True,
    ),
    # What is missing for it is shown to them.
    "community_phase": Row(
        get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"to": "rotating"}, shown=THEIRS
    ),
    "community_rota": Row(get=THEIRS, args=its_key),
    "community_turns_wanted": Row(post=THEIRS, args=its_key),
    "community_absences": Row(
        get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"first_on": "2027-01-01"}
    ),
    "community_absence_end": Row(
        post="facilitator", args=lambda world: [world.community.pk, world.absence.pk]
    ),
    "community_swaps": Row(
        refused="facilitator",
        get="facilitator",
        post="facilitator",
        args=lambda world: [world.community.pk, world.turn.pk],
        data=lambda world: {"member": world.mentor.pk},
    ),
    "community_stand_in": Row(
        post=f"{THEIRS} coordinator", args=lambda world: [world.community.pk, world.turn.pk]
    ),
    "community_swap_answer": Row(
        post="mentee",
        args=lambda world: [world.community.pk, world.swap.pk],
        data=lambda world: {"answer": "yes"},
    ),
    "community_swap_withdrawal": Row(
        post="facilitator", args=lambda world: [world.community.pk, world.swap.pk]
    ),
    "community_sessions": Row(get=THEIRS, args=its_key),
    "community_session_new": Row(
        get="coordinator", post="coordinator", args=its_key, data=lambda world: a_time(30)
    ),
    "community_turn": Row(get=THEIRS, args=its_turn),  # the others are led to the rota
    "community_turn_agenda": Row(
        post="facilitator", args=its_turn, data=lambda world: {"source": "ideas", "key": world.idea.pk}
    ),
    "community_turn_focus": Row(
        post="facilitator", args=its_turn, data=lambda world: {"focus": "Another focus"}
    ),
    "community_turn_run": Row(get="facilitator", args=its_turn),
    "community_turn_voice": Row(
        post="facilitator", args=its_turn, data=lambda world: {"member": world.mentee.pk, "kind": "spoke"}
    ),
    "community_turn_rounds": Row(post="facilitator", args=its_turn, data=lambda world: {"after": 0}),
    "community_turn_close": Row(get="facilitator", args=its_turn),
    "community_turn_handover": Row(
        post="facilitator",
        args=its_turn,
        data=lambda world: {"words": "All well"},
        refused="facilitator",  # who has handed over already, in other words
    ),
    "community_ideas": Row(
        get=THEIRS, post=THEIRS, args=its_key, data=lambda world: {"text": "Another idea"}
    ),
    "community_idea_hand": Row(post=THEIRS, args=its_idea),
    "community_idea_withdrawal": Row(post="mentee", args=its_idea),
    "community_closing": Row(  # whoever was invited and says that they were there
        get=THEIRS,
        post=THEIRS,
        args=lambda world: [world.community.pk, world.held.pk],
        data=lambda world: {"came": [world.facilitator.pk, world.mentor.pk, world.mentee.pk]},
    ),
    "community_evaluation": Row(get=THEIRS, args=its_evaluation),
    "community_evaluation_answer": Row(
        get=THEIRS, post=THEIRS, args=its_evaluation, data=lambda world: {"took": "Courage"}
    ),
    "community_evaluations": Row(get=THEIRS, args=its_key),
    "evaluation_questions": Row(get=ASKING, post=ASKING, args=its_key),
    "evaluation_question_new": Row(get=ASKING, post=ASKING, args=its_key, data=lambda world: A_QUESTION),
    "evaluation_question_edit": Row(
        get=ASKING,
        post=ASKING,
        args=lambda world: [world.community.pk, world.asked_question.pk],
        data=lambda world: A_QUESTION,
    ),
    "evaluation_question_retirement": Row(
        post=ASKING, args=lambda world: [world.community.pk, world.asked_question.pk]
    ),
    "community_new": Row(
        refused="coordinator other_coordinator",
        get="coordinator other_coordinator",
        post="coordinator other_coordinator",
        data=lambda world: {"name": "Another"},
    ),
    "community_care": Row(get="coordinator", args=its_key),
    "community_edit": Row(get="coordinator", post="coordinator", args=its_key, as_shown=True),
    "community_facilitator": Row(
        post="coordinator", args=its_key, data=lambda world: {"member": world.mentor.pk}
    ),
    "community_closure": Row(get="coordinator", post="coordinator", args=its_key),
}


def furnish(world: Any, canary: str) -> None:
    """Create a community for the organisation in its founding phase with a session arranged, one held and a swap asked.

    Another one of the same programme has the other pair in it.
    """
    from cop.actions import communities, conflicts, ideas, join_requests, joint_questions, sessions, turns
    from cop.models import Community, HandOver, JointQuestion
    from organisations import tenancy
    from tests import make
    from tests.access.world import CIRCLE

    organisation = world.organisation
    coordinator, facilitator = world.coordinator, world.facilitator
    make.enrolment(world.cohort, facilitator, "mentor")
    with tenancy.inside(organisation.pk, coordinator.pk):
        for name in ("community", "other_community"):
            world.rows[name] = communities.found(
                programme=world.programme,
                name=name.replace("_", " "),
                audience=Community.Audience.BOTH,
                joining=Community.Joining.CHOICE,
                by=coordinator,
            )
    inside = {"community": THEIRS.split(), "other_community": ["other_mentor", "other_mentee"]}
    for name, people in inside.items():
        for person in people:
            with tenancy.inside(organisation.pk, world.members[person].pk):
                communities.join(community=world.rows[name], by=world.members[person])
    with tenancy.inside(organisation.pk, coordinator.pk):
        world.rows["turn"] = turns.name_facilitator(
            community=world.community, member=facilitator, by=coordinator
        )
    with tenancy.inside(organisation.pk, facilitator.pk):
        world.rows["session"] = sessions.arrange(
            community=world.community,
            by=facilitator,
            starts_at=world.meeting.starts_at + timedelta(days=1),
            minutes=60,
            zone="Europe/London",
            focus=f"{CIRCLE} focus",
            place=f"{CIRCLE} place",
        )
        communities.write_charter(
            community=world.community, based_on=0, purpose=CIRCLE, ways=f"{CIRCLE} ways", by=facilitator
        )
        world.rows["absence"] = turns.be_away(
            community=world.community, first_on=world.cohort.ends_on, last_on=None, by=facilitator
        )
        world.rows["swap"] = turns.ask_to_swap(turn=world.turn, asked=world.mentee, by=facilitator)
        HandOver.objects.create(
            organisation_id=organisation.pk,
            session=world.session,
            by=facilitator,
            to=world.mentor,
            words=f"{CIRCLE} handed over",
        )
    with tenancy.inside(organisation.pk, world.mentee.pk):
        world.rows["idea"] = ideas.suggest(community=world.community, text=f"{CIRCLE} idea", by=world.mentee)
        asked = joint_questions.ask(community=world.community, text=f"{CIRCLE} question", by=world.mentee)
        joint_questions.answer(question=asked, based_on=0, text=f"{CIRCLE} answer", by=world.mentee)
        now = JointQuestion(organisation=organisation, community=world.community, design="now")
        joint_questions.answer(question=now, based_on=0, text=f"{CIRCLE} now", by=world.mentee)
        world.rows["conflict"] = conflicts.bring(
            community=world.community,
            place="facilitator",
            to=facilitator,
            text=f"{CIRCLE} conflict",
            by=world.mentee,
        )
    with tenancy.inside(organisation.pk, facilitator.pk):
        conflicts.reply(conflict=world.conflict, text=f"{CIRCLE} reply", by=facilitator)
    with tenancy.inside(organisation.pk, coordinator.pk):
        world.rows["join_request"] = join_requests.ask(
            community=world.community, reason="To learn", by=coordinator
        )
    share(world)
    look_back(world, canary)
    look_for_peers(world)


def share(world: Any) -> None:
    """Let the mentee tell a story with a picture, and the mentor answer."""
    from cop.actions import threads
    from cop.models import PostFile
    from files.upload_validation import validate
    from organisations import tenancy
    from tests.access.world import CIRCLE
    from tests.files.builders import picture, upload

    with tenancy.inside(world.organisation.pk, world.mentee.pk):
        world.rows["thread"] = threads.begin(
            community=world.community,
            kind="success",
            title=f"{CIRCLE} title",
            body=f"{CIRCLE} story",
            link=f"https://example.org/{CIRCLE}",
            files=[validate(upload(picture(), f"{CIRCLE}.png"))],
            by=world.mentee,
        )
        world.rows["post_file"] = PostFile.objects.get(post__thread=world.thread)
    with tenancy.inside(world.organisation.pk, world.mentor.pk):
        world.rows["answer"] = threads.answer(thread=world.thread, body=f"{CIRCLE} answer", by=world.mentor)
    report_and_publish(world)


def report_and_publish(world: Any) -> None:
    """Let the mentee report an answer without its text, and let two stories into the library; one is taken out."""
    from cop.actions import reports, stories, threads
    from cop.models import Post, StoryRemoval
    from organisations import tenancy
    from tests.access.world import CIRCLE, DIARY, LIBRARY, REPORT

    with tenancy.inside(world.organisation.pk, world.mentee.pk):
        post = Post.objects.with_words().select_related("community").get(pk=world.answer.pk)
        world.rows["report"] = reports.report(post=post, reason="hurtful", words=REPORT, by=world.mentee)
        for name in ("story", "story_out"):
            told = threads.begin(
                community=world.community, kind="failure", title=CIRCLE, body=CIRCLE, by=world.mentee
            )
            world.rows[name] = stories.consent(
                thread=told, title=LIBRARY, body=f"{LIBRARY} story", named=False, by=world.mentee
            )
    with tenancy.inside(world.organisation.pk, world.coordinator.pk):
        stories.take_out(story=world.rows.pop("story_out"), why=DIARY, by=world.coordinator)
    with tenancy.inside(world.organisation.pk, world.mentee.pk):
        world.rows["taken_out"] = StoryRemoval.objects.get()


def look_back(world: Any, canary: str) -> None:
    """One session to be closed, and one that is, on which the mentee has said something."""
    from cop.actions import evaluations
    from cop.models import CommunityQuestion, EvaluationQuestion, Session
    from organisations import tenancy
    from tests import make
    from tests.access.world import CIRCLE

    people = [world.facilitator, world.mentor, world.mentee]
    for days, name in enumerate(("held", "looked_back"), 2):
        meeting = make.meeting(people, starts_in=timedelta(days=-days), focus=CIRCLE)
        with tenancy.inside(world.organisation.pk, world.facilitator.pk):
            meeting.facilitator = world.facilitator
            meeting.save()
            world.rows[name] = Session.objects.create(
                organisation=world.organisation, community=world.community, meeting=meeting
            )
    evaluation = make.open_evaluation(world.looked_back, people)
    with tenancy.inside(world.organisation.pk, world.mentee.pk):
        said = f"{CIRCLE} {canary}"
        words = EvaluationQuestion.objects.get(evaluation=evaluation, question__text="What was hard?")
        evaluations.answer(evaluation=evaluation, by=world.mentee, answers={words.pk: said}, took=said)
        world.rows["asked_question"] = CommunityQuestion.objects.current().first()


def look_for_peers(world: Any) -> None:
    """The mentee looks for a peer, and the facilitator asks her."""
    from cop.actions import peers
    from organisations import tenancy
    from tests.access.world import CIRCLE, PEERS

    of = {"community": world.community}
    with tenancy.inside(world.organisation.pk, world.mentee.pk):
        peers.wish(**of, seeks=["review"], topics=[CIRCLE], times=[], words=CIRCLE, by=world.mentee)
    with tenancy.inside(world.organisation.pk, world.facilitator.pk):
        world.rows["peer_invitation"] = peers.ask(**of, to=world.mentee, words=PEERS, by=world.facilitator)
