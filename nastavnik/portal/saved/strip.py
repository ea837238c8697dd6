"""What a list shows of its saved views, and the default one that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from nastavnik.accounts.models import SavedView
from nastavnik.accounts.requests import SignedIn
from nastavnik.accounts.services.saved_views import views_of
from nastavnik.base.filters import FilterForm

# In the address of a list: everything, whatever my default is.
ALL = "all"


class Strip:
    """The views of the list ``page`` for this request; read once, and only if something asks."""

    def __init__(self, request: SignedIn, page: str, form: FilterForm) -> None:
        self.request = request
        self.page = page
        self.form = form

    @cached_property
    def views(self) -> list[SavedView]:
        return views_of(self.request.user, self.page)

    @cached_property
    def query(self) -> str:
        """What is chosen now, as it would be kept."""
        return self.form.query()

    @property
    def default(self) -> SavedView | None:
        return next((view for view in self.views if view.is_default and self.is_mine(view)), None)

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """Each view with whether it is the one shown now."""
        return [
            {"view": one, "is_current": one.query == self.query, "is_mine": self.is_mine(one)} for one in self.views
        ]

    @property
    def is_bare(self) -> bool:
        return not self.query

    def is_mine(self, view: SavedView) -> bool:
        return view.user_id == self.request.user.pk


def opened(request: SignedIn, page: str, form: FilterForm) -> str:
    """Give ``form`` its views; the address to go to when the bare list opens with a default, else ""."""
    form.saved = strip = Strip(request, page, form)
    if request.GET or strip.default is None:
        return ""
    return f"{request.path}?{strip.default.query}"
