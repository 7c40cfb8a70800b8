"""Forms as a browser reads them off a page and sends them, for tests that open and send them as people do."""

from dataclasses import dataclass, field
from typing import Any

from lxml import html

TYPED = {"text", "search", "url", "email", "number", "date", "time", "datetime-local"}


@dataclass
class PageForm:
    """A form that posts, with what a browser would send of it, its first button pressed.

    Args:
        texts: the names of the controls in which somebody writes, and what stands in each.
        choices: the names of what is chosen by radio buttons.
    """

    action: str
    values: dict[str, list[str]]
    texts: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)

    def send(self, client: Any, **changed: str) -> Any:
        """Send the form with some controls changed."""
        return client.post(self.action, self.values | {name: [text] for name, text in changed.items()})


def forms_of(client: Any, url: str) -> list[PageForm]:
    """Return the forms of a page that post, in their order."""
    return forms_in(client.get(url).text, url)


def form_of(client: Any, url: str) -> PageForm:
    """Return the one form of a page in which somebody writes."""
    return form_in(client.get(url).text, url)


def form_in(page: str, url: str) -> PageForm:
    (found,) = [form for form in forms_in(page, url) if form.texts]
    return found


def forms_in(page: str, url: str) -> list[PageForm]:
    if not page.strip():
        return []
    return [_read(form, url) for form in html.fromstring(page).forms if form.method == "POST"]


def _read(form: Any, url: str) -> PageForm:
    made = PageForm(form.action or url, {})
    for name, value in form.form_values():
        made.values.setdefault(name, []).append(value)
    for control in form.inputs:
        if control.name and _is_written_in(control):
            made.texts[control.name] = (control.value or "").removeprefix("\n")
    radios = [control.get("name") for control in form.iterfind(".//input[@type='radio']")]
    made.choices = list(dict.fromkeys(radios))
    for button in form.iterfind(".//button"):
        if button.get("type", "submit") == "submit" and button.get("name"):
            made.values[button.get("name")] = [button.get("value", "")]
            break
    return made


def _is_written_in(control: Any) -> bool:
    if control.get("disabled") is not None or control.get("readonly") is not None:
        return False
    return bool(control.tag == "textarea" or (control.tag == "input" and control.type in TYPED))
