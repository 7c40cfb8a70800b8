"""A piece of evidence is shown before it is sent, confirmed, carried away as a badge, and revoked."""

from organisations import tenancy
from portfolios.actions import items
from tests import make
from tests.portfolios.confirming import WORDS


def test_evidence_is_confirmed_and_revoked(somebody):
    riverside = make.organisation()
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    tomas, maya = (make.member(riverside, name) for name in ("Tomás Okafor", "Maya Lindqvist"))
    make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    with tenancy.inside(riverside.pk, maya.pk):
        items.add_evidence(by=maya, kind="course", title="Two drafts", began_on="2026-01-10")
    her = somebody(width=360, dark=True, signed_in=maya.user)
    _asks(her)

    hers = somebody(signed_in=ines.user)
    hers.go("/riverside/")
    hers.follow("Look at it")
    hers.follow(WORDS["achievement"])
    assert hers.sees(WORDS["criteria"])
    hers.follow("Confirm it")
    hers.press("Confirm it")
    assert hers.sees("It is confirmed")

    her.go("/riverside/")
    her.follow("Read it")
    her.follow(WORDS["achievement"])
    assert her.sees("Your credential")
    badge = her.page.get_by_alt_text("The badge: a rosette with a tick")
    assert badge.evaluate("picture => picture.naturalWidth") == 600

    hers.follow("Revoke it")
    hers.page.get_by_label("Your reason").fill("It was another hour.")
    hers.submit()
    assert hers.sees("It is revoked")
    her.go("/riverside/portfolio/confirmations/")
    her.follow(WORDS["achievement"])
    assert her.sees("It was another hour.")


def _asks(her):
    page = her.go("/riverside/portfolio/evidence/")
    her.follow("Two drafts")
    her.follow("Ask for a confirmation")
    page.get_by_label("What it stands for").fill("")
    her.submit()
    assert page.get_by_role("alert").first.is_visible()
    for label, name in (
        ("Title", "achievement"),
        ("What it stands for", "description"),
        ("What somebody has to show for it", "criteria"),
        ("What it says of your evidence", "narrative"),
    ):
        page.get_by_label(label).fill(WORDS[name])
    her.submit()
    assert her.sees("Nothing is sent yet")
    her.press("Change the words")
    assert page.get_by_label("Title").input_value() == WORDS["achievement"]
    her.submit()
    her.press("Send it")
    assert her.sees("It is asked")
