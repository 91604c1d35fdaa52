"""Build each part of the application from the settings."""

import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

from bot.config.settings import Settings
from bot.domain.deposit import Deposit
from bot.domain.mask import Mask, mask_key
from bot.domain.operator import Role
from bot.domain.player import Language
from bot.domain.wallet import WALLETS, WAVEPAY
from bot.merchant.client import MAX_CONNECTIONS, MerchantWebhook
from bot.ocr.port import NoReceiptReader, ReceiptReader
from bot.ocr.worker_pool import WAITING, WORKERS, open_reader
from bot.provider.base import PaymentProvider
from bot.provider.client import PaykassmaClient, Timeouts
from bot.provider.instrumented import InstrumentedProvider, ProviderConnection
from bot.provider.payment_window import RedirectHashes, RedirectIds, Window, WindowLink, window_link
from bot.provider.signing import PostbackKeys, SortedValuesSigner
from bot.runtime.clock import Clock
from bot.services.deposits import receipt_reading
from bot.services.deposits.claims import Claims
from bot.services.deposits.drafts import Deposits
from bot.services.deposits.provider_answers import CLAIM, NUMBER
from bot.services.deposits.provider_jobs import ProviderJobs
from bot.services.deposits.receipt_first import ReceiptFirst
from bot.services.deposits.wallets import OpenWallets
from bot.services.monitoring.intake_health import IntakeHealth
from bot.services.notifications import merchant_events
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import MerchantEvents
from bot.services.operators.approvals import Approvals
from bot.services.operators.approved_actions import ApprovedActions
from bot.services.operators.queries import OperatorQueries
from bot.services.players import Players
from bot.services.policy import Policy
from bot.services.postbacks.crediting import Crediting
from bot.services.postbacks.intake import Postbacks
from bot.services.postbacks.quarantine import QuarantineDecisions
from bot.services.queue.delivery import OutboxHandler
from bot.services.queue.provider_gates import ClaimGate, WithdrawalGate
from bot.services.queue.worker_slots import WorkerSlots
from bot.services.withdrawals import sending
from bot.services.withdrawals.approval import Withdrawals
from bot.store import outbox
from bot.store.engine.database import Database
from bot.store.engine.generation_file import FileMarker
from bot.store.marker import Marker
from bot.store.open import file_of
from bot.store.outbox import Kinds


def policy_of(settings: Settings) -> Policy:
    """The settings as services use them."""
    low, high = settings.wavepay_number_digits
    known = WALLETS | {WAVEPAY.type: replace(WAVEPAY, number_low=low, number_high=high)}
    return Policy(
        wallets={wallet: known[wallet] for wallet in settings.deposit_wallets},
        deposit_min=settings.deposit_min,
        deposit_max=settings.deposit_max,
        quick_amounts=settings.deposit_quick_amounts,
        valid_ms=settings.deposit_valid_minutes * 60_000,
        slow_ms=settings.deposit_slow_minutes * 60_000,
        corrections_max=settings.deposit_corrections_max,
        auto_credit_max=settings.auto_credit_max,
        auto_credit_hour_max=settings.auto_credit_hour_max,
        auto_credit_player_day_max=settings.auto_credit_player_day_max,
        withdrawal_min=settings.withdrawal_min,
        withdrawal_max=settings.withdrawal_max,
        withdrawal_day_max=settings.withdrawal_day_max,
        withdrawal_solo_max=settings.withdrawal_solo_max,
        withdrawal_operator_day_max=settings.withdrawal_operator_day_max,
        withdrawal_account_day_max=settings.withdrawal_account_day_max,
        test_withdrawals=settings.paykassma_test_withdrawals,
        can_withdraw=settings.paykassma_withdrawal_key is not None,
        cool_off_ms=settings.withdrawal_cool_off_minutes * 60_000,
        operators_chat=settings.bot_operators_chat,
        mask=mask_of(settings),
        operators=settings.bot_operators,
    )


def mask_of(settings: Settings) -> Mask:
    """The mask for account numbers, with the key in the settings or one derived from the bot's token."""
    given = settings.bot_mask_key.get_secret_value() if settings.bot_mask_key else ""
    return Mask(key=mask_key(given, settings.bot_token.get_secret_value()))


def postback_keys(settings: Settings) -> list[PostbackKeys]:
    """The current pair of keys, and the second pair while keys are changed."""
    pairs = (
        (settings.paykassma_access_key, settings.paykassma_postback_key),
        (settings.paykassma_access_key_2, settings.paykassma_postback_key_2),
    )
    return [
        PostbackKeys(access_key=access.get_secret_value(), private_key=private.get_secret_value())
        for access, private in pairs
        if access and private
    ]


def window_of(settings: Settings) -> WindowLink | None:
    """A function that builds the payment window's URL of a deposit; None if no window is set."""
    url = settings.paykassma_plugin_url
    if url is None:
        return None
    ids = hashes = None
    success, fail, pending = (getattr(settings, f"paykassma_{end}_url_id") for end in ("success", "fail", "pending"))
    if None not in {success, fail, pending}:
        ids = RedirectIds(success=success, fail=fail, pending=pending)
    success, fail, pending = (getattr(settings, f"paykassma_{end}_url") for end in ("success", "fail", "pending"))
    if success and fail and pending:
        hashes = RedirectHashes(success=success, fail=fail, pending=pending)

    def link(deposit: Deposit, language: Language) -> str:
        window = Window(
            label=deposit.label,
            order_id=deposit.order_id,
            amount=deposit.amount,
            language=language,
            wallet=WALLETS[deposit.wallet],
            redirect_ids=ids,
            redirect_hashes=hashes,
        )
        return window_link(url, window)

    return link


def provider_of(settings: Settings, http: httpx.AsyncClient, timeouts: Timeouts) -> PaykassmaClient:
    """The provider's client with our secrets."""
    key = settings.paykassma_withdrawal_key
    return PaykassmaClient(
        http,
        api_url=settings.paykassma_api_url,
        secret=settings.paykassma_secret.get_secret_value(),
        withdrawal_key=key.get_secret_value() if key else None,
        signer=SortedValuesSigner(),
        timeouts=timeouts,
    )


OpenReader = Callable[[Settings], AbstractAsyncContextManager[ReceiptReader]]
"""Opens a receipt reader."""


def reader_of(settings: Settings) -> AbstractAsyncContextManager[ReceiptReader]:
    """The receipt reader for all wallets, also those no longer offered, since their claims still count."""
    return open_reader(tuple({**WALLETS, **policy_of(settings).wallets}.values()))


def merchant_webhook_of(settings: Settings, http: httpx.AsyncClient, patience: float) -> MerchantWebhook | None:
    """The merchant's webhook, None if none is set."""
    url, key = settings.merchant_events_url, settings.merchant_events_key
    return MerchantWebhook(http, url=url, key=key.get_secret_value(), patience=patience) if url and key else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All services, and the objects that they share."""

    database: Database
    provider: PaymentProvider
    connection: ProviderConnection
    policy: Policy
    alerts: Alerts
    intake: IntakeHealth
    events: MerchantEvents
    wallets: OpenWallets
    players: Players
    deposits: Deposits
    claims: Claims
    pictures: ReceiptFirst
    reader: ReceiptReader
    withdrawals: Withdrawals
    acts: Approvals
    operators: OperatorQueries
    postbacks: Postbacks


def services_of(
    settings: Settings, clock: Clock, database: Database, provider: PaymentProvider, reader: ReceiptReader
) -> Services:
    """Build every service once."""
    policy = replace(policy_of(settings), can_read=not isinstance(reader, NoReceiptReader))
    alerts = _alerts_of(settings)
    new_deposit_id = partial(_new_id, "dep")
    instrumented = InstrumentedProvider(provider, clock)
    instrumented.connection.on_open = lambda: database.topics.wake({outbox.TOPIC})
    wallets = OpenWallets(policy, instrumented)
    events = MerchantEvents(is_enabled=settings.merchant_events_url is not None)
    crediting = Crediting(policy, alerts, events)
    withdrawals = Withdrawals(database, clock, policy, alerts, partial(_new_id, "w"), events=events)
    actions = ApprovedActions(QuarantineDecisions(crediting, events), withdrawals, events, mask=policy.mask)
    return Services(
        database=database,
        provider=instrumented,
        connection=instrumented.connection,
        policy=policy,
        alerts=alerts,
        intake=IntakeHealth(database, clock, alerts),
        events=events,
        wallets=wallets,
        players=Players(database, clock, alerts, _link_secret_of(settings)),
        deposits=Deposits(database, clock, policy, alerts, wallets, new_deposit_id),
        pictures=ReceiptFirst(clock, policy, new_deposit_id),
        reader=reader,
        claims=Claims(database, clock, policy, alerts),
        withdrawals=withdrawals,
        acts=Approvals(database, clock, policy, alerts, actions, instrumented.connection),
        operators=OperatorQueries(database, policy, last_answer=lambda: instrumented.last, disk=data_folder(settings)),
        postbacks=Postbacks(
            database,
            clock,
            crediting,
            alerts,
            postback_keys(settings),
            old_spelling=settings.paykassma_old_json,
        ),
    )


def outbox_handlers(
    services: Services, clock: Clock, *, telegram: OutboxHandler, merchant: MerchantWebhook | None
) -> dict[str, OutboxHandler]:
    """The outbox handler for each prefix of the ordering key."""
    database, provider, policy = services.database, services.provider, services.policy
    alerts = services.alerts
    return {
        "tg": telegram,
        "pk": ProviderJobs(database, clock, provider, policy, alerts, services.connection),
        receipt_reading.LANE: receipt_reading.ReceiptJobs(database, clock, policy, services.reader, alerts),
        sending.LANE: sending.WithdrawalSender(database, clock, provider, policy, alerts, services.events),
        merchant_events.LANE: merchant_events.EventSender(clock, merchant),
    }


def worker_slots(connection: ProviderConnection) -> tuple[WorkerSlots, ...]:
    """Slots for the provider (numbers, claims, payouts), the merchant, receipts, and for all messages."""
    own = (
        WorkerSlots(kinds=Kinds((NUMBER,)), at_once=8),
        WorkerSlots(kinds=Kinds((CLAIM,)), at_once=12, gate=ClaimGate(connection)),
        WorkerSlots(kinds=Kinds((sending.PAYOUT,)), at_once=4, gate=WithdrawalGate(connection)),
        WorkerSlots(kinds=Kinds((merchant_events.EVENT,)), at_once=MAX_CONNECTIONS),
        WorkerSlots(kinds=Kinds((receipt_reading.READ, receipt_reading.CHECK_RISK)), at_once=WORKERS + WAITING),
    )
    named = tuple(kind for each in own for kind in each.kinds.only)
    return (*own, WorkerSlots(kinds=Kinds(but=named), at_once=40, fresh=8))


def _alerts_of(settings: Settings) -> Alerts:
    owners = tuple(person for person, role in settings.bot_operators.items() if role is Role.OWNER)
    return Alerts(settings.bot_operators_chat, owners)


def _link_secret_of(settings: Settings) -> str:
    return settings.bot_link_secret.get_secret_value() if settings.bot_link_secret else ""


def data_folder(settings: Settings) -> Path:
    """The folder of the SQLite file; the current folder for PostgreSQL."""
    path = settings.bot_database_url.removeprefix("sqlite:///")
    return Path() if path == settings.bot_database_url else Path(path).parent


def marker_of(settings: Settings) -> Marker:
    """The generation file of the database."""
    if settings.bot_generation_file:
        return FileMarker(settings.bot_generation_file)
    if file := file_of(settings.bot_database_url):
        return FileMarker(file.with_name(f"{file.name}-generation"))
    name = urlsplit(settings.bot_database_url).path.strip("/") or "bot"
    return FileMarker(Path("data") / f"{quote(name, safe='')}-generation", is_needed=False)


def _new_id(kind: str) -> str:
    """A random id of letters and digits that look different; about 10^15 exist, so none can be guessed."""
    return f"{kind}-" + "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(10))
