"""Bot API methods for getting updates: long polling and the webhook."""

import re
from urllib.parse import urlsplit

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.request import ApiCall
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.updates import Webhook

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_MAX_SECONDS = 50
_MAX_CONNECTIONS = 100


async def get_updates(state: TelegramState, call: ApiCall) -> list[Json]:
    state.updates.allow(call.structure("allowed_updates"))
    seconds = min(max(call.number("timeout"), 0), _MAX_SECONDS)
    return await state.updates.poll(offset=call.number("offset"), limit=call.number("limit", 100), seconds=seconds)


async def set_webhook(state: TelegramState, call: ApiCall) -> bool:
    url = call.text("url")
    if not url:
        return await delete_webhook(state, call)
    if not _is_reachable(url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(call.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(call.number("max_connections", 40), 1), _MAX_CONNECTIONS)
    state.updates.allow(call.structure("allowed_updates"))
    _drop_if_asked(state, call)
    state.updates.webhook = Webhook(url=url, secret=call.text("secret_token"), max_connections=connections)
    state.updates.interrupt()
    return True


async def delete_webhook(state: TelegramState, call: ApiCall) -> bool:
    _drop_if_asked(state, call)
    state.updates.webhook = None
    return True


async def get_webhook_info(state: TelegramState, _call: ApiCall) -> Json:
    updates = state.updates
    hook = updates.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if updates.allowed:
        info["allowed_updates"] = sorted(updates.allowed)
    if hook:
        info["max_connections"] = hook.max_connections
    if hook and hook.last_error:
        info |= {"last_error_message": hook.last_error, "last_error_date": hook.last_error_date}
    return info


def _drop_if_asked(state: TelegramState, call: ApiCall) -> None:
    if call.flag("drop_pending_updates"):
        state.updates.drop()


def _is_reachable(url: str) -> bool:
    """Whether the webhook's URL is accepted: https, or in the simulator also plain http on this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))
    )
