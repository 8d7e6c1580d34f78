"""Debian's chromium, and a watch over what each page of it does: policy violations, errors, requests to other hosts."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error("policy violation: " + event.violatedDirective + " " + event.blockedURI);
});
"""


@dataclass
class Watch:
    """What the pages of a context did that they should not; a test that expects some of it empties the list."""

    host: str
    problems: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("page", self._follow_page)
        context.on("request", self._check_host)

    def _follow_page(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("dialog", self._refuse_dialog)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.problems.append(f"{message.type}: {message.text}")

    def _check_host(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and urlsplit(request.url).netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")

    def _refuse_dialog(self, dialog: Any) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()


class Visits:
    """Contexts of one browser at one address; each is watched, and all are closed together."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self.watch = Watch(host=urlsplit(url).netloc)
        self._contexts: list[BrowserContext] = []

    def context(self, *, url: str = "", watched: bool = True, **options: Any) -> BrowserContext:
        size = options.pop("viewport", {"width": 1280, "height": 900})
        context = self._browser.new_context(
            base_url=url or self._url, viewport=size, locale="es-MX", timezone_id="America/Mexico_City", **options
        )
        context.set_default_timeout(PATIENCE)
        if watched:
            self.watch.follow(context)
        self._contexts.append(context)
        return context

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def open_profile(driver: Playwright, profile: Path, url: str) -> BrowserContext:
    """A browser of its own that keeps what it stores in a folder, as the one of a person does."""
    context = driver.chromium.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=ARGUMENTS, base_url=url, locale="es-MX"
    )
    context.set_default_timeout(PATIENCE)
    return context


def end_browser(profile: Path) -> None:
    """kill -9 for every process of the browser that has this profile, which is ours alone."""
    wanted = f"--user-data-dir={profile}".encode()
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and wanted in (folder / "cmdline").read_bytes().split(b"\0"):
                os.kill(int(folder.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
