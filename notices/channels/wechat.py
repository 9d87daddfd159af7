"""The robot of a work group (企业微信群机器人): one POST. It takes no key; a second copy may come after a crash."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from notices.channels.base import NotSent, Outgoing
from notices.models.hook import GroupHook, is_allowed_hook

SECONDS = 8
MOST = 64 * 1024
BUSY = {45009, -1}  # more than twenty in a minute; the service is out of order


def send(outgoing: Outgoing) -> None:
    """`address`: the key of a GroupHook; its secret address stays in its own table."""
    hook = GroupHook.objects.filter(pk=outgoing.address, is_active=True).first()
    if hook is None or not is_allowed_hook(hook.url):
        raise NotSent(_("这个群的机器人已经停用"), for_good=True)
    said = _post(hook.url, {"msgtype": "text", "text": {"content": outgoing.message.text}})
    if said.get("errcode") != 0:
        detail = f"{said.get('errcode')} {said.get('errmsg', '')}"
        raise NotSent(_("企业微信不收这一条"), detail=detail, for_good=said.get("errcode") not in BUSY)


def _post(url: str, body: dict) -> dict:
    """Follows no redirect: the robot's answer is the only one that counts."""
    parts = urlsplit(url)
    line = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(parts.netloc, timeout=SECONDS)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
        line.request("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        answer = line.getresponse()
        status, content = answer.status, answer.read(MOST)
    except (OSError, HTTPException) as error:
        raise NotSent(_("连不上企业微信"), detail=repr(error)) from error
    finally:
        line.close()
    if status != 200:
        raise NotSent(_("连不上企业微信"), detail=str(status), for_good=400 <= status < 500 and status != 429)
    try:
        said = json.loads(content)
    except ValueError as error:
        raise NotSent(_("企业微信的答复看不懂"), detail=repr(content[:60])) from error
    return said if isinstance(said, dict) else {}
