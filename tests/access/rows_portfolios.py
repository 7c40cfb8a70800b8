"""Rows of the portfolio's addresses: the mentee's, of which the mentor has one piece of each kind shared."""

from typing import Any

from tests.access.table import EVERY_MEMBER, Row

OWNER = "mentee"
WITH_READER = "mentee mentor"


def _of(name: str) -> Any:
    return lambda world: [world.rows[name].pk]


def _evidence(world: Any) -> dict[str, Any]:
    return {"kind": "course", "title": "Another", "began_on": "2026-01-10"}


def _entry(world: Any) -> dict[str, Any]:
    return {"text": "Something", "on": "2026-01-10"}


def _reader(world: Any) -> dict[str, Any]:
    return {"place": world.rows["reader"].pk}


ROWS = {
    "portfolio": Row(get=EVERY_MEMBER),
    "portfolio_lent": Row(get=EVERY_MEMBER),
    "share_end": Row(post=OWNER, args=_of("share")),
    "profile_edit": Row(get=EVERY_MEMBER, post=EVERY_MEMBER),
    "profile": Row(get=WITH_READER, args=_of("profile")),
    "profile_shares": Row(get=OWNER, post=OWNER, args=_of("profile"), data=_reader),
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
    "evidence_file": Row(get=WITH_READER, args=_of("evidence_file")),
    "evidence_thumbnail": Row(get=WITH_READER, args=_of("evidence_file")),
    "evidence_file_removal": Row(post=OWNER, args=_of("evidence_file")),
}


def furnish(world: Any, canary: str) -> None:
    """Give the mentee one piece of each kind that the mentor may read, and one that nobody may."""
    from files.taking import take
    from organisations import tenancy
    from partnerships.models import Party
    from portfolios.actions import pieces, sharing
    from tests.access.world import DIARY
    from tests.files import builders

    mentee = world.mentee
    with tenancy.inside(world.organisation.pk, mentee.pk):
        reader = Party.objects.select_related("member").get(
            partnership=world.partnership, member=world.mentor
        )
        world.rows["reader"] = reader
        for name, word in (("", canary), ("own_", DIARY)):
            scan = take(builders.upload(builders.picture(), f"{word}.png"))
            fields = {"kind": "post", "title": word, "began_on": world.cohort.starts_on, "shows": word}
            world.rows[f"{name}evidence"] = pieces.add_evidence(by=mentee, files=[scan], **fields)
            world.rows[f"{name}entry"] = pieces.write_entry(by=mentee, on=world.cohort.starts_on, text=word)
        world.rows["profile"] = pieces.write_profile(texts={"job_skills": canary}, by=mentee)
        world.rows["evidence_file"] = world.evidence.files.get()
        for name in ("evidence", "entry", "profile"):
            world.rows["share"] = sharing.share(piece=world.rows[name], place=reader, by=mentee)
