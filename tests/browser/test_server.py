"""The product as people start it: the server itself, its static files, its weight, its end."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools import steps

ROOT = Path(__file__).resolve().parents[2]
FIRST_VISIT = 150_000

# One server for all of them, so that only one worker runs these tests.
pytestmark = pytest.mark.xdist_group("server")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(address, **headers):
    """Status, headers and text of one answer of the server."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    connection.request("GET", place.path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def is_up(address):
    try:
        return ask(address)[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`nastavnik serve` with an empty database; its address."""
    steps.collect_static()
    port = free_port()
    address = f"http://localhost:{port}"
    env = {
        **os.environ,
        "NASTAVNIK_PROFILE": "development",
        "NASTAVNIK_VAR": str(tmp_path_factory.mktemp("var")),
        "NASTAVNIK_PUBLIC_URL": address,
    }
    env.pop("NASTAVNIK_DATABASE_URL", None)
    command = [sys.executable, "-m", "nastavnik", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    until = time.monotonic() + 90
    while not is_up(address + "/enter/"):
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < until, "the server did not answer in 90 s"
        time.sleep(0.2)
    yield address
    process.send_signal(signal.SIGINT)
    output, _none = process.communicate(timeout=30)
    # Ctrl-C is how people stop it: no trace, no complaint, success.
    assert (process.returncode, "Traceback" in output) == (0, False), output
    assert address in output


def test_a_first_visit_is_light_and_asks_nobody_else(server, page):
    weights, addresses, complaints = {}, {}, []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]}))
    session.on(
        "Network.loadingFinished", lambda event: weights.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(server + "/enter/", wait_until="networkidle")

    assert complaints == []
    assert {urlsplit(one["url"]).netloc for one in addresses.values()} == {urlsplit(server).netloc}
    assert [one["url"] for one in addresses.values() if one["status"] >= 400] == []
    assert sum(weights.values()) <= FIRST_VISIT, {addresses[key]["url"]: size for key, size in weights.items()}


def test_russian_text_is_set_in_our_own_face(server, page):
    page.goto(server + "/enter/", wait_until="networkidle")

    loaded = page.evaluate(
        "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    )
    assert {name.strip("\"'") for name in loaded} == {"Golos Text"}


def test_static_files_have_lasting_names_and_come_compressed(server):
    _status, _headers, page = ask(server + "/enter/")
    sheet = re.search(r'href="(/static/tabler\.[0-9a-f]{12}\.css)"', page.decode())[1]
    _status, headers, _text = ask(server + sheet, **{"Accept-Encoding": "gzip"})

    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Encoding"] == "gzip"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_readers_system_without_a_script(server, browser, scheme):
    with browser.new_context(color_scheme=scheme, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(server + "/enter/")
        chosen = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
        lightness = page.evaluate(
            """() => {
                const canvas = document.createElement("canvas").getContext("2d");
                canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
                canvas.fillRect(0, 0, 1, 1);
                return canvas.getImageData(0, 0, 1, 1).data[0];
            }"""
        )

    assert (chosen, lightness > 127) == (scheme, scheme == "light")
