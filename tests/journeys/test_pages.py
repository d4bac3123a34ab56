"""Every page that can be reached by a link: accessible, in one language, and fit for a phone.

Each persona follows every link from the start page; of all addresses that lead to the same route
one is looked at. A page that nobody reaches, and a link that leads to a refusal, is found as well.
"""

from __future__ import annotations

import re

import pytest

from linli.api.urls import OPERATIONS
from tests.architecture.project import assert_none
from tests.architecture.routes import routes
from tests.journeys.browsing import CHINESE, DESKTOP, ENGLISH, PHONE, Visit
from tests.journeys.conftest import Visiting
from tests.journeys.touring import Tour
from tests.personas import LOGINS

# Who sees most: their pages are looked at; everybody's links are followed.
LOOKED_AT = (None, "qu-zhujian", "shancheng")
EVERYBODY = (None, *LOGINS)
# Reached otherwise: by a supervisor; after an upload; on the way in.
NOT_BY_LINK = {"health", "campaigns:import_preview", "jobs:job", "operations:retry"}
NOT_BY_LINK |= {f"accounts:login_{step}" for step in ("code", "password", "enrol")}
NOT_BY_LINK |= {f"accounts:{page}" for page in ("join", "proof", "own_factor", "enable", "change")}
# Pages of things that come into being by an act, of which a fresh demonstration has none. The
# permission matrix opens each of them, and so do the journeys of steps 4 and 5.
NOT_BY_LINK |= {f"policy:{page}" for page in ("activate", "draft", "draft_files")}
# No document has been handed in in the opening state.
NOT_BY_LINK |= {f"policy:{page}" for page in ("paper", "paper_adopt", "paper_clause")}
NOT_BY_LINK |= {f"registry:contract_{act}" for act in ("entry", "amend", "end")}
NOT_BY_LINK |= {f"registry:{page}" for page in ("building", "unit", "owner", "owner_accesses")}
NOT_BY_LINK |= {f"registry:place_{act}" for act in ("edit", "end")}
NOT_BY_LINK |= {f"registry:{page}" for page in ("export_new", "export", "roster", "roster_marked")}
NOT_BY_LINK |= {f"campaigns:task_{act}" for act in ("step", "withdraw")}
NOT_BY_LINK |= {f"campaigns:report{act}" for act in ("", "_return", "_compare", "_export")}
# An address shown once; and no duty of the opening state is recorded by hand.
NOT_BY_LINK |= {"duties:feed", "duties:record"}
# Operations for programs: the permission matrix calls each of them.
NOT_BY_LINK |= {f"api:{name}" for name in ("missing", *OPERATIONS)}
# Words that are the same in Chinese: formats, the languages' and the product's names.
COMMON_WORDS = {
    "en",
    "linli",
    "excel",
    "xlsx",
    "csv",
    "docx",
    "pdf",
    "word",
    "yaml",
    "json",
    "openapi",
}
COMMON_WORDS |= {"chrome", "edge", "firefox", "safari", "linux", "windows", "macos", "android"}
LATIN_WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{2,}(?![\w@/:-])")
CODE = re.compile(r"[A-Z]{2}")


def start_of(login: str | None) -> str:
    """Where a persona comes in."""
    return "/" if login else "/public/"


def english_left(visit: Visit) -> list[str]:
    """Latin words on a Chinese page that are no names of formats or programs and no codes."""
    codes = " ".join(visit.page.locator("code").all_inner_texts())
    text = visit.page.inner_text("body") + " " + visit.page.title()
    return sorted(
        {
            word
            for word in LATIN_WORD.findall(text)
            if word.lower() not in COMMON_WORDS and not CODE.fullmatch(word) and word not in codes
        }
    )


@pytest.mark.parametrize("login", LOOKED_AT)
def test_pages(visiting: Visiting, login: str | None) -> None:
    chinese, english = visiting(login), visiting(login, language=ENGLISH)
    faults: list[str] = []
    for name, path in Tour(chinese).follow(start_of(login)).pages.items():
        for visit, language in ((chinese, CHINESE), (english, ENGLISH)):
            visit.open(path)
            for width in (PHONE, DESKTOP):
                visit.resize(width)
                visit.shoot(f"{login or 'public'}-{name}-{language}-{width}")
                faults += [
                    f"{name} at {width}, {language}: too wide: {element}"
                    for element in visit.overflow()
                ]
                if language == CHINESE:  # the same elements stand in both languages
                    faults += [f"{name} at {width}: {fault}" for fault in visit.barriers()]
        faults += [f"{name}: untranslated: {word}" for word in english_left(chinese)]
    assert_none(faults, f"pages of {login or 'the public'}")


def test_links_lead_somewhere_and_reach_every_page(visiting: Visiting) -> None:
    tours = {login: Tour(visiting(login)).follow(start_of(login)) for login in EVERYBODY}
    dead = [f"{login}: {end}" for login, tour in tours.items() for end in tour.dead_ends]
    assert_none(dead, "offer only what the post may open")
    reached = NOT_BY_LINK.union(*(tour.reached for tour in tours.values()))
    unreached = [
        str(route) for route in routes() if "GET" in route.methods and route.name not in reached
    ]
    assert_none(unreached, "no link leads to these pages")
