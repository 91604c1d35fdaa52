"""The README's compose file and Caddyfile: names that the program knows, and both instances behind the proxy."""

import re
from pathlib import Path

from bot.config.settings import Settings
from tests.program import ROOT

_README = (
    Path(ROOT / "bot" / "store" / "README.md").read_text("utf-8").split("## Several instances")[1].split("\n## ")[0]
)


def test_what_is_set_for_all_instances_are_settings() -> None:
    named = set(re.findall(r"^ *((?:BOT|DEPOSIT|PAYKASSMA|WITHDRAWAL)_[A-Z_]+)[:=]", _README, re.MULTILINE))
    told = {"BOT_DATABASE_URL", "BOT_UPDATES", "BOT_PUBLIC_URL", "BOT_WEBHOOK_SECRET", "BOT_GENERATION_FILE"}
    assert named == told
    assert named <= {name.upper() for name in Settings.model_fields}


def test_each_instance_keeps_its_generation_file_in_a_volume_of_its_own() -> None:
    """Without a named volume, `docker compose down` loses the file that shows a restored database."""
    kept = re.findall(r'^  (\w+): \{<<: \*bot, volumes: \["(\w+):/data"\]\}$', _README, re.MULTILINE)
    assert kept == [("bot1", "bot1"), ("bot2", "bot2")]
    named = re.findall(r"^volumes: \{(.+)\}$", _README, re.MULTILINE)[0]
    assert {volume for _, volume in kept} <= set(re.findall(r"(\w+): \{\}", named))


def test_every_instance_is_behind_the_proxy_which_asks_whether_it_is_ready() -> None:
    instances = set(re.findall(r"^  (\w+): \{<<: \*bot", _README, re.MULTILINE))
    (behind,) = re.findall(r"reverse_proxy @public (.+) \{", _README)
    assert set(behind.split()) == {f"{instance}:8080" for instance in instances}
    assert len(instances) == 2
    server = "".join(
        (ROOT / "bot" / file).read_text("utf-8") for file in ("webhook/server.py", "telegram/transport/updates.py")
    )
    paths = [*re.findall(r"@public path (.+)", _README)[0].split(), *re.findall(r"health_uri (.+)", _README)]
    assert [path for path in paths if f'"{path}"' not in server] == []
