"""The simulated payment window: shows a receiving number and the amount, and claims the transaction number."""

from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

from bot.dev.simulators.paykassma.claim_rules import WINDOW, whole
from bot.dev.simulators.paykassma.request_fields import Fields, read_form
from bot.dev.simulators.paykassma.script import ScriptedAnswer
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator
from bot.domain.wallet import WALLETS, Wallet

_FONTS = Path(__file__).parents[3] / "fonts"
_PAGE = Template("""<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Payment</title><style>
@font-face{font-family:"Noto Sans Myanmar";src:url("/font/NotoSansMyanmar-Regular.ttf")}
@font-face{font-family:"Noto Sans Myanmar";src:url("/font/NotoSansMyanmar-Bold.ttf");font-weight:700}
body{font:16px/1.6 system-ui,"Noto Sans Myanmar",sans-serif;background:#eef1f5;color:#1d2733;margin:0}
main{max-width:26rem;margin:3rem auto;padding:2rem;background:#fff;border-radius:16px}
h1{font-size:1.2rem;margin:0 0 1rem}b{font-size:1.3rem}a{display:block;margin:.5rem 0}
input,button{font:inherit;width:100%;box-sizing:border-box;padding:.7rem;border-radius:10px;border:1px solid #cfd6de}
button{margin-top:1rem;border:0;background:#2f6fd0;color:#fff}
</style></head><body><main>$content</main></body></html>""")
_FORM = Template("""<h1>$name</h1>
<p>$send<br><b>$amount Ks</b></p><p>$to<br><b data-test="window-number">$number</b></p>
<form method="post" action="/window">$kept
<label>$key1<input name="key1" inputmode="numeric" required data-test="window-key1"></label>
<button data-test="window-submit">$paid</button></form>""")
_RESULT = Template("""<p data-test="window-result">$text</p>""")
_CHOICE = Template("""<a href="/?$query" data-test="window-$type">$name</a>""")

_TEXTS = {
    "en": {
        "send": "Send exactly",
        "to": "to this number",
        "key1": "Transaction number",
        "paid": "I have paid",
        "checked": "Thank you. Your payment is being checked.",
        "refused": "This transaction number was not accepted. Go back and check it.",
        "incomplete": "This link is incomplete. Go back and open it again.",
    },
    "my": {
        "send": "အတိအကျ ပေးပို့ရန် ပမာဏ",
        "to": "လက်ခံမည့် နံပါတ်",
        "key1": "လုပ်ငန်းစဉ်နံပါတ်",
        "paid": "ငွေပေးပြီးပါပြီ",
        "checked": "ကျေးဇူးတင်ပါသည်။ သင့်ငွေပေးချေမှုကို စစ်ဆေးနေပါသည်။",
        "refused": "ဤလုပ်ငန်းစဉ်နံပါတ်ကို လက်မခံပါ။ နောက်သို့ ပြန်၍ စစ်ကြည့်ပေးပါ။",
        "incomplete": "ဤလင့်ခ် မပြည့်စုံပါ။ နောက်သို့ ပြန်၍ ထပ်ဖွင့်ပေးပါ။",
    },
}
_KEPT = ("label", "currency_code", "custom_transaction_id")


class PaymentWindow:
    """The routes of `https://plugin.…`. The link is not signed, so a player can change everything in it."""

    def __init__(self, simulator: PaykassmaSimulator) -> None:
        self._simulator = simulator

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/", self.show), web.post("/window", self.claim), web.static("/font", _FONTS)]

    async def show(self, request: web.Request) -> web.Response:
        query, lang = request.query, _language(request.query.get("lang"))
        if not all(query.get(name) for name in _KEPT) or not whole(query.get("fixed_amount")):
            return _page(lang, _RESULT.substitute(text=_TEXTS[lang]["incomplete"]))
        wallet = WALLETS.get(query.get("wallet_type", ""))
        return _page(lang, self._form(request, lang, wallet) if wallet else _choice(request))

    async def claim(self, request: web.Request) -> web.Response:
        fields, _ = await read_form(request)
        lang = _language(fields.get("lang"))
        claim_intake = self._simulator.claim_intake
        answer = await claim_intake.decide(
            claim_intake.record(WINDOW, fields, b"", ScriptedAnswer.HONEST), ScriptedAnswer.HONEST
        )
        return _page(lang, _RESULT.substitute(text=_TEXTS[lang]["checked" if answer.accepted else "refused"]))

    def _form(self, request: web.Request, lang: str, wallet: Wallet) -> str:
        query = request.query
        amount = whole(query["fixed_amount"])
        kept: Fields = {name: query[name] for name in _KEPT}
        kept |= {"wallet_type": wallet.type, "amount": str(amount), "lang": lang}
        number = self._simulator.ledger.hand_out(wallet.type, query["label"]).number
        return _FORM.substitute(
            _TEXTS[lang],
            name=wallet.name,
            amount=f"{amount:,}",
            number=number,
            kept="".join(f'<input type="hidden" name="{name}" value="{escape(str(kept[name]))}">' for name in kept),
        )


def _choice(request: web.Request) -> str:
    """Links to the windows of all wallets."""
    return "".join(
        _CHOICE.substitute(
            query=escape(request.rel_url.update_query(wallet_type=wallet.type).query_string),
            type=wallet.type,
            name=wallet.name,
        )
        for wallet in WALLETS.values()
    )


def _language(wanted: object) -> str:
    return "my" if wanted == "my" else "en"


def _page(lang: str, content: str) -> web.Response:
    return web.Response(text=_PAGE.substitute(lang=lang, content=content), content_type="text/html")
