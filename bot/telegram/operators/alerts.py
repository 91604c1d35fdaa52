"""Builds alert messages: alerts of one kind share a message, with buttons that open their subjects."""

import json
from collections.abc import Sequence
from typing import Any

from bot.domain.alert import Alert
from bot.i18n import Translator
from bot.store.outbox import OutboxRow
from bot.telegram.keyboards import Row, in_rows, keyboard, press
from bot.telegram.message import Screen
from bot.telegram.operators.alert_texts import alert
from bot.telegram.operators.callbacks import Show, View
from bot.telegram.operators.lists import timeline_button
from bot.telegram.operators.pages import pages

_SHOWN = 5
_SUBJECTS = ("withdrawal", "deposit", "other")


def kind_of(row: OutboxRow) -> tuple[str, bool]:
    """The alert's kind, and whether it reports the end. Alerts with equal values can share a message."""
    told = json.loads(row.payload)
    return told["kind"], told.get("over", False)


def alerts(rows: Sequence[OutboxRow], t: Translator) -> Screen:
    """One message for alerts of one kind: the text of a single alert, or the count and the first few texts."""
    told = [json.loads(row.payload) for row in rows]
    texts = [alert(one["kind"], t, over=one.get("over", False), **one["values"]).text for one in told]
    buttons = _buttons(told, t)
    head = [t("alert-copy", reason=told[0]["copied"])] if told[0].get("copied") else []
    if len(texts) == 1:
        return Screen(text="\n\n".join([*head, *texts]), keyboard=keyboard(*buttons))
    shown = pages(texts[:_SHOWN])[0]
    parts = [*head, t("alert-many", count=len(texts)), *shown]
    if left := len(texts) - len(shown):
        parts.append(t("alert-many-more", count=left))
    return Screen(text="\n".join(parts), keyboard=keyboard(*buttons))


def _buttons(told: Sequence[dict[str, Any]], t: Translator) -> list[Row]:
    subjects = dict.fromkeys(str(one["values"][name]) for one in told for name in _SUBJECTS if one["values"].get(name))
    if subjects:
        return in_rows((timeline_button(subject, t) for subject in list(subjects)[:_SHOWN]), 2)
    if told[0]["kind"] == Alert.QUARANTINE:
        return [[press(t.plain("op-button-unclaimed"), Show(view=View.UNCLAIMED, as_new=True))]]
    return []
