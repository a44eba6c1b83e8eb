import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytest.importorskip("pydantic_ai")
pytest.importorskip("openai")

from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider
from tests.llm.conftest import chat_answer

from resyn.core.errors import ProviderError, RefusedError
from resyn.core.progress import Silent
from resyn.llm import provider
from resyn.llm.choose import open_model
from resyn.llm.model import Message, Sampling
from resyn.llm.provider import Access, Patience, ProviderModel

SECRET = "sk-very-secret"
HELLO = [Message("system", "Be brief."), Message("user", "Say hello.")]


def open_at(url: str, *, attempts: int = 4, timeout: float = 5.0, concurrency: int = 8) -> ProviderModel:
    client = OpenAIChatModel("tiny", provider=OpenAIProvider(base_url=url, api_key=SECRET))
    access = Access(url, "MY_KEY", SECRET, priced=False)
    patience = Patience(attempts=attempts, first_wait=0.01, longest_wait=2.0, timeout=timeout)
    return ProviderModel(client, name="tiny", access=access, concurrency=concurrency, patience=patience)


def fail_with(endpoint: Any, *answers: Any, **options: Any) -> ProviderError:
    endpoint.answers = list(answers)
    with pytest.raises(ProviderError) as caught:
        open_at(endpoint.url, **options).complete(HELLO, Sampling())
    assert SECRET not in str(caught.value) + caught.value.hint
    assert caught.value.hint
    assert "127.0.0.1" in str(caught.value)
    return caught.value


def make_answer(endpoint: Any) -> Any:
    return type(endpoint.answers[0])


def test_an_answer_comes_with_its_usage(endpoint: Any) -> None:
    answer = open_at(endpoint.url).complete(HELLO, Sampling(temperature=0.5, top_p=0.9, max_tokens=77, seed=3))
    assert (answer.text, answer.truncated, answer.model) == ("hello", False, "tiny")
    assert (answer.usage.input_tokens, answer.usage.output_tokens, answer.usage.cost) == (11, 7, None)
    assert answer.usage.seconds > 0


@pytest.mark.parametrize(
    "text",
    [
        "<think>two and two</think><answer>4</answer>",
        "\n<think>\n a </think> so <think>b</think>\n<answer>4</answer> ",
        "Well: <think>two</think>four",
        "no opening</think>4",
    ],
)
def test_thinking_stands_in_the_reply_as_the_model_wrote_it(endpoint: Any, text: str) -> None:
    endpoint.answers = [make_answer(endpoint)(chat_answer(text))]
    served = open_model("tiny", endpoint=endpoint.url, progress=Silent())
    assert [model.complete(HELLO, Sampling()).text for model in (open_at(endpoint.url), served)] == [text] * 2


def test_thinking_that_was_cut_off_stays_thinking(endpoint: Any) -> None:
    endpoint.answers = [make_answer(endpoint)(chat_answer("<think>two and", "length"))]
    served = open_model("tiny", endpoint=endpoint.url, progress=Silent())
    assert served.complete(HELLO, Sampling()).text == "<think>two and"


def test_messages_and_sampling_reach_the_endpoint(endpoint: Any) -> None:
    turns = [*HELLO, Message("assistant", "hello"), Message("user", "Again.")]
    open_at(endpoint.url).complete(turns, Sampling(temperature=0.5, top_p=0.9, max_tokens=77, seed=3))
    request = endpoint.requests[0]
    assert [(turn["role"], turn["content"]) for turn in request["messages"]] == [
        (turn.role, turn.content) for turn in turns
    ]
    limit = request.get("max_completion_tokens", request.get("max_tokens"))
    assert (request["temperature"], request["top_p"], limit, request["seed"]) == (0.5, 0.9, 77, 3)
    assert endpoint.keys == [f"Bearer {SECRET}"]


def test_an_answer_that_was_cut_off_says_so(endpoint: Any) -> None:
    body = endpoint.answers[0].body.replace(b'"stop"', b'"length"')
    endpoint.answers = [make_answer(endpoint)(body)]
    assert open_at(endpoint.url).complete(HELLO, Sampling()).truncated


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_failure_is_tried_again(endpoint: Any, status: int) -> None:
    answer = make_answer(endpoint)
    endpoint.answers = [answer(b'{"error": {"message": "busy"}}', status), answer()]
    assert open_at(endpoint.url).complete(HELLO, Sampling()).text == "hello"
    assert len(endpoint.requests) == 2


def test_retry_after_is_honoured(endpoint: Any) -> None:
    answer = make_answer(endpoint)
    endpoint.answers = [answer(b"{}", 429, {"Retry-After": "1"}), answer()]
    begun = time.monotonic()
    open_at(endpoint.url).complete(HELLO, Sampling())
    assert time.monotonic() - begun >= 1.0


def test_a_retry_after_beyond_patience_fails_at_once(endpoint: Any) -> None:
    answer = make_answer(endpoint)
    begun = time.monotonic()
    error = fail_with(endpoint, answer(b"{}", 429, {"Retry-After": "3600"}))
    assert time.monotonic() - begun < 2.0
    assert "429" in str(error)
    assert len(endpoint.requests) == 1


def test_a_wrong_key_is_not_tried_again_and_names_the_variable(endpoint: Any) -> None:
    body = f'{{"error": {{"message": "Incorrect API key provided: {SECRET}"}}}}'.encode()
    error = fail_with(endpoint, make_answer(endpoint)(body, 401))
    assert "MY_KEY" in str(error)
    assert "MY_KEY" in error.hint
    assert len(endpoint.requests) == 1


def test_an_unknown_model_is_named(endpoint: Any) -> None:
    error = fail_with(endpoint, make_answer(endpoint)(b'{"error": {"message": "no such model"}}', 404))
    assert "'tiny'" in str(error)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_request_refused_where_others_are_answered_is_that_ones_alone(endpoint: Any, status: int) -> None:
    body = f'{{"error": {{"message": "the prompt is too long {SECRET}"}}}}'.encode()
    error = fail_with(endpoint, make_answer(endpoint)(body, status), make_answer(endpoint)())
    assert isinstance(error, RefusedError)
    assert "the prompt is too long ***" in str(error)
    refused, probe = endpoint.requests
    assert len(probe["messages"]) == 1
    assert {key: probe[key] for key in probe if key != "messages"} == {
        key: refused[key] for key in refused if key != "messages"
    }


def test_an_endpoint_that_refuses_everything_is_no_refusal_of_one_request(endpoint: Any) -> None:
    body = f'{{"error": {{"message": "max_tokens too large {SECRET}"}}}}'.encode()
    error = fail_with(endpoint, make_answer(endpoint)(body, 400))
    assert not isinstance(error, RefusedError)
    assert "max_tokens too large ***" in str(error)
    assert len(endpoint.requests) == 2


def test_an_endpoint_that_breaks_after_a_refusal_is_no_refusal_of_one_request(endpoint: Any) -> None:
    answer = make_answer(endpoint)
    error = fail_with(endpoint, answer(b'{"error": {"message": "odd"}}', 400), answer(b"{}", 503), attempts=2)
    assert not isinstance(error, RefusedError)
    assert len(endpoint.requests) == 3


def test_a_server_that_stays_broken_is_given_up_after_the_attempts(endpoint: Any) -> None:
    error = fail_with(endpoint, make_answer(endpoint)(b'{"error": {"message": "boom"}}', 500), attempts=3)
    assert "500" in str(error)
    assert len(endpoint.requests) == 3


@pytest.mark.parametrize("body", [b"<html>not an API</html>", b'{"object": "chat.completion"', b"{}", b"[]"])
def test_a_garbled_reply_is_an_error_of_the_provider(endpoint: Any, body: bytes) -> None:
    fail_with(endpoint, make_answer(endpoint)(body), attempts=2)


def test_a_garbled_reply_is_tried_again(endpoint: Any) -> None:
    answer = make_answer(endpoint)
    endpoint.answers = [answer(b'{"object": "chat.compl'), answer()]
    assert open_at(endpoint.url).complete(HELLO, Sampling()).text == "hello"


def test_an_answer_that_takes_too_long_is_given_up(endpoint: Any) -> None:
    begun = time.monotonic()
    fail_with(endpoint, make_answer(endpoint)(delay=1.0), timeout=0.2, attempts=2)
    assert time.monotonic() - begun < 3.0


def test_an_unreachable_endpoint_fails_soon() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    begun = time.monotonic()
    with pytest.raises(ProviderError, match="cannot be reached"):
        open_at(url, attempts=50).complete(HELLO, Sampling())
    assert time.monotonic() - begun < 3.0


def test_no_more_calls_than_allowed_are_under_way(endpoint: Any) -> None:
    endpoint.answers = [make_answer(endpoint)(delay=0.05)]
    model = open_at(endpoint.url, concurrency=3)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda seed: model.complete(HELLO, Sampling(seed=seed)), range(12)))
    assert {answer.text for answer in answers} == {"hello"}
    assert 2 <= endpoint.most_at_once <= 3
    assert sorted(request["seed"] for request in endpoint.requests) == list(range(12))


def test_calls_that_come_first_at_the_same_moment_share_one_loop(
    endpoint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def slow_loop() -> asyncio.AbstractEventLoop:
        begun.append(1)
        time.sleep(0.05)
        return new_event_loop()

    new_event_loop = asyncio.new_event_loop
    monkeypatch.setattr(asyncio, "new_event_loop", slow_loop)
    provider._loop.cache_clear()
    model = open_at(endpoint.url)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: model.complete(HELLO, Sampling()).text, range(8)))
    assert answers == ["hello"] * 8
    assert len(begun) == 1
