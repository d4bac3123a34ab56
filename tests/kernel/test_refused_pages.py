"""What a browser shows when it is turned away: a page in plain words, never an empty answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.kernel.errors import BadInput, Finding
from linli.kernel.web.forms import findings_beside
from tests import personas

pytestmark = pytest.mark.usefixtures("district")
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("login", ["", "shancheng"])
def test_a_way_an_address_does_not_answer_is_said_in_words(login: str) -> None:
    client = personas.client(login) if login else personas.client()
    opened = client.get(reverse("accounts:logout"))
    sent = client.post(reverse("portal:home"))
    assert [(page.status_code, page.headers["Allow"]) for page in (opened, sent)] == [
        (405, "POST"),
        (405, "GET, HEAD"),
    ]
    assert "该地址用于提交操作，不能直接打开" in opened.content.decode()
    assert "本页不接收提交" in sent.content.decode()


def test_residents_are_not_told_of_posts() -> None:
    page = personas.client().get("/public/nowhere/")
    assert page.status_code == 404
    assert "管辖范围" not in page.content.decode()
    assert "按小区名称查找" in page.content.decode()
    assert "管辖范围" in personas.client("shancheng").get("/nowhere/").content.decode()


def test_a_form_larger_than_what_is_read_is_too_much_and_no_riddle(settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = personas.client("shancheng").post(reverse("accounts:own_password"), {"new": "x" * 2000})
    assert page.status_code == 413
    assert "一次提交的内容过多" in page.content.decode()


def test_what_is_sent_after_the_login_ended_is_said_to_be_lost() -> None:
    form = reverse("accounts:own_password")
    anybody = personas.client()
    answer = anybody.post(form, {"new": "x"}, headers={"referer": f"http://testserver{form}?a=1"})
    assert answer.headers["Location"] == "/login/?next=%2Faccount%2Fpassword%2F%3Fa%3D1&again=1"
    page = anybody.get(answer.headers["Location"]).content.decode()
    assert "提交的内容未保存" in page
    assert "请先登录" not in page
    assert "请先登录" in anybody.get(form, follow=True).content.decode()
    wrong = {"login": "shancheng", "password": "wrong", "again": "1"}
    assert 'name="again"' in anybody.post("/login/", wrong).content.decode()
    elsewhere = {"referer": "http://testserver//evil.example/"}
    lost = anybody.post(form, {}, headers=elsewhere).headers["Location"]
    assert 'name="next" value="/"' in anybody.get(lost).content.decode()


def test_logging_out_after_the_login_had_ended_says_nothing_of_what_was_sent() -> None:
    anybody = personas.client()
    answer = anybody.post("/logout/", headers={"referer": "http://testserver/registry/"})
    assert answer.headers["Location"] == "/login/"
    page = anybody.get(answer.headers["Location"]).content.decode()
    assert "提交的内容未保存" not in page
    assert "请先登录" not in page


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/account/?a=1", "/account/?a=1"),
        ("http://testserver//evil.example/", ""),
        ("", ""),
    ],
)
def test_a_refused_act_leads_back_to_the_page_it_was_sent_from(referer: str, back: str) -> None:
    headers = {"referer": referer} if referer else {}
    page = personas.client("shancheng").post(reverse("accounts:own_codes"), headers=headers)
    assert page.status_code == 409
    assert page.context["back"] == back
    assert ("返回原页面" in page.content.decode()) == bool(back)


@pytest.mark.parametrize("size", [20 * MEGABYTE + 1, 22 * MEGABYTE])
def test_a_file_too_large_is_told_its_limit_at_its_field(size: int) -> None:
    upload = SimpleUploadedFile("花名册.xlsx", b"PK\x03\x04" + bytes(size - 4))
    page = personas.client("shancheng").post(reverse("registry:roster_new"), {"roster": upload})
    assert page.status_code == 422
    told = str(page.context["form"].errors["roster"])
    assert "文件过大" in told
    assert told.count("20.0") == 1
    assert "此项必填" not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "is_listed"),
    [({}, False), ({"row": 3}, True), ({"column": "D"}, True), ({"message": "二"}, True)],
)
def test_what_a_refusal_says_itself_is_not_listed_again(
    changes: dict[str, Any], is_listed: bool
) -> None:
    found = Finding(**{"level": "error", "code": "a", "message": "一", **changes})
    assert bool(findings_beside(BadInput("一", findings=(found,)))) == is_listed
    assert len(findings_beside(BadInput("一", findings=(found, found)))) == 2
