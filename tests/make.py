"""Real rows for tests, made the way the product makes them wherever an action exists.

riverside = make.organisation("riverside")
ines = make.member(riverside, "Ines Duarte", coordinator=True)
programme = make.programme(by=ines)
cohort = make.cohort(programme)
partnership = make.partnership(cohort, mentor=tomas, mentee=maya)
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from organisations import actions as organisations
from organisations import tenancy
from organisations.models import Appointment, Member, Organisation
from programmes.models import Cohort, Coordination, Enrolment, Practice, Programme

PASSWORD = "a-password-for-tests"
STAGES = ("initiation", "consolidation", "construction", "redefinition")


def user(name: str = "Maya Lindqvist", email: str | None = None, **fields: Any) -> User:
    """An account with a verified address and an unusable password (sign in with ``client.force_login``)."""
    from allauth.account.models import EmailAddress

    address = (
        email or f"{name.split()[0].lower()}.{name.split()[-1].lower()}.{User.objects.count()}@example.org"
    )
    account = User.objects.create_user(address, None, name=name, **fields)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def organisation(slug: str = "riverside", **fields: Any) -> Organisation:
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuidv7()")
        key = cursor.fetchone()[0]
    with tenancy.inside(key):
        return Organisation.objects.create(
            id=key, slug=slug, **{"name": slug.title(), "time_zone": "Europe/London", **fields}
        )


def member(
    organisation: Organisation,
    name: str = "Maya Lindqvist",
    *,
    admin: bool = False,
    coordinator: bool = False,
    account: User | None = None,
    joined: bool = True,
    **fields: Any,
) -> Member:
    """A member with an account (unless ``joined`` is False), and appointed if wanted."""
    if joined and account is None:
        account = user(name)
    email = account.email if account else f"{name.replace(' ', '.').lower()}@example.org"
    with tenancy.inside(organisation.pk):
        person = Member.objects.create(
            organisation=organisation, user=account, **{"email": email, "display_name": name, **fields}
        )
        if admin:
            organisations.appoint(member=person, role=Appointment.Role.ADMIN, by=person)
        if coordinator:
            organisations.appoint(member=person, role=Appointment.Role.COORDINATOR, by=person)
    return person


def programme(by: Member, name: str = "Teaching practice", **fields: Any) -> Programme:
    """A programme with its practices (3, 4, 6 and 5), coordinated by who made it."""
    with tenancy.inside(by.organisation_id):
        made = Programme.objects.create(
            organisation_id=by.organisation_id, created_by=by, name=name, **fields
        )
        Coordination.objects.create(organisation_id=by.organisation_id, programme=made, member=by, by=by)
        Practice.objects.bulk_create(
            Practice(
                organisation_id=by.organisation_id,
                programme=made,
                stage=stage,
                position=position,
                text=f"{stage} practice {position}",
            )
            for stage, count in zip(STAGES, (3, 4, 6, 5), strict=True)
            for position in range(count)
        )
    return made


def cohort(
    programme: Programme, name: str = "Autumn cohort", starts_on: date | None = None, **fields: Any
) -> Cohort:
    starts_on = starts_on or timezone.localdate() - timedelta(weeks=8)
    with tenancy.inside(programme.organisation_id):
        return Cohort.objects.create(
            organisation_id=programme.organisation_id,
            programme=programme,
            name=name,
            created_by_id=programme.created_by_id,
            **{"starts_on": starts_on, "ends_on": starts_on + timedelta(weeks=40), **fields},
        )


def enrolment(cohort: Cohort, member: Member, role: str, **fields: Any) -> Enrolment:
    with tenancy.inside(cohort.organisation_id):
        made, _created = Enrolment.objects.update_or_create(
            organisation_id=cohort.organisation_id, cohort=cohort, member=member, role=role, defaults=fields
        )
    return made


def partnership(
    cohort: Cohort, *, mentor: Member, mentee: Member, stage: str = "initiation", **fields: Any
) -> Any:
    """A partnership of two people, enrolled for it."""
    from partnerships.models import Partnership, Party

    places = [(mentor, "mentor"), (mentee, "mentee")]
    enrolments = [enrolment(cohort, person, role, state=Enrolment.State.ACTIVE) for person, role in places]
    with tenancy.inside(cohort.organisation_id):
        made = Partnership.objects.create(
            organisation_id=cohort.organisation_id, cohort=cohort, stage=stage, **fields
        )
        for (person, role), place in zip(places, enrolments, strict=True):
            Party.objects.create(
                organisation_id=cohort.organisation_id,
                partnership=made,
                member=person,
                enrolment=place,
                role=role,
            )
    return made


def meeting(
    attendees: Sequence[Member],
    *,
    starts_in: timedelta = timedelta(days=3),
    minutes: int = 60,
    focus: str = "",
) -> Any:
    """A bare meeting of some members, made by the first; past when ``starts_in`` is negative."""
    from meetings.models import Arrangement, Attendance, Meeting

    first = attendees[0]
    starts_at = timezone.now() + starts_in
    with tenancy.inside(first.organisation_id, first.pk):
        made = Meeting.objects.create(
            organisation_id=first.organisation_id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            zone="Europe/London",
            created_by=first,
        )
        for person in attendees:
            Attendance.objects.create(organisation_id=first.organisation_id, meeting=made, member=person)
        Arrangement.objects.create(
            organisation_id=first.organisation_id, meeting=made, focus=focus, place="Room 2.14"
        )
    return made


def open_evaluation(session: Any, came: Sequence[Member], *, open_for: timedelta = timedelta(days=7)) -> Any:
    """The evaluation of a session that its facilitator closed; it can be answered for so long."""
    from cop.actions import evaluations

    facilitator = session.meeting.facilitator
    with tenancy.inside(session.organisation_id, facilitator.pk):
        return evaluations.close_session(
            session=session,
            by=facilitator,
            came={person.pk for person in came},
            at=timezone.now() - timedelta(days=7) + open_for,
        )


def looked_back(session: Any, said: Mapping[Member, Mapping[str, Any]]) -> Any:
    """The evaluation of a session, over and published: what each who was there said, by the question's words."""
    from cop.actions import evaluations
    from cop.models import EvaluationAnswer, EvaluationQuestion, Reflection

    made = open_evaluation(session, list(said))
    for person, answers in said.items():
        with tenancy.inside(session.organisation_id, person.pk):
            found = EvaluationQuestion.objects.filter(evaluation=made).select_related("question")
            asked = {each.question.text: each for each in found}
            EvaluationAnswer.objects.bulk_create(
                EvaluationAnswer(
                    organisation_id=session.organisation_id,
                    asked=asked[question],
                    author=person,
                    **({"rating": value} if isinstance(value, int) else {"words": value}),
                )
                for question, value in answers.items()
            )
            if answers:
                Reflection.objects.create(
                    organisation_id=session.organisation_id,
                    evaluation=made,
                    author=person,
                    took=f"{person} took",
                )
    put_a_week_behind(made)
    with tenancy.inside(made.organisation_id):
        evaluations.publish(made.session.community)
    return made


def put_a_week_behind(evaluation: Any) -> None:
    """Have an evaluation be over now. The product cannot; the function is one of the tests' database alone."""
    with tenancy.inside(evaluation.organisation_id), connection.cursor() as cursor:
        cursor.execute("SELECT tests_put_a_week_behind(%s)", [evaluation.pk])
        evaluation.refresh_from_db(fields=["opened_at", "closes_at"])
