"""The worked examples computed with PHP 8.2, read once."""

import json
from pathlib import Path
from typing import Any

from bot.provider.signing import PostbackKeys

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
ACCESS_KEY: str = VECTORS["keys"]["access_key"]
KEYS = PostbackKeys(access_key=ACCESS_KEY, private_key=VECTORS["keys"]["postback_private_key"])
WITHDRAWAL_KEY: str = VECTORS["keys"]["withdrawal_private_key"]
