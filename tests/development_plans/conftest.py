"""A mentee with a plan, her mentor, and others who must not see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from development_plans.actions import contents, plans
from development_plans.models import Plan
from organisations import tenancy
from organisations.models import Member
from tests import make
from tests.worlds import kept

CANARY = "canary-of-the-plan"
ANSWERS = {"goal": CANARY, "measure": "twelve speak", "reach": "I teach it anyway", "reason": "I want to"}


@dataclass
class Desk:
    """The people, and doing things with plans as one of them."""

    maya: Member
    tomas: Member
    ines: Member
    noor: Member
    partnership: Any
    cohort: Any

    def inside(self, person: Member | None = None) -> Any:
        return tenancy.inside(self.maya.organisation_id, person and person.pk)

    def client(self, person: Member) -> Client:
        client = Client()
        client.force_login(person.user)
        return client

    def plan(self, step: int = 1, owner: Member | None = None, **answers: Any) -> Plan:
        """A plan that stands at a step."""
        owner = owner or self.maya
        today = timezone.localdate()
        with self.inside(owner):
            plan = plans.begin(by=owner, goal=CANARY)
            if step > 1:
                values = {**ANSWERS, "wanted_by": today + timedelta(days=60), **answers}
                plan = plans.save_answers(plan=plan, values=values, by=owner)
            if step > 2:
                contents.add_action(plan=plan, text="Watch two seminars", by=owner)
            if step > 3:
                contents.see_no_barrier(plan=plan, by=owner)
            if step > 4:
                days = [today + timedelta(days=each) for each in (1, 60, 90)]
                names = ("starts_on", "completes_on", "follows_up_on")
                plan = plans.set_dates(plan=plan, by=owner, **dict(zip(names, days, strict=True)))
            if step > 5:
                contents.tick_action(action=plan.actions.get(), done=True, by=owner)
            plan = Plan.objects.get(pk=plan.pk)
            assert plan.step == min(step, 6)
            if step > 6:
                plans.save_answers(plan=plan, values={"reflection": "Fourteen spoke."}, by=owner)
                plans.conclude(plan=plan, how="keep", by=owner)
        return self.again(plan, owner)

    def again(self, plan: Plan, owner: Member | None = None) -> Plan:
        with self.inside(owner or self.maya):
            return Plan.objects.select_related("owner").get(pk=plan.pk)


def make_desk() -> Desk:
    riverside = make.organisation()
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    maya, tomas, noor = (make.member(riverside, name) for name in ("Maya L", "Tomás O", "Noor H"))
    cohort = make.cohort(make.programme(ines))
    pair = make.partnership(cohort, mentor=tomas, mentee=maya)
    return Desk(maya, tomas, ines, noor, pair, cohort)


_once_desk, desk = kept("desk", make_desk)
