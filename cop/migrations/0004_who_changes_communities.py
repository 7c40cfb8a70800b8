from django.db import migrations

from organisations.walls import Guarded, Tightened


def coordinates(community: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM public.cop_community c "
        "JOIN public.programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE c.id = {community} AND k.member_id = {{member}})"
    )


def belongs(community: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM public.cop_membership b "
        f"WHERE b.community_id = {community} AND b.member_id = {{member}} AND b.left_at IS NULL)"
    )


def of_circle(community: str) -> str:
    return f"{{member}} IS NULL OR {belongs(community)} OR {coordinates(community)}"


FOUNDED = """{member} IS NULL OR (created_by_id = {member} AND EXISTS (SELECT 1 FROM programmes_coordination k
    WHERE k.programme_id = cop_community.programme_id AND k.member_id = {member}))"""
BY_A_COORDINATOR = f"{{member}} IS NULL OR {coordinates('cop_closure.community_id')}"
IN_A_STEP = f"{{member}} IS NULL OR (by_id = {{member}} AND ({of_circle('cop_phasestep.community_id')}))"


class Migration(migrations.Migration):
    dependencies = [
        ("cop", "0003_a_circle_goes_on"),
        ("programmes", "0007_who_changes_programmes"),
    ]

    operations = [
        Tightened("Community", added=FOUNDED, removed="{member} IS NULL"),
        Guarded(
            "Community",
            "decided",
            columns=["name", "joining", "about"],
            condition=f"{{member}} IS NULL OR {coordinates('OLD.id')}",
        ),
        Guarded("Community", "stepped", columns=["phase"], condition=of_circle("OLD.id")),
        Tightened("Closure", added=BY_A_COORDINATOR, changed=BY_A_COORDINATOR),
        Tightened("PhaseStep", added=IN_A_STEP),
    ]
