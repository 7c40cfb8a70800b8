"""Models are called what people in the field call them."""

from django.db import migrations

NAMES = {
    "Hand": "IdeaVote",
    "Voice": "SpeakerMark",
    "Taking": "IdeaAdoption",
    "Raised": "AgendaCarryover",
    "Asked": "EvaluationQuestion",
    "Question": "CommunityQuestion",
    "Answer": "EvaluationAnswer",
    "Outcome": "EvaluationOutcome",
    "Finding": "EvaluationFinding",
    "Bringing": "ConflictRecipient",
    "Reply": "ConflictReply",
    "ConflictEnd": "ConflictClosure",
    "Words": "PostBody",
    "Hiding": "HiddenPost",
    "Following": "ThreadFollow",
    "TakenOut": "StoryRemoval",
    "StoryAsk": "StoryRequest",
    "Consent": "StoryConsent",
    "Closure": "CommunityClosure",
    "Settlement": "ReportSettlement",
}


class Migration(migrations.Migration):
    dependencies = [("cop", "0002_members_have_come_in")]

    operations = [migrations.RenameModel(old, new) for old, new in NAMES.items()]
