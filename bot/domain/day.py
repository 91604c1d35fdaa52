"""The day in Yangon, by which sums and limits of a day are counted."""

_DAY_MS = 24 * 3_600_000
_YANGON_MS = 390 * 60_000


def day_start(now: int) -> int:
    """The beginning of the day in Yangon that `now` is in; both are epoch milliseconds."""
    return (now + _YANGON_MS) // _DAY_MS * _DAY_MS - _YANGON_MS
