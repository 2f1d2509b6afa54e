"""Pictures of every page of a running app: `python docs/screenshots.py http://localhost:8501`.

Desktop and phone, light and dark, English and Chinese, into docs/screens as small WebP files; the
pages of a review meeting on a projector as well.
"""

from __future__ import annotations

import io
import shutil
import sys
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

SCREENS = Path(__file__).parent / "screens"
PAGES = {  # name of the picture -> path; the first page has none
    "overview": "",
    "segments": "segments",
    "pyramid": "pyramid",
    "churn": "churn",
    "retention": "retention",
    "profile": "profile?customer=C0513",
    "lists": "lists",
    "funnel": "funnel",
    "products": "products",
    "data": "intake",
}
SIZES = {"desktop": (1440, 900), "phone": (390, 844), "projector": (1920, 1080)}
SHOWN = ("overview", "pyramid", "profile")  # on a projector, in the light
THEMES = ("light", "dark")
LANGUAGES = {"en": ("en-GB", "en"), "zh": ("zh-CN", "zh_CN")}
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-dev-shm-usage"]
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"


def take(browser: Browser, address: str, size: str, theme: str, language: str) -> None:
    """All pages in one size, theme and language."""
    width, height = SIZES[size]
    locale, code = LANGUAGES[language]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,  # type: ignore[arg-type]
        locale=locale,
    )
    page = context.new_page()
    for name, path in PAGES.items():
        if size == "projector" and (name not in SHOWN or theme == "dark"):
            continue
        page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang={code}", timeout=90_000)
        page.wait_for_selector("h1", timeout=90_000)
        page.wait_for_selector(QUIET, timeout=90_000)
        page.wait_for_timeout(2000)  # charts and tables draw after the script has ended
        picture = Image.open(io.BytesIO(page.screenshot()))
        target = SCREENS / f"{name}-{size}-{theme}-{language}.webp"
        picture.convert("RGB").save(target, quality=45, method=6)
    context.close()


def main(address: str) -> None:
    """Takes every picture and says what they weigh."""
    SCREENS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size, theme, language in product(SIZES, THEMES, LANGUAGES):
            take(browser, address, size, theme, language)
        browser.close()
    pictures = list(SCREENS.glob("*.webp"))
    weight = sum(picture.stat().st_size for picture in pictures)
    print(f"{len(pictures)} pictures, {weight / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
