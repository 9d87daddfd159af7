"""What somebody does about a delivery that was given up."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import ActionRefused
from notices.actions.delivering import deliver
from notices.models import Delivery
from notices.vocabulary import State


@transaction.atomic
def try_again(*, delivery: Delivery, actor: Any) -> None:
    """The ladder begins anew, with the same key."""
    _given_up(delivery, state=State.WAITING, tries=0, next_try_at=timezone.now())
    audit.record(actor=actor, verb="delivery_tried_again", obj=delivery)
    transaction.on_commit(lambda: deliver.enqueue([delivery.notice_id]), robust=True)


@transaction.atomic
def drop(*, delivery: Delivery, actor: Any) -> None:
    """Told some other way, or no longer true: it leaves the list."""
    _given_up(delivery, state=State.CALLED_OFF)
    audit.record(actor=actor, verb="delivery_dropped", obj=delivery)


def _given_up(delivery: Delivery, **values: Any) -> None:
    if not Delivery.objects.filter(pk=delivery.pk, state=State.GIVEN_UP).update(**values):
        raise ActionRefused("handled", _("这一条已经有人处理过了。"))
