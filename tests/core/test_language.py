"""Vietnamese is the default, whatever the browser asks for; a person's choice decides."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_browser_does_not_decide_the_language(client: Client) -> None:
    page = client.get("/accounts/login/", headers={"accept-language": "en-US,en"})
    assert page.headers["Content-Language"] == "vi"
    assert "Đăng nhập" in page.content.decode()


@pytest.mark.django_db
def test_a_person_chooses_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get("/accounts/login/")
    assert page.headers["Content-Language"] == "en"
    assert "Đăng nhập" not in page.content.decode()
    client.cookies["django_language"] = "xx"
    assert client.get("/accounts/login/").headers["Content-Language"] == "vi"
