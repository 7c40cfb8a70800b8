"""Forms of what a community shares: beginning a thread, answering, changing one's own, finding something."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.models import Post, PostFile, Thread
from files.forms import FilesField
from web.edit_conflicts import SavingValuesForm

LONGEST = 20_000
MARKDOWN = _("**bold**, *italic*, lists with “- ”, quotes with “> ”. The preview shows how it will look.")


class AnswerForm(forms.Form):
    """What somebody says in a thread."""

    body = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST,
        help_text=MARKDOWN,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words.")},
    )
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]  # not the files of the request


class ThreadForm(AnswerForm):
    """What opens a thread."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Thread.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=140)
    link = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Where a resource is to be found."),
    )
    field_order = ("kind", "title", "body", "link", "files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("What would you like to share?")
        self.fields["body"].required = False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        pointed_to = cleaned.get("link") or cleaned.get("files") or "link" in self.errors
        enough = cleaned.get("body") or (cleaned.get("kind") == Thread.Kind.RESOURCE and pointed_to)
        is_new = "kind" in self.fields  # of what is changed, the action knows what is left
        if is_new and not enough and not {"body", "files", "kind"} & set(self.errors):
            self.add_error("body", _("Write a few words. A resource can also be a link or a file alone."))
        return cleaned


class _Changing(SavingValuesForm):
    """What one said, and which of its files should go."""

    without = forms.ModelMultipleChoiceField(
        label=_("Files to remove"),
        queryset=PostFile.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, read=lambda: _said(post), held=post.words, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[PostFile]", self.fields["without"])
        field.queryset = PostFile.objects.filter(post=post)
        if not field.queryset.exists():
            del self.fields["without"]


class AnswerChangeForm(_Changing, AnswerForm):
    """Changing an answer."""

    field_order = ("body", "without", "files")


class OpeningChangeForm(_Changing, ThreadForm):
    """Changing what opens a thread; what it is stays."""

    kind = None  # type: ignore[assignment]  # how a subclass leaves a field out
    field_order = ("title", "body", "link", "without", "files")


def _said(post: Post) -> dict[str, Any]:
    words = post.words
    return {"title": words.title, "body": words.body, "link": words.link}


class FindForm(forms.Form):
    """Which threads to show."""

    mark_optional = False

    q = forms.CharField(
        label=_("Search"), max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("Everything")), *Thread.Kind.choices], required=False
    )

    @property
    def wanted(self) -> dict[str, str]:
        """The words and the kind; what cannot be is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("q", "kind")}
