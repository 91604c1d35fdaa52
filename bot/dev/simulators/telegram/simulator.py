"""The simulator as its users hold it: persons and groups to act with, faults to order."""

import time
from collections.abc import Callable, Iterable

from bot.dev.simulators.telegram.chats import SimulatedChat
from bot.dev.simulators.telegram.groups import Group
from bot.dev.simulators.telegram.limits import SendingLimits
from bot.dev.simulators.telegram.messages import Account
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.updates import Webhook
from bot.dev.simulators.telegram.users import SimulatedUser

TELEGRAMS_LIMITS = SendingLimits()
_SUPERGROUPS_BELOW = -1_000_000_000_000


class TelegramSimulator(TelegramState):
    """A Bot API server for one bot.

    `limits` None switches the sending limits off. `clock` gives seconds; tests move their own to let links, queries and
    limits run out. `webhook_pause` is the first pause, in seconds, before an update is pushed again.
    """

    def __init__(
        self,
        token: str,
        *,
        bot_username: str = "deposit_bot",
        limits: SendingLimits | None = TELEGRAMS_LIMITS,
        clock: Callable[[], float] = time.monotonic,
        webhook_pause: float = 1.0,
    ) -> None:
        super().__init__(token=token, bot_username=bot_username, limits=limits, clock=clock)
        self.people: dict[int, SimulatedUser] = {}
        self.groups: dict[int, Group] = {}
        self.webhook_pause = webhook_pause
        self._revoked = token

    def person(
        self,
        person_id: int,
        *,
        first_name: str = "Player",
        last_name: str = "",
        language_code: str = "en",
        username: str = "",
    ) -> SimulatedUser:
        """The person with this id; the first time with these names. The bot cannot write him before he writes."""
        if person_id not in self.people:
            account = Account(
                id=person_id,
                first_name=first_name,
                last_name=last_name,
                language_code=language_code,
                username=username,
            )
            self.people[person_id] = SimulatedUser(self, account)
        return self.people[person_id]

    def group(
        self, group_id: int, title: str, members: Iterable[SimulatedUser] = (), *, privacy: bool = False
    ) -> Group:
        """A group with a negative id, with the bot in it; an id below -1000000000000 makes it a supergroup."""
        kind = "supergroup" if group_id < _SUPERGROUPS_BELOW else "group"
        accounts = {person.id: person.account for person in members}
        chat = SimulatedChat(chat_id=group_id, kind=kind, title=title, members=accounts)
        chat.privacy = privacy
        self.groups[group_id] = Group(self, chat)
        return self.groups[group_id]

    def revoke_token(self) -> None:
        """Somebody had BotFather make a new token: every call with the old one gets 401 from now on."""
        self._revoked, self.token = self.token, f"{self.bot.id}:revoked"
        self.updates.interrupt()

    def restore_token(self) -> None:
        """The token that the bot knows is good again."""
        self.token = self._revoked

    def set_foreign_webhook(self, url: str) -> None:
        """Another program that has our token sets a webhook of its own, or with an empty `url` removes the one set."""
        self.updates.webhook = Webhook(url=url) if url else None
        self.updates.interrupt()

    def poll_as_another(self) -> None:
        """Another program that has our token polls, which ends the bot's own poll."""
        self.updates.interrupt()

    def outage(self, on: bool) -> None:  # noqa: FBT001 - reads as a switch
        """Telegram is down: every request gets an HTML 502, nothing is pushed, updates wait."""
        self.faults.outage = on
