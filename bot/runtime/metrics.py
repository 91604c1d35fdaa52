"""The Prometheus metrics. Labels are a few fixed words, never an id or a name.

Counters and histograms count from the start of this process; gauges are read from the database at each scrape.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.process_collector import ProcessCollector

disable_created_metrics()  # type: ignore[no-untyped-call] # the library's own lack
REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


def _counter(name: str, does: str, *labels: str) -> Counter:
    return Counter(name, does, labels, registry=REGISTRY)


def _gauge(name: str, does: str, *labels: str) -> Gauge:
    return Gauge(name, does, labels, registry=REGISTRY)


def _seconds(name: str, does: str, labels: tuple[str, ...], buckets: tuple[float, ...]) -> Histogram:
    return Histogram(name, does, labels, buckets=buckets, registry=REGISTRY)


POSTBACKS = _counter("bot_postbacks", "Calls of the provider, by what became of them", "verdict")
ENTRIES = _counter("bot_postback_entries", "Signed transactions applied, by what became of them", "result")
TELEGRAM_CALLS = _counter(
    "bot_telegram_calls", "Calls of Telegram's API; outcome is ok, 429 or an error", "call", "outcome"
)
UPDATES_TROUBLE = _gauge("bot_updates_trouble", "Whether Telegram's updates cannot come in, by cause", "cause")
UPDATES_UNREADABLE = _counter(
    "bot_updates_unreadable", "Updates of which a part, or the whole, could not be read", "what"
)
UPDATES_PASSED_OVER = _counter("bot_updates_passed_over", "Updates of people who send without any measure")
DELIVERIES = _counter(
    "bot_deliveries", "Outbox rows carried out, by kind and by sent, later or dead", "kind", "outcome"
)

PROVIDER_SECONDS = _seconds(
    "bot_provider_call_seconds",
    "Calls of the provider's API, by outcome",
    ("call", "outcome"),
    (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
CREDIT_SECONDS = _seconds(
    "bot_credit_seconds",
    "From a player's claim to the credit",
    ("wallet",),
    (5, 15, 30, 60, 120, 300, 900, 3_600, 14_400, 86_400),
)
COMMIT_SECONDS = _seconds(
    "bot_commit_seconds",
    "One commit of the database, of one or many units of work",
    (),
    (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)

LOOP_LATE = _seconds(
    "bot_loop_late_seconds",
    "How late the event loop came back to a task that slept",
    (),
    (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

DATABASE_UP = _gauge("bot_database_up", "Whether the gauges below could be read")
DEPOSITS_OPEN = _gauge("bot_deposits_open", "Deposits not ended yet, by state", "state")
DEPOSITS_BEGUN = _gauge(
    "bot_deposits_begun_24h", "Deposits begun in the last 24 hours, by the state they are in", "state"
)
WITHDRAWALS_OPEN = _gauge("bot_withdrawals_open", "Withdrawals not ended yet, by state", "state")
INBOX_WAITING = _gauge("bot_inbox_waiting", "Rows that came in and are not applied yet")
INBOX_AGE = _gauge("bot_inbox_oldest_seconds", "Age of the oldest of them")
INBOX_BAD = _gauge("bot_inbox_bad", "Rows that could not be applied and were set aside")
OUTBOX_WAITING = _gauge("bot_outbox_waiting", "Rows that have not left yet", "kind")
OUTBOX_AGE = _gauge("bot_outbox_oldest_seconds", "Age of the oldest of them", "kind")
OUTBOX_DEAD = _gauge("bot_outbox_dead", "Rows that can never leave")
QUARANTINE_OPEN = _gauge("bot_quarantine_open", "Signed entries that wait for a person")
DISK_FREE = _gauge("bot_disk_free_bytes", "Room on the disk of the SQLite database")
LOG_BYTES = _gauge("bot_wal_bytes", "Size of its write-ahead log")
ALARMS_ON = _gauge("bot_alarms_on", "Alarms that are on", "kind")
