"""The audit log: append one entry."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from core.models import AuditEntry
from core.text import clean_text

Values = Mapping[str, Any]


def record(
    *,
    actor: AbstractBaseUser | AnonymousUser | None,
    verb: str,
    obj: Model | None,
    scope: object = "",
    note: str = "",
    before: Values | None = None,
    after: Values | None = None,
) -> AuditEntry:
    """Write one entry, in the transaction of the change itself. `actor` None: nobody, the machine did it.

    `scope` narrows the log for readers, for instance the key of a place; what it means is the caller's business.
    `before` and `after` hold the fields that changed; dates and decimals are allowed.
    """
    known = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(
        actor=known,  # type: ignore[misc]  # the toolbox does not know the project's class of users
        actor_label=str(known)[:150] if known else "",
        verb=verb,
        object_type=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        object_label=str(obj)[:200] if obj else "",
        scope=str(scope),
        note=clean_text(note),
        before=before,
        after=after,
    )
