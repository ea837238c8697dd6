"""The gallery of components, and the choices a reader makes for this browser."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from nastavnik.base.routes import open_to_all, route
from nastavnik.portal.ui import preferences, samples

gallery_is_open = settings.NASTAVNIK_PROFILE != "production"


@open_to_all() if gallery_is_open else route("gallery.view")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", samples.gallery(request))


@open_to_all(methods=("POST",))
def choose(request: HttpRequest) -> HttpResponse:
    """Theme or keys: each button of the forms is named after the preference and carries its value."""
    response = redirect(_back(request))
    try:
        for name in preferences.CHOICES:
            if name in request.POST:
                preferences.remember(response, name, request.POST[name])
    except ValueError as error:
        raise BadRequest(str(error)) from error
    return response


@open_to_all(methods=("POST",))
def choose_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if not check_for_language(language):
        raise BadRequest("There is no such language.")
    response = redirect(_back(request))
    preferences.put_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


def _back(request: HttpRequest) -> str:
    """The page the form stood on, if it is one of ours."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"
