from django.http import HttpResponse
from django.shortcuts import render


def page(request, pk=None) -> HttpResponse:
    return render(request, "base.html")
