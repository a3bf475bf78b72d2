"""The wiki in a real browser: the whole guide, and what a person does with mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsers import Driver, Scheme, chromium, follow, missing, prefer, resize
from guides import publish
from handbooks import Handbook, handbook
from sandboxes import Sandbox
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from mkdocs_confluence.sandbox.store import content

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@dataclass(frozen=True)
class Guide:
    sandbox: Sandbox
    pages: tuple[int, ...]


@pytest.fixture(scope="module")
def browser() -> Iterator[Driver]:
    with chromium() as driver:
        yield driver


@pytest.fixture(params=["cloud", "datacenter"], scope="module")
def guide(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    """The guide, published; and its pages."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    with Sandbox(folder / "data", request.param) as sandbox:
        publish(sandbox, folder / "site")
        rows = content.select(sandbox.store, "c.kind = 'page' AND c.status = 'current'")
        yield Guide(sandbox, tuple(row.id for row in rows))


@pytest.fixture(params=["cloud", "datacenter"], scope="module")
def wiki(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    with Sandbox(tmp_path_factory.mktemp(request.param), request.param, strict=False) as sandbox:
        yield handbook(sandbox)


def is_open(branch: WebElement) -> bool:
    """Whether a branch takes more room than its own line (the driver itself takes folded text for displayed)."""
    return bool(branch.size["height"] > branch.find_element(By.TAG_NAME, "summary").size["height"])


def complaints(browser: Driver) -> list[str]:
    """What the console says since it was last asked."""
    rows = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [row["message"] for row in rows if row["level"] in ("SEVERE", "WARNING")]


LINKS = """
const links = [...document.querySelectorAll('a[href]:not(.dead)')].filter(a => a.origin === location.origin);
return {
  here: location.href.split('#')[0],
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  links: links.map(a => [a.href.split('#')[0], decodeURIComponent(a.hash.slice(1))]),
  dead: [...document.querySelectorAll('.storage .dead, .storage .broken, .storage .unknown-element')].map(e => e.outerHTML),
  lost: [...document.querySelectorAll('.storage a[href^="#"]:not(.dead)')].filter(a => {
    location.hash = a.hash; return a.hash !== '#top' && !document.querySelector(':target');
  }).map(a => a.hash),
  broken: [...document.images].filter(i => i.src.startsWith(location.origin) && i.complete && !i.naturalWidth).map(i => i.src),
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
};
"""


def test_every_page_of_the_guide_opens_and_every_link_and_anchor_lands(guide: Guide, browser: Driver) -> None:
    seen: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    complaints(browser)
    for page in guide.pages:
        browser.get(f"{guide.sandbox.url}/pages/{page}")
        browser.execute_script("document.querySelectorAll('img').forEach(i => i.loading = 'eager')")
        found: dict[str, Any] = browser.execute_script(LINKS)
        assert (found["dead"], found["lost"], found["broken"]) == ([], [], []), browser.title
        assert found["wide"] <= 0, browser.title
        seen[found["here"]] = set(found["ids"])
        wanted += [(browser.title, *link) for link in found["links"] if f"/pages/{page}/" not in link[0]]
    assert [text for text in complaints(browser) if guide.sandbox.url.rsplit("/", 1)[0] in text] == []
    assert len(seen) > 15
    assert [row for row in wanted if row[2] and row[1] in seen and row[2] not in seen[row[1]]] == []


def test_cloud_gives_a_nested_list_letters_for_numbers(guide: Guide, browser: Driver) -> None:
    found = content.select(guide.sandbox.store, "c.title = 'Lists'")
    browser.get(f"{guide.sandbox.url}/pages/{found[0].id}")
    sign = "return getComputedStyle(document.querySelector('.storage ol ol')).listStyleType"
    expected = {"cloud": "lower-alpha", "datacenter": "decimal"}
    assert browser.execute_script(sign) == expected[guide.sandbox.flavor]


def url_of(wiki: Handbook, tail: str) -> str:
    """What is about the rich page, by the end of its address; the sandbox's own page by ``/_sandbox/``."""
    return wiki.origin + tail if tail.startswith("/_sandbox") else wiki.url(f"pages/{wiki.rich}{tail}")


OTHERS = ["/history", "/diff/3", "/source", "/edit", "/manage", "/versions/1", "/_sandbox/"]


@pytest.mark.parametrize("tail", OTHERS)
def test_the_other_pages_open_without_a_complaint(wiki: Handbook, browser: Driver, tail: str) -> None:
    browser.get(url_of(wiki, tail))
    assert browser.find_element(By.TAG_NAME, "h1").is_displayed()
    assert complaints(browser) == []


def test_an_anchor_of_the_contents_scrolls_to_its_heading(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.rich}"))
    browser.find_element(By.LINK_TEXT, "Tables").click()
    top = browser.execute_script("return document.querySelector('h2:target').getBoundingClientRect().top")
    assert 0 <= top < 200


def test_the_tree_folds_by_mouse_and_by_key(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.root}"))
    branch = browser.find_element(By.XPATH, "//aside//summary[a[text()='Guide']]/..")
    assert not is_open(branch)
    summary = branch.find_element(By.TAG_NAME, "summary")
    browser.execute_script("arguments[0].focus()", summary)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert is_open(branch)
    ActionChains(browser).move_to_element_with_offset(
        summary, 8 - summary.size["width"] // 2, 0
    ).click().perform()
    assert not is_open(branch)


def test_the_diff_shows_both_sides_and_marks_words(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.rich}/history"))
    follow(browser, browser.find_element(By.LINK_TEXT, "Changes"))
    old = browser.find_element(By.CSS_SELECTOR, "td.old mark")
    new = browser.find_element(By.CSS_SELECTOR, "td.new mark")
    assert (old.text, new.text.split()[0]) == ("bold", "strong")
    assert old.location["x"] < new.location["x"]
    assert old.value_of_css_property("background-color") != new.value_of_css_property("background-color")


def test_the_source_can_be_copied_by_a_button(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.details}/source"))
    browser.find_element(By.CSS_SELECTOR, "button.copy").click()
    chosen = browser.execute_script(
        "return getSelection().toString() || document.querySelector('.copy').textContent"
    )
    assert chosen.startswith(("Cop", "<ac:structured-macro"))


def test_selected_words_are_taken_into_the_comment(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.details}"))
    browser.execute_script(
        "const p = [...document.querySelectorAll('.storage p')].find(p => p.textContent === 'words');"
        "getSelection().selectAllChildren(p); document.dispatchEvent(new Event('selectionchange'));"
    )
    browser.find_element(By.ID, "comment").send_keys("Which ones?")
    follow(browser, browser.find_element(By.CSS_SELECTOR, "#comments > form button"))
    assert browser.find_element(By.CSS_SELECTOR, "article mark.commented").text == "words"
    assert "Which ones?" in browser.find_element(By.ID, "comments").text


def test_a_task_is_ticked_by_mouse_and_by_key(wiki: Handbook, browser: Driver) -> None:
    def tick(*keys: str) -> str | None:
        """What the first box says once the page is there again."""
        box = browser.find_element(By.CSS_SELECTOR, "button.tick")
        box.send_keys(*keys) if keys else box.click()
        WebDriverWait(browser, 20).until(staleness_of(box))
        return browser.find_element(By.CSS_SELECTOR, "button.tick").get_attribute("aria-checked")

    browser.get(wiki.url(f"pages/{wiki.rich}"))
    assert [tick(), tick(Keys.SPACE)] == ["false", "true"]


def test_the_first_tab_skips_to_the_content(wiki: Handbook, browser: Driver) -> None:
    browser.get(wiki.url(f"pages/{wiki.root}"))
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to content"
    skip.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "content"


CONTRAST = """
function luminance([r, g, b]) {
  return [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
}
const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
function over(base, colour) {
  canvas.fillStyle = `rgb(${base})`; canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
function behind(element) {
  const base = element.parentElement ? behind(element.parentElement) : [255, 255, 255];
  return over(base, getComputedStyle(element).backgroundColor);
}
const faint = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement, words = walker.currentNode.textContent.trim();
  if (!words || !element.checkVisibility({visibilityProperty: true}) || element.closest('.hidden, script, style, option')) continue;
  const back = behind(element), style = getComputedStyle(element), ink = over(back, style.color);
  const [a, b] = [luminance(back), luminance(ink)].sort((x, y) => y - x);
  const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 600;
  if (style.opacity > 0 && (a + .05) / (b + .05) < (large ? 3 : 4.5)) faint.push(`${((a + .05) / (b + .05)).toFixed(2)} ${words.slice(0, 40)} <${element.className}>`);
}
return faint;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tail", ["", "/diff/3", "/edit", "/_sandbox/"])
def test_all_words_stand_out_from_what_is_behind_them(
    wiki: Handbook, browser: Driver, scheme: Scheme, tail: str
) -> None:
    """Contrast of at least 4.5 (large text: 3), as WCAG 2 asks."""
    prefer(browser, scheme)
    browser.get(url_of(wiki, tail))
    faint = browser.execute_script(CONTRAST)
    prefer(browser, "light")
    assert faint == []


def test_nothing_is_wider_than_a_small_screen(wiki: Handbook, browser: Driver) -> None:
    resize(browser, 400, 800)
    try:
        for tail in ("", *OTHERS):
            browser.get(url_of(wiki, tail))
            over = browser.execute_script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, tail
        browser.find_element(By.LINK_TEXT, "Pages").click()
        top = browser.execute_script("return document.getElementById('side').getBoundingClientRect().top")
        assert 0 <= top < 800, "the tree is one tap away"
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
