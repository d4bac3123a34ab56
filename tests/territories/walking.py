"""Following links in process: the pages somebody reaches, with what they say."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests import personas
from tests.harness.unpacked import text_of
from tests.permissions.table import ANONYMOUS

PAGES_OF_A_ROUTE = 2


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.found.append(target)


def walk(login: str) -> Iterator[tuple[str, str]]:
    """Pages and tables somebody reaches by links: some of every route, with what they say."""
    browser = personas.client(None if login == ANONYMOUS else login)
    waiting, seen, of_route = ["/", "/public/"], set(), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        name = _route(path)
        if path in seen or name is None or of_route.get(name, 0) >= PAGES_OF_A_ROUTE:
            continue
        seen.add(path)
        of_route[name] = of_route.get(name, 0) + 1
        answered = browser.get(path)
        if answered.headers.get("content-type", "").startswith("text/html"):
            yield path, answered.text
            links = _Links()
            links.feed(answered.text)
            waiting += [urljoin(path, link).partition("#")[0] for link in links.found]
        elif answered.status_code == 200:
            yield path, text_of(b"".join(answered) if answered.streaming else answered.content)


def _route(path: str) -> str | None:
    split = urlsplit(path)
    if split.netloc:
        return None
    try:
        found = resolve(split.path)
    except Resolver404:
        return None
    tables = "format=" in split.query
    return f"{found.view_name}{'?table' if tables else ''}"
