"""Somebody with a browser, as the stories need them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from accounts.models import User


class Person:
    def __init__(self, user: User | None = None) -> None:
        self.browser = Client()
        if user:
            self.browser.force_login(user)

    def opens(self, path: str) -> str:
        """The words of the page, without its markup."""
        answer = self.browser.get(path, follow=True)
        assert answer.status_code == 200, path
        return words_of(answer.content.decode())

    def sends(self, path: str, **data: Any) -> str:
        """Sends a form and reads the page that it leads to."""
        answer = self.browser.post(path, data, follow=True)
        assert answer.status_code == 200, words_of(answer.content.decode())
        return words_of(answer.content.decode())

    def finds_nothing_at(self, path: str) -> bool:
        return self.browser.get(path).status_code == 404


def words_of(html: str) -> str:
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html.partition("</head>")[2], flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def number_in(words: str) -> str:
    return re.search(r"[A-Z]{2}-\d{4}-\d{4}", words)[0]


def code_in(words: str) -> str:
    return re.search(r"取件码 (\d{6})", words)[1]
