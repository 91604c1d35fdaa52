"""The simulator's main object: users and groups that act, and troubles of Telegram."""

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

    `limits` None switches the sending limits off. `clock` returns seconds; tests pass their own to let links, queries
    and limits expire. `webhook_pause` is the first pause in seconds before an update is pushed again.
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
        """The user with this id, created with these names if new. The bot cannot write to him before he writes."""
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
        """Create a group with the bot in it. The id is negative; below -1000000000000 it is a supergroup."""
        kind = "supergroup" if group_id < _SUPERGROUPS_BELOW else "group"
        accounts = {person.id: person.account for person in members}
        chat = SimulatedChat(chat_id=group_id, kind=kind, title=title, members=accounts)
        chat.privacy = privacy
        self.groups[group_id] = Group(self, chat)
        return self.groups[group_id]

    def revoke_token(self) -> None:
        """Replace the token, as BotFather can: every call with the old one gets 401 from now on."""
        self._revoked, self.token = self.token, f"{self.bot.id}:revoked"
        self.updates.interrupt()

    def restore_token(self) -> None:
        """Make the revoked token valid again."""
        self.token = self._revoked

    def set_foreign_webhook(self, url: str) -> None:
        """Set a webhook as another program with our token would, or remove it with an empty `url`."""
        self.updates.webhook = Webhook(url=url) if url else None
        self.updates.interrupt()

    def poll_as_another(self) -> None:
        """Poll as another program with our token would, which ends the bot's own poll."""
        self.updates.interrupt()

    def outage(self, on: bool) -> None:  # noqa: FBT001 - reads as a switch
        """Start or end an outage: every request gets an HTML 502, nothing is pushed, updates wait."""
        self.faults.outage = on
