"""Monitoring: gauges, disk space, intake of updates, and probes of an absent provider."""
