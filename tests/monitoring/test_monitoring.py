"""The alert rules and the dashboard ask for figures that exist, by labels that they have."""

import json
import re
from pathlib import Path

import pytest

from bot.runtime.metrics import REGISTRY

MONITORING = Path(__file__).parents[2] / "bot" / "monitoring"
ALERTS = (MONITORING / "alerts.yml").read_text(encoding="utf-8")
DASHBOARD = json.loads((MONITORING / "grafana.json").read_text(encoding="utf-8"))
SUFFIXES = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}
OURS = {
    f"{metric.name}{suffix}"
    for metric in REGISTRY.collect()
    if metric.name.startswith("bot_")
    for suffix in SUFFIXES[metric.type]
}
EXPRESSIONS = re.findall(r"expr: (.+)", ALERTS) + [
    target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_names_figures_that_exist(expression: str) -> None:
    named = set(re.findall(r"\bbot_\w+", expression))
    assert named
    assert named <= OURS


def test_each_alert_says_what_to_do() -> None:
    names = re.findall(r"- alert: (\w+)", ALERTS)
    assert len(names) == len(set(names)) == len(re.findall(r"^ {10}do: \S", ALERTS, re.MULTILINE)) > 5


def test_no_panel_lies_upon_another() -> None:
    cells = [
        (x, y)
        for at in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


@pytest.mark.parametrize("figure", ["bot_outbox_dead", "bot_quarantine_open", "bot_inbox_bad", 'kind="alert"'])
def test_what_needs_a_person_has_a_rule(figure: str) -> None:
    assert figure in ALERTS
