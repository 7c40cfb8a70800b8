"""Whether a text, read in some encoding, is spelled with the letters of a language.

A file does not say in which encoding it is. Read in the wrong one, "Dvořák" becomes "Dvoøák" and "Żółć" "¯ó³æ":
letters that no language uses in one word, or signs within it. The alphabets are those that schools teach.
"""

from __future__ import annotations

import re
from itertools import pairwise

# The letters of each language beyond a to z, in lower case.
LATIN = {
    language: frozenset(letters)
    for language, letters in {
        "Catalan": "àçèéíïòóúü",
        "Croatian, Serbian, Slovene": "čćđšž",
        "Czech": "áčďéěíňóřšťúůýž",
        "Danish, Norwegian": "åæéøö",
        "Dutch": "áéëïóöü",
        "Estonian": "äõöšüž",
        "Finnish, Swedish": "åäéöü",
        "French": "àâæçèéêëîïôùûüÿœ",
        "German": "äöüß",
        "Hungarian": "áéíóöúüőű",
        "Icelandic": "áæðéíóöúýþ",
        "Irish": "áéíóú",
        "Italian": "àèéìíîòóùú",
        "Latvian": "āčēģīķļņšūž",
        "Lithuanian": "ąčėęįšūųž",
        "Polish": "óąćęłńśźż",
        "Portuguese": "àáâãçéêíóôõúü",
        "Romanian": "âîăşţșț",
        "Slovak": "áäčďéíĺľňóôŕšťúýž",
        "Spanish": "áéíñóúü",
        "Turkish": "âçîöûüğışi̇",
        "Welsh": "áâäéêëíîïóôöúûüŵŷ",
    }.items()
}
OTHER = {
    language: frozenset(letters)
    for language, letters in {
        "Arabic, Persian": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکی",
        "Bulgarian, Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "Greek": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
        "Hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        "Macedonian, Serbian": "абвгдђѓежзѕијјклљмнњопрстћќуфхцчџш",
        "Ukrainian, Belarusian": "абвгґдеєёжзиіїйклмнопрстуўфхцчшщыьэюя",
    }.items()
}
OTHER_LETTERS = frozenset[str]().union(*OTHER.values())
# Where whole words are beyond ASCII, nearly any bytes are letters of some such alphabet: the commonest ones tell.
COMMON = frozenset("аеинортсвлαειονρςσταלויהרמאבنارليم")
# From which share of the words on a reading makes sense.
CONVINCING = 0.9
# A run of anything but blanks, separators, brackets and quotation marks. Signs within a word give a wrong reading away.
WORD = re.compile(r"[^\s,;|\"“”„«»()/]+")
AT_THE_ENDS = "'’‘.-–—:!?…·•"
IN_WORDS = "'’.-&"


def explained(text: str) -> float:
    """Return how much of a text's words with letters beyond ASCII is spelled as some language is, from 0 to 1.

    Three quarters of it are for words that any language explains, the rest for those that the best one does: people of
    one list mostly share a language. A text without such words gives 1.
    """
    words = {word for word in WORD.findall(text) if not word.isascii()}
    if not words:
        return 1.0
    of_words = [_languages(word) for word in words]
    by_any = sum(bool(languages) for languages in of_words)
    by_best = max(sum(language in languages for languages in of_words) for language in LATIN | OTHER)
    return (3 * by_any + by_best) / (4 * len(words))


def common_share(text: str) -> float:
    """Return which share of a text's letters of other alphabets is among their commonest ones; 1 without any."""
    letters = [letter for letter in text.lower() if letter in OTHER_LETTERS]
    return sum(letter in COMMON for letter in letters) / len(letters) if letters else 1.0


def _languages(word: str) -> set[str]:
    """Return the languages that have all letters of a word, none where it is no word."""
    bare = word.strip(AT_THE_ENDS)
    beyond = [letter for letter in bare.lower() if not letter.isascii() and letter not in IN_WORDS]
    if _has_capital_within(bare) or "ς" in bare[:-1]:
        return set()
    alphabets = LATIN if re.search("[A-Za-z]", bare) else LATIN | OTHER
    return {language for language, alphabet in alphabets.items() if alphabet.issuperset(beyond)}


def _has_capital_within(word: str) -> bool:
    """Return whether a capital beyond ASCII follows a small letter, as in no name."""
    return any(
        before.islower() and letter.isupper() and not letter.isascii() for before, letter in pairwise(word)
    )
