from django.db import migrations, models
from organisations.tables import Tables
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields
import uuid


# Whose plan it is that is shown. By reference, since policies of two tables cannot each look into the other.
SHARED_BY_OWNER = """
ALTER TABLE development_plans_plan ADD CONSTRAINT development_plans_plan_owned UNIQUE (organisation_id, id, owner_id);
ALTER TABLE development_plans_share ADD CONSTRAINT development_plans_share_own_plan
    FOREIGN KEY (organisation_id, plan_id, owner_id) REFERENCES development_plans_plan (organisation_id, id, owner_id)
    DEFERRABLE INITIALLY IMMEDIATE;
"""
SHARED_BY_ANYBODY = """
ALTER TABLE development_plans_share DROP CONSTRAINT development_plans_share_own_plan;
ALTER TABLE development_plans_plan DROP CONSTRAINT development_plans_plan_owned;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_schema"),
        ("organisations", "0001_schema"),
        ("programmes", "0001_schema"),
    ]

    replaces = [
        ("development_plans", "0001_tables"),
        ("development_plans", "0002_their_walls"),
        ("development_plans", "0003_weekly_counts"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Plan",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "goal",
                        models.CharField(
                            blank=True,
                            help_text="One thing, said so that somebody else could picture it.",
                            max_length=300,
                            verbose_name="What will you be able to do that you cannot do yet?",
                        ),
                    ),
                    (
                        "measure",
                        models.CharField(
                            blank=True,
                            help_text="What will you see, hear or hold in your hands?",
                            max_length=500,
                            verbose_name="How will you know that you are there?",
                        ),
                    ),
                    (
                        "reach",
                        models.CharField(
                            blank=True,
                            help_text="What you have already: time, a person, a chance to practise.",
                            max_length=500,
                            verbose_name="What makes it possible from where you stand?",
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
                            blank=True,
                            help_text="For your work, or for yourself.",
                            max_length=500,
                            verbose_name="Why does it matter to you, and why now?",
                        ),
                    ),
                    (
                        "wanted_by",
                        models.DateField(
                            blank=True,
                            help_text="A day to aim for. You set the dates in step 4.",
                            null=True,
                            verbose_name="By when?",
                        ),
                    ),
                    ("sees_no_barrier_at", models.DateTimeField(blank=True, null=True)),
                    ("starts_on", models.DateField(blank=True, null=True, verbose_name="I start on")),
                    ("completes_on", models.DateField(blank=True, null=True, verbose_name="I am there on")),
                    (
                        "follows_up_on",
                        models.DateField(
                            blank=True,
                            help_text="Some weeks later: does what you learned still hold?",
                            null=True,
                            verbose_name="I look again on",
                        ),
                    ),
                    (
                        "reflection",
                        models.TextField(
                            blank=True,
                            help_text="What worked, what did not, what surprised you, what others noticed.",
                            max_length=6000,
                            verbose_name="What did you learn, and how do you see it now?",
                        ),
                    ),
                    (
                        "step",
                        models.PositiveSmallIntegerField(
                            default=1, help_text="the first that is not complete; 7 when all are"
                        ),
                    ),
                    ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "follows",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            help_text="the plan before it in the cycle",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="followed_by",
                            to="development_plans.plan",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="plans",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "complete",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(),
                            default=list,
                            help_text="the steps that are complete, also behind one that is not any more",
                        ),
                    ),
                    (
                        "saves",
                        models.JSONField(
                            db_default=models.Value({}, output_field=models.JSONField()),
                            default=dict,
                            editable=False,
                            help_text="for an answer, the page that saved it last and at which turn",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-begun_at", "-id"],
                    "indexes": [models.Index(fields=["organisation", "owner"], name="development_plans_of_owner")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("step__range", (1, 7))), name="development_plans_plan_step"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("starts_on", None),
                                    ("completes_on", None),
                                    ("starts_on__lte", models.F("completes_on")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("completes_on", None),
                                    ("follows_up_on", None),
                                    ("completes_on__lte", models.F("follows_up_on")),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("starts_on", None),
                                    ("follows_up_on", None),
                                    ("starts_on__lte", models.F("follows_up_on")),
                                    _connector="OR",
                                ),
                            ),
                            name="development_plans_plan_dates_in_order",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("follows", None), models.Q(("follows", models.F("id")), _negated=True), _connector="OR"
                            ),
                            name="development_plans_plan_follows_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LogEntry",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("text", models.CharField(max_length=1000, verbose_name="What happened?")),
                    (
                        "promise_id",
                        models.UUIDField(
                            blank=True, help_text="the meeting's action it was taken over from", null=True
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="log",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "plan", "promise_id"), name="development_plans_promise_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Conclusion",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "how",
                        models.CharField(
                            choices=[("keep", "The new behaviour stays"), ("next", "The next goal follows")],
                            max_length=4,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="conclusion",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("how__in", ["keep", "next"])), name="development_plans_conclusion_how"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Comment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "step",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(6),
                            ]
                        ),
                    ),
                    ("text", models.TextField(max_length=2000, verbose_name="Comment")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="comments",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "ordering": ["created_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("step__range", (1, 6))), name="development_plans_comment_step"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Barrier",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "text",
                        models.CharField(
                            help_text="A person, a skill, time, a habit: in your own words.",
                            max_length=300,
                            verbose_name="Barrier",
                        ),
                    ),
                    (
                        "way",
                        models.TextField(
                            blank=True,
                            help_text="Leave it empty if you do not see yet how to get past it.",
                            max_length=2000,
                            verbose_name="How you may overcome it",
                        ),
                    ),
                    (
                        "overcome_at",
                        models.DateTimeField(blank=True, help_text="when that plan was finished", null=True),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "goal",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            help_text="the plan that this one waits for",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="removes",
                            to="development_plans.plan",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="barriers",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "ordering": ["created_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("goal", None), models.Q(("goal", models.F("plan")), _negated=True), _connector="OR"
                            ),
                            name="development_plans_barrier_waits_for_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("overcome_at", None), ("goal__isnull", False), _connector="OR"),
                            name="development_plans_barrier_overcome",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlanAction",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("text", models.CharField(max_length=300, verbose_name="What will you do?")),
                    (
                        "needs",
                        models.CharField(
                            blank=True,
                            help_text="Time, a person, a book, a room, somebody’s permission.",
                            max_length=300,
                            verbose_name="What do you need for it?",
                        ),
                    ),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="By when?")),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="actions",
                            to="development_plans.plan",
                        ),
                    ),
                    (
                        "task_id",
                        models.UUIDField(blank=True, help_text="the task of a pathway it came from", null=True),
                    ),
                ],
                options={
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Share",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="plans_shared",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at", None)),
                            fields=("organisation", "plan", "member"),
                            name="development_plans_share_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("owner", models.F("member")), _negated=True),
                            name="development_plans_share_with_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Asking",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "words",
                        models.TextField(
                            help_text="This is all they see of your plan. Say what they saw you do, and ask about that, in one or two questions.",
                            max_length=1500,
                            verbose_name="What do you want to know?",
                        ),
                    ),
                    ("named", models.BooleanField(help_text="whether people answer with their name")),
                    ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("expires_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="askings",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at", "-id"],
                },
            ),
            migrations.CreateModel(
                name="FeedbackInvitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("email", models.EmailField(max_length=254)),
                    ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("spent", models.BooleanField(default=False)),
                    (
                        "asking",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitations",
                            to="development_plans.asking",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
                options={
                    "ordering": ["email", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "asking", "email"), name="development_plans_asked_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FeedbackAnswer",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ("name", models.CharField(blank=True, max_length=120, verbose_name="Your name")),
                    ("saw", models.TextField(max_length=3000, verbose_name="What did you see that worked?")),
                    (
                        "change",
                        models.TextField(blank=True, max_length=3000, verbose_name="What could be done differently?"),
                    ),
                    (
                        "asking",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="development_plans.asking",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "invitation",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answer",
                            to="development_plans.feedbackinvitation",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="LogFile",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("key", models.CharField(editable=False, max_length=120)),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("content_type", models.CharField(editable=False, max_length=100)),
                    ("size", models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")),
                    ("width", models.PositiveIntegerField(editable=False, null=True)),
                    ("height", models.PositiveIntegerField(editable=False, null=True)),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "entry",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.ledgerentry",
                        ),
                    ),
                    (
                        "line",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="development_plans.logentry",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Pathway",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            help_text="Leading seminars, say.", max_length=120, verbose_name="What does one grow into?"
                        ),
                    ),
                    (
                        "about",
                        models.TextField(
                            blank=True, max_length=2000, verbose_name="What is it like for somebody who does it well?"
                        ),
                    ),
                    ("opened_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "adapted_from",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="development_plans.pathway",
                        ),
                    ),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pathways",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pathways",
                            to="programmes.programme",
                            verbose_name="for whom",
                        ),
                    ),
                ],
                options={
                    "ordering": ["name", "id"],
                },
            ),
            migrations.CreateModel(
                name="Task",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("name", models.CharField(max_length=200, verbose_name="The task")),
                    (
                        "inside",
                        models.TextField(
                            blank=True,
                            help_text="In your own words: what you notice, what you decide, what you say to yourself.",
                            max_length=4000,
                            verbose_name="What does doing it well look like from the inside?",
                        ),
                    ),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="Something to look at")),
                    ("practise", models.TextField(blank=True, max_length=2000, verbose_name="How can one try it?")),
                    ("sign", models.TextField(blank=True, max_length=2000, verbose_name="How does one know?")),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "pathway",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="tasks",
                            to="development_plans.pathway",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                },
            ),
            migrations.CreateModel(
                name="Walk",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "entered",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="development_plans.task",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="walks",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "pathway",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="walks",
                            to="development_plans.pathway",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "pathway", "member"), name="development_plans_walk_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mark",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "how",
                        models.CharField(
                            choices=[("shown", "Shown"), ("together", "Tried together"), ("alone", "Done alone")],
                            max_length=8,
                        ),
                    ),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "task",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="marks",
                            to="development_plans.task",
                        ),
                    ),
                    (
                        "walk",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="marks",
                            to="development_plans.walk",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "walk", "task", "how"), name="development_plans_mark_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("how__in", ["shown", "together", "alone"])),
                            name="development_plans_mark_how",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Look",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "plan", "member"), name="development_plans_look_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TaskFile",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("key", models.CharField(editable=False, max_length=120)),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("content_type", models.CharField(editable=False, max_length=100)),
                    ("size", models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")),
                    ("width", models.PositiveIntegerField(editable=False, null=True)),
                    ("height", models.PositiveIntegerField(editable=False, null=True)),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "entry",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.ledgerentry",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "task",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="development_plans.task",
                        ),
                    ),
                ],
                options={
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="StepSnapshot",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("week", models.DateField(help_text="the Monday that the week begins with, in UTC")),
                    ("taken_at", models.DateTimeField()),
                    (
                        "figures",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveIntegerField(null=True),
                            default=list,
                            help_text="for each step and for finished, how many people; nothing where that is not told",
                        ),
                    ),
                    (
                        "others",
                        models.PositiveIntegerField(
                            help_text="how many people are at the steps that are not told; nothing where that is nobody",
                            null=True,
                        ),
                    ),
                    (
                        "cohort",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="step_snapshot",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="CountedMentee",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("step", models.PositiveSmallIntegerField(null=True)),
                    (
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "cohort", "member"), name="development_plans_counted_once"
                        )
                    ],
                },
            ),
        ),
        migrations.RunSQL(SHARED_BY_OWNER, SHARED_BY_ANYBODY),
    ]
