"""Following links: which pages a persona can reach from where they start."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.journeys.browsing import Visit


class _Links(HTMLParser):
    """Collects the addresses of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


@dataclass
class Tour:
    """The pages one persona can reach, one address for each route; downloads end a path.

    ``pages`` maps route to address, ``downloads`` names the routes that answer with a file, and
    ``dead_ends`` are links that lead to a refusal.
    """

    visit: Visit
    pages: dict[str, str] = field(default_factory=dict)
    downloads: set[str] = field(default_factory=set)
    dead_ends: list[str] = field(default_factory=list)

    def follow(self, start: str) -> Tour:
        """Follow every link from here; of the addresses of one route, the first one found."""
        waiting = [(start, "")]
        while waiting:
            address, found_on = waiting.pop(0)
            name = _route(address)
            if name is None or name in self.pages or name in self.downloads:
                continue
            answer = self.visit.context.request.get(self.visit.base_url + address)
            if answer.status != 200:
                self.dead_ends.append(f"{found_on} links to {address}: {answer.status}")
                self.downloads.add(name)
            elif answer.headers.get("content-type", "").startswith("text/html"):
                self.pages[name] = address
                waiting += [(link, address) for link in _links(answer.text(), address)]
            else:
                self.downloads.add(name)
        return self

    @property
    def reached(self) -> set[str]:
        """Every route a link led to."""
        return self.pages.keys() | self.downloads


def _links(page: str, address: str) -> list[str]:
    parser = _Links()
    parser.feed(page)
    ours = (urljoin(address, link) for link in parser.found)
    return [link.partition("#")[0] for link in ours if link.startswith("/")]


def _route(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None
