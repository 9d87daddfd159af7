"""What is kept in the database is kept in the language of the sources; what is shown is said in the reader's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import override

P = ParamSpec("P")
R = TypeVar("R")


def in_source_language(make: Callable[P, R]) -> Callable[P, R]:
    """Whoever acts may read another language than those who will read what is kept."""

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        with override(settings.LANGUAGE_CODE):
            return make(*args, **kwargs)

    return made
