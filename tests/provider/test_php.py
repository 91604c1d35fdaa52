"""PHP itself as the judge: what it encodes and signs, we verify."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from bot.provider.phpjson import Json, encode, parse
from bot.provider.signing import Spelling, sign_postback, verify
from tests.provider.vectors import ACCESS_KEY, KEYS

pytestmark = pytest.mark.php

DOCUMENTS = 1000
SIGNER = Path(__file__).with_name("sign.php")
ALPHABET = [*map(chr, range(0x80)), *"ငွေသွင်းПополнение/\\\"'<>&\u00a0\u2028\u2029\ufeff\ufffd😀🇲🇲\u200b\U0010ffff"]


def random_float(chance: random.Random) -> float:
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


def random_scalar(chance: random.Random) -> Json:
    text = "".join(chance.choices(ALPHABET, k=chance.randrange(12)))
    integer = chance.randrange(-(2**63), 2**63)
    return chance.choice([None, True, False, text, str(abs(integer)), integer, integer % 100, random_float(chance)])


def random_value(chance: random.Random, depth: int) -> Json:
    if depth == 0 or chance.random() < 0.5:
        return random_scalar(chance)
    members = [random_value(chance, depth - 1) for _ in range(chance.randrange(5))]
    if chance.random() < 0.5:
        return members
    return {f"k{chance.randrange(1000)}{chance.choice(ALPHABET[1:])}{at}": value for at, value in enumerate(members)}


def random_documents() -> list[Json]:
    chance = random.Random("one seed, the same documents everywhere")
    return [[random_value(chance, 4) for _ in range(chance.randrange(4))] for _ in range(DOCUMENTS)]


@pytest.fixture(scope="module")
def judged() -> list[dict[str, str]]:
    """Each document as PHP writes it in both spellings, and as whole bodies in the transports that PHP has."""
    request = {
        "access_key": KEYS.access_key,
        "private_key": KEYS.private_key,
        "documents": [json.dumps(document) for document in random_documents()],
    }
    php = subprocess.run(
        ["php", "-d", "serialize_precision=-1", str(SIGNER)],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
    )
    answer: list[dict[str, str]] = json.loads(php.stdout)
    assert len(answer) == DOCUMENTS
    return answer


def test_what_php_signed_is_verified_in_every_transport(judged: list[dict[str, str]]) -> None:
    for document in judged:
        for transport in ("unescaped", "escaped", "pretty"):
            verified = verify(document[transport].encode(), [KEYS], old_spelling=False)
            assert verified.matched is Spelling.REENCODED
            assert verified.access_key == ACCESS_KEY


def test_what_php_signed_without_options_is_verified_as_old(judged: list[dict[str, str]]) -> None:
    matched = {verify(document["old"].encode(), [KEYS], old_spelling=True).matched for document in judged}
    assert matched == {Spelling.REENCODED, Spelling.OLD}


def test_what_python_writes_is_what_php_writes(judged: list[dict[str, str]]) -> None:
    """Our own values, not re-read ones: this is what the simulators sign with."""
    for ours, php in zip(random_documents(), judged, strict=True):
        assert encode(ours) == php["text"]
        assert encode(ours, old_spelling=True) == php["old_text"]
        assert sign_postback(KEYS, encode(ours)) == php["signature"]
        assert encode(parse(php["old_text"].encode()).value) == php["text"]
