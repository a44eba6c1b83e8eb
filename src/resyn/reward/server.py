"""The reward server: POST /score, GET /health, GET /metrics, for trainers that ask for rewards over HTTP.

Every request is bounded in bytes, samples and seconds, and so is how many are looked at at once; what is beyond is
refused with its HTTP status and a JSON text that says why. Whatever a request holds, the server lives on. It asks for
no credentials: let it listen where only trainers can reach it.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from resyn.core.errors import ResynError
from resyn.reward.gathering import Gathering
from resyn.reward.messages import BadRequestError, Message, read_message
from resyn.reward.metrics import CONTENT_TYPE, Metrics
from resyn.reward.score import Score
from resyn.reward.scorer import Scorer

_BATCHES: Final = 2  # requests of many samples that are scored at once: one prepares while the other is in the jail


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Bounds of one request, and of all."""

    body_bytes: int = 16 << 20
    samples: int = 4096
    seconds: float = 120.0  # from the first byte to the answer
    concurrency: int = 128  # requests being read or scored; a timed-out one counts until its scoring ends


class RewardServer:
    """Answers requests with one scorer; single samples that come at the same time are scored together.

    Starts the scorer's jail; raises SandboxError where this machine can build none.
    """

    def __init__(self, scorer: Scorer, *, limits: ServerLimits = ServerLimits()) -> None:
        self._scorer = scorer
        self._limits = limits
        self._gathering = Gathering(scorer)
        self._threads = ThreadPoolExecutor(_BATCHES, thread_name_prefix="scoring")
        self._isolation = scorer.isolation
        self._lock = threading.Lock()
        self._in_flight = 0
        self._metrics = Metrics(is_known=scorer.library.holds, workers=lambda: len(scorer.processes))
        self.application = Starlette(
            routes=[
                Route("/score", self._score, methods=["POST"]),
                Route("/health", self._health, methods=["GET"]),
                Route("/metrics", self._figures, methods=["GET"]),
            ]
        )

    def close(self) -> None:
        """End the threads once what is being scored is done."""
        self._threads.shutdown(cancel_futures=True)
        self._gathering.close()

    async def _score(self, request: Request) -> Response:
        began = time.monotonic()
        response = await self._answer(request)
        self._metrics.count_request(response.status_code, time.monotonic() - began)
        return response

    async def _answer(self, request: Request) -> Response:
        limits = self._limits
        if self._in_flight >= limits.concurrency:
            return _refusal(503, f"{limits.concurrency} requests are looked at already", {"Retry-After": "1"})
        ticket = _Ticket(self._move)
        try:
            async with asyncio.timeout(limits.seconds):
                return await self._read_and_score(request, ticket)
        except BadRequestError as refused:
            return _refusal(refused.status, str(refused))
        except ClientDisconnect:
            return _refusal(400, "the connection was closed before the body had come")
        except TimeoutError:
            return _refusal(504, f"no answer after {limits.seconds:g} seconds")
        except ResynError as error:
            return _refusal(500, f"{error} {error.hint}".strip())
        finally:
            ticket.release()

    async def _read_and_score(self, request: Request, ticket: "_Ticket") -> Response:
        body = await self._read(request)
        loop = asyncio.get_running_loop()
        message = await loop.run_in_executor(None, lambda: read_message(body, most=self._limits.samples))
        scores = await self._scores(message, ticket)
        self._metrics.count_scores(scores)
        return await loop.run_in_executor(None, lambda: _json(200, message.answer(scores)))

    async def _read(self, request: Request) -> bytes:
        most = self._limits.body_bytes
        told = request.headers.get("content-length", "")
        if told.isascii() and told.isdigit() and int(told[:20]) > most:
            raise BadRequestError(413, f"the body has {told[:20]} bytes; at most {most:,} are read")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise BadRequestError(413, f"the body has more than {most:,} bytes")
        return bytes(body)

    async def _scores(self, message: Message, ticket: "_Ticket") -> list[Score]:
        if len(message.asks) == 1:
            single = self._gathering.submit(message.asks[0])
            ticket.hold_until(single)
            return [await asyncio.wrap_future(single)]
        many = self._threads.submit(self._scorer.score, message.asks)
        ticket.hold_until(many)
        return await asyncio.wrap_future(many)

    def _move(self, amount: int) -> None:
        with self._lock:
            self._in_flight += amount
        self._metrics.in_flight.inc(amount)

    async def _health(self, _: Request) -> Response:
        return _json(
            200,
            {
                "status": "ok",
                "isolation": str(self._isolation),
                "workers": len(self._scorer.processes),
                "requests_in_flight": self._in_flight,
            },
        )

    async def _figures(self, _: Request) -> Response:
        return Response(self._metrics.text(), media_type=CONTENT_TYPE)


class _Ticket:
    """Counts a request until it is answered and its scoring, which a timeout does not end, has ended too."""

    def __init__(self, move: Callable[[int], None]) -> None:
        self._move = move
        self._work: Future[Any] | None = None
        move(1)

    def hold_until(self, work: "Future[Any]") -> None:
        """Count the request as long as this work goes on."""
        self._work = work

    def release(self) -> None:
        """Tell that the request is answered."""
        if self._work is None:
            self._move(-1)
        else:
            self._work.add_done_callback(lambda _: self._move(-1))  # at once where it is done


def _json(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(value, allow_nan=False)  # escaped, for a reply may hold lone surrogates
    return Response(text, status, headers, media_type="application/json")


def _refusal(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return _json(status, {"error": message}, headers)
