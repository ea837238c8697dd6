"""What day it is somewhere: when a school year's last evening ends in Kaliningrad, Kamchatka has had breakfast.

A territory may say its time as a dated fact; whatever stands in it follows the nearest one, and without any
the installation's own. Requests and jobs run in the time of their place, so `timezone.localdate()` is its day.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nastavnik.org.models import Fact, Node

ZONES = {
    "Europe/Kaliningrad": _("Kaliningrad, Moscow −1 hour"),
    "Europe/Moscow": _("Moscow"),
    "Europe/Samara": _("Samara, Moscow +1 hour"),
    "Asia/Yekaterinburg": _("Yekaterinburg, Moscow +2 hours"),
    "Asia/Omsk": _("Omsk, Moscow +3 hours"),
    "Asia/Krasnoyarsk": _("Krasnoyarsk, Moscow +4 hours"),
    "Asia/Irkutsk": _("Irkutsk, Moscow +5 hours"),
    "Asia/Yakutsk": _("Yakutsk, Moscow +6 hours"),
    "Asia/Vladivostok": _("Vladivostok, Moscow +7 hours"),
    "Asia/Magadan": _("Magadan, Moscow +8 hours"),
    "Asia/Kamchatka": _("Kamchatka, Moscow +9 hours"),
}


def zone_at(path: str) -> str:
    """The name of the time zone at a place of the tree; "" where no territory above says one. One query."""
    steps = [int(step) for step in path.strip("/").split("/") if step]
    said = dict(
        Fact.objects.open_ended().filter(kind=Fact.Kind.TIME_ZONE, node__in=steps).values_list("node_id", "value")
    )
    return next((said[step] for step in reversed(steps) if step in said), "")


def zone_of(node: Node) -> ZoneInfo:
    """One query."""
    return ZoneInfo(zone_at(node.path) or settings.TIME_ZONE)


def today_at(node: Node, now: dt.datetime | None = None) -> dt.date:
    """The day at ``node``, whoever asks and from where. One query."""
    return timezone.localtime(now or timezone.now(), zone_of(node)).date()
