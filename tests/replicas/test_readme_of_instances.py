"""The README's compose file and Caddyfile: names that the program knows, and both copies behind the proxy."""

import re
from pathlib import Path

from bot.config.settings import Settings
from tests.program import ROOT

_README = (
    Path(ROOT / "bot" / "store" / "README.md").read_text("utf-8").split("## Several instances")[1].split("\n## ")[0]
)


def test_what_is_set_for_all_copies_are_settings() -> None:
    named = set(re.findall(r"^ *((?:BOT|DEPOSIT|PAYKASSMA|WITHDRAWAL)_[A-Z_]+)[:=]", _README, re.MULTILINE))
    told = {"BOT_DATABASE_URL", "BOT_UPDATES", "BOT_PUBLIC_URL", "BOT_WEBHOOK_SECRET", "BOT_GENERATION_FILE"}
    assert named == told
    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_copy_is_behind_the_proxy_which_asks_whether_it_is_ready() -> None:
    copies = set(re.findall(r"^  (\w+): \*bot$", _README, re.MULTILINE))
    (behind,) = re.findall(r"reverse_proxy @public (.+) \{", _README)
    assert set(behind.split()) == {f"{copy}:8080" for copy in copies}
    assert len(copies) == 2
    server = "".join(
        (ROOT / "bot" / file).read_text("utf-8") for file in ("webhook/server.py", "telegram/transport/updates.py")
    )
    paths = [*re.findall(r"@public path (.+)", _README)[0].split(), *re.findall(r"health_uri (.+)", _README)]
    assert [path for path in paths if f'"{path}"' not in server] == []
