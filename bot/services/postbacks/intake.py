"""Receives postbacks: verifies the signature, stores the bytes, answers; later applies them from the inbox."""

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum

import structlog

from bot.domain.alert import Alert, End
from bot.domain.entry import Entry
from bot.domain.postback_refusal import Refused, shape_of, why_unreadable
from bot.provider import phpjson
from bot.provider.canary import nonce_of
from bot.provider.payload import read_postback
from bot.provider.phpjson import MalformedJson
from bot.provider.signing import BadSignature, PostbackKeys, UnknownKey, Verified, verify
from bot.runtime.clock import Clock
from bot.runtime.metrics import CREDIT_SECONDS, ENTRIES, POSTBACKS
from bot.services.notifications.alerts import Alerts
from bot.services.postbacks.crediting import Booked, Crediting, EntrySource
from bot.services.postbacks.refused import RefusedPostbacks
from bot.services.queue.inbox_worker import AppliedBefore, Turn
from bot.store import deposits, inbox
from bot.store.engine.database import Database, StoreError, Transaction
from bot.store.engine.savepoint import savepoint
from bot.store.inbox import InboxRow

SOURCE = inbox.POSTBACKS
CANARY = "canary"
_SAMPLES = 100
_NAMES = 200
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}")
_log = structlog.get_logger()


class Intake(StrEnum):
    """What `Postbacks.receive` did with a call. Only `KEPT` may be answered with ok."""

    KEPT = "kept"
    REFUSED = "refused"
    MALFORMED = "malformed"


class Postbacks:
    """Stores postbacks (`receive`) and applies them (`apply`)."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        crediting: Crediting,
        alerts: Alerts,
        keys: Sequence[PostbackKeys],
        *,
        old_spelling: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._crediting = crediting
        self._alerts = alerts
        self._keys = keys
        self._old_spelling = old_spelling
        self._unknown: set[str] = set()
        self.refused = RefusedPostbacks(database, clock, alerts)

    async def receive(self, body: bytes, content_type: str = "") -> Intake:
        """Store an authentic postback; `KEPT` means that it is on disk. Raises StoreUnavailable.

        `content_type` only helps to say why a body cannot be read.
        """
        verified = await self._verified(body, content_type)
        if isinstance(verified, Intake):
            return verified
        if nonce := nonce_of(verified):
            await self._database.write(lambda tx: inbox.note(tx, CANARY, nonce, self._clock.now_ms()))
            POSTBACKS.labels(CANARY).inc()
            return Intake.KEPT
        digest = hashlib.sha256(body).hexdigest()
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> bool:
            await self._alerts.resolve_by(tx, End.POSTBACK_CAME, "", now)
            return await inbox.add(
                tx,
                source=SOURCE,
                key=digest,
                lane=f"{SOURCE}:{digest}",
                body=body.decode(),
                now=now,
                owner=self._database.membership.instance_id,
            )

        is_new = await self._database.write(in_transaction)
        _log.info("postback.kept" if is_new else "postback.repeated", spelling=verified.matched, sha256=digest[:16])
        POSTBACKS.labels("kept" if is_new else "repeated").inc()
        return Intake.KEPT

    async def _verified(self, body: bytes, content_type: str) -> Verified | Intake:
        """The verified postback, or how to answer a call that was refused and noted."""
        try:
            return verify(body, self._keys, old_spelling=self._old_spelling)
        except MalformedJson as error:
            _log.warning("postback.malformed", reason=str(error))
            await self.refused.note(why_unreadable(body, content_type), shape_of(body, content_type))
            return Intake.MALFORMED
        except UnknownKey:
            await self.refused.note(Refused.KEY_UNKNOWN, shape_of(body, content_type))
        except BadSignature:
            await self.refused.note(Refused.SIGNATURE_BAD, shape_of(body, content_type))
            await self._keep_sample(body)
        return Intake.REFUSED

    async def _keep_sample(self, body: bytes) -> None:
        now = self._clock.now_ms()
        _log.error("postback.signature_bad", size=len(body))

        async def in_transaction(tx: Transaction) -> None:
            await inbox.keep_refused(tx, body.decode(), "signature", now, at_most=_SAMPLES)
            await self._alerts.raise_(tx, Alert.BAD_SIGNATURE, "", now)

        await self._database.write(in_transaction)

    async def apply(self, turn: Turn) -> None:
        """Apply a stored postback: all its entries, and the row's mark as done, in one transaction.

        If one entry raises, the entries are applied again, each in its own savepoint.
        """
        postback = read_postback(phpjson.parse(turn.row.body.encode()).value)
        now = self._clock.now_ms()
        source = EntrySource(inbox_id=turn.row.id, label=postback.label, now=now)

        self._log_unknown(postback.unknown)

        async def in_transaction(tx: Transaction) -> list[tuple[Entry, Booked]]:
            return [(entry, await self._crediting.apply(tx, entry, source)) for entry in postback.entries]

        async def each_alone(tx: Transaction) -> list[tuple[Entry, Booked]]:
            return [(entry, await self._apply_alone(tx, entry, source)) for entry in postback.entries]

        try:
            applied = await turn.write(in_transaction)
        except (StoreError, AppliedBefore):
            raise
        except Exception:  # noqa: BLE001 - one entry that raises must not hold up the others
            _log.exception("postback.entry_failed")
            applied = await turn.write(each_alone)
        for entry, booked in applied:
            _log.info("postback.applied", result=booked.value)
            ENTRIES.labels(booked.value).inc()
            if booked is Booked.CREDITED:
                await self._observe_credit_time(entry, now)

    async def _apply_alone(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """Apply one entry in a savepoint. If it raises, only this entry is undone and quarantined."""
        try:
            async with savepoint(tx):
                return await self._crediting.apply(tx, entry, source)
        except StoreError:  # pragma: no cover - a store that fails between two entries is tried by kills
            raise
        except Exception as error:  # noqa: BLE001 - the entry is kept until the code is fixed
            _log.error("entry.failed", reason=f"{type(error).__name__}: {error}"[:200])
            return await self._crediting.quarantine(tx, entry, source)

    def _log_unknown(self, names: Sequence[str]) -> None:
        """Log each unknown member name once: the provider sends something that its documents do not name."""
        for name in names:
            shown = name if _NAME.fullmatch(name) else "(unreadable)"
            if shown not in self._unknown and len(self._unknown) < _NAMES:
                self._unknown.add(shown)
                _log.warning("postback.member_unknown", member=shown)

    async def _observe_credit_time(self, entry: Entry, now: int) -> None:
        """Measure how long the player waited, if he claimed before this credit and it is his first one."""
        deposit = await deposits.find_by_order(self._database, entry.order_id)
        if deposit is not None and deposit.credited_at == now and 0 < deposit.claimed_at <= now:
            CREDIT_SECONDS.labels(deposit.wallet).observe((now - deposit.claimed_at) / 1000)

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """Nothing to tell: the provider has its ok, and operators get an alert."""
