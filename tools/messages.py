"""Work on the Russian catalogue.

python -m tools.messages            faults of the catalogues; compiles them when there are none
python -m tools.messages check      faults only
python -m tools.messages compile    compiles only
python -m tools.messages --missing  what has no translation yet, as PO text by area
"""

from __future__ import annotations

import sys

import polib

from tools import catalogue, proofreading, stamps
from tools.extraction import Message, messages, missing


def as_po(message: Message) -> str:
    """The message as an entry to be filled in."""
    entry = polib.POEntry(
        msgid=message.key.msgid,
        msgctxt=message.key.context or None,
        occurrences=[(str(message.place.relative_to(stamps.ROOT)), message.line)],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: "", 1: "", 2: ""}
    return str(entry)


def main(arguments: list[str]) -> int:
    if arguments == ["--missing"]:
        for area, found in missing(catalogue.translated()).items():
            print(f"# ---- {area}.po: {len(found)}\n")
            print("\n".join(as_po(message) for message in found))
        return 0
    if arguments not in ([], ["check"], ["compile"]):
        print(__doc__, file=sys.stderr)
        return 2
    faults = [] if arguments == ["compile"] else proofreading.faults()
    print("\n".join(faults) if faults else f"{len(messages())} messages", file=sys.stderr if faults else sys.stdout)
    if arguments != ["check"] and not faults:
        catalogue.compile_all()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
