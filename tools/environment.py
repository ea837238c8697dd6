"""The virtual environment, made with nothing but a Python and its pip."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools import stamps

ROOT = stamps.ROOT
VENV = ROOT / ".venv"
BYTECODE = ROOT / "build" / "bytecode"
PYTHON = VENV / "bin" / "python"
UV = ROOT / ".tools" / "bin" / "uv"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("uv", "run", "dev")}
# uv and Node carry certificate lists of their own; organisations add theirs to the system's.
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class SetupFailed(Exception):
    """Set-up cannot go on; the text says what to do."""


def variables(**more: str) -> dict[str, str]:
    """The environment of every program we start."""
    env = dict(os.environ)
    env.update(UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1", PYTHONUTF8="1")
    env.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
    if SYSTEM_CERTIFICATES.exists():
        env.setdefault("SSL_CERT_FILE", str(SYSTEM_CERTIFICATES))
        env.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    if not os.access(os.path.expanduser("~"), os.W_OK):
        # A service user often has no home: installers would fail on their caches.
        env.update(UV_CACHE_DIR=str(ROOT / ".tools" / "cache"), HOME=str(ROOT / ".tools" / "home"))
        Path(env["HOME"]).mkdir(parents=True, exist_ok=True)
    env.pop("PYTHONPATH", None)
    # Compiled modules are kept, and beside the sources nothing appears: a program that compiles all of its modules
    # anew takes three times as long to start, and tests start many.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.setdefault("PYTHONPYCACHEPREFIX", str(BYTECODE))
    env.update(more)
    return env


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run and wait; a failure is `SetupFailed` with the command's name."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env=dict(env or variables()), stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupFailed(f"{Path(words[0]).name} {' '.join(words[1:4])} … ended with code {done.returncode}.")


def module(name: str, *arguments: str, **more: str) -> None:
    """Run a module of ours inside the virtual environment."""
    run(PYTHON, "-m", name, *arguments, env=variables(**more))


def _stamp(kind: str) -> tuple[Path, str]:
    return VENV / f"{kind}.stamp", stamps.fingerprint([str(ROOT), sys.version, LOCKS[kind], Path(__file__)])


def is_ready(kind: str) -> bool:
    """Whether `.venv` holds what ``kind`` ("run" or "dev") needs: dev holds all that run needs."""
    kinds = ("run", "dev") if kind == "run" else ("dev",)
    return PYTHON.exists() and any(stamps.is_fresh(*_stamp(one)) for one in kinds)


def prepare(kind: str) -> None:
    """Make `.venv` hold exactly the packages of ``requirements/<kind>.lock``."""
    if is_ready(kind):
        return
    for path in VENV.glob("*.stamp"):
        path.unlink()
    _install_uv()
    _make_venv()
    _sync(LOCKS[kind])
    _link_product()
    stamps.put(*_stamp(kind))


def _install_uv() -> None:
    stamp, mark = ROOT / ".tools" / "uv.stamp", stamps.fingerprint([LOCKS["uv"]])
    if UV.exists() and stamps.is_fresh(stamp, mark):
        return
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        raise SetupFailed("Python has no pip. On Debian or Ubuntu run: apt-get install python3-pip")
    # "--target" is allowed where the system's Python refuses installs into itself.
    arguments = ["install", "-q", "--no-input", "--upgrade", "--target", str(ROOT / ".tools")]
    lock = ["--require-hashes", "--no-deps", "-r", str(LOCKS["uv"])]
    try:
        run(sys.executable, "-m", "pip", *arguments, *lock)
        stamps.put(stamp, mark)
    except SetupFailed as failure:
        print(f"   {failure} Going on with pip alone, which takes longer.", file=sys.stderr)


def _make_venv() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    if UV.exists():
        run(UV, "venv", "-q", "--python", sys.executable, VENV)
    else:
        run(sys.executable, "-m", "venv", "--without-pip", VENV)


def _sync(lock: Path) -> None:
    if UV.exists():
        try:
            run(UV, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", lock, env=_uv_variables())
            return
        except SetupFailed as failure:
            print(f"   {failure} Trying pip, which takes longer.", file=sys.stderr)
    run(
        sys.executable, "-m", "pip", "--python", PYTHON, "install", "-q", "--no-input", "--require-hashes", "-r", lock
    )


def _uv_variables() -> dict[str, str]:
    """uv does not read pip's settings: a mirror of the package index set there is handed over."""
    env = variables()
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    if mirror := os.environ.get("PIP_INDEX_URL") or asked.stdout.strip():
        env.setdefault("UV_DEFAULT_INDEX", mirror)
    return env


def _link_product() -> None:
    """Make `import nastavnik` and `.venv/bin/nastavnik` work from any folder, without building a package."""
    site = next(VENV.glob("lib/python3*/site-packages"))
    (site / "nastavnik.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "nastavnik"
    # "-P": a folder named nastavnik below the caller must not be taken for the product.
    command.write_text(f'#!/bin/sh\nPYTHONUTF8=1 exec {shlex.quote(str(PYTHON))} -P -m nastavnik "$@"\n')
    command.chmod(0o755)
