"""Faults of the Russian catalogues: what is not translated, translated badly, or translated for nobody.

`libraries.po` may also translate what Django and other packages say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib

from tools.catalogue import PLURAL_FORMS, Key, Translation, files, translations
from tools.extraction import Message, messages

OF_LIBRARIES = "libraries"
PLURALS = 3
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdif]|\{\w*\}")
TAG = re.compile(r"<[^<>]*>")
MIXED_WORD = re.compile(r"[а-яё]+[a-z]|[a-z]+[а-яё]", re.IGNORECASE)


def faults() -> list[str]:
    """One line for each fault; none when every message has exactly one good translation."""
    return [*_header_faults(), *_entry_faults(), *_twin_faults(), *_use_faults()]


def _header_faults() -> Iterator[str]:
    for path in files():
        declared = polib.pofile(str(path)).metadata.get("Plural-Forms", "")
        if not declared.startswith(f"nplurals={PLURALS};"):
            yield f"{path.name}: its header must say Plural-Forms: {PLURAL_FORMS}"


def _entry_faults() -> Iterator[str]:
    for translation in translations():
        yield from (f"{translation}: {fault}" for fault in faults_of(translation.entry, translation.texts))


def faults_of(entry: polib.POEntry, texts: tuple[str, ...]) -> Iterator[str]:
    """Faults of one entry, seen by itself."""
    if entry.fuzzy:
        yield "is fuzzy"
    if not all(texts):
        yield "has no translation"
        return
    if entry.msgid_plural and len(texts) != PLURALS:
        yield f"has {len(texts)} plural forms instead of {PLURALS}"
    expected = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    source = entry.msgid
    for text in texts:
        if sorted(PLACEHOLDER.findall(text)) != expected:
            yield f"other placeholders in {text!r}"
        if source.startswith(" ") != text.startswith(" ") or source.endswith(" ") != text.endswith(" "):
            yield f"other spaces at the edges of {text!r}"
        yield from _typography_faults(text)


def _typography_faults(text: str) -> Iterator[str]:
    """The style of the interface: «…», calm sentences, no Latin letter hidden in a Russian word."""
    plain = PLACEHOLDER.sub("", TAG.sub("", text))
    if '"' in plain:
        yield f"straight quotes instead of «…» in {text!r}"
    if "!" in plain:
        yield f"exclamation mark in {text!r}"
    if MIXED_WORD.search(plain):
        yield f"Latin and Cyrillic letters in one word in {text!r}"


def _twin_faults() -> Iterator[str]:
    """The same message translated in two files must say the same: only one of them is compiled in."""
    first: dict[Key, Translation] = {}
    for translation in translations():
        twin = first.setdefault(translation.key, translation)
        if twin.texts != translation.texts:
            yield f"{translation}: translated otherwise in {twin.file.name}"


def _use_faults() -> Iterator[str]:
    """Messages and translations that do not meet."""
    said: dict[Key, Message] = {}
    for message in messages():
        if said.setdefault(message.key, message).plural != message.plural:
            yield f"{message}: also said with another plural at {said[message.key]}: {message.key.msgid!r}"
    known = {translation.key: translation for translation in translations()}
    for key, message in said.items():
        if key not in known:
            yield f"{message}: not translated: {key.msgid!r}"
        elif bool(message.plural) != bool(known[key].entry.msgid_plural):
            yield f"{known[key]}: only one of message and translation has plural forms"
    for key, translation in known.items():
        if key not in said and translation.file.stem != OF_LIBRARIES:
            yield f"{translation}: no longer said anywhere"
