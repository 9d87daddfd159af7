"""What is looked at on every page: accessibility, the browser's complaints, overflow, the size of targets and text."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

AXE = Axe().axe_script
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
WIDTHS = (320, 390, 768, 1024, 1440)

# Who stands out on the right, without what scrolls in a box of its own.
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return "";
  const isOut = (e) => e.getBoundingClientRect().right > innerWidth + 0.5;
  const out = [...document.body.querySelectorAll("*")].filter(isOut);
  const name = (e) => `${e.localName}.${e.className?.baseVal ?? e.className}`;
  return `${wide} px: ${out.slice(0, 3).map(name).join(", ")}`;
}"""

# A target is as big as its box, or as what a finger around its middle hits (labels and drawn-on areas count).
# Not asked of: what nobody sees, links within running text, the link to the content, links of the error summary.
TARGETS = """(least) => {
  const reach = least / 2 - 1;
  const runs = (link) => getComputedStyle(link).display === "inline" &&
    [...link.parentElement.childNodes].some((n) => n !== link && n.nodeType === 3 && n.textContent.trim());
  const ours = (target, hit) => hit && (target.contains(hit) || hit.closest("label")?.control === target
    || (hit.contains(target) && hit.closest("a, button, summary, label")));
  const found = [];
  for (const target of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
    const box = target.getBoundingClientRect();
    if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || box.width < 2) continue;
    if (target.type === "hidden" || target.matches(".skip, .esum a, .vh") || target.closest(".vh, [inert]")) continue;
    const shown = target.labels?.[0]?.matches(".opt1") ? target.labels[0].getBoundingClientRect() : box;
    if (shown.width >= least - 0.5 && shown.height >= least - 0.5) continue;
    if (target.localName === "a" && runs(target)) continue;
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const now = target.getBoundingClientRect();
    const [x, y] = [now.x + now.width / 2, now.y + now.height / 2];
    const around = [[0, -reach], [0, reach]];
    if (now.width < least) around.push([-reach, 0], [reach, 0]);
    if (around.every(([dx, dy]) => ours(target, document.elementFromPoint(x + dx, y + dy)))) continue;
    const words = (target.getAttribute("aria-label") || target.textContent || target.name || "").trim().slice(0, 20);
    found.push(`${target.localName} “${words}” ${Math.round(now.width)}×${Math.round(now.height)}`);
  }
  scrollTo(0, 0);
  return found;
}"""

SMALL_TEXT = """(least) => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), box = walk.currentNode.parentElement;
    if (!text || !box.checkVisibility() || box.closest(".vh, .skip, noscript, option, svg")) continue;
    const size = parseFloat(getComputedStyle(box).fontSize);
    if (size < least) found.add(`“${text.slice(0, 20)}” ${size} px`);
  }
  return [...found];
}"""

UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details")) {
    fold.removeAttribute("name");
    fold.open = true;
  }
}"""

Findings = dict[str, Any]


class Reader:
    """One person's browser, with an eye on what it complains about."""

    def __init__(self, browser: Browser, url: str, cookies: dict[str, str], **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(base_url=url, locale="zh-CN", **options)
        self.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        """A page that is not found is told twice, and only once is news."""
        is_page_itself = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if not is_page_itself:
            self.said.append(message.text)

    def open(self, path: str, status: int = 200) -> Findings:
        self.said.clear()
        answer = self.page.goto(path)
        found = answer.status if answer else 0
        return {} if found == status else {"status": found}

    def width(self, width: int, height: int = 844) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def unfold(self) -> None:
        """Opens menus and everything that is folded away; what is not shown is not looked at."""
        self.page.evaluate(UNFOLD)

    def axe(self, options: Findings = RULES) -> list[str]:
        """Each fault with the first element that has it."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        faults = self.page.evaluate(f"axe.run({json.dumps(options)}).then((found) => found.violations)")
        return [f"{fault['id']} × {len(fault['nodes'])}: {fault['nodes'][0]['html'][:200]}" for fault in faults]

    def is_staff(self) -> bool:
        return self.page.evaluate("document.body.classList.contains('staff')")

    def overflow(self) -> str:
        return self.page.evaluate(OVERFLOW)

    def targets(self, least: int) -> list[str]:
        return self.page.evaluate(TARGETS, least)

    def small_text(self, least: int) -> list[str]:
        return self.page.evaluate(SMALL_TEXT, least)

    def close(self) -> None:
        self.context.close()


def only_found(findings: Findings) -> Findings:
    return {what: found for what, found in findings.items() if found}
