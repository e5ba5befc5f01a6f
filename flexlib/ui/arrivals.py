"""What comes in before a page runs: a link with more fields than the server passes on is shortened to those it does."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from flexlib.share.decode import shortened


class ShortenedLinks:
    """Sends a visitor with too long a link on to the same page with its first fields and the number of the others.

    Without it the page opens on an empty address and nobody is told: the server drops a query of over 1,000 fields.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            query = shortened(scope["query_string"].decode("latin-1"))
            if query is not None:
                await RedirectResponse(f"?{query}")(scope, receive, send)
                return
        await self.app(scope, receive, send)


DOOR = (Middleware(ShortenedLinks),)
