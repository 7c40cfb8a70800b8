"""Rows of the portfolio's addresses: the mentee's, of which the mentor has one piece of each kind shared."""

from typing import Any

from tests.access.table import EVERY_MEMBER, Row

OWNER, READER = "mentee", "mentor"
WITH_READER = "mentee mentor"
WITH_COORDINATOR = "mentee coordinator"
DESIGNERS = "admin coordinator other_coordinator"


def _of(name: str) -> Any:
    return lambda world: [world.rows[name].pk]


def _evidence(world: Any) -> dict[str, Any]:
    return {"kind": "course", "title": "Another", "began_on": "2026-01-10"}


def _entry(world: Any) -> dict[str, Any]:
    return {"text": "Something", "on": "2026-01-10"}


def _reader(world: Any) -> dict[str, Any]:
    return {"place": world.rows["reader"].pk}


def _asking(world: Any) -> dict[str, Any]:
    return {
        "competency": world.taught.pk,
        "evidence": [world.own_evidence.pk],
        "place": world.rows["reader"].pk,
        "manages": "no",
        "words": "Something",
    }


def _wording(world: Any) -> dict[str, Any]:
    return {
        "cohort": world.cohort.pk,
        "achievement": "Teaches",
        "description": "Teaches.",
        "criteria": "Teach",
    }


ROWS = {
    "portfolio": Row(get=EVERY_MEMBER),
    "assessments": Row(get=EVERY_MEMBER),
    "assessment_new": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, data=_asking, refused=EVERY_MEMBER),
    "assessment": Row(get=WITH_READER, args=_of("judged")),
    "assessed_file": Row(get=WITH_READER, args=_of("assessed_file")),
    "assessed_thumbnail": Row(get=WITH_READER, args=_of("assessed_file")),
    "assessment_beginning": Row(
        get=READER, post=READER, args=_of("asked"), data=lambda world: {"manages": "no"}
    ),
    "assessment_judgement": Row(get=READER, post=READER, args=_of("begun"), refused=READER),
    "assessment_ending": Row(get=WITH_READER, post=WITH_READER, args=_of("asked")),
    "assessment_second_look": Row(get=OWNER, post=OWNER, args=_of("judged"), refused=OWNER),
    "assessment_shares_end": Row(post=OWNER, args=_of("judged")),
    "confirmations": Row(get=EVERY_MEMBER),
    "confirmation": Row(get=WITH_COORDINATOR, args=_of("to_confirm")),
    "confirmation_giving": Row(get="coordinator", post="coordinator", args=_of("to_confirm")),
    "confirmation_ending": Row(
        get=WITH_COORDINATOR, post=WITH_COORDINATOR, args=_of("to_confirm"), refused="coordinator"
    ),
    "confirmation_revocation": Row(
        get="coordinator", post="coordinator", args=_of("confirmed"), refused="coordinator"
    ),
    "confirmation_file": Row(
        get=WITH_COORDINATOR, args=lambda world: [world.to_confirm.pk, world.handed_in.pk]
    ),
    "confirmation_credential": Row(get=OWNER, args=lambda world: [world.confirmed.pk, "jwt"]),
    "evidence_confirmation": Row(get=OWNER, post=OWNER, args=_of("own_evidence"), data=_wording, shown=OWNER),
    "portfolio_year": Row(get=EVERY_MEMBER),
    "requirements": Row(get=EVERY_MEMBER),
    "requirement": Row(get=WITH_READER, args=_of("candidate")),
    "cohort_requirement": Row(
        get="coordinator",
        post="coordinator",
        args=_of("cohort"),
        data=lambda world: {"framework": world.framework.pk},
    ),
    "cohort_criteria": Row(get="coordinator", post="coordinator", args=_of("cohort")),
    "framework_levels": Row(
        get=DESIGNERS, post=DESIGNERS, args=_of("draft"), data=lambda world: {"levels": "No\nYes"}
    ),
    "portfolio_archive": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, shown=EVERY_MEMBER),
    "showcases": Row(get=EVERY_MEMBER),
    "showcase_new": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, data=lambda world: {"title": "Another"}),
    "showcase": Row(get=OWNER, post=OWNER, args=_of("showcase"), data=lambda world: {"days": "7"}),
    "showcase_preview": Row(get=OWNER, args=_of("showcase")),
    "showcase_pdf": Row(get=OWNER, args=_of("showcase")),
    "showcase_edit": Row(get=OWNER, post=OWNER, args=_of("showcase"), data=lambda world: {"title": "Other"}),
    "showcase_choice": Row(get=OWNER, post=OWNER, args=_of("showcase")),
    "showcase_removal": Row(get=OWNER, post=OWNER, args=_of("showcase")),
    "showcase_order": Row(post=OWNER, args=lambda world: [world.showcase.pk, world.item.pk]),
    "showcase_link_end": Row(post=OWNER, args=lambda world: [world.showcase.pk, world.link.pk]),
    "portfolio_lent": Row(get=EVERY_MEMBER),
    "share_end": Row(post=OWNER, args=_of("share")),
    "profile_edit": Row(get=EVERY_MEMBER, post=EVERY_MEMBER),
    "profile": Row(get=WITH_READER, args=_of("profile")),
    "profile_shares": Row(get=OWNER, post=OWNER, args=_of("profile"), data=_reader, refused=OWNER),
    "diary": Row(get=EVERY_MEMBER),
    "diary_entry_new": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, data=_entry),
    "diary_entry": Row(get=WITH_READER, args=_of("entry")),
    "diary_entry_edit": Row(get=OWNER, post=OWNER, args=_of("entry"), data=_entry),
    "diary_entry_removal": Row(get=OWNER, post=OWNER, args=_of("entry")),
    "diary_entry_shares": Row(get=OWNER, post=OWNER, args=_of("own_entry"), data=_reader),
    "evidence_list": Row(get=EVERY_MEMBER),
    "evidence_new": Row(get=EVERY_MEMBER, post=EVERY_MEMBER, data=_evidence),
    "evidence": Row(get=WITH_READER, args=_of("evidence")),
    "evidence_edit": Row(get=OWNER, post=OWNER, args=_of("evidence"), data=_evidence),
    "evidence_removal": Row(get=OWNER, post=OWNER, args=_of("evidence")),
    "evidence_shares": Row(get=OWNER, post=OWNER, args=_of("own_evidence"), data=_reader),
    "evidence_competencies": Row(get=OWNER, post=OWNER, args=_of("evidence")),
    "frameworks": Row(get=EVERY_MEMBER),
    "framework": Row(get=EVERY_MEMBER, args=_of("framework")),
    "framework_new": Row(get=DESIGNERS, post=DESIGNERS, data=lambda world: {"name": "Another"}),
    "framework_edit": Row(
        get=DESIGNERS, post=DESIGNERS, args=_of("draft"), data=lambda world: {"title": "One"}
    ),
    "framework_name": Row(
        get=DESIGNERS, post=DESIGNERS, args=_of("draft"), data=lambda world: {"name": "Other"}
    ),
    "framework_import": Row(get=DESIGNERS, post=DESIGNERS, args=_of("draft"), refused=DESIGNERS),
    "framework_opening": Row(post=DESIGNERS, args=_of("draft")),
    "framework_copy": Row(post=DESIGNERS, args=_of("framework"), data=lambda world: {"as": "copy"}),
    "competency_edit": Row(
        get=DESIGNERS, post=DESIGNERS, args=_of("competency"), data=lambda world: {"title": "Other"}
    ),
    "competency_removal": Row(post=DESIGNERS, args=_of("competency")),
    "evidence_file": Row(get=WITH_READER, args=_of("evidence_file")),
    "evidence_thumbnail": Row(get=WITH_READER, args=_of("evidence_file")),
    "evidence_file_removal": Row(post=OWNER, args=_of("evidence_file")),
}


def furnish(world: Any, canary: str) -> None:
    """Create for the mentee one piece of each kind that the mentor may read, and one that nobody may."""
    from files.upload_validation import validate
    from organisations import tenancy
    from partnerships.models import Party
    from portfolios.actions import frameworks, items, requirements, shares, showcases
    from programmes.models import Enrolment
    from tests.access.world import DIARY
    from tests.files import builders

    mentee, coordinator = world.mentee, world.coordinator
    with tenancy.inside(world.organisation.pk, coordinator.pk):
        for name in ("framework", "draft"):
            made = frameworks.begin(name=name, about="", by=coordinator)
            listed = [{"title": title, "area": "", "description": ""} for title in ("Teaches", "Listens")]
            world.rows["competency"] = frameworks.add(framework=made, competencies=listed, by=coordinator)[0]
            world.rows[name] = made
            if name == "framework":
                frameworks.open_for_all(framework=made, by=coordinator)
                world.rows["taught"] = world.competency
        requirement = requirements.write(
            cohort=world.cohort,
            framework=world.framework,
            about="",
            evidence_by=None,
            assessed_by=None,
            by=coordinator,
        )
        requirements.set_criteria(
            requirement=requirement, pieces={world.taught.line: 2}, level=None, by=coordinator
        )
        world.rows["candidate"] = Enrolment.objects.get(cohort=world.cohort, member=mentee)
    with tenancy.inside(world.organisation.pk, mentee.pk):
        reader = Party.objects.select_related("member").get(
            partnership=world.partnership, member=world.mentor
        )
        world.rows["reader"] = reader
        for name, word in (("", canary), ("own_", DIARY)):
            scan = validate(builders.upload(builders.picture(), f"{word}.png"))
            fields = {"kind": "post", "title": word, "began_on": world.cohort.starts_on, "shows": word}
            world.rows[f"{name}evidence"] = items.add_evidence(by=mentee, files=[scan], **fields)
            world.rows[f"{name}entry"] = items.write_entry(by=mentee, on=world.cohort.starts_on, text=word)
        frameworks.say_what_it_shows(evidence=world.own_evidence, lines=[world.taught.line], by=mentee)
        world.rows["profile"] = items.write_profile(texts={"job_skills": canary}, by=mentee)
        world.rows["evidence_file"] = world.evidence.files.get()
        world.rows["showcase"] = showcases.begin(title=DIARY, introduction=DIARY, by=mentee)
        showcases.choose(showcase=world.showcase, evidence=[world.own_evidence], by=mentee)
        world.rows["item"] = world.showcase.items.get()
        world.rows["link"] = showcases.make_link(showcase=world.showcase, days=7, passphrase="", by=mentee)
        for name in ("evidence", "entry", "profile"):
            world.rows["share"] = shares.share(item=world.rows[name], place=reader, by=mentee)
    _assess(world, canary)
    _ask_to_confirm(world)


def _assess(world: Any, canary: str) -> None:
    """Three assessments by the mentor: asked for, begun, and judged."""
    from organisations import tenancy
    from portfolios.actions import assessments
    from portfolios.models import AssessedFile, Competency

    mentee, mentor = world.mentee, world.mentor
    with tenancy.inside(world.organisation.pk, mentee.pk):
        offered = list(Competency.objects.filter(framework=world.framework).select_related("framework"))
    for name in ("judged", "begun", "asked"):
        with tenancy.inside(world.organisation.pk, mentee.pk):
            world.rows[name] = assessments.ask(
                place=world.rows["reader"],
                competency=offered[name == "asked"],
                evidence=[world.evidence],
                words=canary,
                manages=False,
                by=mentee,
            )
        with tenancy.inside(world.organisation.pk, mentor.pk):
            if name != "asked":
                assessments.begin(assessment=world.rows[name], manages=False, by=mentor)
            if name == "judged":
                level = world.framework.levels.first()
                assessments.judge(
                    assessment=world.rows[name], level=level, how="read", feedback=canary, by=mentor
                )
                world.rows["assessed_file"] = AssessedFile.objects.get(
                    assessed_evidence__assessment=world.rows[name]
                )


def _ask_to_confirm(world: Any) -> None:
    """Two pieces that the coordinator is asked to confirm, one of them confirmed."""
    from files.upload_validation import validate
    from organisations import tenancy
    from portfolios.actions import confirmations, items
    from tests.access.world import CONFIRM
    from tests.files import builders

    mentee, coordinator = world.mentee, world.coordinator
    words = dict.fromkeys(("achievement", "description", "criteria", "narrative"), "Teaches")
    for name in ("to_confirm", "confirmed"):
        with tenancy.inside(world.organisation.pk, mentee.pk):
            scan = validate(builders.upload(builders.picture(), f"{CONFIRM}.png"))
            fields = {"kind": "post", "title": CONFIRM, "began_on": world.cohort.starts_on, "shows": CONFIRM}
            world.rows[name] = confirmations.ask(
                evidence=items.add_evidence(by=mentee, files=[scan], **fields),
                cohort=world.cohort,
                wording=words | {"competency": None},
                by=mentee,
            )
            world.rows.setdefault("handed_in", world.to_confirm.submission.files.get())
    with tenancy.inside(world.organisation.pk, coordinator.pk):
        confirmations.confirm(request=world.confirmed, by=coordinator)
