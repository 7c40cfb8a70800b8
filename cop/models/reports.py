"""What members bring before the coordinator, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community
from cop.models.predicates import ANSWERS_REPORT, DOER
from cop.models.threads import Post
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import CHANGES, REMOVALS, Condition, RowSecurity, of, readers_of


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, member: Member) -> "ReportQuerySet":
        """The member's own."""
        return self.filter(by=member)

    def coordinated_by(self, member: Member) -> "ReportQuerySet":
        """Those of the member's programmes; never about the member, who would learn who reported them."""
        return self.filter(community__programme__coordinations__member=member).exclude(about=member)

    def open(self) -> "ReportQuerySet":
        return self.filter(settlement=None)


class Report(OrganisationModel):
    """That somebody reported a post to the coordinators: why, and its words only where they chose to add them."""

    class Reason(models.TextChoices):
        CONFIDENCE = "confidence", _("It tells what should stay between others")
        HURTFUL = "hurtful", _("It hurts or threatens somebody")
        DISCRIMINATION = "discrimination", _("It puts people down for who they are")
        UNWANTED = "unwanted", _("Advertising, or nothing to do with the community")
        OTHER = "other", _("Something else")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="reports")
    post = OrganisationForeignKey(Post, models.CASCADE, related_name="+")
    about = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    reason = models.CharField(_("what is wrong with it"), max_length=14, choices=Reason)
    words = models.TextField(_("in your own words"), max_length=2000, blank=True)
    reported_text = models.TextField(
        blank=True, help_text="a copy of what is reported, when the reporter chose so"
    )
    is_opening = models.BooleanField()
    written_at = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    objects = ReportQuerySet.as_manager()

    row_security = RowSecurity(
        read=DOER | ANSWERS_REPORT,
        add=DOER
        & Condition(
            "EXISTS (SELECT 1 FROM public.cop_post p WHERE p.id = {row}.post_id "
            "AND p.community_id = {row}.community_id AND p.author_id = {row}.about_id)",
            "it is about the author of a post that they read",
        ),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "post", "by"], name="cop_report_once"),
            models.CheckConstraint(condition=~Q(by=models.F("about")), name="cop_report_of_others"),
            models.CheckConstraint(
                condition=Q(reason__in=["confidence", "hurtful", "discrimination", "unwanted", "other"]),
                name="cop_report_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_settled(self) -> bool:
        return hasattr(self, "settlement")


class ReportSettlement(OrganisationModel):
    """What a coordinator answered to who reported, and when."""

    report = OrganisationOneToOneField(Report, models.CASCADE, related_name="settlement")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    answer = models.TextField(_("your answer"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=readers_of("report_id", "cop_report", "who reads the report"),
        add=DOER & of("report_id", "cop_report", ANSWERS_REPORT),
        refused=[CHANGES, REMOVALS],
    )

    def __str__(self) -> str:
        return str(self.report_id)
