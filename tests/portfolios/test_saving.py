"""Pieces of a portfolio that two tabs change: the newer text stays, and the older is not lost."""

import re
from html import unescape

import pytest

from portfolios.models import DiaryEntry, Evidence, Profile

HOME = "/riverside/portfolio/"


def seen(page):
    return {"seen": unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])}


def test_a_diary_entry_keeps_the_newer_text_and_shows_both(pair):
    entry, client = pair.entry("As it was"), pair.client(pair.maya)
    address = f"{HOME}diary/{entry.pk}/edit/"
    older, newer = seen(client.get(address).text), seen(client.get(address).text)
    day = {"on": entry.on.isoformat()}
    assert client.post(address, {"text": "Newer", **day, **newer}).status_code == 302
    answer = client.post(address, {"text": "Older", **day, **older})
    assert answer.status_code == 422
    assert ">Newer</span>" in answer.text
    assert "Older</textarea>" in answer.text
    with pair.inside(pair.maya):
        assert DiaryEntry.objects.get().text == "Newer"


def test_evidence_takes_what_each_of_two_tabs_changed(pair):
    evidence, client = pair.evidence(relates_to=["review"]), pair.client(pair.maya)
    address = f"{HOME}evidence/{evidence.pk}/edit/"
    stamp = seen(client.get(address).text)
    same = {
        "kind": "achievement",
        "title": evidence.title,
        "began_on": evidence.began_on.isoformat(),
        "relates_to": ["review"],
    }
    client.post(address, {**same, **stamp, "title": "Led two laboratories"})
    assert client.post(address, {**same, **stamp, "shows": "How to plan"}).status_code == 302
    with pair.inside(pair.maya):
        kept = Evidence.objects.get()
    assert (kept.title, kept.shows, kept.relates_to) == ("Led two laboratories", "How to plan", ["review"])


@pytest.mark.parametrize("is_there", [True, False])
def test_a_profile_is_not_written_over_nor_made_over(pair, is_there):
    client, address = pair.client(pair.maya), f"{HOME}profile/"
    if is_there:
        client.post(address, {"job_skills": "Titration"})
    stamp = seen(client.get(address).text)
    client.post(address, {"job_skills": "Newer", **stamp})
    answer = client.post(address, {"job_skills": "Older", "personal_skills": "Calm", **stamp})
    assert answer.status_code == 422
    assert "Newer" in answer.text
    with pair.inside(pair.maya):
        assert Profile.objects.get().job_skills == "Newer"
