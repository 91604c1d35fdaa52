"""The simulator's application: API, payment window, console and wallet app on one address."""

from collections.abc import AsyncIterator

from aiohttp import web

from bot.dev.simulators.paykassma.api import ProviderApi
from bot.dev.simulators.paykassma.console import Console
from bot.dev.simulators.paykassma.payment_window import PaymentWindow
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator
from bot.dev.simulators.paykassma.wallet_app import WalletApp

LARGEST_REQUEST = 32 * 1024 * 1024


def control_routes(simulator: PaykassmaSimulator) -> list[web.RouteDef]:
    """The routes under `/console/` and `/wallet/`, which the sandbox also serves on the page's address."""
    return [*Console(simulator).routes(), *WalletApp(simulator.ledger).routes()]


def paykassma_app(simulator: PaykassmaSimulator) -> web.Application:
    """The application. Postbacks are sent while it is served."""
    api = ProviderApi(simulator)
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.add_routes([*api.routes(), *PaymentWindow(simulator).routes(), *control_routes(simulator)])

    async def work(_app: web.Application) -> AsyncIterator[None]:
        simulator.closed = False
        async with simulator.postback_delivery.open():
            yield

    async def close(_app: web.Application) -> None:
        api.scripted_reply.close()
        simulator.close()

    app.cleanup_ctx.append(work)
    app.on_shutdown.append(close)
    return app
