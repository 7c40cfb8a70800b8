"""Tags and filters every template has: pictures, people, dates, icons, Markdown, forms.

Pictures and parts (each documented at the top of its template in ``templates/components``)::

    {% icon "home" %}                                   {% person member role=_("Mentor") %}
    {% path stage progress marks %}                     {% date_block meeting.start %}
    {% bars rows maximum=5 colour="sky" %}              {% wheel step done %}  {% rings counts own=1 %}
    {% trend values %}                                  {% trend values lowest=1 highest=5 %}
    {% stage_tag partnership.stage %}                   {% locked _("Only you two can read this") %}
    {% breadcrumb plans_url _("Plans") "" plan.name %}  {% error_summary form formset %}

Words and times::

    {{ text|markdown }}          {% markdown text %}
    {{ start|day }}              Tue 24 Nov 2026
    {{ start|moment }}           Tue 24 Nov 2026, 14:00; each takes a zone: {{ start|clock:"Africa/Nairobi" }}
    {{ start|clock }}            14:00
    {{ start|in_days }}          in 3 days
    {% span start end %}         Tue 24 Nov 2026, 14:00–15:00
    {{ zone|zone_name }}         Nairobi      {% zone_name %}  the reader's own
    {{ partnership.stage|stage_name }}
    {{ session.user_agent|browser }}  Firefox on Linux
    {% relabel form login=_("E-mail address") %}  the fields of a form that is not ours, in our words
"""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cache
from secrets import token_hex
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from web import charts, dates
from web.browsers import browser
from web.forms import KEY_FIELD, listed_errors
from web.labels import STAGES, STEPS, Words, stage_index
from web.markdown import to_html

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString | str:
    """Write what every form that posts needs, as Django's tag of this name does, and the form's own key.

    The key keeps a form that is sent twice from acting twice (``organisations.sent_forms``). It stands here since no
    form can do without this tag.
    """
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105  # Django's word for a page drawn without a request
        return ""
    hidden = '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">'
    return format_html(hidden, token, KEY_FIELD, token_hex(8))


@register.simple_tag
@cache
def icon(name: str, size: int = 20) -> SafeString:
    """Draw an icon of the sprite; it stands beside a word, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true"><use href="{1}#{2}"></use></svg>',
        size,
        static("img/icons.svg"),
        name,
    )


@register.filter
def day(value: dates.Moment | None, zone: str | None = None) -> str:
    return dates.day(value, zone) if value else ""


@register.filter
def moment(value: dt.datetime | None, zone: str | None = None) -> str:
    return dates.moment(value, zone) if value else ""


@register.filter
def clock(value: dt.datetime | dt.time | None, zone: str | None = None) -> str:
    return dates.clock(value, zone) if value is not None else ""


@register.filter
def in_days(value: dates.Moment | None) -> str:
    return dates.in_days(value) if value else ""


@register.simple_tag
def span(start: dt.datetime, end: dt.datetime) -> SafeString:
    """Say from when to when, the day once if it is the same."""
    first, last = dates.local(start), dates.local(end)
    same_day = (
        isinstance(first, dt.datetime) and isinstance(last, dt.datetime) and first.date() == last.date()
    )
    until = dates.clock(end) if same_day else dates.moment(end)
    return format_html("{}–{}", dates.moment(start), until)


@register.filter(name="zone_name")
def zone_name_of(zone: Any) -> str:
    return dates.zone_name(zone) if zone else ""


@register.simple_tag
def zone_name() -> str:
    return dates.zone_name()


@register.filter
def differs_here(value: dt.datetime, zone: str) -> bool:
    """Tell whether clocks in ``zone`` show another time than the reader's."""
    return dates.differs_here(value, zone)


@register.filter
def stage_name(stage: int | str) -> Words:
    return STAGES[stage_index(stage)].label


@register.filter(name="browser")
def browser_name(user_agent: str | None) -> str:
    return browser(user_agent or "")


@register.filter(name="markdown")
def markdown_filter(text: str | None) -> str:
    return to_html(text or "")


@register.simple_tag
def markdown(text: str | None) -> str:
    return to_html(text or "")


@register.inclusion_tag("components/path.html")
def path(
    stage: int | str,
    progress: float = 0.0,
    meetings: Iterable[float] = (),
    size: str = "large",
    concluded: bool = False,
) -> dict[str, Any]:
    bidi = get_language_bidi()
    return {
        "path": charts.path(stage, progress, meetings, concluded=concluded, right_to_left=bidi),
        "large": size != "small",
    }


@register.inclusion_tag("components/bars.html")
def bars(
    rows: Iterable[Any],
    maximum: float | None = None,
    colour: str = "sky",
    caption: Words = "",
    unit: Words = "",
    label: Words = "",
) -> dict[str, Any]:
    laid_out = charts.bars(rows, maximum, colour=colour, right_to_left=get_language_bidi())
    return {"bars": laid_out, "caption": caption, "unit": unit, "label": label}


@register.inclusion_tag("components/trend.html")
def trend(values: Iterable[float | None], lowest: float = 1, highest: float = 5) -> dict[str, Any]:
    laid_out = charts.trend(values, lowest, highest, right_to_left=get_language_bidi())
    return {"trend": laid_out}


@register.inclusion_tag("components/wheel.html")
def wheel(step: int, done: Collection[int] | None = None, size: str = "large") -> dict[str, Any]:
    at = min(step, len(STEPS))
    return {
        "segments": charts.wheel(step, done),
        "later": [STEPS[number - 1] for number in done or () if number > step],
        "step": at,
        "count": len(STEPS),
        "label": STEPS[at - 1],
        "all_done": step > len(STEPS),
        "large": size != "small",
    }


@register.inclusion_tag("components/rings.html")
def rings(
    counts: tuple[int, int, int], own: int | None = None, came_from: int | None = None, words: Words = ""
) -> dict[str, Any]:
    return {
        "rings": charts.rings(counts, own, came_from),
        "radii": list(zip(reversed(charts.RING_RADII), ("edge", "middle", "centre"), strict=True)),
        "words": words,
    }


@register.inclusion_tag("components/person.html")
def person(member: Any, role: Words = "", note: Words = "", you: bool = False) -> dict[str, Any]:
    return {"member": member, "role": role, "note": note, "you": you}


@register.inclusion_tag("components/date_block.html")
def date_block(value: dates.Moment) -> dict[str, Any]:
    shown = dates.local(value)
    return {
        "machine_value": dates.machine_value(value),
        "day": date_format(shown, "j"),
        "month": date_format(shown, "M"),
        "weekday": date_format(shown, "D"),
        "year": "" if shown.year == timezone.localdate().year else str(shown.year),
    }


@register.inclusion_tag("components/stage_tag.html")
def stage_tag(stage: int | str) -> dict[str, Any]:
    return {"stage": STAGES[stage_index(stage)]}


@register.inclusion_tag("components/locked.html")
def locked(words: Words) -> dict[str, Any]:
    return {"words": words}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*links_and_labels: Words) -> dict[str, Any]:
    """Take link, label, link, label…; an empty link makes plain text."""
    return {"steps": list(zip(links_and_labels[::2], links_and_labels[1::2], strict=True))}


@register.simple_tag
def relabel(form: BaseForm | None, **words: Words) -> str:
    """Set on the fields of a form that is not ours labels of our own, before its error summary is drawn.

    ``code=…`` is the label of the field "code", ``code_hint=…`` what stands under it.
    """
    for key, text in words.items():
        name = key.removesuffix("_hint")
        if not form or name not in form.fields:
            continue
        if key == name:
            form[name].label = str(text)
        else:
            form[name].help_text = str(text)
    return ""


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: "BaseForm | BaseFormSet[Any]") -> dict[str, Any]:
    return {"errors": listed_errors(*(form for form in forms if form and form.is_bound))}
