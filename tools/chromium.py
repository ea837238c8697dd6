"""Chromium for the browser tests: found, or installed by apt. Nothing is downloaded past the system."""

from __future__ import annotations

import os
import shutil
import subprocess

from tools.environment import SetupFailed, variables

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Path of a Chromium; NASTAVNIK_CHROMIUM names one elsewhere."""
    named = os.environ.get("NASTAVNIK_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str:
    """Find Chromium or install it; without one the tests do not start, for a skipped test proves nothing."""
    if found := find():
        return found
    apt = shutil.which("apt-get")
    if apt is None:
        raise SetupFailed("Browser tests need Chromium. Install it and run the tests again.")
    print("=> Installing Chromium for the browser tests", flush=True)
    if not _install(apt) or not (found := find()):
        raise SetupFailed("Chromium could not be installed. Run as root: apt-get install chromium")
    return found


def _install(apt: str) -> bool:
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        raise SetupFailed("Browser tests need Chromium. Ask an administrator to run: apt-get install chromium")
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=600", "--no-install-recommends"]
    env = variables(DEBIAN_FRONTEND="noninteractive")
    for words in (["update", "-q"], ["install", *options, "chromium"]):
        command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, *words]
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        if done.returncode and words[0] == "install":
            return False
    return True
