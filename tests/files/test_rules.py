from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.files import rules

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("附件3.xlsx", b"PK\x03\x04rest", XLSX),
        ("附件3.XLSX", b"PK\x03\x04rest", XLSX),
        ("report.pdf", b"%PDF-1.7", "application/pdf"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("page.html", b"<html><script>", rules.UNKNOWN),
        ("drawing.svg", b"<svg onload=alert(1)>", rules.UNKNOWN),
        ("page.pdf", b"<html><script>", rules.UNKNOWN),
        ("list.xlsx", b"<html>", rules.UNKNOWN),
        ("no ending", b"%PDF-1.7", rules.UNKNOWN),
    ],
)
def test_a_type_needs_the_ending_and_the_mark(name: str, content: bytes, expected: str) -> None:
    assert rules.content_type(content, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("附件3.xlsx", "附件3.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\公文\\附件4.xlsx", "附件4.xlsx"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_become_harmless_text(name: str, expected: str) -> None:
    assert rules.clean_name(name) == expected


def test_a_long_name_keeps_its_ending() -> None:
    shortened = rules.clean_name("小" * 400 + ".xlsx")
    assert shortened.endswith("小.xlsx")
    assert len(shortened) == rules.NAME_LENGTH


@given(st.text(max_size=400))
def test_any_name_is_short_and_free_of_folders_and_controls(name: str) -> None:
    clean = rules.clean_name(name)
    assert 0 < len(clean) <= rules.NAME_LENGTH
    assert not set(clean) & set("/\\\r\n\x00\u202e")
