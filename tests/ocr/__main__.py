"""Writes receipts and their truth into a folder: `python -m tests.ocr FOLDER NORMAL HARD TRAPS [SEED]`."""

import json
import sys
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from tests.ocr.samples import hard, normal, traps


def write(folder: Path, counts: tuple[int, int, int], seed: int) -> None:
    """Each picture as NAME.jpg, and truth.json: by name, what may be read there, or null."""
    truth = {}
    for sample in chain(normal(seed, counts[0]), hard(seed, counts[1]), traps(seed, counts[2])):
        (folder / f"{sample.name}.jpg").write_bytes(sample.picture)
        truth[sample.name] = asdict(sample.facts) if sample.facts else None
    (folder / "truth.json").write_text(json.dumps(truth))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[2:]]
    write(Path(sys.argv[1]), (numbers[0], numbers[1], numbers[2]), numbers[3] if len(numbers) > 3 else 1)
