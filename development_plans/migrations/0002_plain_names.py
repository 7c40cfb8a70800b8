"""Models and columns are called what people in the field call them."""

import django.db.models.deletion
from django.db import migrations, models

import organisations.fields

RENAMED_MAIL = """
UPDATE notifications_message SET kind = '{new}', key = replace(key, '{old}:', '{new}:') WHERE kind = '{old}';
UPDATE notifications_preference SET kind = '{new}' WHERE kind = '{old}';
"""


class Migration(migrations.Migration):
    dependencies = [("development_plans", "0001_schema"), ("notifications", "0001_schema")]

    operations = [
        migrations.RunSQL(
            RENAMED_MAIL.format(old="plan-woken", new="plan-unblocked"),
            RENAMED_MAIL.format(old="plan-unblocked", new="plan-woken"),
        ),
        migrations.RenameModel("Asking", "FeedbackRequest"),
        migrations.RemoveConstraint("FeedbackInvitation", "development_plans_asked_once"),
        migrations.RenameField("FeedbackInvitation", "asking", "feedback_request"),
        migrations.AddConstraint(
            "FeedbackInvitation",
            models.UniqueConstraint(fields=("organisation", "feedback_request", "email"), name="development_plans_asked_once"),
        ),
        migrations.RenameField("FeedbackAnswer", "asking", "feedback_request"),
        migrations.AlterField(
            "FeedbackRequest",
            "plan",
            organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="feedback_requests",
                to="development_plans.plan",
            ),
        ),
        migrations.RenameModel("Walk", "PathwayEnrolment"),
        migrations.AlterField(
            "PathwayEnrolment",
            "pathway",
            organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="enrolments",
                to="development_plans.pathway",
            ),
        ),
        migrations.AlterField(
            "PathwayEnrolment",
            "member",
            organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pathway_enrolments",
                to="organisations.member",
            ),
        ),
        migrations.RenameModel("Mark", "TaskMark"),
        migrations.RemoveConstraint("TaskMark", "development_plans_mark_once"),
        migrations.RenameField("TaskMark", "walk", "enrolment"),
        migrations.AddConstraint(
            "TaskMark",
            models.UniqueConstraint(fields=("organisation", "enrolment", "task", "how"), name="development_plans_mark_once"),
        ),
        migrations.RenameModel("Share", "PlanShare"),
        migrations.RenameModel("Comment", "PlanComment"),
        migrations.RenameModel("Look", "LastViewed"),
        migrations.RenameModel("Conclusion", "PlanConclusion"),
        migrations.RemoveConstraint("LogEntry", "development_plans_promise_once"),
        migrations.RenameField("LogEntry", "promise_id", "meeting_action_id"),
        migrations.AddConstraint(
            "LogEntry",
            models.UniqueConstraint(fields=("organisation", "plan", "meeting_action_id"), name="development_plans_meeting_action_once"),
        ),
        migrations.AlterField(
            "LogEntry",
            "meeting_action_id",
            models.UUIDField(null=True, blank=True, help_text="the meeting's action it was copied from"),
        ),
    ]
