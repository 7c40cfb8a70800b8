"""A programme's story library: copies of stories whose authors said yes to it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cop.models.predicates import DOER
from cop.models.threads import Thread
from cop.search import Searchable, SearchableQuerySet
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, NOBODY, Condition, RowSecurity, of, own, readers_of
from programmes.models import Coordination, Enrolment, Programme
from programmes.models.predicates import coordinates_programme, takes_part_in_programme_to_its_end

# Who took part to the end still belongs to those a library is for.
TAKING_PART = ("accepted", "active", "paused", "completed")

THREAD_AUTHOR = own("author_id", "the author of the thread")
OWN_THREAD = of("thread_id", "cop_thread", THREAD_AUTHOR)


class StoryRequest(OrganisationModel):
    """That a member asked the author of a story to let it into the library, and whether they said no."""

    thread = OrganisationForeignKey(Thread, models.CASCADE, related_name="asks")
    by = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)

    row_security = RowSecurity(
        read=DOER | OWN_THREAD,
        add=DOER & of("thread_id", "cop_thread", ~THREAD_AUTHOR),
        change=OWN_THREAD,
        fixed=["thread_id", "by_id", "at"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "thread", "by"], name="cop_storyask_once")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.by_id}"


class StoryConsent(OrganisationModel):
    """That the author of a thread lets its story into the library. Only they know from which thread it came."""

    thread = OrganisationOneToOneField(Thread, models.CASCADE, related_name="consent")
    author = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=AUTHOR,
        add=of(
            "thread_id",
            "cop_thread",
            AUTHOR & Condition("{row}.kind IN ('success', 'failure')", "it is a story"),
        ),
        fixed=["thread_id", "author_id"],
    )

    def __str__(self) -> str:
        return str(self.thread_id)


class StoryQuerySet(SearchableQuerySet["Story"]):
    def visible_to(self, member: Member) -> "StoryQuerySet":
        """Stories of programmes the member takes part in or coordinates; and their own."""
        places = Enrolment.objects.filter(
            cohort__programme=OuterRef("programme"), member=member, state__in=TAKING_PART
        )
        looked_after = Coordination.objects.filter(programme=OuterRef("programme"), member=member)
        own = StoryConsent.objects.filter(pk=OuterRef("consent"), author=member)
        return self.filter(Q(Exists(places)) | Q(Exists(looked_after)) | Q(Exists(own)))


_CONSENTED = readers_of("consent_id", "cop_storyconsent", "who consented to it")


class Story(Searchable):
    """A story in a programme's library: a copy as its author wants it read, with their name or without."""

    class Kind(models.TextChoices):
        SUCCESS = "success", _("went well")
        FAILURE = "failure", _("went wrong")

    programme = OrganisationForeignKey(Programme, models.CASCADE, related_name="stories")
    consent = OrganisationOneToOneField(StoryConsent, models.CASCADE, related_name="story")
    kind = models.CharField(max_length=8, choices=Kind)
    author = OrganisationForeignKey(
        Member,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="only of who wants to be named; otherwise nothing here says whose it is",
    )
    on = models.DateField(default=timezone.localdate)

    objects = StoryQuerySet.as_manager()

    row_security = RowSecurity(
        read=takes_part_in_programme_to_its_end("programme_id")
        | coordinates_programme("programme_id")
        | _CONSENTED,
        add=Condition(
            "EXISTS (SELECT 1 FROM public.cop_storyconsent a JOIN public.cop_thread t ON t.id = a.thread_id "
            "JOIN public.cop_community c ON c.id = t.community_id "
            "WHERE a.id = {row}.consent_id AND c.programme_id = {row}.programme_id)",
            "who consented to it, in the programme of their community",
        )
        & (AUTHOR | Condition("{row}.author_id IS NULL", "it names no author")),
        change=_CONSENTED,
        fixed=["programme_id", "consent_id"],
    )

    def __str__(self) -> str:
        return self.title


class TakenOutQuerySet(models.QuerySet["StoryRemoval"]):
    def visible_to(self, member: Member) -> "TakenOutQuerySet":
        """Of the member's own stories."""
        return self.filter(author=member)


class StoryRemoval(OrganisationModel):
    """That a coordinator took a story out of the library, and why: for its author alone, until they have read it.

    Made by taking it out (``cop_take_out`` in the database), since the coordinator does not learn whose story it was.
    """

    author = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    thread = OrganisationForeignKey(Thread, models.CASCADE, related_name="+")
    title = models.CharField(max_length=140)
    why = models.TextField(_("why it should not stand in the library"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    objects = TakenOutQuerySet.as_manager()

    row_security = RowSecurity(read=AUTHOR, add=NOBODY, fixed=["author_id", "thread_id"])

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="cop_takenout_why")]

    def __str__(self) -> str:
        return self.title
