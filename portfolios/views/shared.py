"""What the views share: loading a piece, giving a file, and saying what came of a form with files."""

from collections.abc import Callable
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from files.errors import FileError
from files.serving import POLICY
from organisations.access import MemberRequest
from portfolios.models import Showcase
from portfolios.models.items import PortfolioItem
from portfolios.typesetting import RenderedPdf


def own[Kept: PortfolioItem](request: MemberRequest, model: type[Kept], pk: UUID) -> Kept:
    """Load a piece of the member's own.

    Raises:
        Http404: there is none of that key, or it is somebody else's.
    """
    found: Kept = get_object_or_404(model.objects.owned_by(request.member), pk=pk)  # type: ignore[attr-defined]
    return found


def pdf_of(showcase: Showcase, pressed: RenderedPdf) -> HttpResponse:
    """Serve the PDF of a showcase."""
    response = HttpResponse(pressed.content, content_type="application/pdf")
    return to_download(response, f"{(slugify(showcase.title) or 'showcase')[:80]}.pdf")


def to_download(response: HttpResponse, name: str) -> HttpResponse:
    """Have a response be a file of that name, which nothing keeps and in which nothing runs."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def done(form: BaseForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for; a no becomes the form's error, of a file beside the files. Give whether it was done."""
    try:
        act()
    except FileError as error:
        form.add_error("files", error.message)
    except ValueError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False
