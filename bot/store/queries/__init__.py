"""Reading only: searches, timelines, totals, gauges."""
