"""How much an evaluation's client costs beside the model: requests per second and CPU per request, many in flight.

A small server of its own process answers each request after a fixed delay, as a model that is never the bottleneck;
the client is `resyn.evaluate.sampling.ask_all`, its store included. Prints one line of JSON per setting.

    python benchmarks/evaluation_throughput.py --requests 2000 --concurrency 64 256 512
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from resyn.core.progress import Silent
from resyn.core.store import Store
from resyn.evaluate.plan import EvaluationPlan
from resyn.evaluate.problem import Problem
from resyn.evaluate.sampling import ask_all
from resyn.llm.choose import open_model

TEXT = f"<think>{'word ' * 300}</think><answer>4</answer>"


def body() -> bytes:
    message = {"role": "assistant", "content": TEXT}
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "mock",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 150, "completion_tokens": 310, "total_tokens": 460},
        }
    ).encode()


async def serve(delay: float) -> None:
    reply = body()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(reply)}\r\n\r\n".encode()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = asked.partition(b"content-length:")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
                await asyncio.sleep(delay)
                writer.write(head + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionResetError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def measure(url: str, requests: int, concurrency: int) -> dict[str, object]:
    problems = [Problem("gsm8k", "gsm8k", str(n), f"Question {n}: {'how many ' * 60}?", "4") for n in range(requests)]
    model = open_model("mock", endpoint=url, concurrency=concurrency, progress=Silent())
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "e") as store:

        def ask(chosen: list[Problem]) -> None:
            jobs = [(problem, 0) for problem in chosen]
            ask_all(jobs, model, plan=EvaluationPlan(), store=store, concurrency=concurrency, progress=Silent())

        ask([Problem("gsm8k", "gsm8k", "warm", "Ready?", "4")])
        begun, cpu = time.monotonic(), time.process_time()
        ask(problems)
        seconds, used = time.monotonic() - begun, time.process_time() - cpu
        begun = time.monotonic()
        ask(problems)
        again = time.monotonic() - begun
    return {
        "requests": requests,
        "in flight": concurrency,
        "requests per second": round(requests / seconds),
        "client CPU per request, ms": round(1000 * used / requests, 2),
        "read again per second": round(requests / again),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[64, 256, 512])
    parser.add_argument("--delay", type=float, default=0.5, help="seconds before the server answers")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.delay))
        return
    command = [sys.executable, __file__, "--serve", "--delay", str(options.delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            url = f"http://127.0.0.1:{server.stdout.readline().strip()}/v1"
            for concurrency in options.concurrency:
                print(json.dumps(measure(url, options.requests, concurrency)), flush=True)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
