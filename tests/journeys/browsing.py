"""A person at a browser: opens pages, is heard when something goes wrong, and can be looked at."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is in order is not described element by element: that takes four fifths of the time.
FIND_VIOLATIONS = """async rules => {
    const asked = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]};
    return (await axe.run(document, asked)).violations;
}"""
# Scripts hear of a new size when the page is drawn with it.
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
DESKTOP, PHONE = 1280, 360
CHINESE, ENGLISH = "zh-CN", "en-GB"
# Documents and htmx answers may refuse (403, 404, 422); what a page loads beside them may not.
MAY_REFUSE = {"document", "xhr", "fetch"}


@dataclass
class Visit:
    """One person's browser: the page, and everything that went wrong in it."""

    context: BrowserContext
    page: Page
    base_url: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("response", self._hear_response)

    @property
    def width(self) -> int:
        """How wide the window is, in CSS pixels."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"]

    def open(self, path: str) -> Page:
        """Go to a page of the product by its path."""
        self.page.goto(self.base_url + path)
        return self.page

    def resize(self, width: int) -> None:
        """Make the window as wide as another device's: the page stays, its layout changes."""
        size = self.page.viewport_size
        assert size is not None
        self.page.set_viewport_size({"width": width, "height": size["height"]})
        self.page.evaluate(DRAWN)

    def log_in(self, login: str, password: str) -> Page:
        """Log in by the form, as everybody does."""
        self.open("/login/")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: urlsplit(url).path != "/login/")
        return self.page

    def barriers(self) -> list[str]:
        """What axe finds on the page: rule, element, and what to do (WCAG 2.2 AA)."""
        if self.page.evaluate("typeof axe === 'undefined'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = self.page.evaluate(FIND_VIOLATIONS, AXE_RULES)
        return [
            f"{violation['id']} {' '.join(node['target'])}: {node['failureSummary']}"
            for violation in violations
            for node in violation["nodes"]
        ]

    def overflow(self) -> list[str]:
        """Elements that stick out to the right, so that a phone would scroll sideways."""
        found: list[str] = self.page.evaluate(
            """() => {
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= width) return [];
                return [...document.body.querySelectorAll("*")]
                    .filter(element => element.getBoundingClientRect().right > width + 1)
                    .slice(0, 5)
                    .map(element => element.outerHTML.slice(0, 120));
            }"""
        )
        return found

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page where LINLI_SHOTS names a folder."""
        folder = os.environ.get("LINLI_SHOTS")
        if folder:
            file = Path(folder) / f"{re.sub(r'[^a-zA-Z0-9_.-]+', '-', name)}.png"
            self.page.screenshot(path=file, full_page=True)

    def _hear_console(self, message: ConsoleMessage) -> None:
        # Refused loads are heard as responses, where their kind is known.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _hear_response(self, response: Response) -> None:
        refused = response.status >= (500 if response.request.resource_type in MAY_REFUSE else 400)
        foreign = not response.url.startswith((self.base_url, "data:", "blob:"))
        if refused or foreign:
            self.troubles.append(f"{response.status} from {response.url}")
