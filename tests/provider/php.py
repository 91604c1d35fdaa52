"""`python -m tests.provider.php`: random documents, read by PHP and by us; each difference is printed."""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.provider.phpjson import Json, encode, parse
from bot.provider.signing import BadSignature, sign_postback, verify
from tests.provider.vectors import KEYS

SIGNER = Path(__file__).with_name("sign.php")
SEED = "one seed, the same documents everywhere"
BATCH = 1_000
_ALPHABET = [*map(chr, range(0x80)), *"ငွေသွင်းПополнение/\\\"'<>&\u00a0\u2028\u2029\ufeff\ufffd😀🇲🇲\u200b\U0010ffff"]
_TRANSPORTS = ("unescaped", "escaped", "pretty")


def _random_float(chance: random.Random) -> float:
    sign = chance.choice([1, -1])
    return sign * chance.choice(
        [
            float(chance.randrange(10**9)),
            chance.random(),
            chance.randrange(1, 10**6) / 100,
            chance.uniform(1, 10) * 10.0 ** chance.randrange(-300, 300),
            10.0 ** chance.randrange(-12, 26),
            0.0,
        ]
    )


def _random_scalar(chance: random.Random) -> Json:
    text = "".join(chance.choices(_ALPHABET, k=chance.randrange(12)))
    integer = chance.randrange(-(2**63), 2**63)
    return chance.choice([None, True, False, text, str(abs(integer)), integer, integer % 100, _random_float(chance)])


def _random_value(chance: random.Random, depth: int) -> Json:
    if depth == 0 or chance.random() < 0.5:
        return _random_scalar(chance)
    members = [_random_value(chance, depth - 1) for _ in range(chance.randrange(5))]
    if chance.random() < 0.5:
        return members
    return {f"k{chance.randrange(1000)}{chance.choice(_ALPHABET[1:])}{at}": value for at, value in enumerate(members)}


def random_documents(seed: str, count: int) -> list[Json]:
    """The same ones for the same seed."""
    chance = random.Random(seed)
    return [[_random_value(chance, 4) for _ in range(chance.randrange(4))] for _ in range(count)]


def judged(documents: list[Json]) -> list[dict[str, str]]:
    """Each document as PHP writes and signs it in both spellings, and as whole bodies in the transports it has."""
    request = {
        "access_key": KEYS.access_key,
        "private_key": KEYS.private_key,
        "documents": [json.dumps(document) for document in documents],
    }
    php = subprocess.run(
        ["php", "-d", "serialize_precision=-1", str(SIGNER)],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
    )
    answer: list[dict[str, str]] = json.loads(php.stdout)
    if len(answer) != len(documents):
        raise ValueError(f"PHP answered {len(answer)} of {len(documents)}")
    return answer


def differences(ours: Json, php: dict[str, str]) -> Iterator[str]:
    """In what PHP and we disagree about one document: what it signed, and what each of us writes."""
    for transport in (*_TRANSPORTS, "old"):
        if not _is_verified(php[transport], old_spelling=transport == "old"):
            yield f"{transport} not verified"
    checks = {
        "text": (encode(ours), php["text"]),
        "older text": (encode(ours, old_spelling=True), php["old_text"]),
        "signature": (sign_postback(KEYS, encode(ours)), php["signature"]),
        "text read again": (encode(parse(php["old_text"].encode()).value), php["text"]),
    }
    for name, (our, their) in checks.items():
        if our != their:
            yield f"{name}: we {our!r}, PHP {their!r}"


def _is_verified(body: str, *, old_spelling: bool) -> bool:
    try:
        verify(body.encode(), [KEYS], old_spelling=old_spelling)
    except BadSignature:
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.provider.php", description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", default=SEED)
    chosen = parser.parse_args()
    began, differ = time.monotonic(), 0
    for start in range(0, chosen.documents, BATCH):
        documents = random_documents(f"{chosen.seed}/{start}", min(BATCH, chosen.documents - start))
        for place, (ours, php) in enumerate(zip(documents, judged(documents), strict=True), start):
            for difference in differences(ours, php):
                differ += 1
                sys.stdout.write(f"document {place}: {difference}\n")
    seconds = time.monotonic() - began
    sys.stdout.write(f"{chosen.documents} documents, {differ} mismatches, {seconds:.0f} s\n")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
