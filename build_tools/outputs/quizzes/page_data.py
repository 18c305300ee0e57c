"""A bank → the JSON that the page's script reads.

In check mode what is right is put out of sight: base64 of the reversed UTF-8 bytes. That keeps a glance at the page's
source from telling it, and no more. A page without a server can keep no secret: anybody with time can read the key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from ...marking.mark_answer import feedback_of
from ...model.item import Bank, Item
from ...model.kit import Kit
from ...prose.plain import plain_text
from ...prose.resolve import View
from .item_view import page_feedback_id
from .shown import answer_lines, page_ids, page_spec

FORMAT = 1
"""Raised when answers kept by an older page could no longer be read."""


def kit_id(kit: Kit) -> str:
    """The kit's name as a key for what a browser keeps."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in kit.title.lower()).split()) or "kit"


def page_data(bank: Bank, items: Sequence[Item], kit: Kit, view: View) -> dict[str, Any]:
    """All the script needs of a bank; the texts stand in the page already, save the key's in check mode."""
    module = kit.module(bank.module)
    key = _key(items, kit, with_texts=bank.mode == "check")
    return {
        "format": FORMAT, "kit": kit_id(kit), "bank": bank.id, "title": bank.title, "mode": bank.mode,
        "reveal": bank.reveal, "attempts": bank.attempts, "passMark": bank.pass_mark,
        "outcomes": {outcome.id: outcome.text for outcome in (module.outcomes if module else ())},
        "items": [_item(item, kit, view) for item in items],
        **({"sealed": seal(key)} if bank.mode == "check" else {"key": key}),
    }  # fmt: skip


def _item(item: Item, kit: Kit, view: View) -> dict[str, Any]:
    # Entries and right sides are mixed even where `shuffle: false`: their written order is the key.
    mixed = item.shuffle and item.type != "true-false"
    links = [[kit.named_as(c), view.cite_link(c) if view.cite_link else ""] for c in item.cites]
    return {"id": item.id, "points": f"{item.points:f}", "shuffle": mixed, "outcome": item.outcome, "cites": links}


def _key(items: Sequence[Item], kit: Kit, with_texts: bool) -> dict[str, Any]:
    key: dict[str, Any] = {"specs": {item.id: page_spec(item) for item in items}}
    if with_texts:
        key["answers"] = {item.id: answer_lines(item, kit) for item in items}
        key["said"] = {item.id: _said(item, kit) for item in items}
    return key


def _said(item: Item, kit: Kit) -> dict[str, str]:
    ids = page_ids(item)
    return {page_feedback_id(id, ids): plain_text(text, kit) for id, text in feedback_of(item).items()}


def seal(key: dict[str, Any]) -> str:
    """The key out of sight, not secret."""
    return base64.b64encode(_compact(key).encode("utf-8")[::-1]).decode("ascii")


def unseal(text: str) -> Any:
    """What `seal` was given.

    Raises:
        ValueError: the text is not what `seal` writes.
    """
    return json.loads(base64.b64decode(text, validate=True)[::-1].decode("utf-8"))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def script_json(value: Any) -> str:
    """JSON that may stand inside a `script` element: nothing in it can end the element or begin a comment."""
    return _compact(value).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
