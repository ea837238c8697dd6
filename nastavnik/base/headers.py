"""The security headers of every answer: pages, errors, static files, downloads.

Content-Security-Policy comes from django-csp, HSTS (over https alone), nosniff, the referrer policy and
the opener policy from Django; what neither of them sets is set here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

EVERY_ANSWER = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# A file that somebody uploaded must not act as a page of the site, whatever its bytes claim to be.
SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PRIVATE = "private, no-store"


class SecurityHeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        if _must_stay_private(request, response):
            response.headers["Cache-Control"] = PRIVATE
            patch_vary_headers(response, ["Cookie"])
        return response


def as_download(response: HttpResponseBase) -> HttpResponseBase:
    """Mark an attachment: whatever it holds is data, never run as part of the site."""
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _must_stay_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """All but static files and what a view called public for somebody who is not signed in."""
    if response.status_code >= 400:
        return True
    if not hasattr(request, "session"):  # answered before sessions: a static file
        return False
    return "public" not in response.headers.get("Cache-Control", "") or SESSION_KEY in request.session
