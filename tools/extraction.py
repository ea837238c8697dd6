"""Every message the product says, in its Python and its templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from tools import stamps
from tools.catalogue import Key

PRODUCT = stamps.ROOT / "nastavnik"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    key: Key
    plural: str
    place: Path
    line: int

    def __str__(self) -> str:
        return f"{self.place.relative_to(stamps.ROOT)}:{self.line}"

    @property
    def area(self) -> str:
        """Name of the catalogue it belongs to: "org"; for the site's folders "portal-roadmaps"."""
        first, *rest = self.place.relative_to(PRODUCT).with_suffix("").parts
        # Templates lie in portal/templates/portal/<area>/: the name of the area follows the folder's own.
        inner = [part for part in rest[:-1] if part not in ("templates", "portal")]
        return f"portal-{inner[0]}" if first == "portal" and inner else first


@cache
def messages() -> tuple[Message, ...]:
    """Every message, once for each place that says it."""
    if not settings.configured:
        settings.configure()  # templates are turned into Python by Django, which asks for settings
    paths = [path for path in stamps.below(PRODUCT, ".py", ".html", ".txt") if "migrations" not in path.parts]
    return tuple(message for path in paths for message in _messages_of(path))


def _messages_of(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else _as_python(text, path)
    for line, found, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        msgid, plural = (found, "") if isinstance(found, str) else (found[0], found[1] if len(found) > 1 else "")
        yield Message(Key(context or "", msgid), plural, path, line)


def _as_python(template: str, path: Path) -> str:
    """The template's messages as calls, all else blanked out, on the lines where they stood."""
    # What is left of the markup keeps its indentation, which would mean something in Python.
    return "\n".join(line.strip() for line in templatize(template, origin=str(path)).split("\n"))


def missing(known: Iterable[Key]) -> dict[str, list[Message]]:
    """Messages not among ``known``, each once, under the name of its catalogue."""
    seen, areas = set(known), dict[str, list[Message]]()
    for message in messages():
        if message.key not in seen:
            seen.add(message.key)
            areas.setdefault(message.area, []).append(message)
    return dict(sorted(areas.items()))
