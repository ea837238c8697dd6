"""Every address declares who may come: a route without a rule does not start.

``@route`` fetches the row through ``visible_to`` (out of reach: 404), asks for the right (403), and hands
the row to the view. The permission matrix test walks the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, get_callable, get_resolver
from django.utils.http import url_has_allowed_host_and_scheme

from nastavnik.base.access import can, holds

View = Callable[..., HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rule:
    """Who may come: anyone, any signed-in user, or holders of ``action`` over the row of ``model``."""

    who: Literal["anyone", "signed_in", "holders"]
    methods: tuple[str, ...]
    action: str = ""
    write: str = ""
    model: type[models.Model] | None = None
    seen_by: str = ""

    def needed(self, method: str) -> str:
        return self.action if method in SAFE or not self.write else self.write


def route(
    action: str,
    *,
    of: type[models.Model] | None = None,
    seen_by: str = "",
    write: str = "",
    methods: tuple[str, ...] = ("GET",),
) -> Callable[[View], View]:
    """Holders of ``action`` (``write`` for unsafe methods) may come.

    With ``of`` the address carries ``uid``; the row is looked for among what the user may see by
    ``seen_by`` (default: ``action``) and given to the view as its second argument.
    """
    rule = Rule("holders", methods, action, write, of, seen_by or action)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            needed = rule.needed(request.method or "GET")
            if of is None:
                if not holds(request.user, needed):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            scoped = of._default_manager.get_queryset().visible_to(request.user, rule.seen_by)  # type: ignore[attr-defined]  # every routed model has a ScopedQuerySet
            row = get_object_or_404(scoped, uid=kwargs.pop("uid"))
            if needed != rule.seen_by and not can(request.user, needed, row):
                raise PermissionDenied
            return view(request, row, *args, **kwargs)

        return declare(guarded, rule)

    return decorate


def open_to_all(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Anyone may come, signed in or not."""
    return lambda view: declare(view, Rule("anyone", methods))


def signed_in(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Any signed-in user may come: their own account, their own notices."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            return view(request, *args, **kwargs)

        return declare(guarded, Rule("signed_in", methods))

    return decorate


def declare(view: View, rule: Rule) -> View:
    """``view`` behind its methods, with ``rule`` on it; for views of packages, called in the url file."""
    rule = replace(rule, methods=tuple(sorted({*rule.methods, *(("HEAD",) if "GET" in rule.methods else ())})))

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in rule.methods:
            return view(request, *args, **kwargs)
        # An address of a form that was opened by itself: a page that leads on, not an empty one.
        page = getattr(get_resolver().urlconf_module, "handler405", None)
        answer = get_callable(page)(request) if page else HttpResponse(status=405)
        answer.headers["Allow"] = ", ".join(rule.methods)
        return answer

    guarded.rule = rule  # type: ignore[attr-defined]  # the mark that the matrix and the start-up check read
    return guarded


def way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: a form cannot be opened by its address, so to the page that it stands on."""
    if request.method in SAFE:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def rule_of(view: Any) -> Rule | None:
    return getattr(view, "rule", None)


@dataclass(frozen=True)
class Address:
    """One pattern of the site: its full name, its path as declared, its view."""

    name: str
    path: str
    view: Any


def addresses() -> Iterator[Address]:
    """Every pattern of the resolver, nested ones with their prefix."""
    yield from _walk(get_resolver(), "", ())


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path, (*spaces, *((entry.namespace,) if entry.namespace else ())))
        elif isinstance(entry, URLPattern):
            yield Address(":".join((*spaces, entry.name or "")), path, entry.callback)


__all__ = ["Address", "Rule", "addresses", "declare", "open_to_all", "route", "rule_of", "signed_in", "way_back"]
