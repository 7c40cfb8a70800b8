"""Browsers as people know them."""

from django.utils.translation import gettext

# The first that is found counts: most browsers also claim to be those further down.
_BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser(user_agent: str) -> str:
    """Name browser and system: "Firefox on Linux"; a plain word where the text tells neither."""
    program = next((name for mark, name in _BROWSERS.items() if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), None)
    if program and system:
        return gettext("%(browser)s on %(system)s") % {"browser": program, "system": system}
    return program or system or gettext("another program")
