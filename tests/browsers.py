"""A real browser, where there is one: headless Chromium over its own driver, with nothing phoned home."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

Scheme = Literal["light", "dark"]
Driver = webdriver.Chrome

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=1"
).split()


def missing() -> str:
    """Why there is no browser on this machine; empty where there is one."""
    absent = [name for name, found in (("Chromium", _chromium()), ("chromedriver", _driver())) if not found]
    return f"{' and '.join(absent)} not installed" if absent else ""


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _driver() -> str | None:
    return shutil.which("chromedriver")


@contextmanager
def chromium(width: int = 1400, height: int = 900) -> Iterator[Driver]:
    """A browser window of that size in px."""
    options = webdriver.ChromeOptions()
    options.binary_location = _chromium() or ""
    for flag in (*_FLAGS, f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(_driver()))
    try:
        yield driver
    finally:
        driver.quit()


def follow(driver: Driver, element: WebElement) -> None:
    """Click what leads to another page, and wait until that one is there."""
    element.click()
    WebDriverWait(driver, 20).until(staleness_of(element))


def prefer(driver: Driver, scheme: Scheme) -> None:
    """Make pages believe that the reader prefers light or dark."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def resize(driver: Driver, width: int, height: int) -> None:
    """The size of the page itself, also below what a window allows."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
