"""What every answer of the provider means beyond its call: that we are known, or not, and that it is back."""

from bot.domain.alert import Alert, End
from bot.provider.base import Answer, Outcome
from bot.provider.instrumented import ProviderConnection
from bot.runtime.clock import Clock
from bot.services.notifications.alerts import Alerts
from bot.store import waiting_claims
from bot.store.engine.database import Transaction, Unit

NUMBER, CLAIM = "number", "claim"


def is_unclear(answer: Answer) -> bool:
    """Whether the question may simply be asked again."""
    return answer.outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN} and not answer.credentials_rejected


async def answers_again(
    tx: Transaction, alerts: Alerts, now: int, *, to_claims: bool = False, was_shut: bool = False
) -> None:
    """The provider has answered: if it was away (or `was_shut`, as far as we know), all claims that wait leave now."""
    was_away = await alerts.resolve_by(tx, End.PROVIDER_ANSWERED, "", now)
    if to_claims:
        was_away |= await alerts.resolve_by(tx, End.CLAIM_ANSWERED, "", now)
    if was_away or was_shut:
        await waiting_claims.make_due(tx, now)


class ProviderAnswers:
    """Adds to the effect of an answer what it says of the provider."""

    def __init__(self, clock: Clock, alerts: Alerts, connection: ProviderConnection) -> None:
        self.connection = connection
        self._clock = clock
        self._alerts = alerts

    def with_provider_news(
        self, answer: Answer, effect: Unit[None], *, was_shut: bool, to_claims: bool = False
    ) -> Unit[None]:
        """A 404 means our secret or our address, and stops everything: operators hear of it once, and of its end.

        `was_shut` is how the line stood before the call.
        """
        opened = was_shut and not self.connection.state.is_shut

        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await effect(tx)
            if answer.asked and answer.credentials_rejected:
                await self._alerts.raise_(tx, Alert.PROVIDER_LOCKED_OUT, "", now)
            elif answer.asked and not is_unclear(answer):
                await answers_again(tx, self._alerts, now, to_claims=to_claims, was_shut=opened)

        return in_transaction
