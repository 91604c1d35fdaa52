"""What the whole process has once: clock, logs, metrics, error reports, the watchdog of the event loop."""
