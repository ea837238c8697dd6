"""The Russian catalogues `nastavnik/locale/ru/<area>.po`, and the one file Django reads.

GNU gettext is not needed: `python -m tools.catalogue` merges and compiles them.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polib

from tools import stamps

FOLDER = stamps.ROOT / "nastavnik" / "locale" / "ru"
COMPILED = FOLDER / "LC_MESSAGES" / "django.mo"
PLURAL_FORMS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"


class Key(NamedTuple):
    """What tells one message from another in a compiled catalogue."""

    context: str
    msgid: str


class Translation(NamedTuple):
    """One entry of one catalogue."""

    file: Path
    entry: polib.POEntry

    @property
    def key(self) -> Key:
        return Key(self.entry.msgctxt or "", self.entry.msgid)

    @property
    def texts(self) -> tuple[str, ...]:
        """The Russian text, or its plural forms in order."""
        forms = self.entry.msgstr_plural
        return tuple(forms[number] for number in sorted(forms)) if self.entry.msgid_plural else (self.entry.msgstr,)

    def __str__(self) -> str:
        return f"{self.file.name}:{self.entry.linenum}: {self.entry.msgid!r}"


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.po"))


def translations() -> list[Translation]:
    return [Translation(path, entry) for path in files() for entry in polib.pofile(str(path)) if not entry.obsolete]


def translated() -> set[Key]:
    return {translation.key for translation in translations()}


def compile_all() -> None:
    """Merge every catalogue into the one Django reads."""
    merged = polib.POFile()
    merged.metadata = {
        "Language": "ru",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS,
    }
    merged.extend({translation.key: translation.entry for translation in translations()}.values())
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    # A server that starts meanwhile reads the old file or the new one, never half of it.
    fresh = COMPILED.with_suffix(".mo.new")
    merged.save_as_mofile(str(fresh))
    fresh.replace(COMPILED)


if __name__ == "__main__":
    compile_all()
