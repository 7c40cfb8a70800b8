"""Meetings that were arranged together and repeat: the rule they follow, and what calendars were told of them."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from meetings.models.predicates import attendees_of_series
from meetings.series import MOST, Rule
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel, validate_time_zone
from organisations.row_security import PLATFORM, Guard, RowSecurity, own
from web.dates import known_zone


class Series(OrganisationModel):
    """A rule by which meetings repeat. Its meetings are rows of their own; what differs from the rule is told by them.

    Its day and time stand as clocks show them, with their zone, so that the rule is the same whatever clocks do.
    """

    class Every(models.IntegerChoices):
        WEEK = 1, _("Every week")
        TWO_WEEKS = 2, _("Every two weeks")
        THREE_WEEKS = 3, _("Every three weeks")
        FOUR_WEEKS = 4, _("Every four weeks")

    first_on = models.DateField(help_text="the day of the first meeting by the rule")
    clock = models.TimeField(help_text="when each begins, on clocks in the zone")
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    minutes = models.PositiveSmallIntegerField()
    every = models.PositiveSmallIntegerField(choices=Every, help_text="weeks from one to the next")
    count = models.PositiveSmallIntegerField(help_text="how many it had when it was arranged")
    revision = models.PositiveIntegerField(
        default=0, help_text="counts how often the rule or the place changed"
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text="counts the calendar objects; calendars order what they are sent by it"
    )
    is_one_object = models.BooleanField(
        default=True, help_text="not so where each meeting was sent as an object of its own, as once was done"
    )
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    # As of a meeting: the application says which of its attendees may change it.
    row_security = RowSecurity(
        add=own("created_by_id", "who makes it"),
        fixed=["created_by_id"],
        guards=[
            Guard(
                "moved",
                ["first_on", "clock", "zone", "minutes", "every", "count", "revision", "is_one_object"],
                PLATFORM | own("created_by_id", "who made it") | attendees_of_series("id"),
            )
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every__range=(1, 4), count__range=(1, MOST)), name="meetings_series_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on} {self.clock}"

    @property
    def rule(self) -> Rule:
        zone = known_zone(self.zone) or self.organisation.zone
        first = datetime.combine(self.first_on, self.clock)
        return Rule(first, zone, self.minutes, self.every, self.count)

    @rule.setter
    def rule(self, rule: Rule) -> None:
        self.first_on, self.clock, self.zone = rule.first.date(), rule.first.time(), rule.zone.key
        self.minutes, self.every, self.count = rule.minutes, rule.every, rule.count
