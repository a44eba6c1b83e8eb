"""`resyn serve`: answer requests for rewards over HTTP."""

import signal
import socket
from typing import Any

import click

from resyn.cli.console import note
from resyn.cli.options import allow_unsafe_option, existing, format_weight_option, isolation_of
from resyn.core.errors import ConfigError
from resyn.reward.scorer import Scorer

GRACE_SECONDS = 10
IDLE_CONNECTIONS = 512


@click.command("serve")
@click.argument("paths", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any that is free."
)
@click.option("--workers", type=click.IntRange(min=1), help="Of the jail.  [default: one per core]")
@format_weight_option
@click.option("--max-body", type=click.IntRange(min=1), default=16, show_default=True, help="MiB per request.")
@click.option(
    "--max-batch", type=click.IntRange(min=1), default=4096, show_default=True, help="Samples of one request."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=120, show_default=True, help="Seconds of one request."
)
@click.option(
    "--concurrency",
    type=click.IntRange(min=1),
    default=128,
    show_default=True,
    help="Requests looked at at once; more are refused with status 503.",
)
@allow_unsafe_option
def command(
    paths: tuple[str, ...],
    host: str,
    port: int,
    workers: int | None,
    format_weight: float,
    max_body: int,
    max_batch: int,
    timeout: float,
    concurrency: int,
    allow_unsafe: bool,
) -> int:
    """Answer requests for rewards over HTTP, with the environments of datasets or folders and the shipped ones.

    POST /score takes {"response": text, "label": the row's verifier}, {"samples": [...]}, or the lists of OpenRLHF;
    GET /health and GET /metrics (Prometheus) say how it fares. There are no credentials: listen where only trainers
    can reach it. SIGTERM and Ctrl-C end it once what is being scored is answered.
    """
    uvicorn = _load_server()
    from resyn.reward.server import RewardServer, ServerLimits

    limits = ServerLimits(max_body << 20, max_batch, timeout, concurrency)
    scorer = Scorer(existing(paths), format_weight=format_weight, workers=workers, isolation=isolation_of(allow_unsafe))
    with scorer, _listen(host, port) as listener:
        server = RewardServer(scorer, limits=limits)
        settings = uvicorn.Config(
            server.application,
            log_level="warning",
            access_log=False,
            limit_concurrency=IDLE_CONNECTIONS + concurrency,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        signal.signal(signal.SIGTERM, lambda *_: None)  # raised again after an orderly end, which is no failure
        note(f"listening on http://{_address(listener)}, isolation {scorer.isolation}")
        uvicorn.Server(settings).run(sockets=[listener])
        server.close()
    note("ended")
    return 0


def _load_server() -> Any:
    """Import what serves HTTP; raises ConfigError with the command that installs it."""
    try:
        import prometheus_client  # noqa: F401 - looked for here, used by the server
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise ConfigError(f"the server is not installed: {error}", hint="Run `pip install 'resyn[serve]'`.") from None
    return uvicorn


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ConfigError(
            f"cannot listen at {host}, port {port}: {error.strerror or error}",
            hint="Give another --port (0 takes any that is free), or another --host.",
        ) from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
