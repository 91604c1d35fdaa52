"""What any answer of the provider shows: whether it accepts our credentials, and whether it is back."""

from bot.domain.alert import Alert, End
from bot.provider.base import Answer, Outcome
from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.notifications.alerts import Alerts
from bot.store import waiting_claims
from bot.store.engine.database import Transaction, Unit

NUMBER, CLAIM = "number", "claim"


def is_unclear(answer: Answer) -> bool:
    """Whether the call can simply be repeated."""
    return answer.outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN} and not answer.credentials_rejected


async def answers_again(
    tx: Transaction, alerts: Alerts, now: int, *, to_claims: bool = False, was_shut: bool = False
) -> None:
    """The provider answered: resolve alerts, and if it was away (or `was_shut`) make all waiting claims due."""
    was_away = await alerts.resolve_by(tx, End.PROVIDER_ANSWERED, "", now)
    if to_claims:
        was_away |= await alerts.resolve_by(tx, End.CLAIM_ANSWERED, "", now)
    if was_away or was_shut:
        await waiting_claims.make_due(tx, now)


class ProviderAnswers:
    """Adds to the transaction of an answer what the answer shows about the provider."""

    def __init__(self, clock: Clock, alerts: Alerts, connection: ProviderConnection) -> None:
        self.connection = connection
        self._clock = clock
        self._alerts = alerts

    def with_provider_news(
        self, answer: Answer, on_commit: Unit[None], *, was_shut: bool, to_claims: bool = False
    ) -> Unit[None]:
        """A transaction function that runs `on_commit` and then raises or resolves alerts about the provider.

        A 404 means a wrong secret or address and concerns all calls. `was_shut` is the state of the connection before
        the call.
        """
        opened = was_shut and not self.connection.state.is_shut

        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await on_commit(tx)
            if answer.asked and answer.credentials_rejected:
                await self._alerts.raise_(tx, Alert.PROVIDER_LOCKED_OUT, "", now)
            elif answer.asked and not is_unclear(answer):
                await answers_again(tx, self._alerts, now, to_claims=to_claims, was_shut=opened)

        return in_transaction
