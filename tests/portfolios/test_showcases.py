from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from portfolios import links, typesetting
from portfolios.actions import items, showcases
from portfolios.errors import PortfolioError
from portfolios.models import Credential, EvidenceFile, Showcase, ShowcaseItem, ShowcaseLink
from portfolios.queries.showcases import get_showcase_contents
from tests.budget import questions
from tests.portfolios.confirming import ask, confirm, revoke

HERE = "/riverside/portfolio/showcases/"


@pytest.fixture
def shown(pair, scan):
    """A showcase of Maya's with two pieces of three."""
    first, second = (pair.evidence(title, files=[scan()]) for title in ("First aid", "Second prize"))
    pair.evidence("Kept to herself", files=[scan()])
    with pair.inside(pair.maya):
        made = showcases.begin(title="Application", introduction="Dear all", by=pair.maya)
        showcases.choose(showcase=made, evidence=[first, second], by=pair.maya)
    return made


def a_link(pair, shown, passphrase=""):
    with pair.inside(pair.maya):
        link = showcases.make_link(showcase=shown, days=7, passphrase=passphrase, by=pair.maya)
        return link, "/" + links.address_of(link, pair.maya).split("/", 3)[3]


def file_of(pair, title):
    with pair.inside(pair.maya):
        return EvidenceFile.objects.get(evidence__title=title)


def test_a_showcase_is_made_in_the_browser(pair):
    evidence, client = pair.evidence(), pair.client(pair.maya)
    assert "No showcase yet" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}new/", {"title": " "}).status_code == 422
    choice = client.post(f"{HERE}new/", {"title": "Review"}).url
    here = client.post(choice, {"evidence": [evidence.pk]}).url
    assert "Led the new laboratory" in client.get(here).content.decode()
    assert client.post(choice, {"evidence": [uuid4()]}).status_code == 422
    assert client.post(here, {"days": "4000"}).status_code == 422
    assert client.post(here, {"days": "7", "passphrase": "short"}).status_code == 422
    client.post(here, {"days": "7"})
    assert "looked at 0 times" in client.get(here).content.decode()
    client.post(f"{here}edit/", {"title": "Another", "with_profile": "on"})
    assert "It shows your profile too" in client.get(here).content.decode()
    client.post(f"{here}removal/")
    assert client.get(here).status_code == 404


def test_pieces_are_moved_and_keep_their_order(pair, shown):
    with pair.inside(pair.maya):
        first, second = shown.items.all()
        showcases.move(item=second, up=True, by=pair.maya)
        showcases.move(item=second, up=True, by=pair.maya)
        assert list(shown.items.all()) == [second, first]
        showcases.choose(showcase=shown, evidence=[first.evidence], by=pair.maya)
        assert list(shown.items.all()) == [first]


def test_a_link_shows_what_was_chosen_and_nothing_else_to_somebody_outside(pair, shown):
    link, address = a_link(pair, shown)
    outside = Client()
    answer = outside.get(address)
    page = answer.content.decode()
    assert page.index("First aid") < page.index("Second prize")
    assert "Kept to herself" not in page
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin", (
        "the address leaks nowhere, and forms say their origin"
    )
    assert "no-store" in answer.headers["Cache-Control"]
    file = outside.get(f"{address}files/{file_of(pair, 'First aid').pk}/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "noindex" in file.headers["X-Robots-Tag"]
    assert outside.get(f"{address}files/{file_of(pair, 'First aid').pk}/?small").status_code == 200
    assert outside.get(f"{address}files/{file_of(pair, 'Kept to herself').pk}/").status_code == 404
    with pair.inside(pair.maya):
        assert ShowcaseLink.objects.get(pk=link.pk).views == 1


def test_the_profile_is_shown_where_that_was_chosen(pair, shown):
    _link, address = a_link(pair, shown)
    with pair.inside(pair.maya):
        items.write_profile(texts={"job_skills": "Glass blowing"}, by=pair.maya)
    assert "Glass blowing" not in Client().get(address).content.decode()
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, by=pair.maya, with_profile=True)
    assert "Glass blowing" in Client().get(address).content.decode()


def end(pair, link):
    with pair.inside(pair.maya):
        showcases.revoke(link=link, by=pair.maya)


def run_out(pair, link):
    with pair.inside(pair.maya):
        ShowcaseLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def remove(pair, link):
    with pair.inside(pair.maya):
        showcases.remove(showcase=link.showcase, by=pair.maya)


def leave(pair, link):
    pair.maya.user.is_active = False
    pair.maya.user.save()


@pytest.mark.parametrize("over", [end, run_out, remove, leave])
def test_when_a_link_is_over_page_and_files_are_gone_at_once(pair, shown, over):
    link, address = a_link(pair, shown)
    file, outside = f"{address}files/{file_of(pair, 'First aid').pk}/", Client()
    assert outside.get(address).status_code == outside.get(file).status_code == 200
    over(pair, link)
    assert outside.get(address).status_code == outside.get(file).status_code == 404


@pytest.mark.parametrize("change", ["x", "", "1"])
def test_an_address_that_we_did_not_make_leads_nowhere(pair, shown, change):
    _link, address = a_link(pair, shown)
    assert Client().get(f"{address[:-2]}{change}/").status_code == 404


def test_a_passphrase_opens_page_and_files_for_that_browser(pair, shown):
    link, address = a_link(pair, shown, "open sesame")
    file, outside = f"{address}files/{file_of(pair, 'First aid').pk}/", Client()
    assert "First aid" not in outside.get(address).content.decode()
    assert outside.get(file).status_code == 404
    assert outside.post(address, {"passphrase": "wrong one"}).status_code == 422
    assert outside.post(address, {"passphrase": "open sesame"}).status_code == 302
    assert "First aid" in outside.get(address).content.decode()
    assert outside.get(file).status_code == 200
    assert "First aid" not in Client().get(address).content.decode()
    with pair.inside(pair.maya):
        held = ShowcaseLink.objects.get(pk=link.pk)
        assert "sesame" not in held.passphrase
        assert held.views == 1
    end(pair, link)
    assert outside.get(address).status_code == 404


def test_a_passphrase_cannot_be_tried_without_end(pair, shown):
    _link, address = a_link(pair, shown, "open sesame")
    answers = [Client().post(address, {"passphrase": f"guess {n}"}).status_code for n in range(5)]
    assert answers == [422] * 5
    right = {"passphrase": "open sesame"}
    assert Client().post(address, right).status_code == 429
    assert Client().post(address, right, REMOTE_ADDR="203.0.113.9").status_code == 302, (
        "whoever knows it, elsewhere"
    )
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert Client().post(address, right).status_code == 302


def test_whoever_opened_a_showcase_reads_on_while_others_guess(pair, shown, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"passphrase-account": "10/h/key"}
    _link, address = a_link(pair, shown, "open sesame")
    right, reader = {"passphrase": "open sesame"}, Client()
    assert reader.post(address, right).status_code == 302
    for n in range(12):
        Client().post(address, {"passphrase": f"guess {n}"}, REMOTE_ADDR=f"203.0.113.{n}")
    assert Client().post(address, right).status_code == 429, "from everywhere together, so many in an hour"
    assert reader.get(address).status_code == 200


def test_one_reader_of_a_showcase_keeps_no_other_from_its_pdf(pair, shown, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"showcase-pdf": "1/h/key"}
    _link, address = a_link(pair, shown)
    assert [Client().post(f"{address}pdf/").status_code for _ in range(2)] == [200, 429]
    assert Client().post(f"{address}pdf/", REMOTE_ADDR="203.0.113.9").status_code == 200
    _link, another = a_link(pair, shown)
    assert Client().post(f"{another}pdf/").status_code == 200


def test_a_showcase_is_its_owners_alone_in_the_database_too(pair, shown):
    a_link(pair, shown)
    for person in (pair.tomas, pair.ines):
        with pair.inside(person):
            for model in (Showcase, ShowcaseItem, ShowcaseLink):
                assert not model.objects.exists()
            with pytest.raises(PortfolioError):
                showcases.make_link(showcase=shown, days=7, passphrase="", by=person)


def test_what_a_partner_shares_cannot_be_shown_as_ones_own(pair):
    lent = pair.evidence()
    pair.share(lent)
    with pair.inside(pair.tomas):
        mine = showcases.begin(title="Mine", introduction="", by=pair.tomas)
        with pytest.raises(PortfolioError):
            showcases.choose(showcase=mine, evidence=[lent], by=pair.tomas)
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.tomas):
        ShowcaseItem.objects.create(organisation=pair.organisation, showcase=mine, evidence=lent, position=0)


def test_what_was_confirmed_is_shown_where_that_was_chosen_and_while_it_stands(pair, shown, tmp_path):
    with pair.inside(pair.maya):
        chosen = shown.items.first().evidence
    asked, kept = ask(pair, chosen), ask(pair, pair.evidence("Not shown"))
    _link, path = a_link(pair, shown)
    badge = f"{path}credentials/{asked.pk}/png/"
    for each in (asked, kept):
        confirm(pair, each)
    outside = Client()
    assert "confirmed this on" not in outside.get(path).content.decode()
    assert outside.get(badge).status_code == 404
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, by=pair.maya, with_confirmations=True)
        credential = Credential.objects.get(confirmation__request=asked)
    page = outside.get(path).content.decode()
    assert page.count("Riverside confirmed this on") == 1
    assert badge in page
    assert outside.get(badge).headers["Content-Type"] == "image/png"
    signed = outside.get(f"{path}credentials/{asked.pk}/jwt/")
    assert signed.content.decode() == credential.jwt
    assert signed.headers["Cache-Control"] == "private, no-store"
    assert outside.get(f"{path}credentials/{kept.pk}/jwt/").status_code == 404
    assert outside.get(f"{path}credentials/{asked.pk}/exe/").status_code == 404
    with pair.inside(pair.maya):
        now = Showcase.objects.get(pk=shown.pk)
        said = typesetting.said(get_showcase_contents(now), tmp_path)["pieces"][0]["confirmed"]
    assert "confirmed by Riverside" in said[0]
    revoke(pair, asked)
    assert "confirmed this on" not in outside.get(path).content.decode()
    assert outside.get(badge).status_code == 404


def test_a_credential_behind_a_passphrase_or_an_ended_link_is_not_given(pair, shown):
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, by=pair.maya, with_confirmations=True)
        asked = ask(pair, shown.items.first().evidence)
    confirm(pair, asked)
    link, path = a_link(pair, shown, passphrase="open sesame")
    badge, outside = f"{path}credentials/{asked.pk}/png/", Client()
    assert outside.get(badge).status_code == 404
    outside.post(path, {"passphrase": "open sesame"})
    assert outside.get(badge).status_code == 200
    with pair.inside(pair.maya):
        showcases.revoke(link=link, by=pair.maya)
    assert outside.get(badge).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pages_ask_few_questions(pair, count):
    found = [pair.evidence(f"Piece {number}") for number in range(count)]
    with pair.inside(pair.maya):
        made = showcases.begin(title="Application", introduction="", with_profile=True, by=pair.maya)
        showcases.choose(showcase=made, evidence=found, by=pair.maya)
    _link, address = a_link(pair, made)
    client = pair.client(pair.maya)
    for page, who, most in ((HERE, client, 6), (f"{HERE}{made.pk}/", client, 10), (address, Client(), 10)):
        with questions() as asked:
            assert who.get(page).status_code == 200
        assert len(asked) <= most, asked


def test_a_showcase_that_shows_nothing_gets_no_link(pair):
    with pair.inside(pair.maya):
        empty = showcases.begin(title="For the interview", introduction="", by=pair.maya)
        with pytest.raises(PortfolioError, match="Choose what it shows first"):
            showcases.make_link(showcase=empty, days=7, passphrase="", by=pair.maya)


def test_the_preview_is_the_readers_page(pair, shown):
    client = pair.client(pair.maya)
    page = client.get(f"/riverside/portfolio/showcases/{shown.pk}/preview/").text
    assert "This is what your reader sees." in page
    assert all(item.evidence.title in page for item in shown.items.select_related("evidence"))
    assert "Download it as a PDF" not in page
    assert (
        pair.client(pair.tomas).get(f"/riverside/portfolio/showcases/{shown.pk}/preview/").status_code == 404
    )


def test_a_link_says_of_its_passphrase_what_is_so(pair, shown):
    client, page = pair.client(pair.maya), f"/riverside/portfolio/showcases/{shown.pk}/"
    with_one = client.post(page, {"days": "7", "passphrase": "six lemons"}, follow=True).text
    assert "Whoever has it and knows the passphrase can see this showcase." in with_one
    assert "Whoever has it can see this showcase." in client.post(page, {"days": "7"}, follow=True).text
