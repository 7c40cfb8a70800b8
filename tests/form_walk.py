"""Goes from page to page as a person does and sends every form found there: with every option, rightly and wrongly."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.forms import BaseForm, BaseFormSet
from django.test import Client
from django.urls import Resolver404, URLResolver, clear_script_prefix, get_resolver, resolve
from django.utils import timezone
from django.utils.functional import LazyObject

from organisations.middleware import URLCONF
from organisations.models import RESERVED_SLUGS
from tests.main_buttons import list_main_buttons
from tests.stock import stock_of
from web.forms import listed_errors

type Data = dict[str, list[Any]]

WITH_OPTIONS = ("select", "radio", "checkbox")
MOST_OPTIONS = (
    12  # of one choice that are sent: longer ones are lists of people and time zones, alike in kind
)
HTMX = {"HX-Request": "true"}
# Pages of packages on which choosing what is so already says nothing: the main address made the main one.
MAY_SAY_NOTHING = {"account_email"}
NOTED_BESIDE = {"organisations_sentform", "accounts_attempts"}


# What a page offers


@dataclass
class Field:
    """One name that a form sends: what kind of control it is, what it says, and what can be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)  # as the page shows it
    options: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class Form:
    """A form of a page, with its buttons as one more choice for each of their names."""

    action: str
    method: str = "get"
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def signature(self) -> tuple[tuple[str, str], ...]:
        """What makes two forms the same: names and kinds of their fields, whatever rows they are about."""
        return tuple(sorted({(_without_keys(each.name), each.kind) for each in self.fields.values()}))


@dataclass
class Page:
    """Links and forms of a page."""

    links: list[str]
    forms: list[Form]


def _without_keys(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "*", text)


class _Reader(HTMLParser):
    """Reads links and forms, with controls that stand elsewhere and name their form."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.named: dict[str, Form] = {}
        self.elsewhere: list[tuple[str, str, dict[str, str]]] = []
        self.form: Form | None = None
        self.select: Field | None = None
        self.textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]).partition("#")[0])
        elif tag == "form":
            action = urljoin(self.address, given.get("action") or self.address).partition("#")[0]
            self.form = Form(action, given.get("method", "get").lower())
            self.forms.append(self.form)
            if "id" in given:
                self.named[given["id"]] = self.form
        elif tag in {"input", "button", "select", "textarea"} and "disabled" not in given:
            if "form" in given:
                self.elsewhere.append((tag, given["form"], given))
            elif self.form:
                self._control(self.form, tag, given)
        elif tag == "option" and self.select is not None and "disabled" not in given:
            value = given.get("value", "")
            self.select.options.append(value)
            if "selected" in given:
                self.select.values.append(value)

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = (
            given.get("type", "submit" if tag == "button" else "text") if tag in {"input", "button"} else tag
        )
        if kind in {"reset", "image"} or (tag == "button" and kind == "button"):
            return
        kind = "button" if kind == "submit" else kind
        if not (name := given.get("name", "")):
            return
        known = form.fields.setdefault(name, Field(name, kind, attributes=given))
        value = given.get("value", "on" if kind == "checkbox" else "")
        if kind in {"radio", "checkbox", "button"}:
            known.options.append(value)
            if "checked" in given:
                known.values.append(value)
        elif tag == "input":
            known.values.append(value)
        self.select = known if tag == "select" else self.select
        self.textarea = known if tag == "textarea" else self.textarea

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea.values.append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def finish(self) -> Page:
        for tag, name, given in self.elsewhere:
            if name in self.named:
                self._control(self.named[name], tag, given)
        return Page(self.links, self.forms)


def read(address: str, html: str) -> Page:
    """Return the links and forms of a page that was found at this address."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.finish()


# What is sent


@dataclass(frozen=True)
class Filling:
    """A form as somebody fills it in; ``is_right`` if nothing in it is wrong by itself."""

    what: str
    data: Data
    is_right: bool = True


def right_fillings(form: Form) -> Iterator[Filling]:
    """Return a form filled rightly: with days ahead, then with days that were, since only one may be taken."""
    for days in (3, -3):
        day = timezone.localdate() + timedelta(days=days)
        start = {name: _right(each, day) for name, each in form.fields.items() if each.kind != "button"}
        yield Filling("filled in", start | next(_pressed(form), {}))


def _pressed(form: Form) -> Iterator[Data]:
    """Return each button as it is sent when it is pressed: alone."""
    for name, each in form.fields.items():
        if each.kind == "button":
            yield from ({name: [option]} for option in _some(each.options))


def other_fillings(form: Form, start: Data) -> Iterator[Filling]:
    """Return it once for every other option of each choice and every other button, then filled wrongly."""
    unpressed = {name: said for name, said in start.items() if form.fields[name].kind != "button"}
    for pressed in _pressed(form):
        if unpressed | pressed != start:
            yield Filling(
                " ".join(f"{name}={said[0]}" for name, said in pressed.items()), unpressed | pressed
            )
    for name, each in form.fields.items():
        if each.kind in {"select", "radio", "checkbox"}:
            for option in _some(each.options):
                if [option] != start[name]:
                    yield Filling(f"{name}={option}", start | {name: [option]})
            if each.kind == "checkbox" and start[name]:
                yield Filling(f"no {name}", start | {name: []})
    yield from _wrong_fillings(form, start)


def _wrong_fillings(form: Form, start: Data) -> Iterator[Filling]:
    written = [name for name, each in form.fields.items() if each.kind not in {"hidden", "button"}]
    if written:
        yield Filling("left empty", start | {name: [""] for name in written}, is_right=False)
    if beyond := {name: [_beyond(each)] for name, each in form.fields.items() if each.kind == "number"}:
        yield Filling("beyond its bounds", start | beyond, is_right=False)
    yield Filling("nothing in it", {name: [""] for name in form.fields}, is_right=False)
    yield Filling("nonsense", {name: [_wrong(each)] for name, each in form.fields.items()}, is_right=False)


def _some(options: Sequence[str]) -> list[str]:
    """Return all options, or as many as are sent of a long list, from its beginning to its end."""
    found = list(dict.fromkeys(options))
    if len(found) <= MOST_OPTIONS:
        return found
    step = (len(found) - 1) / (MOST_OPTIONS - 1)
    return [found[round(place * step)] for place in range(MOST_OPTIONS)]


def _right(each: Field, day: date) -> list[Any]:
    if each.kind == "hidden":
        return list(each.values)
    if each.kind in WITH_OPTIONS:
        filled = [value for value in each.values if value] or [value for value in each.options if value]
        return filled[: max(1, len(each.values))] or each.options[:1]
    if each.kind == "file":
        return [SimpleUploadedFile("people.csv", b"name,email\nAda Byron,ada@example.org\n", "text/csv")]
    return [_written(each, "".join(each.values).strip(), day)]


def _written(each: Field, there: str, day: date) -> str:
    """Return what is new, and of the kind that a control takes."""
    if each.kind == "number":
        return there or each.attributes.get("min") or "1"
    if each.kind == "date":
        return there or str(day)
    known = {"time": there or "10:00", "email": "ada@example.org", "url": "https://example.org/walk"}
    if each.kind in known:
        return known[each.kind]
    if each.kind == "textarea" and there:
        return f"{there}\nAnd more"
    return "Something new"[: int(each.attributes.get("maxlength") or 99)]


def _wrong(each: Field) -> str:
    return {"number": "many", "date": "2026-02-31", "time": "25:99"}.get(
        each.kind, "\x00\u202e🦜" + "<x>" * 4_000
    )


def _beyond(each: Field) -> str:
    """Return a number below the least that a control takes, or above the most."""
    if least := each.attributes.get("min"):
        return str(int(float(least)) - 1)
    return str(int(float(each.attributes.get("max") or 10**9)) + 1)


# What comes of it


@dataclass
class Walk:
    """What somebody finds who goes from page to page, a few of each kind, and sends each kind of form on them.

    Args:
        start: where to begin.
        sent: the forms that were sent with every option, as by others before; they are sent once more, rightly.
        most_pages: how many pages of a kind are read; a page of a kind is in one state or another.
    """

    client: Client
    start: Sequence[str]
    sent: set[Any] = field(default_factory=set)
    most_pages: int = 2
    most_in_all: int = 400
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    crowded: list[str] = field(default_factory=list)  # pages with more than one main button
    reached: set[str] = field(default_factory=set)

    def go(self) -> "Walk":
        """Follow the links, the first of each kind; then try what no link led to, below the pages that were found."""
        linked, below = deque(self.start), deque[str]()
        seen: set[str] = set()
        visits: Counter[str] = Counter()
        mine: set[Any] = set()
        while (linked or below) and len(seen) < self.most_in_all:
            is_linked = bool(linked)
            address = linked.popleft() if is_linked else below.popleft()
            kind = kind_of(address)
            most = self.most_pages if is_linked else 1
            if address in seen or kind is None or visits[kind] >= most:
                continue
            seen.add(address)
            page = self._read(address, kind, is_linked=is_linked)
            if page is None:
                continue
            visits[kind] += 1
            self.reached.add(kind.partition("?")[0])
            linked.extend(page.links)
            below.extend(pages_below(address))
            for form in page.forms:
                target = (kind_of(form.action) or form.action).partition("?")[0]
                key = (target, form.method, form.signature)
                if key not in mine:
                    mine.add(key)
                    self.reached.add(target)
                    self._send_all(form, target, is_known=key in self.sent)
                    self.sent.add(key)
        return self

    def _read(self, address: str, kind: str, *, is_linked: bool) -> Page | None:
        """Return what a page offers; None where there is none, which is a fault if a link led there."""
        self.counts["pages"] += 1
        answer = self._ask("get", address, {}, {}, f"{kind} {address}")
        if answer is None:
            return None
        if answer.status_code >= 400:
            if is_linked or answer.status_code not in (404, 405):
                self.faults.append(f"{kind} {address}: {answer.status_code} at the end of a link")
            return None
        if answer.status_code in (301, 302):
            return Page([urljoin(address, answer.url)], [])
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return Page([], [])
        html = answer.content.decode()
        if len(main := list_main_buttons(html)) > 1:
            self.crowded.append(f"{kind} {address}: {' · '.join(main)}")
        return read(address, html)

    def _send_all(self, form: Form, kind: str, *, is_known: bool) -> None:
        """Send a form rightly, by htmx too; where nobody did before, with all its options and wrongly, too."""
        self.counts["forms"] += 1
        filled = {"right": Filling("", {})}
        for filling in right_fillings(form):
            filled["right"] = filling
            if self._send(form, kind, filling):
                break
        else:
            self.refused.add(kind)
        if is_known:
            return
        if form.method == "post":
            self._send(form, kind, filled["right"], HTMX)
        for filling in other_fillings(form, filled["right"].data):
            self._send(form, kind, filling, HTMX if filling.what == "left empty" else {})

    def _send(self, form: Form, kind: str, filling: Filling, headers: Mapping[str, str] = {}) -> bool:
        """Send a form, look at what comes of it, and undo it. Return whether it was taken."""
        where = f"{kind} {form.action} ({filling.what}{', by htmx' if headers else ''})"
        self.counts["sent"] += 1
        cookies = self.client.cookies.copy()
        with transaction.atomic(), _noticing_changes() as changes:
            answer = self._ask(form.method, form.action, filling.data, headers, where)
            if answer is not None:
                self._judge(answer, where, filling, form, changes)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return answer is not None and answer.status_code < 400

    def _judge(self, answer: Any, where: str, filling: Filling, form: Form, changes: list[str]) -> None:
        """Note what is wrong with an answer. Only who bends a form may hear that there is nothing at its address.

        No form says anything in Django's own words.
        """
        for words in errors_of(answer):
            if stock_of(words):
                self.faults.append(f"{where}: says {words!r}")
        allowed = {422} if filling.is_right else {400, 404, 422}
        leads_on = answer.status_code in (301, 302, 303) or "HX-Redirect" in answer.headers
        can_be_pressed = form.method == "post" and (filling.is_right or filling.what == "left empty")
        can_be_pressed &= where.partition(" ")[0] not in MAY_SAY_NOTHING
        if answer.status_code >= 400 and answer.status_code not in allowed:
            self.faults.append(f"{where}: {answer.status_code}")
        elif can_be_pressed and leads_on and not changes and not any(get_messages(answer.wsgi_request)):
            self.faults.append(f"{where}: leads on, changes nothing and says nothing")

    def _ask(self, method: str, address: str, data: Data, headers: Mapping[str, str], where: str) -> Any:
        """Return the answer, as far as the end of the transaction; None where there is none but a fault."""
        clear_script_prefix()
        ask: Callable[..., Any] = getattr(self.client, method)
        path, query = urlsplit(address).path, dict(parse_qsl(urlsplit(address).query))
        try:
            with transaction.atomic():
                if method == "get":
                    answer = ask(path, query | data, headers=headers)
                else:
                    sent = {name: values for name, values in data.items() if values}
                    answer = ask(address, sent, headers=headers)
                connection.check_constraints()
        except Exception as error:  # noqa: BLE001  # whatever it is, no answer of the product may raise it
            self.faults.append(f"{where}: {type(error).__name__}: {str(error).splitlines()[:1]}")
            return None
        return answer


def errors_of(answer: Any) -> set[str]:
    """Return what the forms of a page say is wrong."""
    layers = [layer for context in answer.context or () for layer in getattr(context, "dicts", [context])]
    values = [
        value
        for layer in layers
        if isinstance(layer, Mapping)
        for value in layer.values()
        if not isinstance(value, LazyObject)  # what no page of this answer asked for is no form
    ]
    bound = [value for value in values if isinstance(value, (BaseForm, BaseFormSet)) and value.is_bound]
    return {error["text"] for form in bound for error in listed_errors(form)}


@contextmanager
def _noticing_changes() -> Iterator[list[str]]:
    """Return, as they come, the tables in which rows changed, other than those in which any request may write."""
    found: list[str] = []

    def notice(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        changed = re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", sql)
        if changed and changed[1] not in NOTED_BESIDE and context["cursor"].rowcount:
            found.append(changed[1])
        return result

    with connection.execute_wrapper(notice):
        yield found


def kind_of(address: str) -> str | None:
    """Return the name of the page at an address, with the names of what is asked there; None elsewhere."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme:
        return None
    slug, _slash, rest = parts.path.lstrip("/").partition("/")
    inside = slug and slug not in RESERVED_SLUGS
    try:
        found = resolve(f"/{rest}", URLCONF) if inside else resolve(parts.path)
    except Resolver404:
        return f"nowhere:{parts.path}"
    asked = "&".join(sorted({name for name, _value in parse_qsl(parts.query)}))
    return f"{found.view_name}{'?' if asked else ''}{asked}"


@cache
def routes() -> list[tuple[str, str]]:
    """Return the route of each page of an organisation, with its name."""
    return sorted(_routes(get_resolver(URLCONF), ""))


def _routes(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each, route)
        else:
            yield route, str(each.name)


def pages_below(address: str) -> list[str]:
    """Return the addresses below that of a page of an organisation, about the same thing: not all are linked always."""
    slug, _slash, rest = urlsplit(address).path.lstrip("/").partition("/")
    if not slug or slug in RESERVED_SLUGS or rest.startswith("accounts/"):
        return []
    found = resolve(f"/{rest}", URLCONF)
    route = found.route.removeprefix("/")
    return [
        f"/{slug}/{rest}{below.removeprefix(route)}"
        for below, _name in routes()
        if route and below.startswith(route) and below != route and "<" not in below.removeprefix(route)
    ]
