"""A showcase as a PDF: for screen readers, for whom the page is for, and never more than words."""

import io
import json
import time
from datetime import date

import pikepdf
import pytest
from django.test import Client

from portfolios import typesetting
from portfolios.actions import items, showcases
from portfolios.errors import PortfolioError
from portfolios.models import Showcase, ShowcaseLink
from portfolios.queries.showcases import get_showcase_contents
from tests.portfolios.test_showcases import HERE, a_link, shown  # noqa: F401  # a fixture

MARKUP = (
    '#import "@preview/cetz:0.3.4" #read("/etc/passwd") #panic("no") $x^2$ *bold* _thin_ = Heading @who <label> '
    '#sys.inputs \\u{41} "quoted" `raw` //comment /* and */ #[#image("/0.jpg")]'
)


def made(pair, showcase):
    with pair.inside(pair.maya):
        again = Showcase.objects.select_related("owner").get(pk=showcase.pk)
        return typesetting.pdf(get_showcase_contents(again)).content


def tags(pdf):
    """Return every tag of a PDF in the order in which it is read, with its other description."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S), str(node.get("/Alt", ""))
            if "/K" in node:
                yield from walk(node.K)

    return list(walk(pdf.Root.StructTreeRoot.K))


def test_it_is_tagged_as_pdf_ua_asks(pair, shown):  # noqa: F811
    with pair.inside(pair.maya):
        items.write_profile(texts={"job_skills": "Teaching"}, by=pair.maya)
        showcases.change(showcase=shown, with_profile=True, by=pair.maya)
    with pikepdf.open(io.BytesIO(made(pair, shown))) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as said:
            assert (said["pdfuaid:part"], said["dc:title"]) == ("1", "Application")
        found = tags(pdf)
        names = [name for name, _alt in found]
        assert names[:2] == ["/Document", "/H1"]
        assert [name for name in names if name.startswith("/H")] == ["/H1", "/H2", "/H3", "/H2", "/H2"]
        assert [alt for name, alt in found if name == "/Figure"] == ["Picture: scan.png"] * 2
        assert names.count("/L") == names.count("/LI") == 2
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert top.title == "Application"
            assert [each.title for each in top.children] == ["Profile", "First aid", "Second prize"]
        for page in pdf.pages:
            assert page.obj.Tabs == "/S"
            for font in page.resources.Font.values():
                descendant = font.DescendantFonts[0].FontDescriptor
                assert "/ToUnicode" in font
                assert any(name in descendant for name in ("/FontFile2", "/FontFile3"))
        assert "/JavaScript" not in root.get("/Names", {})


def unmarked(pdf):
    """Return what is drawn on a page and is neither part of a tag nor said to be mere decoration."""
    drawing = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "EI"}
    for page in pdf.pages:
        open_marks = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BMC", "BDC"):
                open_marks.append(str(operands[0]) == "/Artifact" or "/MCID" in operands[1])
            elif name == "EMC":
                open_marks.pop()
            elif name in drawing and not any(open_marks):
                yield name


def test_everything_that_is_drawn_belongs_to_a_tag_or_is_said_to_be_decoration(pair, shown):  # noqa: F811
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, introduction="Dear all.\n\n" * 200, by=pair.maya)
    with pikepdf.open(io.BytesIO(made(pair, shown))) as pdf:
        assert len(pdf.pages) > 1
        assert list(unmarked(pdf)) == []
        assert "/ParentTree" in pdf.Root.StructTreeRoot
        assert all("/StructParents" in page.obj for page in pdf.pages)


def test_what_people_wrote_is_words_and_never_markup(pair, shown):  # noqa: F811
    plain = made(pair, shown)
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, title=MARKUP[:160], introduction=MARKUP * 20, by=pair.maya)
    with pikepdf.open(io.BytesIO(made(pair, shown))) as pdf, pikepdf.open(io.BytesIO(plain)) as before:
        assert str(pdf.docinfo.Title) == MARKUP[:160]
        kinds = {name for name, _alt in tags(pdf)}
        assert kinds == {name for name, _alt in tags(before)}


@pytest.mark.parametrize(
    "words", ["日本語 😀 العربية", "\x01\x07\x1f", "x" * 3000, "\n" * 500, "a\r\nb\rc\td"]
)
def test_words_of_every_kind_come_out_as_a_tagged_pdf(pair, shown, words):  # noqa: F811
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, introduction=f"Dear all {words}", by=pair.maya)
    with pikepdf.open(io.BytesIO(made(pair, shown))) as pdf:
        assert pdf.Root.MarkInfo.Marked


def test_it_says_what_the_page_says_without_its_elements(pair, tmp_path):
    evidence = pair.evidence(
        "Led it", began_on=date(2026, 5, 1), ended_on=date(2026, 5, 3), shows="Six spoke."
    )
    with pair.inside(pair.maya):
        begun = showcases.begin(title="Application", introduction=" Dear all ", by=pair.maya)
        showcases.choose(showcase=begun, evidence=[evidence], by=pair.maya)
        words = typesetting.said(get_showcase_contents(begun), tmp_path)
    assert words["introduction"] == "Dear all"
    (item,) = words["pieces"]
    assert item["about"] == "Achievement · Fri 1 May 2026 – Sun 3 May 2026"
    assert "<" not in json.dumps(words)


def test_one_that_is_empty_says_so_and_one_that_is_too_much_is_refused(pair, shown, monkeypatch):  # noqa: F811
    with pair.inside(pair.maya):
        empty = showcases.begin(title="Nothing", introduction="", by=pair.maya)
    with pikepdf.open(io.BytesIO(made(pair, empty))) as pdf:
        assert len(pdf.pages) == 1
    monkeypatch.setattr(typesetting, "LONGEST", 100)
    with pytest.raises(PortfolioError, match="too much"):
        made(pair, shown)
    answer = pair.client(pair.maya).get(f"{HERE}{shown.pk}/pdf/", follow=True)
    assert "too much in this showcase" in answer.text


def test_a_sign_that_no_font_has_is_said_to_its_owner_first_and_never_hinders_a_reader(pair, shown):  # noqa: F811
    _link, address = a_link(pair, shown)
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, introduction="Dear all \U000fabcd", by=pair.maya)
    client = pair.client(pair.maya)
    said = client.get(f"{HERE}{shown.pk}/pdf/")
    assert said.headers["Content-Type"].startswith("text/html")
    assert "Some signs are missing from the PDF" in said.text
    assert "fabcd" in said.text
    for answer in (client.get(f"{HERE}{shown.pk}/pdf/?as-it-is"), Client().post(f"{address}pdf/")):
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked
    with pair.inside(pair.maya):
        showcases.change(showcase=shown, introduction="Łódź, ελληνικά, кириллица", by=pair.maya)
    assert client.get(f"{HERE}{shown.pk}/pdf/").headers["Content-Type"] == "application/pdf"


def test_setting_is_bounded_in_memory_and_the_site_goes_on(pair, shown, monkeypatch):  # noqa: F811
    monkeypatch.setattr(typesetting, "MEMORY", 112 << 20)
    client, words = pair.client(pair.maya), "Six of them spoke. " * 300
    assert made(pair, shown).startswith(b"%PDF-")
    evidence = [pair.evidence(f"Piece {number}", shows=words) for number in range(60)]
    with pair.inside(pair.maya):
        showcases.choose(showcase=shown, evidence=evidence, by=pair.maya)
    answer = client.get(f"{HERE}{shown.pk}/pdf/", follow=True)
    assert "The PDF could not be made" in answer.text
    assert "choose less for the showcase" in answer.text
    with pair.inside(pair.maya):
        showcases.choose(showcase=shown, evidence=evidence[:1], by=pair.maya)
    assert client.get(f"{HERE}{shown.pk}/pdf/").content.startswith(b"%PDF-")


def test_setting_is_bounded_in_time(pair, shown, monkeypatch):  # noqa: F811
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    begun = time.monotonic()
    with pytest.raises(PortfolioError, match="could not be made"):
        made(pair, shown)
    assert time.monotonic() - begun < 5


def test_the_owner_and_whoever_opened_the_link_get_it_and_it_is_no_look(pair, shown):  # noqa: F811
    link, address = a_link(pair, shown)
    mine = pair.client(pair.maya).get(f"{HERE}{shown.pk}/pdf/")
    outside = Client().post(f"{address}pdf/")
    for answer in (mine, outside):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="application.pdf"'
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.content.startswith(b"%PDF-")
    assert "noindex" in outside.headers["X-Robots-Tag"]
    assert f"{address}pdf/" in Client().get(address).text
    assert Client().get(f"{address}pdf/").url == address
    with pair.inside(pair.maya):
        assert ShowcaseLink.objects.get(pk=link.pk).views == 1
        showcases.revoke(link=link, by=pair.maya)
    assert Client().post(f"{address}pdf/").status_code == 404
    assert pair.client(pair.tomas).get(f"{HERE}{shown.pk}/pdf/").status_code == 404


def test_behind_a_passphrase_it_is_there_once_that_was_said(pair, shown):  # noqa: F811
    _link, address = a_link(pair, shown, "open sesame, please")
    client = Client()
    assert client.post(f"{address}pdf/").status_code == 404
    client.post(address, {"passphrase": "open sesame, please"})
    assert client.post(f"{address}pdf/").status_code == 200


def test_somebody_outside_gets_so_many_an_hour(pair, shown):  # noqa: F811
    _link, address = a_link(pair, shown)
    client = Client()
    answers = [client.post(f"{address}pdf/").status_code for _turn in range(31)]
    assert answers == [200] * 30 + [429]
