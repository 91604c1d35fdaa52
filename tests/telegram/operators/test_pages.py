"""Long answers are cut between blocks, and raw text between letters."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.operators.callbacks import Show, View
from bot.telegram.operators.pages import PagedReport, page, pages, split_raw, units
from tests.telegram.rendered import check_fits, presses, seen

EN = Translator(Language.EN, strict=True)
BURMESE = "ငွေသွင်းမှုကို စစ်ဆေးနေပါသည်။ ဝန်ဆောင်မှုပေးသူ၏ အဖြေ မရသေးပါ။ သတ္တဝါ "


@given(
    blocks=st.lists(st.text(alphabet="ab<&ကျ😀", max_size=300).map(lambda text: text.replace("<", "&lt;")), max_size=40)
)
def test_every_block_stands_whole_on_one_page_in_its_order(blocks: list[str]) -> None:
    cut = pages(blocks, 400)
    assert [block for one in cut for block in one] == blocks
    assert all(len(one) == 1 or sum(units(block) + 1 for block in one) <= 400 for one in cut if one)


@given(text=st.text(alphabet='က္ာိ်ျှ1a <&\u200d😀{"', max_size=400), longest=st.integers(min_value=4, max_value=60))
def test_no_letter_loses_its_marks_and_no_markup_comes_in(text: str, longest: int) -> None:
    cut = split_raw(text, longest)
    for one in cut:
        assert one.startswith("<code>")
        assert one.count("<") == 2


def test_burmese_is_cut_between_syllables() -> None:
    """No piece begins with a sign that belongs to the letter before."""
    for longest in range(10, 40):
        beginnings = [one.removeprefix("<code>")[0] for one in split_raw(BURMESE * 5, longest)]
        assert not [sign for sign in beginnings if "\u102b" <= sign <= "\u103e"]


def test_raw_text_hides_nothing() -> None:
    assert split_raw("a\u202eb\x1b[31mc\nd") == ["<code>ab[31mc d</code>"]


def test_pages_are_turned_by_buttons_that_carry_only_the_view_and_an_id() -> None:
    laid = PagedReport(head="Head", blocks=["x" * 900 for _ in range(10)])
    last = -(-10 // 3) - 1
    first = page(laid, EN, view=View.TIMELINE, arg="dep-abc2345678")
    assert seen(first).endswith(f"Page 1 of {last + 1}")
    assert presses(first) == [Show(view=View.TIMELINE, arg="dep-abc2345678", page=at).pack() for at in (1, 0)]
    middle = page(laid, EN, view=View.TIMELINE, arg="dep-abc2345678", number=1)
    assert [Show.unpack(data).page for data in presses(middle)] == [0, 2, 1]
    beyond = page(laid, EN, view=View.TIMELINE, arg="dep-abc2345678", number=99)
    assert [Show.unpack(data).page for data in presses(beyond)] == [last - 1, last]
    for screen in (first, middle, beyond):
        check_fits(screen)


def test_a_short_answer_has_no_pages() -> None:
    assert seen(page(PagedReport(head="Head"), EN, view=View.PENDING)) == "Head"
