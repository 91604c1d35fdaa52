"""Process-wide services: clock, logs, metrics, error reports, and the watchdog of the event loop."""
