"""Faults that a test can inject: errors, HTML pages, lost connections, delays, and an outage."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.dev.simulators.telegram.answers import ApiError, Json, too_many_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, for `times` calls of `method` ("" is any, "download" a file) with `chat_id` (None is any).

    `delay` is in seconds. `drop_before` closes the connection before the call is executed, `drop_after` afterwards.
    `status`, `description`, `retry_after` and `html` are answered instead of executing the call. `adds` are members
    added to the result or replacing others, such as those of a newer Bot API, which a client cannot parse.
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
    """The faults for the next calls, in the order in which they were added."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._waiting: list[Fault] = []
        self._outage = False
        self._on_change = on_change

    def add(  # noqa: PLR0913 - the members of a fault, all optional and by name
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
        """The fault for this call, which is then used once; `NO_FAULT` if there is none."""
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
        """While true, every request gets an HTML 502 and no webhook is called."""
        return self._outage

    @outage.setter
    def outage(self, value: bool) -> None:
        self._outage = value
        self._on_change()
