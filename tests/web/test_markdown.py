"""What people write becomes safe HTML, and only the HTML meant for it."""

import pytest

from web.markdown import to_html


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<div style='position:fixed'>x</div>",
        '[x](https://example.org "a\\"onmouseover=alert(1)")',
        "![x](https://example.org/pixel.png)",
        "<svg><script>alert(1)</script></svg>",
        "`<script>alert(1)</script>`",
    ],
)
def test_markdown_lets_nothing_run(nasty: str) -> None:
    html = to_html(nasty)
    for tag in ("<script", "<img", "<iframe", "<div", "<svg", "<style"):
        assert tag not in html
    for scheme in ("javascript:", "vbscript:", "data:"):
        assert f'href="{scheme}' not in html.lower()
    assert "<a onmouseover" not in html
    assert "title=" not in html


def test_markdown_shows_raw_html_as_text() -> None:
    assert to_html("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"


def test_markdown_keeps_what_people_use() -> None:
    html = to_html("**a** *b* ~~c~~ `d`\n\n- one\n- two\n\n1. first\n\n> said")
    for tag in ("strong", "em", "s", "code", "ul", "ol", "li", "blockquote"):
        assert f"<{tag}>" in html


def test_markdown_headings_begin_below_those_of_the_page() -> None:
    assert to_html("# a\n\n## b\n\n###### c") == "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n"


def test_markdown_links_carry_no_trust() -> None:
    assert to_html("[x](https://example.org)") == (
        '<p><a href="https://example.org" rel="nofollow noopener noreferrer">x</a></p>\n'
    )


def test_markdown_keeps_the_writers_lines() -> None:
    assert "<br>" in to_html("one\ntwo")
