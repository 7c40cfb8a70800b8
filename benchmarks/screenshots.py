"""The pictures in the README, taken from a running demo: ``PORT=8000 bin/dev``, then ``bin/screenshots``."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
PASSWORD = "mentoring-demo"
# (name, who, link to follow from home or None, width, dark)
PICTURES = [
    ("home", "mentee@riverside.example", None, 1280, False),
    ("home-phone", "mentee@riverside.example", None, 360, False),
    ("partnership", "mentee@riverside.example", "section a.bare", 1280, False),
    ("partnership-dark", "mentee@riverside.example", "section a.bare", 1280, True),
    ("cohort", "coordinator@riverside.example", "main a[href*='/programmes/cohorts/']", 1280, False),
]


def take(browser: Browser, base: str, name: str, who: str, link: str | None, width: int, dark: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.main").first.click()
    page.wait_for_url("**/riverside/")
    if link:
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.screenshot(path=FOLDER / f"{name}.png", full_page=width > 400)
    context.close()
    print(name)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=flags.split())
        for picture in PICTURES:
            take(browser, base, *picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
