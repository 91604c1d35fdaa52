"""The reports of /today and /health."""

import json

from bot.domain.report import Health, OpenAlert, Queue, Today
from bot.i18n import Markup, Translator
from bot.telegram.operators.alert_texts import alert
from bot.telegram.operators.lists import age, ago, wallet_name
from bot.telegram.operators.pages import PagedReport

_SECOND, _MINUTE = 1_000, 60_000
_KIB = 1024


def today(day: Today, t: Translator) -> str:
    """The caption of the day's chart."""
    credited = day.credited
    head = t(
        "op-today-caption",
        date=t.date(day.now),
        credited=t.amount(credited.amount),
        count=credited.count,
        median=_span(day.median_ms, t),
        waiting=day.waiting,
        oldest=age(day.oldest_claim, day.now, t),
        by_hand=t.amount(day.by_hand.amount),
        reversed=t.amount(day.reversed.amount),
        paid_out=t.amount(day.paid_out.amount),
    )
    wallets = [
        t(
            "op-today-wallet",
            wallet=wallet_name(one.wallet),
            amount=t.amount(one.credited.amount),
            count=one.credited.count,
        )
        for one in day.wallets
    ]
    return "\n".join([head, *wallets])


def _span(span: int | None, t: Translator) -> str:
    if span is None:
        return "–"
    if span < 2 * _MINUTE:
        return t.plain("op-seconds", count=span // _SECOND)
    return t.plain("op-age-minutes", count=span // _MINUTE)


def health(state: Health, t: Translator) -> PagedReport:
    """The answer to /health: last calls, queues, failed rows, disk space, and active alerts."""
    head = [
        _provider(state, t),
        t("op-health-postback", ago=ago(state.last_postback, state.now, t)),
        t("op-health-update", ago=ago(state.last_update, state.now, t)),
        _queue("op-health-inbox", state.inbox, state.now, t),
        _queue("op-health-outbox", state.outbox, state.now, t),
        t("op-health-bad", bad=state.bad, dead=state.dead),
        t("op-health-disk", size=_size(state.database_bytes, t), free=_size(state.free_bytes, t)),
        t("op-health-alarms", count=len(state.alerts)),
    ]
    return PagedReport(head="\n".join(head), blocks=[_alarm(on, state.now, t) for on in state.alerts])


def _alarm(on: OpenAlert, now: int, t: Translator) -> str:
    told = json.loads(on.told)
    text = Markup(alert(told["kind"], t, **told["values"]).text)
    return t("op-health-alarm", text=text, age=age(on.since, now, t))


def _provider(state: Health, t: Translator) -> str:
    if state.last_answer is None:
        return t("op-health-provider-never")
    at, outcome = state.last_answer
    return t("op-health-provider", ago=ago(at, state.now, t), outcome=outcome)


def _queue(key: str, queue: Queue, now: int, t: Translator) -> str:
    return t(key, count=queue.waiting, age=age(queue.since, now, t))


def _size(count: int, t: Translator) -> str:
    """A number of bytes in a unit that leaves at least two digits."""
    size, unit = count, "B"
    for larger in ("KiB", "MiB", "GiB"):
        if size < 10 * _KIB:
            break
        size, unit = size // _KIB, larger
    return f"{t.number(size)} {unit}"
