"""What every page's frame needs, worked out only when the template asks for it."""

from __future__ import annotations

import json
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token

import nastavnik
from nastavnik.accounts.models import User
from nastavnik.accounts.reach import Acting
from nastavnik.base.access import holds
from nastavnik.notifications.queries import MOST_UNREAD, unread_count
from nastavnik.org.models import Node
from nastavnik.portal.ui import navigation, preferences


class Frame:
    """The frame of one page, `frame` in every template. A part that does not apply is "" or empty."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.theme = preferences.value_of(request, "theme")
        self.keys = preferences.value_of(request, "keys")
        self.incident: str = getattr(request, "incident", "")
        self.is_demo = settings.NASTAVNIK_PROFILE == "demo"
        self.version = nastavnik.__version__

    @property
    def _user(self) -> User | None:
        """Who is signed in; None for a visitor and where a request was answered before its user was known."""
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @property
    def is_signed_in(self) -> bool:
        return self._user is not None

    @cached_property
    def menu(self) -> list[navigation.Section]:
        return navigation.menu_for(self.request) if self.is_signed_in else []

    @property
    def _acting(self) -> Acting | None:
        return self._user.acting if self._user else None

    @property
    def role(self) -> str:
        """The role that the user has picked, in words; "" for somebody who holds none."""
        acting = self._acting
        return str(acting.role.label) if acting and acting.role else ""

    @cached_property
    def place(self) -> str:
        """Where the user acts by that role. One query."""
        acting = self._acting
        node = Node.objects.filter(pk=acting.node_id).first() if acting and acting.node_id else None
        return str(node or "")

    @property
    def has_choice_of_roles(self) -> bool:
        acting = self._acting
        return acting is not None and len(acting.roles) > 1

    @property
    def sees_notices(self) -> bool:
        return self._user is not None and holds(self._user, "notification.view")

    @cached_property
    def unread(self) -> str:
        """How many notices wait, "" for none. One query."""
        count = unread_count(self._user) if self._user else 0
        return f"{MOST_UNREAD}+" if count > MOST_UNREAD else str(count or "")

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The pages of the frame; "" for those that this installation has not got."""
        routes = {
            "home": "home:month",
            "acting": "accounts:acting",
            "account": "accounts:account",
            "notices": "notifications:list",
            "extend": "accounts:extend",
            "sign_in": "account_login",
            "sign_out": "account_logout",
            "preferences": "ui:preferences",
            "language": "ui:language",
            "search": "search:page",
            "help": "help:index",
            "accessibility": "help:accessibility",
        }
        return {name: navigation.address_of(route) for name, route in routes.items()}

    @property
    def idle_seconds(self) -> int:
        return int(settings.NASTAVNIK_IDLE_SECONDS) if self.is_signed_in else 0

    @property
    def htmx_headers(self) -> str:
        return json.dumps({"X-CSRFToken": get_token(self.request)})


def page(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
