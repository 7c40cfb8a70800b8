"""Giving a file to a browser, after the view has found that the member may have it."""

from typing import Literal

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from files import kinds
from files.models import StoredFile

# Whatever the bytes are, and however a browser is made to open them: no scripts, no forms, nothing from anywhere.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"

Shown = Literal["attachment", "picture", "thumbnail"]


def reply(file: StoredFile, shown: Shown = "attachment") -> FileResponse:
    """Stream a file as a download; or a picture, which we drew ourselves, or its thumbnail, for ``<img>``.

    Authorises nobody: the row must come from ``visible_to(member)``. The bytes are opened here and sent after the
    request's transaction, so sending asks the database nothing.

    Raises:
        Http404: the bytes are gone, or a picture is wanted of what is none.
    """
    if shown != "attachment" and not file.is_picture:
        raise Http404
    try:
        content = default_storage.open(file.thumbnail_key if shown == "thumbnail" else file.key, "rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=shown == "attachment",
        filename=file.name,
        content_type=_content_type(file, shown),
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _content_type(file: StoredFile, shown: Shown) -> str:
    if shown == "thumbnail":
        return kinds.JPEG.content_type
    return file.content_type if file.content_type in kinds.CONTENT_TYPES else "application/octet-stream"
