"""Full-text search in the language of the organisation: which dictionary a text is read with, and how hits are shown.

Each text keeps the dictionary it was written under beside its words. So an organisation that changes its language
still finds what it has. There is no index over the words: row security lets none be used before its own conditions
have been asked, so a search looks through the texts of one community, whose words are prepared in their rows.
"""

import re
from typing import Any

from django.contrib.postgres.search import (
    SearchConfig,
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import models
from django.db.models import F
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from organisations.models import OrganisationModel
from web.markdown import to_plain

SIMPLE = "simple"
DICTIONARIES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# Marks around a hit, from Unicode's private part: nothing that escaping touches, and no browser shows them.
_BEGIN, _END = "\ue000", "\ue001"
BEFORE, LONG = 60, 200  # characters before the first hit, and in all
_HIT = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")


def dictionary(language: str) -> str:
    """Return PostgreSQL's name for the dictionary of a language ("en-gb"); "simple" where it has none."""
    return DICTIONARIES.get(language.lower().partition("-")[0], SIMPLE)


class DictionaryField(models.CharField[str, str]):
    """The name of one of PostgreSQL's dictionaries, in the type that lets words be prepared with it."""

    def db_type(self, connection: Any) -> str:
        return "regconfig"


class SearchableQuerySet[Found: "Searchable"](models.QuerySet[Found]):
    """Of texts that can be searched."""

    def saying(self, wanted: str) -> "models.QuerySet[Any, Any]":
        """Texts in which the wanted words occur, each ``marked`` for :func:`shown`; the best come first."""
        query = SearchQuery(wanted, config=F("dictionary"), search_type="websearch")
        marked = SearchHeadline(
            "body",
            query,
            config=SearchConfig(F("dictionary")),
            start_sel=_BEGIN,
            stop_sel=_END,
            highlight_all=True,
        )
        found = self.filter(search=query).annotate(rank=SearchRank(F("search"), query), marked=marked)
        return found.order_by("-rank", "-pk").defer("search", "body")


class Searchable(OrganisationModel):
    """A text with a title, prepared for being searched."""

    title = models.CharField(max_length=140, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    dictionary = DictionaryField(max_length=40, default=SIMPLE, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("title", config=F("dictionary"), weight="A")
        + SearchVector("body", config=F("dictionary"), weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


def shown(body: str) -> SafeString:
    """Return a piece of a text for the page, in plain words: its beginning, or what stands around the first hit.

    Everything people wrote is escaped, hits stand between ``<mark>`` and ``</mark>``.
    """
    marked = _HIT.sub(r"<mark>\1</mark>", escape(_around(to_plain(body))))
    return mark_safe(marked.replace(_BEGIN, "").replace(_END, ""))  # noqa: S308  (escaped just now)


def _around(plain: str) -> str:
    """Cut at spaces, where there are some near."""
    hit = max(plain.find(_BEGIN), 0)
    start = max(plain.rfind(" ", 0, max(hit - BEFORE, 0)) + 1, hit - 2 * BEFORE)
    end = plain.find(" ", start + LONG)
    end = min(end if end > 0 else len(plain), start + LONG + BEFORE)
    return ("… " if start else "") + plain[start:end] + (" …" if end < len(plain) else "")
