"""A field for several files, checked when the form is: what is wrong is said beside it, file by file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from files import kinds, names
from files.errors import Refused
from files.kinds import LARGEST, MB, NAMES, Family
from files.upload_validation import ValidFile, validate

MOST = 5
EVERYTHING = tuple(Family)
_SHOWN = 60  # characters of a name in a message


class FilesInput(forms.FileInput):
    """A plain file input for one file or more."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile[Any]]:
        """Return what was chosen, in its order."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else list(files.get(name) or [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A form without any file says nothing of it."""
        return name not in files


class FilesField(forms.Field):
    """Files, as a list of ``ValidFile`` for ``files.actions.keep``.

    Args:
        families: what may be chosen; everything the platform takes by default.
        most: how many at once.
        camera: opens the camera of a phone at once, for a field that is about a photo taken now.
    """

    widget = FilesInput
    default_error_messages = {"required": gettext_lazy("Choose a file.")}

    def __init__(
        self,
        *,
        families: Iterable[Family] = EVERYTHING,
        most: int = MOST,
        camera: bool = False,
        **kwargs: Any,
    ) -> None:
        self.families, self.most, self.camera = tuple(families), most, camera
        kwargs.setdefault("help_text", _Hint(self.families, most))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What helps choosing; the server decides by content."""
        attrs: dict[str, Any] = {
            "accept": kinds.accept(frozenset(self.families)),
            "multiple": self.most > 1,
        }
        if self.camera:
            attrs["capture"] = "environment"
        return attrs

    def clean(self, value: Any) -> list[ValidFile]:
        """Take every file, or say of each that is not taken why.

        Raises:
            ValidationError: with a message for each refused file.
        """
        uploads: list[UploadedFile[Any]] = list(value or [])
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            raise ValidationError(
                ngettext("Choose one file only.", "Choose at most %(most)s files at once.", self.most)
                % {"most": self.most},
                code="many",
            )
        valid, refused = [], []
        for upload in uploads:
            try:
                valid.append(validate(upload, self.families))
            except Refused as error:
                refused.append(ValidationError(_named(upload.name or "", error.message), code="refused"))
        if refused:
            raise ValidationError(refused)
        return valid

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether anything was chosen."""
        return bool(data)


class _Hint:
    """The hint under the label, put together when it is shown, in the reader's language."""

    def __init__(self, families: tuple[Family, ...], most: int) -> None:
        self.families, self.most = families, most

    def __str__(self) -> str:
        limits: dict[int, list[str]] = {}
        for family in self.families:
            limits.setdefault(LARGEST[family] // MB, []).append(str(NAMES[family]))
        parts = [
            _("%(kinds)s up to %(size)s MB") % {"kinds": ", ".join(those), "size": size}
            for size, those in limits.items()
        ]
        text = "; ".join(parts)
        text = text[:1].upper() + text[1:] + "."
        if self.most > 1:
            text += " " + _("At most %(most)s at once.") % {"most": self.most}
        return text


def _named(name: str, reason: str) -> str:
    return _("“%(name)s”: %(reason)s") % {"name": names.shown(name, _SHOWN), "reason": reason}
