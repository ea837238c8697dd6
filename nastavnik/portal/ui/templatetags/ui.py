"""Tags of every template (they are built in): icons, dates, numbers, addresses, form tokens."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.forms import BoundField, CheckboxInput, SelectMultiple
from django.http import HttpRequest, QueryDict
from django.template import Context, Library
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from nastavnik.accounts.once import new_token
from nastavnik.portal.ui import states, wording
from nastavnik.portal.ui import toasts as waiting_toasts

register = Library()


@dataclass(frozen=True)
class FieldParts:
    widget: SafeString
    described_by: str
    is_group: bool
    is_check: bool


@cache
def _sprite() -> str:
    """Asked once a process: a page has two hundred icons, and the sprite's name changes with a release only."""
    return static("icons.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite. Beside words it is silent; alone it needs ``label``."""
    address = f"{_sprite()}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def form_token() -> SafeString:
    """The hidden field by which a form sent twice does its deed once."""
    return format_html('<input type="hidden" name="form_token" value="{}">', new_token())


@register.simple_tag
def date_ru(value: dt.date | dt.datetime | None) -> str:
    """<time>15 октября 2026</time>; nothing for no date."""
    if not value:
        return ""
    machine = value.date() if isinstance(value, dt.datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), wording.day(value))


@register.simple_tag
def moment_ru(value: dt.datetime | None) -> str:
    """<time>15 октября 2026, 14:05</time>; nothing for no moment."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), wording.moment(value))


@register.simple_tag
def period_ru(start: dt.date | None, end: dt.date | None) -> str:
    return wording.period(start or None, end or None)


@register.filter
def number(value: float | Decimal | int | None, places: int | None = None) -> str:
    return "" if value is None else wording.number(value, places)


@register.filter
def percent(value: float | Decimal | int | None, places: int = 0) -> str:
    return "" if value is None else wording.percent(value, places)


@register.filter
def phones(value: str | None) -> str:
    """A number, or words with numbers in them, as people read numbers."""
    return wording.phones(value or "")


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's query with ``changes``; None or "" takes a key out. Gives at least "?"."""
    return "?" + _query(context, changes).urlencode()


@register.simple_tag(takes_context=True)
def page_address(context: Context, part: str) -> str:
    """This page's query moved to another page of the list; ``part`` is ``next`` or ``previous`` of a keyset page."""
    left = _query(context, {"after": None, "before": None}).urlencode()
    return "?" + "&".join(filter(None, (left, part)))


@register.simple_tag(takes_context=True)
def sorted_by(context: Context, by: str, param: str = "order") -> dict[str, str]:
    """How the list is sorted by ``by`` now, and the address that sorts it by it or turns it round."""
    request: HttpRequest | None = context.get("request")
    now = request.GET.get(param, "") if request else ""
    direction = {by: "ascending", f"-{by}": "descending"}.get(now, "")
    wanted = f"-{by}" if direction == "ascending" else by
    address = _query(context, {param: wanted, "after": None, "before": None}).urlencode()
    return {"direction": direction, "address": f"?{address}"}


@register.simple_tag(takes_context=True)
def unique(context: Context, kind: str, given: str = "") -> str:
    """``given``, or an id that no other part of this page has."""
    request: HttpRequest | None = context.get("request")
    if given or request is None:
        return given or kind
    used: Counter[str] = request.__dict__.setdefault("_ids_used", Counter())
    used[kind] += 1
    return f"{kind}-{used[kind]}"


@register.simple_tag
def field_parts(field: BoundField, hint: str = "") -> FieldParts:
    """The control of ``field``, told where its hint and its error stand."""
    ids = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    described_by = " ".join(ids)
    is_group = field.use_fieldset
    widget = field.as_widget(attrs={"aria-describedby": described_by} if ids and not is_group else {})
    return FieldParts(widget, described_by, is_group, isinstance(field.field.widget, CheckboxInput))


@register.simple_tag
def filter_kind(field: BoundField) -> str:
    """How a filter is shown: ticks in a menu ("many"), one tick ("check"), or the field as it is ("")."""
    widget = field.field.widget
    if isinstance(widget, SelectMultiple):
        return "many"
    return "check" if isinstance(widget, CheckboxInput) else ""


@register.simple_tag
def state(name: str) -> states.State:
    """The word, the picture and the tone of a state of a plan line."""
    return states.STATES[name]


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> list[waiting_toasts.Toast]:
    request = context.get("request")
    return waiting_toasts.toasts(request) if request else []


@register.simple_tag
def rest(attrs: Mapping[str, Any], without: str = "") -> SafeString:
    """The attributes a component was given and does not name itself, safely quoted. Cotton's own
    ``{{ attrs }}`` does not escape values bound with a colon."""
    named = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs)
    left = {key: value for key, value in named.items() if key not in without.split() and value not in (False, None)}
    parts = [_attribute(key, value) for key, value in left.items()]
    return mark_safe("".join(parts))  # noqa: S308  # every part is quoted by _attribute


def _attribute(key: str, value: Any) -> str:
    if value is True:
        return format_html(" {}", key)
    # Text rendered by a template is escaped already, except for the quotes of a translation.
    return f' {conditional_escape(key)}="{conditional_escape(value).replace(chr(34), "&quot;")}"'


def _query(context: Context, changes: Mapping[str, Any]) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return query
