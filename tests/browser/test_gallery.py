"""The gallery in a real browser: every part in every state, on a desk and on a phone, light and dark."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.hand import faults, leave, session_of, sticks_out

SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 640}}
KB = 1000


@pytest.fixture
def address(live_server: Any) -> str:
    return f"{live_server.url}/ui/gallery"


@pytest.fixture(params=SIZES)
def sized(page: Page, request: pytest.FixtureRequest) -> Page:
    page.set_viewport_size(SIZES[request.param])
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(sized: Page, address: str, theme: Any) -> None:
    sized.emulate_media(color_scheme=theme)
    sized.goto(address)

    assert faults(sized) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_open_menus_and_windows(page: Page, address: str, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(address)
    page.locator(".top-end summary").click()
    page.locator(".help summary").first.click()
    page.get_by_role("link", name="Открыть окно").click()

    expect(page.get_by_role("dialog", name="Отложить пункт")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("width", [1280, 768, 360, 320])
def test_nothing_sticks_out_sideways(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(address)

    assert not sticks_out(page, width)


def test_wide_letter_spacing_and_large_text_keep_the_page_whole(page: Page, address: str) -> None:
    """WCAG 1.4.12 and 1.4.4: a reader's own spacing, and letters twice as large."""
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(address)
    rules = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    # A sheet made by a script is not inline style: the policy of the page allows it.
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
                    document.adoptedStyleSheets = [sheet]; document.documentElement.style.fontSize = '200%'; }""",
        rules,
    )

    assert not sticks_out(page, 640)


def test_focus_is_seen_wherever_the_keyboard_goes(page: Page, address: str) -> None:
    page.goto(address)
    unseen, steps = [], 0
    while steps < 200:
        steps += 1
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
                       const style = getComputedStyle(one);
                       return { name: one.outerHTML.slice(0, 120), end: one === document.body,
                                width: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
                                shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight }; }"""
        )
        if focus["end"]:
            break
        if focus["width"] < 2 or not focus["shown"]:
            unseen.append(focus["name"])

    assert unseen == []
    assert steps > 50


def test_the_first_tab_skips_to_the_content(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_what_a_finger_presses_is_large_enough(page: Page, address: str) -> None:
    page.set_viewport_size(SIZES["phone"])
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, input:not([type=hidden]), select, .button, .menu a')]
             .filter(one => one.checkVisibility() && !one.closest('[popover]'))
             .map(one => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
             .filter(([, box]) => box.width && (box.width < 24 || box.height < 24) && box.width * box.height < 400)
             .map(([name]) => name)"""
    )
    typed = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('input:not([type=hidden], [type=checkbox]), textarea')]
                           .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    )

    assert small == []
    assert typed >= 16  # below that a telephone enlarges the page when a field is touched


def test_no_other_host_is_asked_and_no_policy_is_broken(page: Page, address: str) -> None:
    hosts: set[str] = set()
    said: list[str] = []

    def note(request: Request) -> None:
        hosts.add(re.sub(r"^(\w+://[^/]+).*", r"\1", request.url))

    page.on("request", note)
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert hosts == {address.removesuffix("/ui/gallery")}
    assert said == []


def test_first_visit_and_return_weigh_little(context: BrowserContext, address: str) -> None:
    """Bytes as gzip makes them on the wire; what the browser keeps is not fetched again."""

    def weight() -> tuple[int, int]:
        sizes: dict[str, int] = {}
        page = context.new_page()
        page.on("requestfinished", lambda request: sizes.__setitem__(request.url, _wire(request)))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.close()
        return sum(sizes.values()), sum(size for url, size in sizes.items() if url.endswith(".js"))

    whole, scripts = weight()

    assert whole <= 150 * KB
    assert scripts <= 60 * KB


def _wire(request: Request) -> int:
    response = request.response()
    body = response.body() if response and response.status == 200 else b""
    return len(body) if request.url.endswith(".woff2") else len(gzip.compress(body, 6))


def test_everything_is_read_and_sent_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU", viewport=SIZES["phone"])
    page = context.new_page()
    page.goto(address)

    page.locator(".top-end summary").click()
    leave(page, page.get_by_role("button", name="тёмное").click)

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    # The window has a page of its own to lead to.
    expect(page.get_by_role("link", name="Открыть окно")).to_have_attribute("href", "#forms")
    expect(page.locator("#sample-file")).to_be_visible()
    expect(page.get_by_text("Перетащите файл сюда")).to_have_count(1)
    expect(page.get_by_text("Перетащите файл сюда")).to_be_hidden()
    context.close()


def test_a_chosen_file_is_named_and_one_too_large_is_told(page: Page, address: str) -> None:
    page.goto(address)
    field = page.locator("#sample-file")
    zone = page.locator("[data-dropzone]")

    field.set_input_files({"name": "План.docx", "mimeType": "application/octet-stream", "buffer": b"x" * 1_048_576})
    expect(zone.locator("[data-chosen]")).to_have_text("План.docx, 1 МБ")
    expect(zone.locator("[data-too-big]")).to_be_hidden()

    page.evaluate("document.querySelector('#sample-file').dataset.max = 10")
    field.dispatch_event("change")
    expect(zone.locator("[data-too-big]")).to_be_visible()


def test_a_dropped_file_lands_in_the_field(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(
        """() => { const files = new DataTransfer(); files.items.add(new File(['план'], 'План.txt'));
                   const zone = document.querySelector('[data-dropzone]');
                   const drop = { dataTransfer: files, bubbles: true, cancelable: true };
                   zone.dispatchEvent(new DragEvent('drop', drop)); }"""
    )

    expect(page.locator("#sample-file")).to_have_value(re.compile(r"План\.txt$"))


def test_leaving_what_was_typed_asks_first(page: Page, address: str) -> None:
    asked: list[str] = []
    page.goto(address)
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("#id_note").press_sequentially("ещё")
    page.goto(address + "?again")

    assert asked == ["beforeunload"]


def test_keys_show_the_list_and_go_to_the_filter_and_can_be_off(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys-help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("[role=search] :focus")).to_have_count(1)

    page.locator(".top-end summary").click()
    leave(page, page.get_by_role("button", name="выключены").click)
    page.keyboard.press("Shift+Slash")
    page.keyboard.press("Tab")  # by the time the focus has moved, the key before it has been heard
    expect(page.locator("a:focus")).to_have_count(1)
    assert not page.locator("#keys-help").is_visible()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(page: Page, address: str) -> None:
    page.goto(address)
    menu = page.locator(".top-end details")
    menu.locator("summary").click()
    page.get_by_role("button", name="тёмное").focus()
    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", re.compile(""))
    expect(menu.locator("summary")).to_be_focused()


def test_good_news_goes_and_bad_news_stays(page: Page, address: str) -> None:
    page.clock.install()
    page.goto(address)
    good, bad = page.locator("[data-toast=goes]"), page.locator("[data-toast=stays]")
    page.clock.run_for(9_000)
    expect(bad).to_have_count(2)
    assert good.count() == 1

    good.hover(force=True)
    page.clock.run_for(30_000)
    assert good.count() == 1  # it waits for its reader

    page.mouse.move(0, 0)
    page.clock.run_for(11_000)
    expect(good).to_have_count(0)
    assert bad.count() == 2


def test_the_page_prints_on_white_without_menus(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(address)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".top").is_visible()
    assert page.locator(".print-only").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"


def test_pressing_twice_sends_once(page: Page, address: str) -> None:
    sent: list[str] = []
    page.goto(address)
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => { const button = document.querySelector('button[name=theme][value=dark]');
                   button.form.requestSubmit(button); button.form.requestSubmit(button); }"""
    )
    page.wait_for_selector("html[data-bs-theme=dark]")

    assert len(sent) == 1


def test_an_idle_reader_is_asked_and_stays(page: Page, address: str, cast: Any) -> None:
    session_of(page, address.removesuffix("/ui/gallery"), cast.curator)
    page.clock.install()
    page.goto(address)
    question = page.get_by_role("dialog", name="Вы ещё здесь?")
    page.clock.run_for(27 * 60_000)
    assert not question.is_visible()

    page.clock.run_for(2 * 60_000)
    expect(question).to_be_visible()
    expect(question).to_contain_text("минута")
    with page.expect_response("**/extend") as answer:
        question.get_by_role("button", name="Продолжить работу").click()
    assert answer.value.status == 204
    expect(question).to_be_hidden()


def test_a_failed_request_of_a_part_is_told_with_its_number(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("htmx.ajax('GET', '/no/such/page', {target: '.stats', swap: 'innerHTML'})")
    trouble = page.locator(".toasts [data-toast=stays]")
    trouble.wait_for()

    expect(trouble).to_contain_text("Номер сбоя")
    expect(page.locator(".stats")).to_have_text(re.compile(r"^\s*Пунктов в плане"))
    trouble.get_by_role("button").click()
    expect(page.locator(".toasts [data-toast]")).to_have_count(0)


def test_two_versions_take_the_place_of_the_page(page: Page, address: str) -> None:
    both = '<!doctype html><title>Спор</title><body><main id="main"><h1>Кто-то сохранил раньше вас</h1></main>'
    page.route("**/plans/lines/9/", lambda route: route.fulfill(status=409, content_type="text/html", body=both))
    page.goto(address)
    page.evaluate("htmx.ajax('POST', '/plans/lines/9/', {target: '.stats', swap: 'outerHTML'})")
    page.get_by_role("heading", name="Кто-то сохранил раньше вас").wait_for()

    expect(page.locator(".stats")).to_have_count(0)
    expect(page).to_have_title("Спор")
