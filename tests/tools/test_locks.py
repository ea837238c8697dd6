"""Everything that is installed is pinned and hashed (G21)."""

import re
import tomllib
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
# Below these versions are faults that security rules name.
FLOORS = {"django": (5, 2, 19), "lxml": (6, 1, 0), "cryptography": (50, 0, 0), "pillow": (12, 0, 0)}


def pins(name):
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (REQUIREMENTS / f"{name}.lock").read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["uv", "run", "dev"])
def test_every_pin_has_its_hash(name):
    text = (REQUIREMENTS / f"{name}.lock").read_text()
    entries = re.split(r"\n(?=[\w.-]+==)", text)[1:]

    # One package may stand there twice, for older and for newer Python.
    assert len(entries) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) >= len(pins(name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "http" not in re.sub(r"#.*", "", text)


def test_tests_run_on_the_versions_that_people_get():
    run, dev = pins("run"), pins("dev")

    assert {package: dev.get(package) for package in run} == run


def test_nothing_is_older_than_its_known_faults():
    run = pins("run")

    assert [name for name, floor in FLOORS.items() if name in run and numbers(run[name]) < floor] == []


def numbers(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def test_the_product_needs_few_packages_of_its_own():
    lines = (REQUIREMENTS / "run.in").read_text().splitlines()
    direct = [line for line in lines if line and not line.startswith("#")]

    assert len(direct) <= 45


def test_the_project_asks_for_what_the_lock_is_made_from():
    project = tomllib.loads((REQUIREMENTS.parent / "pyproject.toml").read_text())

    assert project["tool"]["setuptools"]["dynamic"]["dependencies"]["file"] == ["requirements/run.in"]
