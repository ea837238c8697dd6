"""What the browser fetches: small enough, complete, and from nowhere else."""

import re
from pathlib import Path

import pytest

from tools import frontend
from tools.frontend import OUT

# G: the first visit weighs 150 kB at most; the page's own HTML is left 20 kB of it.
FIRST_VISIT = 130_000
SCRIPTS = 60_000


def test_the_first_visit_is_light():
    sizes = frontend.first_visit()

    assert sum(sizes.values()) <= FIRST_VISIT, sizes
    assert sum(size for name, size in sizes.items() if name.endswith(".js")) <= SCRIPTS, sizes


def test_nothing_points_outside_the_site():
    texts = {path.name: path.read_text(encoding="utf-8") for path in (OUT / "tabler.css", OUT / "fonts.css")}
    addresses = {name: re.findall(r"url\([\"']?(?!data:)([^\"')]+)", text) for name, text in texts.items()}

    assert addresses["tabler.css"] == []
    assert [address for address in addresses["fonts.css"] if not (OUT / address).is_file()] == []
    assert [name for name, text in texts.items() if "sourceMappingURL" in text or "@import" in text] == []


def test_every_weight_covers_russian_and_latin_letters():
    faces = (OUT / "fonts.css").read_text().split("@font-face")[1:]
    covered = {(re.search(r"weight: (\d+)", face)[1], "U+0400-045F" in face) for face in faces}

    assert covered == {(weight, cyrillic) for weight in ("400", "500", "600") for cyrillic in (True, False)}


def test_the_dark_theme_needs_no_script():
    """Each rule for a page that chose dark has a twin for a reader whose system is dark."""
    sheet = (OUT / "tabler.css").read_text(encoding="utf-8")
    rule = r"[^{}]*\{([^{}]+)\}"
    chosen = re.findall(r"(?:^|[}{,])(?::root)?\[data-bs-theme=dark\]" + rule, sheet)
    by_itself = re.escape("@media (prefers-color-scheme:dark){:root:where(:not([data-bs-theme=light]))")
    automatic = re.findall(by_itself + rule, sheet)

    assert "color-scheme:dark" in "".join(automatic)
    assert automatic == chosen


def test_icons_are_those_that_pages_name():
    symbols = re.findall(r'<symbol id="([^"]+)"', (OUT / "icons.svg").read_text())

    assert symbols == frontend.icon_names()


NAMED = (
    '<c-button icon="plus">',
    '{% icon "plus" %}',
    "{% icon 'plus' size=16 %}",
    'Link(icon="plus")',
    '{"icon": "plus"}',
)


@pytest.mark.parametrize("text", NAMED)
def test_an_icon_is_found_however_it_is_named(text):
    assert frontend.ICON_NAME.findall(text) == ["plus"]


def test_a_link_to_the_favicon_is_not_an_icon():
    assert frontend.ICON_NAME.findall('<link rel="icon" href="logo.svg">') == []


def test_a_misspelled_icon_stops_the_build():
    with pytest.raises(frontend.BuildFailed, match="no-such-thing"):
        frontend.sprite(["plus", "no-such-thing"])


def test_a_filled_icon_is_painted_and_an_outline_is_drawn():
    sheet = frontend.sprite(["star", "star-filled"])

    assert '<symbol id="star" viewBox="0 0 24 24" stroke="currentColor"' in sheet
    assert '<symbol id="star-filled" viewBox="0 0 24 24" fill="currentColor">' in sheet


def test_the_lock_names_no_address():
    """A mirror of the registry works as well as the registry itself."""
    lock = Path(frontend.SOURCES / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')
