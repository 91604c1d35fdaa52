"""The day in Yangon, which all day sums and day limits use."""

_DAY_MS = 24 * 3_600_000
_YANGON_MS = 390 * 60_000


def day_start(now: int) -> int:
    """The start of the day in Yangon that contains `now`; both are epoch milliseconds."""
    return (now + _YANGON_MS) // _DAY_MS * _DAY_MS - _YANGON_MS
