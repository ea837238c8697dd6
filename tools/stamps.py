"""What is already made: a stamp holds the hash of everything a result was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def below(folder: Path, *endings: str) -> list[Path]:
    """Files below ``folder`` with one of these endings, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.suffix in endings and path.is_file())


def fingerprint(sources: Iterable[Path | str]) -> str:
    """Hash of the files' names and bytes; a string stands for itself."""
    digest = hashlib.sha256()
    for source in sources:
        name = str(source.relative_to(ROOT)) if isinstance(source, Path) else source
        content = source.read_bytes() if isinstance(source, Path) and source.is_file() else b""
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def is_fresh(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


def put(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
