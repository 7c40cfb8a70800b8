"""Pages that a stranger comes to by a link: a form there says its origin, and the address goes nowhere else."""

import re

from django.utils import timezone

from notifications import unsubscribing
from notifications.models import Message, Preference
from organisations import tenancy
from portfolios import links
from portfolios.actions import items, showcases
from tests import make


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def a_showcase(passphrase: str) -> str:
    maya = make.member(make.organisation(), "Maya Lindqvist")
    with tenancy.inside(maya.organisation_id, maya.pk):
        shows = "They all tried again. See [the reading list](https://books.example.org/)."
        evidence = items.add_evidence(
            by=maya, kind="achievement", title="Two drafts", began_on=timezone.localdate(), shows=shows
        )
        made = showcases.begin(title="For the interview", introduction="", by=maya)
        showcases.choose(showcase=made, evidence=[evidence], by=maya)
        link = showcases.make_link(showcase=made, days=7, passphrase=passphrase, by=maya)
        return path_of(links.address_of(link, maya))


def test_a_stranger_opens_a_showcase_with_its_passphrase_and_takes_the_pdf(somebody):
    address = a_showcase("open sesame")
    reader = somebody(width=360)
    page = reader.go(address)
    page.get_by_label("Passphrase").fill("open the door")
    reader.submit()
    assert reader.sees("This does not open it")
    page.get_by_label("Passphrase").fill("open sesame")
    reader.submit()
    assert reader.sees("They all tried again.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it as a PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_the_address_of_a_showcase_is_told_to_no_other_site(somebody):
    reader = somebody()
    page = reader.go(a_showcase(""))
    told = []
    page.context.route("https://books.example.org/**", lambda route: told.append(route.request.all_headers()))
    page.evaluate("""document.body.insertAdjacentHTML(
        'beforeend', '<a id="out" href="https://books.example.org/">Out</a>')""")
    page.locator("#out").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert ["referer" in headers for headers in told] == [False]


def test_a_stranger_leaves_a_kind_of_mail_by_its_link(somebody):
    maya = make.member(make.organisation(), "Maya Lindqvist")
    message = Message(organisation_id=maya.organisation_id, recipient=maya, kind="meeting-reminder")
    reader = somebody(width=360)
    reader.go(path_of(unsubscribing.address(message)))
    reader.submit()
    assert reader.sees("You will get no more e-mails of this kind")
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert not Preference.objects.get().wanted
