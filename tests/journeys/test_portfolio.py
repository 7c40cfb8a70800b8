"""Evidence with a photo is shared, assessed by the mentor, shown outside by a link, and gone when that ends."""

import re

from organisations import tenancy
from portfolios.actions import frameworks
from tests import make
from tests.files import builders

PORTFOLIO = "/riverside/portfolio/"


def a_pair() -> tuple:
    """Maya and her mentor, in an organisation that says what it expects people to be able to do."""
    riverside = make.organisation()
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    tomas, maya = (make.member(riverside, name) for name in ("Tomás Okafor", "Maya Lindqvist"))
    make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    with tenancy.inside(riverside.pk, ines.pk):
        made = frameworks.begin(name="Teaching", about="", by=ines)
        row = {"area": "With students", "title": "Gives feedback that can be used", "description": ""}
        frameworks.add(framework=made, competencies=[row], by=ines)
        frameworks.open_for_all(framework=made, by=ines)
    return maya, tomas


def test_evidence_is_shared_assessed_shown_and_gone(somebody):
    maya, tomas = a_pair()
    her = somebody(width=360, dark=True, signed_in=maya.user)
    _adds_evidence(her)
    _asks(her)

    his = somebody(signed_in=tomas.user)
    his.go("/riverside/")
    assert his.sees("You are asked for an assessment")
    his.follow("Look at it")
    his.follow("Gives feedback that can be used")
    assert his.sees("They all tried again.")
    _judges(his)

    her.go("/riverside/")
    her.follow("Read it")
    her.follow("Gives feedback that can be used")
    assert her.sees("What changed between the two drafts?")
    assert her.sees("Partly")
    _is_shown_outside(her, somebody)


def _adds_evidence(her):
    page = her.go(f"{PORTFOLIO}evidence/new/")
    her.submit()
    assert page.get_by_role("alert").first.is_visible()
    page.get_by_label("Kind").select_option("achievement")
    page.get_by_label("Title").fill("Two drafts of one essay")
    page.get_by_label("Date, or when it began").fill("2026-01-10")
    page.get_by_label("What it shows").fill("They all tried again.")
    photo = {"name": "board.jpg", "mimeType": "image/jpeg", "buffer": builders.telling_photo()}
    page.locator("input[name=files]").set_input_files(photo)
    her.submit()
    assert her.sees("board.jpg")
    her.follow("Relate it to competencies")
    page.get_by_label("Gives feedback that can be used").check()
    her.submit()
    her.follow("Share it with a partner")
    her.submit()
    assert her.sees("Tomás Okafor")


def _asks(her):
    page = her.page
    her.follow("Two drafts of one essay")
    her.follow("Ask for an assessment")
    assert page.get_by_label("Two drafts of one essay").is_checked()
    page.get_by_label("No", exact=True).check()
    her.submit()
    assert her.sees("It is asked")


def _judges(his):
    page = his.page
    his.follow("Begin")
    page.get_by_label("No", exact=True).check()
    his.submit()
    page.get_by_label("I read the evidence").check()
    page.get_by_label("Partly: Some of it").check()
    page.get_by_label("Feedback").fill("What changed between the two drafts?")
    his.submit()
    assert his.sees("It is given")


def _is_shown_outside(her, somebody):
    page = her.go(f"{PORTFOLIO}showcases/new/")
    page.get_by_label("Title").fill("For the interview")
    her.submit()
    page.get_by_label("Two drafts of one essay").check()
    her.submit()
    her.submit()
    address = page.get_by_label(re.compile("^Link made")).input_value()
    there = re.sub(r"^https?://[^/]+", "", address)

    reader = somebody(width=360)
    reader.go(there)
    assert reader.sees("They all tried again.")
    file = reader.page.get_by_role("link", name="board.jpg").get_attribute("href")
    assert reader.page.request.get(reader.base + file).status == 200

    her.press("End it")
    assert reader.page.goto(reader.base + there).status == 404
    assert reader.page.request.get(reader.base + file).status == 404
