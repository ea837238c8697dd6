"""PostgreSQL for tests: it answers, and nothing of it is left when its time is over."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tools import postgres

ROOT = Path(__file__).resolve().parents[2]
SAY = "import os, time; print(os.environ['NASTAVNIK_DATABASE_URL'], flush=True); time.sleep({seconds})"


def folder(url):
    return Path(parse_qs(urlsplit(url).query)["host"][0])


@pytest.mark.slow
def test_a_server_answers_and_is_gone_afterwards():
    with postgres.server() as url:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_setting('server_encoding'), lower('Ё')").fetchone()
        place = folder(url)

    assert row == ("UTF8", "ё")
    assert not place.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.slow
def test_the_code_of_the_command_is_passed_on():
    done = subprocess.run(
        [sys.executable, "-m", "tools.postgres", "--", sys.executable, "-c", "raise SystemExit(7)"],
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 7


@pytest.mark.slow
def test_ending_it_politely_leaves_no_server_behind():
    command = [sys.executable, "-m", "tools.postgres", "--", sys.executable, "-c", SAY.format(seconds=60)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    place = folder(process.stdout.readline().strip())
    assert place.exists()

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=30) == 128 + signal.SIGTERM
    assert not os.path.exists(place)


def test_nothing_to_run_is_told(capsys):
    assert postgres.main(["--"]) == 2
    assert capsys.readouterr().err == "Name the command to run with PostgreSQL.\n"
