"""PHP checks our reading: we verify what PHP encodes and signs; many more by `python -m tests.provider.php`."""

import pytest

from bot.provider.phpjson import Json
from bot.provider.signing import Spelling, verify
from tests.provider.php import BATCH, SEED, differences, judged, random_documents
from tests.provider.vectors import ACCESS_KEY, KEYS

pytestmark = pytest.mark.php


@pytest.fixture(scope="module")
def documents() -> list[Json]:
    return random_documents(SEED, BATCH)


@pytest.fixture(scope="module")
def answers(documents: list[Json]) -> list[dict[str, str]]:
    return judged(documents)


def test_php_and_we_write_and_sign_alike(documents: list[Json], answers: list[dict[str, str]]) -> None:
    """Our own values, not re-read ones: this is what the simulators sign with."""
    pairs = zip(documents, answers, strict=True)
    assert [difference for ours, php in pairs for difference in differences(ours, php)] == []


@pytest.mark.parametrize("transport", ["unescaped", "escaped", "pretty"])
def test_what_php_signed_is_verified_as_it_means_it(answers: list[dict[str, str]], transport: str) -> None:
    verified = [verify(document[transport].encode(), [KEYS], old_spelling=False) for document in answers]
    assert {(one.matched, one.access_key) for one in verified} == {(Spelling.REENCODED, ACCESS_KEY)}


def test_what_php_signed_without_options_is_verified_as_old(answers: list[dict[str, str]]) -> None:
    matched = {verify(document["old"].encode(), [KEYS], old_spelling=True).matched for document in answers}
    assert matched == {Spelling.REENCODED, Spelling.OLD}


def test_a_document_that_php_wrote_otherwise_is_seen(documents: list[Json], answers: list[dict[str, str]]) -> None:
    """The check itself works: a document compared with the answer of another one differs."""
    other = next(at for at, document in enumerate(documents) if document != documents[0])
    assert list(differences(documents[0], answers[other]))
