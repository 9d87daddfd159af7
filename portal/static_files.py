from typing import ClassVar

from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """Without the pages that others bring and we do not show: packing them takes a minute."""

    ignore_patterns: ClassVar[list[str]] = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework"]
