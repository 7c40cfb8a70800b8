"""Asked in SQL's own terms, without the application's filter: who reads and writes which rows."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partnerships import actions as partnerships
from portfolios.actions import items, shares
from portfolios.models import DiaryEntry, Evidence, EvidenceFile, ItemShare, Profile
from tests import make

TABLES = (Evidence, DiaryEntry, Profile)


def test_everything_is_its_owners_alone_at_first(pair):
    pair.evidence()
    pair.entry()
    with pair.inside(pair.maya):
        items.write_profile(texts={"job_skills": "Glass blowing"}, by=pair.maya)
    for model in TABLES:
        for person, seen in ((pair.maya, 1), (pair.tomas, 0), (pair.ines, 0)):
            with pair.inside(person):
                assert model.objects.count() == seen


def test_a_share_opens_one_piece_to_one_partner_until_it_is_taken_back(pair):
    shared, kept = pair.evidence(), pair.evidence("Kept")
    given = pair.share(shared)
    with pair.inside(pair.tomas):
        assert list(Evidence.objects.all()) == [shared]
        assert kept not in Evidence.objects.visible_to(pair.tomas)
    with pair.inside(pair.ines):
        assert not Evidence.objects.exists()
        assert not ItemShare.objects.exists()
    with pair.inside(pair.maya):
        shares.take_back(share=given, by=pair.maya)
    with pair.inside(pair.tomas):
        assert not Evidence.objects.exists()
        assert ItemShare.objects.get().taken_back_at is not None


def test_a_share_ends_with_the_partnership(pair):
    shared = pair.evidence()
    pair.share(shared)
    with pair.inside(pair.tomas):
        partnerships.conclude(partnership=pair.partnership, kind="early", by=pair.tomas)
        assert not Evidence.objects.exists()
        assert not Evidence.objects.visible_to(pair.tomas).exists()


def test_nobody_writes_or_changes_for_another(pair):
    shared = pair.evidence()
    pair.share(shared)
    with pair.inside(pair.tomas):
        assert Evidence.objects.update(title="Other") == 0
        assert Evidence.objects.all().delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            DiaryEntry.objects.create(organisation=pair.organisation, owner=pair.maya, text="Not hers")


def test_nobody_shares_anothers_piece_or_with_a_stranger_to_the_partnership(pair):
    shared = pair.evidence()
    noor = make.member(pair.organisation, "Noor Haddad")
    row = {"organisation": pair.organisation, "partnership": pair.partnership, "evidence": shared}
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.maya):
        ItemShare.objects.create(owner=pair.maya, reader=noor, **row)
    with pytest.raises(IntegrityError), pair.inside(pair.tomas), transaction.atomic():
        ItemShare.objects.create(owner=pair.tomas, reader=pair.maya, **row)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_share_stays_what_it_was(pair):
    given = pair.share(pair.evidence())
    other = pair.evidence("Other")
    with pytest.raises(DatabaseError, match="stays as it was made"), pair.inside(pair.maya):
        ItemShare.objects.filter(pk=given.pk).update(evidence=other)


def test_the_files_of_evidence_follow_it(pair, scan):
    shared = pair.evidence(files=[scan()])
    for seen in (0, 1):
        with pair.inside(pair.tomas):
            assert EvidenceFile.objects.count() == seen
        pair.share(shared)
