from django.db import migrations, models
from organisations.tables import Tables
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_schema"),
        ("organisations", "0001_schema"),
        ("programmes", "0001_schema"),
    ]

    replaces = [
        ("partnerships", "0001_tables"),
        ("partnerships", "0002_their_walls"),
        ("partnerships", "0003_who_changes_partnerships"),
        ("partnerships", "0004_who_writes_the_history_of_places"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Partnership",
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
                        "stage",
                        models.CharField(
                            choices=[
                                ("initiation", "Initiation"),
                                ("consolidation", "Consolidation"),
                                ("construction", "Construction"),
                                ("redefinition", "Redefinition"),
                            ],
                            default="initiation",
                            max_length=13,
                        ),
                    ),
                    (
                        "agreement_version",
                        models.PositiveSmallIntegerField(
                            default=0,
                            help_text="the newest version of the agreement, so that who cannot read it knows which was signed",
                        ),
                    ),
                    ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="partnerships",
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
                    (
                        "proposal",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="partnership",
                            to="programmes.proposal",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("stage__in", ["initiation", "consolidation", "construction", "redefinition"])
                            ),
                            name="partnerships_partnership_stage",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("ended", "Ended, its goals reached"),
                                ("continued", "Continues informally"),
                                ("early", "Ended early"),
                            ],
                            max_length=10,
                            verbose_name="how",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        "partnership",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="conclusion",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["ended", "continued", "early"])),
                            name="partnerships_conclusion_kind",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agreement",
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
                    ("version", models.PositiveSmallIntegerField()),
                    ("focus", models.TextField(blank=True, max_length=4000, verbose_name="focus and goals")),
                    ("rhythm", models.TextField(blank=True, max_length=4000, verbose_name="how often, how and where")),
                    (
                        "care",
                        models.TextField(
                            blank=True, max_length=4000, verbose_name="check-ins, follow-ups and reflection"
                        ),
                    ),
                    ("boundaries", models.TextField(blank=True, max_length=4000, verbose_name="boundaries")),
                    ("confidentiality", models.TextField(blank=True, max_length=4000, verbose_name="confidentiality")),
                    (
                        "trouble",
                        models.TextField(blank=True, max_length=4000, verbose_name="what we do if it is not working"),
                    ),
                    ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        "written_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="agreements",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "partnership", "version"), name="partnerships_agreement_version"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PartnershipMeeting",
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
                        "meeting",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="partnership_link",
                            to="meetings.meeting",
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
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="meeting_links",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Party",
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
                        "role",
                        models.CharField(
                            choices=[("mentor", "Mentor"), ("mentee", "Mentee"), ("peer", "Peer")], max_length=6
                        ),
                    ),
                    (
                        "enrolment",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="partnership_places",
                            to="programmes.enrolment",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="partnership_places",
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
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="parties",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "partnership", "member"), name="partnerships_party_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("role__in", ["mentor", "mentee"]),
                                models.Q(("enrolment__isnull", True), ("role", "peer")),
                                _connector="OR",
                            ),
                            name="partnerships_party_role",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewAnswer",
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
                        "noticed",
                        models.TextField(blank=True, max_length=4000, verbose_name="what you notice, looking back"),
                    ),
                    (
                        "trust",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(5),
                            ],
                            verbose_name="trust",
                        ),
                    ),
                    (
                        "openness",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(5),
                            ],
                            verbose_name="openness",
                        ),
                    ),
                    (
                        "enthusiasm",
                        models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(5),
                            ],
                            verbose_name="enthusiasm",
                        ),
                    ),
                    (
                        "proposes",
                        models.CharField(
                            choices=[
                                ("move-on", "Move on to the next stage"),
                                ("stay", "Stay in this stage"),
                                ("return", "Go back to the stage before"),
                            ],
                            max_length=8,
                            verbose_name="what you propose",
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
                        "review",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="partnerships.stagereview",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "review", "member"), name="partnerships_answer_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("enthusiasm__range", (1, 5)), ("openness__range", (1, 5)), ("trust__range", (1, 5))
                            ),
                            name="partnerships_answer_pulse",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("proposes__in", ["move-on", "stay", "return"])),
                            name="partnerships_answer_proposes",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PracticeRating",
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
                        "rating",
                        models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(3)]),
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
                        "practice",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="programmes.practice",
                        ),
                    ),
                    (
                        "answer",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="ratings",
                            to="partnerships.reviewanswer",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "answer", "practice"), name="partnerships_rating_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("rating__range", (0, 3))), name="partnerships_rating_range"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Signature",
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
                    ("version", models.PositiveSmallIntegerField()),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "member",
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
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signatures",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "partnership", "version", "member"),
                            name="partnerships_signature_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StageReview",
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
                        "stage",
                        models.CharField(
                            choices=[
                                ("initiation", "Initiation"),
                                ("consolidation", "Consolidation"),
                                ("construction", "Construction"),
                                ("redefinition", "Redefinition"),
                            ],
                            max_length=13,
                        ),
                    ),
                    ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "Waits for both"),
                                ("moved", "Moved on"),
                                ("stayed", "Stays in this stage"),
                                ("returned", "Went back"),
                                ("differed", "Saw it differently"),
                            ],
                            default="",
                            max_length=10,
                        ),
                    ),
                    ("settled_at", models.DateTimeField(null=True)),
                    (
                        "opened_by",
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
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reviews",
                            to="partnerships.partnership",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-opened_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("outcome", "")),
                            fields=("organisation", "partnership"),
                            name="partnerships_review_one_open",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", ""), ("settled_at__isnull", True)),
                                models.Q(
                                    ("outcome__in", ["moved", "stayed", "returned", "differed"]),
                                    ("settled_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="partnerships_review_settled_is_dated",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewAnswered",
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
                        "review",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answered",
                            to="partnerships.stagereview",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "review", "member"), name="partnerships_answered_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Transition",
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
                        "from_stage",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("initiation", "Initiation"),
                                ("consolidation", "Consolidation"),
                                ("construction", "Construction"),
                                ("redefinition", "Redefinition"),
                            ],
                            max_length=13,
                        ),
                    ),
                    (
                        "to_stage",
                        models.CharField(
                            choices=[
                                ("initiation", "Initiation"),
                                ("consolidation", "Consolidation"),
                                ("construction", "Construction"),
                                ("redefinition", "Redefinition"),
                            ],
                            max_length=13,
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
                            choices=[("began", "The partnership began"), ("agreed", "Both looked back and agreed")],
                            max_length=10,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
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
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="transitions",
                            to="partnerships.partnership",
                        ),
                    ),
                    (
                        "review",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transition",
                            to="partnerships.stagereview",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("from_stage", models.F("to_stage")), _negated=True),
                            name="partnerships_transition_moves",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("from_stage", ""), ("reason", "began"), ("review__isnull", True)),
                                models.Q(("reason", "agreed"), ("review__isnull", False)),
                                _connector="OR",
                            ),
                            name="partnerships_transition_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ConclusionReason",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("leaving", "Somebody leaves the programme"),
                                ("time", "There is not enough time for it at the moment"),
                                ("direction", "What is needed now is something else"),
                                ("fit", "It did not turn out to be the right pair"),
                            ],
                            max_length=10,
                            verbose_name="why",
                        ),
                    ),
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
                        "conclusion",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reason",
                            to="partnerships.conclusion",
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
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["leaving", "time", "direction", "fit"])),
                            name="partnerships_reason_kind",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PeerInvitation",
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
                    ("words", models.TextField(blank=True, max_length=600, verbose_name="what you have in mind")),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "Waits for an answer"),
                                ("accepted", "Said yes"),
                                ("declined", "Said no"),
                                ("withdrawn", "Taken back"),
                            ],
                            default="",
                            max_length=9,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("answered_at", models.DateTimeField(null=True)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="peer_invitations_sent",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="peer_invitations",
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
                    (
                        "partnership",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="peer_invitation",
                            to="partnerships.partnership",
                        ),
                    ),
                    (
                        "to",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="peer_invitations_received",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("outcome", "")),
                            fields=("organisation", "by", "to"),
                            name="partnerships_peer_open_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("by", models.F("to")), _negated=True),
                            name="partnerships_peer_of_another",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered_at__isnull", True), ("outcome", "")),
                                models.Q(
                                    ("answered_at__isnull", False),
                                    ("outcome__in", ["accepted", "declined", "withdrawn"]),
                                ),
                                _connector="OR",
                            ),
                            name="partnerships_peer_answer_is_dated",
                        ),
                    ],
                },
            ),
        ),
    ]
