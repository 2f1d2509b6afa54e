"""The server. Start it with `streamlit run app.py`; what people see is pages/frame.py."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import net_util

from analytics import logs, runner
from analytics.language import LANGUAGES, catalogue
from pages.parts import identity, lock, place
from pages.parts.notices import calm

# Streamlit asks a server of Amazon for the address of this network; nothing is sent anywhere.
net_util.get_external_ip = lambda: None


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Says who can open the app, and reads the catalogues before the first reader waits for them.

    At the end a load that runs is let finish for a while, and other slow work is stopped.
    """
    logs.begin()
    lock.notice()
    identity.recall(place.folder())
    for code in LANGUAGES:
        catalogue(code)
    yield
    runner.shared().stop(runner.patience())


async def healthz(request: Request) -> Response:
    """Answers while the server is up."""
    return PlainTextResponse("ok")


ROUTES = [Route("/healthz", healthz)]
app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[
        Middleware(logs.Requests),
        Middleware(lock.Lock, routes=ROUTES, open=("/healthz",)),
    ],
    on_script_error=calm,
)
