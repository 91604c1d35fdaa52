"""Read-only queries: search, timelines, totals, gauges, quarantine."""
