"""Serves a mock that others wrote: `asgi.py mastodon` or `asgi.py posthole`.

Says its origin on the first line of output.
"""

import logging
import os
import socket
import sys

import uvicorn


def app(which):
    if which == "mastodon":
        from mastodon_mock.app import create_app
        from mastodon_mock.config import MastodonMockConfig

        config = MastodonMockConfig()
        config.database.path = ":memory:"
        return create_app(config)
    os.environ["POSTHOLE_DATABASE_URL"] = ":memory:"
    os.environ["POSTHOLE_LOG_LEVEL"] = "WARNING"
    from posthole.main import app

    return app


class Telling(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}", flush=True)


place = socket.socket()
place.bind(("127.0.0.1", 0))
# Hung requests would otherwise keep it from ending.
settings = uvicorn.Config(app(sys.argv[1]), log_level="warning", timeout_graceful_shutdown=1)
logging.getLogger().setLevel(logging.WARNING)
Telling(settings).run(sockets=[place])
