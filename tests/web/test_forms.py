"""Label, hint, control and error belong together, for eyes and for assistive technology."""

import datetime as dt
from typing import Any

from django import forms
from django.template import Context, Template
from django.utils.html import escape

from web.forms import listed_errors


class Note(forms.Form):
    title = forms.CharField(label="Title", help_text="In a few words.", max_length=20)
    text = forms.CharField(label="Text", widget=forms.Textarea, max_length=50, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)
    on = forms.DateField(label="Day", required=False)
    at = forms.TimeField(label="Time", required=False)
    starts = forms.DateTimeField(label="Start", required=False)

    def clean(self) -> None:
        if self.data.get("title") == "whole":
            raise forms.ValidationError("The whole is wrong.")


class Filter(forms.Form):
    mark_optional = False
    name = forms.CharField(label="Name", required=False)


def field(form: forms.Form, name: str) -> str:
    return form[name].as_field_group()


def test_field_is_described_by_its_hint_and_its_error() -> None:
    html = field(Note({}), "title")
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert '<label class="field-label" for="id_title">Title</label>' in html


def test_field_without_error_is_not_called_wrong() -> None:
    html = field(Note(), "title")
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_title_helptext"' in html


def test_long_text_says_its_limit() -> None:
    html = field(Note(), "text")
    assert 'aria-describedby="id_text_limit"' in html
    assert 'data-limit-of="id_text">Up to 50 characters</p>' in html


def test_optional_is_said_where_it_helps() -> None:
    assert '<span class="optional">optional</span>' in field(Note(), "text")
    assert "optional" not in field(Note(), "title")
    assert "optional" not in field(Note(), "agreed")
    assert "optional" not in field(Filter(), "name")


def test_choices_stand_in_a_named_group() -> None:
    html = field(Note({}), "kind")
    assert '<fieldset class="field" id="id_kind_field" aria-describedby="id_kind_error">' in html
    assert '<legend class="field-label">Kind</legend>' in html
    assert html.count('<label class="choice"') == 2


def test_dates_and_times_use_what_the_browser_offers() -> None:
    initial = {
        "on": dt.date(2026, 11, 24),
        "at": dt.time(14, 0),
        "starts": dt.datetime(2026, 11, 24, 14, 0),  # noqa: DTZ001  (forms show local times)
    }
    form = Note(initial=initial)
    assert '<input type="date" name="on" value="2026-11-24"' in str(form["on"])
    assert '<input type="time" name="at" value="14:00"' in str(form["at"])
    assert '<input type="datetime-local" name="starts" value="2026-11-24T14:00"' in str(form["starts"])


def test_what_the_browser_sends_is_understood() -> None:
    form = Note({"title": "x", "kind": "a", "on": "2026-11-24", "at": "14:00", "starts": "2026-11-24T14:00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2026, 11, 24)
    assert form.cleaned_data["starts"].minute == 0


def test_placeholders_are_left_out() -> None:
    class Placed(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name"}))

    assert "placeholder" not in str(Placed()["name"])


def summary(*bound: Any) -> str:
    names = [f"f{index}" for index in range(len(bound))]
    source = "{% error_summary " + " ".join(names) + " %}"
    return Template(source).render(Context(dict(zip(names, bound, strict=True))))


def test_summary_counts_and_links_to_each_field() -> None:
    html = summary(Note({}))
    assert "2 things need another look" in html
    assert f'<a href="#id_title_field">Title: {escape("Fill this in.")}</a>' in html
    assert '<a href="#id_kind_field">Kind: Choose one.</a>' in html
    assert 'tabindex="-1"' in html
    assert 'role="alert"' in html


def test_summary_names_what_is_wrong_with_the_whole() -> None:
    html = summary(Note({"title": "whole", "kind": "a"}))
    assert "One thing needs another look" in html
    assert "<li>The whole is wrong.</li>" in html


def test_summary_is_silent_without_errors() -> None:
    assert summary(Note()).strip() == ""
    assert summary(Note({"title": "x", "kind": "a"})).strip() == ""


def test_summary_escapes_what_people_sent() -> None:
    class Echo(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("<script>")

    assert "<script>" not in summary(Echo({}))


def test_errors_of_formsets_are_listed_too() -> None:
    notes = forms.formset_factory(Note)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-agreed": "1"}
    )
    assert [error["href"] for error in listed_errors(notes)] == [
        "#id_form-0-title_field",
        "#id_form-0-kind_field",
    ]


def test_too_long_says_how_much_too_long() -> None:
    errors = Note({"title": "x" * 21, "kind": "a"}).errors["title"]
    assert errors == ["Make this shorter: 20 characters are the most, it has 21."]


def test_form_that_is_not_ours_takes_our_words() -> None:
    tags = '{% relabel form title="Name" title_hint="Short." absent="x" %}{% error_summary form %}'
    html = Template(tags + "{{ form.title.as_field_group }}").render(Context({"form": Note({})}))
    assert "Name: Fill this in." in html
    assert ">Short.</div>" in html
    asked = Template(tags.replace('"Name"', '"Your name?"')).render(Context({"form": Note({})}))
    assert "Your name? Fill this in." in asked
    assert "Title" not in html
