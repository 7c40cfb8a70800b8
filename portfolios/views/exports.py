"""Taking one's whole portfolio along."""

from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from files import uploads
from organisations import audit
from organisations.access import MemberRequest
from portfolios import exports
from web.responses import read_or_write


@read_or_write
def archive(request: MemberRequest) -> HttpResponseBase:
    """Say what taking along gives; posting gives it. It is whole before a byte is sent."""
    if request.method == "GET":
        return render(request, "portfolios/archive.html")
    out = uploads.file()
    exports.write(out, member=request.member)
    audit.record("portfolio.taken-along", on=request.member, by=request.member)
    out.seek(0)
    name = f"portfolio-{timezone.localdate().isoformat()}.zip"
    return FileResponse(out, as_attachment=True, filename=name, content_type="application/zip")
