from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.models import Changed


def note_changed(*, requests: Sequence[int], **_more: Any) -> None:
    """In the transaction of the change: one statement. Folding comes later (tasks.py); reading adds it at once."""
    Changed.objects.bulk_create([Changed(request_id=pk) for pk in requests])
