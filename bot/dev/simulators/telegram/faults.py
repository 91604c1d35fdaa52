"""Troubles a test can order: errors, pages instead of JSON, lost connections, delays, and a whole outage."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.dev.simulators.telegram.answers import ApiError, Json, too_many_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One trouble, for `times` calls of `method` ("" is any, "download" a file) with `chat_id` (None is any).

    `drop_before` closes the connection before the call is carried out, `drop_after` afterwards. `delay` seconds pass
    first. `status`, `description`, `retry_after` and `html` say what is answered instead of carrying the call out; with
    none of them the call is carried out as always. `adds` are members that its result has beside the usual ones, or in
    their place: such as those of a newer Bot API, which a client cannot read.
    """

    method: str = ""
    chat_id: int | None = None
    times: int = 1
    status: int = 0
    description: str = ""
    retry_after: int = 0
    html: bool = False
    drop_before: bool = False
    drop_after: bool = False
    delay: float = 0.0
    adds: Json = field(default_factory=dict)

    def matches(self, method: str, chat_id: str) -> bool:
        return self.method.lower() in ("", method) and (self.chat_id is None or str(self.chat_id) == chat_id)

    @property
    def refusal(self) -> ApiError | None:
        if self.retry_after:
            return too_many_requests(self.retry_after)
        if self.status or self.description or self.html:
            status = self.status or (502 if self.html else 400)
            return ApiError(status, self.description or "Internal Server Error")
        return None


NO_FAULT = Fault(times=0)


class Faults:
    """The troubles still to come, in the order in which they were added."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._waiting: list[Fault] = []
        self._outage = False
        self._on_change = on_change

    def add(  # noqa: PLR0913 - the words of a fault, all optional and by name
        self,
        *,
        method: str = "",
        chat_id: int | None = None,
        times: int = 1,
        status: int = 0,
        description: str = "",
        retry_after: int = 0,
        html: bool = False,
        drop_before: bool = False,
        drop_after: bool = False,
        delay: float = 0.0,
        adds: Json | None = None,
    ) -> None:
        fault = Fault(
            method=method,
            chat_id=chat_id,
            times=times,
            status=status,
            description=description,
            retry_after=retry_after,
            html=html,
            drop_before=drop_before,
            drop_after=drop_after,
            delay=delay,
            adds=adds or {},
        )
        self._waiting.append(fault)

    def take(self, method: str, chat_id: str) -> Fault:
        """The trouble of this call, used up by one; `NO_FAULT` where none waits."""
        for place, fault in enumerate(self._waiting):
            if fault.matches(method, chat_id):
                self._waiting[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                return fault
        return NO_FAULT

    def clear(self) -> None:
        self._waiting.clear()
        self.outage = False

    @property
    def outage(self) -> bool:
        """While true, every request is answered with an HTML 502 and no webhook is called."""
        return self._outage

    @outage.setter
    def outage(self, value: bool) -> None:
        self._outage = value
        self._on_change()
