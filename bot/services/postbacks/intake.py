"""The provider's calls: verify the signature, keep the bytes durably, answer; then apply from the inbox."""

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
    """What became of an HTTP call; only `KEPT` may be answered with ok."""

    KEPT = "kept"
    REFUSED = "refused"
    MALFORMED = "malformed"


class Postbacks:
    """Takes postbacks in (`receive`) and applies them (`apply`)."""

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
        """Keep an authentic postback; when this answers `KEPT` it is on disk. Raises StoreUnavailable.

        `content_type` is looked at where the body cannot be read, to say why.
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
        """What is authentic; else how the call is to be answered, after it was noted."""
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
        """Apply a kept postback: each entry by itself, all in one transaction with the mark."""
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
        except Exception:  # noqa: BLE001 - whatever one entry raises must not take the others along
            _log.exception("postback.entry_failed")
            applied = await turn.write(each_alone)
        for entry, booked in applied:
            _log.info("postback.applied", result=booked.value)
            ENTRIES.labels(booked.value).inc()
            if booked is Booked.CREDITED:
                await self._observe_credit_time(entry, now)

    async def _apply_alone(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """Apply one entry so that what it raises undoes nothing but itself; it waits for a person then."""
        try:
            async with savepoint(tx):
                return await self._crediting.apply(tx, entry, source)
        except StoreError:  # pragma: no cover - a store that fails between two entries is tried by kills
            raise
        except Exception as error:  # noqa: BLE001 - it is kept, with its text, for whoever puts the code right
            _log.error("entry.failed", reason=f"{type(error).__name__}: {error}"[:200])
            return await self._crediting.quarantine(tx, entry, source)

    def _log_unknown(self, names: Sequence[str]) -> None:
        """Each name once: the provider has begun to send something that nobody has read about."""
        for name in names:
            shown = name if _NAME.fullmatch(name) else "(unreadable)"
            if shown not in self._unknown and len(self._unknown) < _NAMES:
                self._unknown.add(shown)
                _log.warning("postback.member_unknown", member=shown)

    async def _observe_credit_time(self, entry: Entry, now: int) -> None:
        """How long its player waited for this credit; one who never claimed it, or was credited before, did not."""
        deposit = await deposits.find_by_order(self._database, entry.order_id)
        if deposit is not None and deposit.credited_at == now and 0 < deposit.claimed_at <= now:
            CREDIT_SECONDS.labels(deposit.wallet).observe((now - deposit.claimed_at) / 1000)

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """Nobody waits: the provider has its ok, and operators have their alarm."""
