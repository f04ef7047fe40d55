"""Whether everybody can use a page: WCAG 2.2 AA by axe, and nothing wider than the screen."""

import json
from itertools import product
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize

WIDTHS = (1280, 390)
MAGNIFIED: ViewportSize = {"width": 320, "height": 256}
"""What a screen of 1,280 by 1,024 shows at 400 % (WCAG 2.2, 1.4.10)."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""What axe looks for; a dark page differs from the light one in its colours alone."""


class Examiner:
    """Looks at pages in both widths and both themes, and writes down what is wrong with them."""

    def __init__(self, axe: str) -> None:
        self.axe = axe
        self.faults: list[str] = []
        self.examined: list[str] = []

    def examine(self, tab: Page, what: str, *, clock_stands: bool = False) -> None:
        """Look at the page that the tab shows."""
        tab.wait_for_load_state()  # its stylesheets, too
        tab.evaluate(self.axe)
        self.examined.append(what)
        for width, scheme in product(WIDTHS, SCHEMES):
            tab.set_viewport_size({"width": width, "height": 844})
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            where = f"{what}, {width} px, {scheme}"
            for fault in self._run(tab, scheme, clock_stands):
                self.faults.append(f"{where}: {fault['id']} {fault['nodes'][0]['html']}")
            self._measure(tab, where)
        tab.set_viewport_size(MAGNIFIED)
        self._measure(tab, f"{what}, at 400 %")

    def _measure(self, tab: Page, where: str) -> None:
        if (over := tab.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            self.faults.append(f"{where}: {over} px wider than the screen")

    def _run(self, tab: Page, scheme: str, clock_stands: bool) -> list[dict[str, Any]]:
        run = f"axe.run({json.dumps({'iframes': False, 'runOnly': RULES[scheme]})})"
        if not clock_stands:
            return list(tab.evaluate(run)["violations"])
        tab.evaluate(f"window.found = null; void {run}.then((found) => window.found = found)")
        while not tab.evaluate("window.found !== null"):
            tab.clock.run_for(1)  # axe waits a moment, too
        return list(tab.evaluate("window.found.violations"))
