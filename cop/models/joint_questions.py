"""What a community asks itself, and how it answers together: every version is kept."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.communities import Community
from cop.models.predicates import DOER, belongs_to_community, since
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import CHANGES, REMOVALS, RowSecurity, of, own
from web.labels import Words


class JointQuestionQuerySet(models.QuerySet["JointQuestion"]):
    def visible_to(self, member: Member) -> "JointQuestionQuerySet":
        """Questions of communities the member belongs to now."""
        return self.filter(community__in=Community.objects.visible_to(member))

    def with_answered(self) -> "JointQuestionQuerySet":
        """Each with ``answered``: whether the community has written an answer."""
        return self.annotate(answered=Exists(JointAnswer.objects.filter(question=OuterRef("pk"))))


class JointQuestion(OrganisationModel):
    """One of the three design questions, once somebody answers it, or one that the community asks itself."""

    class Design(models.TextChoices):
        NOW = "now", _("How does mentoring happen here now?")
        TOGETHER = "together", _("What should we do together?")
        OWN = "own", _("What would a programme of our own look like?")

    community = OrganisationForeignKey(Community, models.CASCADE, related_name="joint_questions")
    design = models.CharField(max_length=8, choices=Design, blank=True)
    text = models.CharField(_("what you would like to ask"), max_length=200, blank=True)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = JointQuestionQuerySet.as_manager()

    row_security = RowSecurity(read=belongs_to_community(), add=DOER, refused=[CHANGES, REMOVALS])

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "community", "design"],
                condition=~Q(design=""),
                name="cop_jointquestion_design_once",
            ),
            models.CheckConstraint(
                condition=Q(design__in=["now", "together", "own"], text="") | (Q(design="") & ~Q(text="")),
                name="cop_jointquestion_design_or_text",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def words(self) -> Words:
        return self.Design(self.design).label if self.design else self.text

    @property
    def is_new(self) -> bool:
        """Whether it is a design question that nobody has answered yet, and so no row."""
        return bool(self._state.adding)

    @property
    def key(self) -> str:
        """What stands for it in addresses."""
        return self.design or str(self.pk)


class JointAnswer(OrganisationModel):
    """One version of what a community answers to a question."""

    question = OrganisationForeignKey(JointQuestion, models.CASCADE, related_name="answers")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(_("our answer"), max_length=8000)
    written_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        # All that was answered to a question from before, as a later version says again what the earlier ones said.
        read=of("question_id", "cop_jointquestion", belongs_to_community() & since("at")),
        add=own("written_by_id", "who writes it"),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "question", "version"], name="cop_jointanswer_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.version}"
