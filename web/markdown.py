"""Markdown as people write it in threads and notes, and no more: no raw HTML, no images, no scripts."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLOCKS = {"blockquote", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "ul"}
_WORDS = {"a", "br", "code", "em", "s", "strong"}
_DEEPER = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}

_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
# No tables: a few lines of one unfold into megabytes of cells.
_parser.enable(["strikethrough"]).disable("image")
_cleaner = nh3.Cleaner(
    tags=_BLOCKS | _WORDS,
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer",
)


def to_html(text: str) -> SafeString:
    """Return the safe HTML of a Markdown text; headings begin below those of the page."""
    tokens = _parser.parse(text)
    for token in tokens:
        token.tag = _DEEPER.get(token.tag, token.tag)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(_cleaner.clean(html))  # noqa: S308  (cleaned just now)


def to_plain(text: str) -> str:
    """Return the words of a Markdown text in one line, without what marks them up and where links lead."""
    found = []
    for token in _parser.parse(text):
        if token.type == "inline":
            found.append("".join(map(_words_of, token.children or ())))
        elif token.type in {"fence", "code_block"}:
            found.append(token.content)
    return " ".join(" ".join(found).split())


def _words_of(piece: Token) -> str:
    return " " if piece.type in {"softbreak", "hardbreak"} else piece.content
