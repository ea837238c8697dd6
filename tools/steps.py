"""Set-up, step by step; a step whose sources have not changed since it was done is left out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tools import environment, stamps

ROOT = stamps.ROOT
BUILD = ROOT / "build"
PRODUCT = ROOT / "nastavnik"
CATALOGUE = PRODUCT / "locale" / "ru" / "LC_MESSAGES" / "django.mo"


def set_up(kind: str) -> None:
    """Make everything that "run" or, for "dev", tests and checks need."""
    if not environment.is_ready(kind):
        _step("Installing the packages", lambda: environment.prepare(kind))
    _made("front-end", "Building the front end", _frontend_sources(), BUILD / "static", "tools.frontend")
    _made("catalogue", "Compiling the messages", _catalogue_sources(), CATALOGUE, "tools.catalogue")


def collect_static() -> None:
    """Put static files under hashed names, as the running server hands them out."""
    sources = [path for path in sorted((PRODUCT / "portal" / "ui" / "static").rglob("*")) if path.is_file()]
    sources += [path for path in sorted((BUILD / "static").rglob("*")) if path.is_file()]
    sources += [environment.LOCKS["run"], PRODUCT / "config" / "settings.py"]
    command = ("nastavnik", "collectstatic", "--noinput", "--clear", "--verbosity=0")
    _made("collected", "Collecting the static files", sources, BUILD / "collected", *command)


def _made(name: str, title: str, sources: list[Path], result: Path, *module: str) -> None:
    stamp, mark = BUILD / f"{name}.stamp", stamps.fingerprint(sources)
    if result.exists() and stamps.is_fresh(stamp, mark):
        return
    # Not the profile of tests, whose static files have no lasting names.
    _step(title, lambda: environment.module(*module, NASTAVNIK_PROFILE="development"))
    stamps.put(stamp, mark)


def _step(title: str, work: Callable[[], None]) -> None:
    print(f"=> {title}", flush=True)
    began = time.monotonic()
    work()
    print(f"   done in {time.monotonic() - began:.1f} s", flush=True)


def _frontend_sources() -> list[Path]:
    """Pages and scripts count too: only the rules and icons they use are built."""
    frontend = ROOT / "frontend"
    own = [frontend / name for name in ("package-lock.json", ".npmrc", "build.mjs", "safelist.txt", "icons.txt")]
    pages = stamps.below(PRODUCT, ".html") + stamps.below(PRODUCT / "portal", ".py", ".js", ".css")
    tools = [ROOT / "tools" / name for name in ("frontend.py", "fonts.py")]
    return [*own, *tools, environment.LOCKS["run"], *pages]


def _catalogue_sources() -> list[Path]:
    return [*sorted((PRODUCT / "locale" / "ru").glob("*.po")), ROOT / "tools" / "catalogue.py"]
