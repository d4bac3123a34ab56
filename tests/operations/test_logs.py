"""P38: the log names requests, posts and places, and holds nothing that anybody typed."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from linli.config import logs
from tests import personas

CANARY = "13800001234"


class Kept(logging.Handler):
    """Keeps lines as the log would write them."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(params=[logs.JsonLines, logs.PlainLines])
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    """Everything logged during a test, in both formats, however little the level lets through."""
    handler, root = Kept(request.param()), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def fail(*_anything: Any, **_named: Any) -> Any:
    """As a database would: the text quotes the row."""
    try:
        raise ValueError(f"Key (phone)=({CANARY}) already exists")
    except ValueError as error:
        raise RuntimeError(f"while saving {CANARY}") from error


def test_what_was_typed_stands_nowhere(
    district: None, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.get(f"/login/?q={CANARY}")
    client.get(f"/missing/{CANARY}/")
    client.get(f"/join/{CANARY}/")
    client.post("/login/", {"login": CANARY, "password": CANARY})
    client.get("/healthz", headers={"host": f"evil-{CANARY}.example"})
    client.generic(f"X{CANARY}", "/healthz")
    personas.client("shancheng").get("/registry/compounds/", {"q": CANARY})
    monkeypatch.setattr("linli.config.site.jobs.health", fail)
    assert client.get(f"/healthz?q={CANARY}").status_code == 500
    assert len(kept.lines) > 8
    assert [line for line in kept.lines if CANARY in line] == []
    assert any("RuntimeError" in line and "ValueError" in line for line in kept.lines)


def test_a_request_leaves_one_line_that_its_answer_names(
    district: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "linli.access")
    response = personas.client("shancheng").get("/registry/compounds/")
    record = [one for one in caplog.records if one.name == "linli.access"][-1]
    told = json.loads(logs.JsonLines().format(record))
    assert (told["route"], told["method"], told["status"]) == ("registry:compounds", "GET", 200)
    assert told["post"] == personas.actor("shancheng").post_id
    assert told["duration_ms"] > 0
    assert len(response.headers["X-Request-ID"]) == 36


def test_a_process_that_ends_says_where_and_not_what(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    logs.catch_the_rest()
    try:
        fail()
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    (line,) = kept.lines
    assert "test_logs.py" in line
    assert CANARY not in line
