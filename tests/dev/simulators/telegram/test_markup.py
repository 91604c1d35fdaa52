"""Telegram's HTML: what it becomes, what is refused, and that nothing unsafe ever comes out."""

import html

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.dev.simulators.telegram.answers import ApiError
from bot.dev.simulators.telegram.markup import is_link, parse_html, plain, render, utf16

PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
TAGS = ["b", "i", "u", "s", "code", "pre", "tg-spoiler", "blockquote"]


def test_tags_become_entities_in_utf16_units() -> None:
    body = parse_html("😀 <b>Deposit</b> <code>0912</code>")
    assert body.text == "😀 Deposit 0912"
    assert body.entities == (
        {"type": "bold", "offset": 3, "length": 7},
        {"type": "code", "offset": 11, "length": 4},
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<strong>x</strong>", "bold"),
        ("<em>x</em>", "italic"),
        ("<ins>x</ins>", "underline"),
        ("<del>x</del>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<a href="https://a.example/?a=1&amp;b=2">x</a>', "text_link"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<PRE>x</PRE>", "pre"),
    ],
)
def test_every_tag_of_telegram_is_known(source: str, kind: str) -> None:
    (entity,) = parse_html(source).entities
    assert (entity["type"], entity["offset"], entity["length"]) == (kind, 0, 1)


def test_code_in_pre_names_the_language() -> None:
    (entity,) = parse_html('<pre><code class="language-json">{}</code></pre>').entities
    assert entity == {"type": "pre", "offset": 0, "length": 2, "language": "json"}


def test_an_emoji_of_ones_own_stays_an_ordinary_one() -> None:
    body = parse_html('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> ok')
    assert (body.text, body.entities) == ("👍 ok", ())


def test_only_four_named_entities_are_known() -> None:
    assert parse_html("&lt;&gt;&amp;&quot;&#64;&#x41;&nbsp;&euro;").text == '<>&"@A&nbsp;&euro;'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("ကျ <div>x</div>", 'Unsupported start tag "div" at byte offset 7'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
    ],
)
def test_broken_html_is_refused(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert (caught.value.status, caught.value.description) == (400, f"Bad Request: can't parse entities: {words}")


def test_blank_ends_are_cut_and_entities_move() -> None:
    body = parse_html("\n  <b> x </b> \n<i> </i>")
    assert (body.text, body.entities) == ("x", ({"type": "bold", "offset": 0, "length": 1},))


def test_commands_and_links_are_found_in_plain_text() -> None:
    kinds = [(entity["type"], entity["offset"]) for entity in plain("/start see https://a.example/x.").entities]
    assert kinds == [("bot_command", 0), ("url", 11)]


@PATIENT
@given(st.text())
def test_escaped_text_stays_itself(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    body = parse_html(html.escape(text, quote=False))
    assert (body.text, body.entities) == (text.strip(), ())
    assert body.html == html.escape(text.strip(), quote=False)


@PATIENT
@example("<code><pre>a</pre></code>")
@example("<pre><code><code>a</code></code></pre>")
@given(
    st.recursive(
        st.text("aက😀<&", min_size=1).map(html.escape),
        lambda inner: st.builds(
            lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", st.sampled_from(TAGS), st.lists(inner, min_size=1)
        ),
    )
)
def test_rendered_html_means_the_same(source: str) -> None:
    body = parse_html(source)
    again = parse_html(render(body.text, body.entities))
    assert again.text == body.text
    covered = [[(e["type"], e["offset"], e["length"]) for e in one.entities] for one in (body, again)]
    assert sorted(covered[0]) == sorted(covered[1])
    assert utf16(body.text) == len(body.text) + sum(sign > "\uffff" for sign in body.text)


def test_a_script_link_is_never_rendered() -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}
    assert render("x", (entity,)) == "x"
    assert parse_html('<a href="javascript:alert(1)">x</a>').entities == ()


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://pay.example/a?b=c", True),
        ("http://127.0.0.1:8080/x", True),
        ("tg://resolve?domain=x", True),
        ("http://localhost/x", False),
        ("https://a b.example", False),
        ("ftp://a.example", False),
        ("pay", False),
        ("https://[", False),
    ],
)
def test_links_need_a_known_scheme_and_a_host_with_a_dot(url: str, good: bool) -> None:
    assert is_link(url) is good
