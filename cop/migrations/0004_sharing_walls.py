from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled

# Asked once for a whole query, not for each of its rows.
OF_MINE = (
    "{column} IN (SELECT b.community_id FROM cop_membership b "
    "WHERE b.member_id = {{member}} AND b.left_at IS NULL)"
)


def inside(column: str) -> str:
    return OF_MINE.format(column=column)


# Threads and posts are walled themselves, so what refers to one can be seen by those who belong to its community now.
def thread(of: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM cop_thread t WHERE t.id = {of}.thread_id{more})"


def post(of: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM cop_post p WHERE p.id = {of}.post_id{more})"


OWN_THREAD, OTHERS_THREAD = " AND t.author_id = {member}", " AND t.author_id <> {member}"
OWN_POST = " AND p.author_id = {member}"
# Everybody of the organisation may see that something is hidden, or this would be true of who may not.
NOT_HIDDEN_OR_OWN = (
    " AND (p.author_id = {member} OR NOT EXISTS (SELECT 1 FROM cop_hiding h WHERE h.post_id = p.id))"
)
LOOKS_AFTER = (
    "EXISTS (SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id "
    "WHERE c.id = {column} AND k.member_id = {{member}})"
)
REPORTED = (
    "EXISTS (SELECT 1 FROM cop_report r JOIN cop_community c ON c.id = r.community_id "
    "JOIN programmes_coordination k ON k.programme_id = c.programme_id "
    "WHERE {condition} AND k.member_id = {{member}} AND r.about_id <> {{member}})"
)
REPORTED_POST = REPORTED.format(
    condition="r.post_id = cop_hiding.post_id AND r.community_id = cop_hiding.community_id"
)
SETTLED_REPORT = REPORTED.format(condition="r.id = cop_settlement.report_id")

OWN_STORY = "EXISTS (SELECT 1 FROM cop_consent a WHERE a.id = cop_story.consent_id)"
STORY_READ = f"""EXISTS (
        SELECT 1 FROM programmes_cohort h JOIN programmes_enrolment e ON e.cohort_id = h.id
        WHERE h.programme_id = cop_story.programme_id AND e.member_id = {{member}}
          AND e.state IN ('accepted', 'active', 'paused', 'completed'))
    OR EXISTS (SELECT 1 FROM programmes_coordination k
        WHERE k.programme_id = cop_story.programme_id AND k.member_id = {{member}})
    OR {OWN_STORY}"""
STORY_ADDED = """(cop_story.author_id IS NULL OR cop_story.author_id = {member}) AND EXISTS (
    SELECT 1 FROM cop_consent a JOIN cop_thread t ON t.id = a.thread_id JOIN cop_community c ON c.id = t.community_id
    WHERE a.id = cop_story.consent_id AND c.programme_id = cop_story.programme_id)"""


class Migration(migrations.Migration):
    dependencies = [("cop", "0003_sharing"), ("files", "0002_walls")]

    operations = [
        Walled(
            "Thread",
            member=inside("cop_thread.community_id"),
            added="author_id = {member}",
            append_only=True,
        ),
        Walled(
            "ThreadClosure",
            member=thread("cop_threadclosure"),
            added="by_id = {member}",
            fixed=["thread_id", "by_id"],
        ),
        Walled(
            "Post",
            member=inside("cop_post.community_id"),
            added="author_id = {member} AND "
            + thread("cop_post", " AND t.community_id = cop_post.community_id AND (cop_post.number > 0 OR t.author_id = {member})"),
            changed="author_id = {member}",
            fixed=["community_id", "thread_id", "author_id", "number", "at"],
        ),
        Walled("Hiding", added=f"by_id = {{member}} AND {REPORTED_POST}", changed=REPORTED_POST, fixed=["community_id", "post_id", "by_id"]),
        Walled(
            "Words",
            member=post("cop_words", NOT_HIDDEN_OR_OWN),
            added=post("cop_words", OWN_POST),
            changed=post("cop_words", OWN_POST),
            fixed=["post_id"],
        ),
        Walled(
            "PostFile",
            member="EXISTS (SELECT 1 FROM cop_words w WHERE w.post_id = cop_postfile.post_id)",
            added=post("cop_postfile", OWN_POST),
            changed=post("cop_postfile", OWN_POST),
            fixed=["post_id"],
        ),
        Accounted("PostFile"),
        Walled(
            "Following",
            member=thread("cop_following"),
            added="member_id = {member}",
            changed="member_id = {member}",
            fixed=["thread_id", "member_id"],
        ),
        Walled(
            "Report",
            member=f"by_id = {{member}} OR (about_id <> {{member}} AND {LOOKS_AFTER.format(column='cop_report.community_id')})",
            added="by_id = {member} AND "
            + post("cop_report", " AND p.community_id = cop_report.community_id AND p.author_id = cop_report.about_id"),
            append_only=True,
        ),
        Walled(
            "Settlement",
            member="EXISTS (SELECT 1 FROM cop_report r WHERE r.id = cop_settlement.report_id)",
            added=f"by_id = {{member}} AND {SETTLED_REPORT}",
            append_only=True,
        ),
        Walled(
            "StoryAsk",
            member=f"by_id = {{member}} OR {thread('cop_storyask', OWN_THREAD)}",
            added="by_id = {member} AND " + thread("cop_storyask", OTHERS_THREAD),
            changed=thread("cop_storyask", OWN_THREAD),
            fixed=["thread_id", "by_id", "at"],
        ),
        Walled(
            "Consent",
            member="author_id = {member}",
            added=thread("cop_consent", OWN_THREAD + " AND t.kind IN ('success', 'failure')"),
            changed="author_id = {member}",
            fixed=["thread_id", "author_id"],
        ),
        Walled("Story", member=STORY_READ, added=STORY_ADDED, changed=OWN_STORY, fixed=["programme_id", "consent_id"]),
    ]
