"""Models and columns are called what people in the field call them."""

from functools import partial

from django.db import migrations
from django.db.models import CASCADE, PROTECT

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField

Key = partial(OrganisationForeignKey, on_delete=CASCADE)
Once = partial(OrganisationOneToOneField, on_delete=PROTECT)


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0001_schema")]

    operations = [
        migrations.RenameModel("Bearing", "EvidencePlanLink"),
        migrations.AlterField(
            "EvidencePlanLink", "evidence", Key(related_name="plan_links", to="portfolios.evidence")
        ),
        migrations.RenameModel("Showing", "EvidenceCompetency"),
        migrations.AlterField(
            "EvidenceCompetency", "evidence", Key(related_name="competency_links", to="portfolios.evidence")
        ),
        migrations.RenameModel("Judgement", "AssessmentResult"),
        migrations.AlterField(
            "AssessmentResult", "assessment", Once(related_name="result", to="portfolios.assessment")
        ),
        migrations.RenameModel("Ending", "AssessmentClosure"),
        migrations.AlterField(
            "AssessmentClosure", "assessment", Once(related_name="closure", to="portfolios.assessment")
        ),
        migrations.RenameModel("RequestEnding", "RequestClosure"),
        migrations.AlterField(
            "RequestClosure", "request", Once(related_name="closure", to="portfolios.confirmationrequest")
        ),
        migrations.RenameModel("Share", "ItemShare"),
        migrations.RenameModel("Criterion", "RequirementCriterion"),
        migrations.RenameModel("AssessedPiece", "AssessedEvidence"),
        migrations.AlterField(
            "AssessedEvidence",
            "assessment",
            Key(related_name="assessed_evidence", to="portfolios.assessment"),
        ),
        migrations.RenameField("AssessedFile", "piece", "assessed_evidence"),
    ]
