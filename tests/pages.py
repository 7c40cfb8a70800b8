"""What tests read in pages."""

import re

from django.http import HttpResponse

# Drawn anew with each page: nonces and tokens, and the key by which a form that is sent twice is known.
TOKENS = re.compile(r'nonce="?[\w+/=-]+"?|[\w-]{40,}|name="once" value="[^"]*"')


def without_tokens(answer: HttpResponse) -> str:
    """Return a page without what is new each time, so that two of them can be compared."""
    return TOKENS.sub("", answer.content.decode())
