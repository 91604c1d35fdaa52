"""The link to the payment window holds what the provider's page asks for, and nothing in it breaks out."""

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.player import Language
from bot.domain.wallet import KBZPAY
from bot.provider.payment_window import RedirectHashes, RedirectIds, Window, window_link

PLUGIN = "https://plugin.provider.example"


def test_a_link_with_everything_has_every_parameter_of_the_page() -> None:
    window = Window(
        label="player-42",
        order_id="dep-000001",
        amount=10000,
        language=Language.MY,
        wallet=KBZPAY,
        redirect_ids=RedirectIds(success=2, fail=1, pending=3),
        redirect_hashes=RedirectHashes(success="aa", fail="bb", pending="cc"),
    )
    assert window_link(PLUGIN, window) == (
        "https://plugin.provider.example/?label=player-42&currency_code=MMK&lang=my&wallet_type=kbzpay_manual"
        "&custom_transaction_id=dep-000001&fixed_amount=10000"
        "&payment_url_success_id=2&payment_url_fail_id=1&payment_url_pending_id=3"
        "&success_url=aa&fail_url=bb&pending_url=cc"
    )


def test_a_plain_link_has_only_what_is_required() -> None:
    window = Window(label="p", order_id="d", amount=1, language=Language.EN)
    assert window_link(PLUGIN + "/", window) == (
        "https://plugin.provider.example/?label=p&currency_code=MMK&lang=en&custom_transaction_id=d&fixed_amount=1"
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_label_and_no_order_id_can_add_a_parameter(text: str) -> None:
    link = window_link(PLUGIN, Window(label=text, order_id=text, amount=5, language=Language.EN))
    query = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert link.isascii()
    assert (query["label"], query["custom_transaction_id"], query["fixed_amount"]) == ([text], [text], ["5"])
    assert len(query) == 5
