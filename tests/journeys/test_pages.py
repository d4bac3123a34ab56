"""Every page that can be reached by a link: accessible, in one language, and fit for a phone.

Each persona follows every link from the start page; of all addresses that lead to the same route
one is looked at. A page that nobody reaches is found as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.architecture.project import assert_none
from tests.architecture.routes import routes
from tests.journeys.browsing import CHINESE, ENGLISH, PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.personas import LOGINS

# Who sees most: their pages are looked at; everybody's links are followed.
LOOKED_AT = (None, "qu-zhujian", "shancheng")
EVERYBODY = (None, *LOGINS)
# Words that are the same in Chinese: formats, codes, the languages' and the product's names.
COMMON_WORDS = {"en", "linli", "excel", "xlsx", "docx", "pdf", "word", "yaml", "json"}
LATIN_WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{2,}(?![\w@/:-])")
CODE = re.compile(r"[A-Z]{2}")
NO_PAGE = {"health"}


@dataclass
class Tour:
    """The pages one persona can reach, one for each route."""

    visit: Visit
    start: str
    seen: dict[str, str] = field(default_factory=dict)

    def pages(self) -> dict[str, str]:
        """Route name to the first path that led there. Downloads are not followed."""
        waiting = [self.start]
        while waiting:
            path = waiting.pop(0)
            name = _route(path)
            if name is None or name in self.seen:
                continue
            answer = self.visit.context.request.get(self.visit.base_url + path)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                self.seen[name] = ""
                continue
            assert answer.status == 200, f"{path}: {answer.status}, though a link leads there"
            self.seen[name] = path
            self.visit.open(path)
            waiting += self._links()
        return {name: path for name, path in self.seen.items() if path}

    def _links(self) -> list[str]:
        links: list[str] = self.visit.page.eval_on_selector_all(
            "a[href]", "links => links.filter(a => a.origin === location.origin).map(a => a.href)"
        )
        return [
            urlsplit(link)._replace(scheme="", netloc="", fragment="").geturl() for link in links
        ]


def _route(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def _english_left(visit: Visit) -> list[str]:
    """Latin words on a Chinese page that are neither names of formats nor codes of clauses."""
    text = visit.page.inner_text("body") + " " + visit.page.title()
    return sorted(
        {
            word
            for word in LATIN_WORD.findall(text)
            if word.lower() not in COMMON_WORDS and not CODE.fullmatch(word)
        }
    )


@pytest.mark.parametrize("login", LOOKED_AT)
def test_pages(visiting: Visiting, login: str | None) -> None:
    start = "/" if login else "/public/"
    desktop = visiting(login)
    phone = visiting(login, width=PHONE)
    english = visiting(login, language=ENGLISH)
    faults: list[str] = []
    for name, path in Tour(desktop, start).pages().items():
        for visit, language in ((desktop, CHINESE), (phone, CHINESE), (english, ENGLISH)):
            visit.open(path)
            visit.shoot(f"{login or 'public'}-{name}-{language}-{visit.width}")
            faults += [f"{name} ({language}): {fault}" for fault in visit.barriers()]
            faults += [f"{name}: too wide: {element}" for element in visit.overflow()]
        desktop.open(path)
        faults += [f"{name}: untranslated: {word}" for word in _english_left(desktop)]
    assert_none(faults, f"pages of {login or 'the public'}")


def test_every_page_can_be_reached_by_a_link(visiting: Visiting) -> None:
    reached: set[str] = set(NO_PAGE)
    for login in EVERYBODY:
        tour = Tour(visiting(login), "/" if login else "/public/")
        tour.pages()
        reached |= tour.seen.keys()
    unreached = [
        str(route) for route in routes() if "GET" in route.methods and route.name not in reached
    ]
    assert_none(unreached, "no link leads to these pages")
