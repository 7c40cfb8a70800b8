"""Which filled buttons a page shows to who opens it: a page of a thing that has a state has one at most."""

from collections.abc import Sequence
from html.parser import HTMLParser

NEVER_CLOSED = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
APART = {"dialog", "template"}  # what stands in them is not seen before it is opened


class _Reader(HTMLParser):
    """Notes the words of filled buttons; what is closed, hidden or opened by another button does not count."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []  # each with whether it hides what is in it
        self.found: list[str] = []
        self.inside: int | None = None  # how deep the button is that is being read

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        hides = tag in APART or "hidden" in given or "popover" in given
        hides |= tag == "details" and "open" not in given
        if tag == "summary":  # it is seen also where the rest is closed
            hides = False
        is_seen = not hides and not self._is_hidden(tag)
        if is_seen and {"button", "main"} <= set(given.get("class", "").split()):
            self.found.append(given.get("value", "") if tag == "input" else "")
            self.inside = None if tag in NEVER_CLOSED else len(self.open)
        if tag not in NEVER_CLOSED:
            self.open.append((tag, hides))

    def _is_hidden(self, tag: str) -> bool:
        above = self.open
        if tag == "summary" or any(name == "summary" for name, _hides in above):
            above = [(name, hides) for name, hides in above if name != "details"]
        return any(hides for _name, hides in above)

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _hides in self.open):
            name, _hides = self.open.pop()
            if self.inside is not None and len(self.open) <= self.inside:
                self.inside = None
            if name == tag:
                return


def list_main_buttons(html: str) -> list[str]:
    """Return the words of each filled button that a page shows before anything on it is opened."""
    reader = _Reader()
    reader.feed(html)
    return [" ".join(words.split()) for words in reader.found]
