"""The chain of the audit log: whole as it was written, broken by anything done to it afterwards."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audit import AuditRow, Head, Link, canonical, chain, verify

TEXTS = st.text(max_size=20)
DEEDS = st.lists(st.tuples(st.integers(), TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=8)
FIELDS = ["at", "actor", "act", "subject", "before", "after"]


def chained(deeds: list[tuple[int, str, str, str, str]]) -> list[Link]:
    links: list[Link] = []
    previous = Head().hash
    for number, (actor, act, subject, before, after) in enumerate(deeds, 1):
        row = AuditRow(id=number, at=number, actor=actor, act=act, subject=subject, before=before, after=after)
        links.append(Link(row=row, previous=previous, hash=chain(previous, row)))
        previous = links[-1].hash
    return links


def rehashed(link: Link, row: AuditRow) -> Link:
    """What somebody writes who knows how the hashes are made."""
    return Link(row=row, previous=link.previous, hash=chain(link.previous, row))


@given(deeds=DEEDS)
def test_a_log_left_alone_is_whole_also_when_read_in_parts(deeds: list[tuple[int, str, str, str, str]]) -> None:
    links = chained(deeds)
    assert verify(links) is None
    first, rest = links[0], links[1:]
    assert verify(rest, Head(count=first.row.id, hash=first.hash)) is None


@pytest.mark.parametrize("field", FIELDS)
@given(deeds=DEEDS, data=st.data())
def test_a_changed_value_breaks_its_own_row(
    deeds: list[tuple[int, str, str, str, str]], field: str, data: st.DataObject
) -> None:
    links = chained(deeds)
    place = data.draw(st.integers(0, len(links) - 1))
    old = getattr(links[place].row, field)
    changed: dict[str, Any] = {field: old + 1 if isinstance(old, int) else f"{old}x"}
    links[place] = replace(links[place], row=replace(links[place].row, **changed))
    assert verify(links) == place + 1


@given(deeds=DEEDS, data=st.data())
def test_a_changed_row_with_a_hash_of_its_own_breaks_the_next_one(
    deeds: list[tuple[int, str, str, str, str]], data: st.DataObject
) -> None:
    links = chained([*deeds, (1, "", "", "", "")])
    place = data.draw(st.integers(0, len(links) - 2))
    links[place] = rehashed(links[place], replace(links[place].row, after="forged"))
    assert verify(links) in ({place + 2} if deeds[place][4] != "forged" else {None})


@given(deeds=DEEDS, data=st.data())
def test_a_row_taken_out_breaks_the_one_after_it(
    deeds: list[tuple[int, str, str, str, str]], data: st.DataObject
) -> None:
    links = chained([*deeds, (1, "", "", "", "")])
    place = data.draw(st.integers(0, len(links) - 2))
    del links[place]
    assert verify(links) == place + 2


@given(deeds=DEEDS, data=st.data())
def test_a_row_put_in_or_moved_breaks_the_log(deeds: list[tuple[int, str, str, str, str]], data: st.DataObject) -> None:
    links = chained([*deeds, (1, "", "", "", "")])
    place = data.draw(st.integers(0, len(links) - 2))
    assert verify([*links[: place + 1], links[place], *links[place + 1 :]]) == place + 1
    links[place], links[place + 1] = links[place + 1], links[place]
    assert verify(links) == place + 2


@given(deeds=DEEDS)
def test_rows_cut_off_at_the_end_show_only_in_the_head(deeds: list[tuple[int, str, str, str, str]]) -> None:
    links = chained([*deeds, (1, "", "", "", "")])
    assert verify(links[:-1]) is None
    assert links[-1].hash != links[-2].hash


@given(texts=st.tuples(TEXTS, TEXTS), others=st.tuples(TEXTS, TEXTS))
def test_no_two_rows_are_written_alike(texts: tuple[str, str], others: tuple[str, str]) -> None:
    """Where a field ends cannot be shifted into the next one."""

    def row(pair: tuple[str, str]) -> AuditRow:
        return AuditRow(id=1, at=1, actor=1, act="", subject="", before=pair[0], after=pair[1])

    assert (canonical(row(texts)) == canonical(row(others))) == (texts == others)
