"""Requests to a reward server, as trainers send them and as they should not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.records import Outcome
from resyn.reward import Ask, Score
from resyn.reward.messages import BadRequestError, Form, Message, read_message

RIGHT = Score("double_number", Outcome.CORRECT, "42", True, "", 1.0)
FAULT = Score("double_number", Outcome.FAULT, "42", False, "ValueError", None)


def read(data: object, most: int = 4) -> Message:
    return read_message(json.dumps(data).encode(), most=most)


def refused(body: bytes, most: int = 4) -> tuple[int, str]:
    with pytest.raises(BadRequestError) as caught:
        read_message(body, most=most)
    return caught.value.status, str(caught.value)


@pytest.mark.parametrize("label", ["label", "verifier"])
@pytest.mark.parametrize("prompt", [{}, {"prompt": "asked"}, {"prompt": [{"role": "user", "content": "asked"}]}])
def test_single_form_is_one_sample_and_its_prompt_is_not_looked_at(label: str, prompt: dict[str, object]) -> None:
    message = read({"response": "said", label: "row"} | prompt)
    assert message == Message(Form.SINGLE, (Ask("row", "said"),))
    assert message.answer([FAULT]) == FAULT.to_json()


def test_batch_form_keeps_the_order() -> None:
    message = read({"samples": [{"response": "a", "label": "x"}, {"response": "b", "label": "y"}]})
    assert message == Message(Form.BATCH, (Ask("x", "a"), Ask("y", "b")))
    assert message.answer([RIGHT, FAULT]) == {"scores": [RIGHT.to_json(), FAULT.to_json()]}


def test_queries_are_cut_where_the_prompt_ends_however_often_it_shows_tags() -> None:
    prompt = "<|user|>Put it into <answer>...</answer>.<|assistant|>"
    texts = {
        "query": [prompt + "<answer>42</answer>", "\n" + prompt],
        "prompts": [prompt, prompt],
        "labels": ["x", "y"],
    }
    message = read(texts)
    assert message == Message(Form.QUERIES, (Ask("x", "<answer>42</answer>"), Ask("y", "")))
    answer = message.answer([RIGHT, FAULT])
    assert answer["rewards"] == answer["scores"] == [1.0, None]
    assert answer["extra_logs"]["correct"] == [1.0, None]
    assert answer["extra_logs"]["fault"] == [0.0, 1.0]
    json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize(("query", "prompt"), [("said", "asked"), ("said asked", "asked"), ("said", ""), ("", "asked")])
def test_reply_that_cannot_be_told_from_its_prompt_is_refused(query: str, prompt: str) -> None:
    body = json.dumps({"query": [query], "prompts": [prompt], "labels": ["x"]}).encode()
    assert refused(body) == (400, "query 0 does not begin with its prompt: its reply cannot be told from it")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b"3", b'"text"', b"{}", b"\xff\xfe", b"\0", b"NaN", b"1" * 5000),
        *(b"[" * 1_000_000, b'{"a":' * 100_000, b'{"samples": 3}', b'{"samples": [3]}', b'{"samples": [{}]}'),
        *(b'{"response": 1, "label": "x"}', b'{"response": "x"}', b'{"response": "x", "label": {"a": 1}}'),
        *(b'{"query": "x", "prompts": [], "labels": []}', b'{"query": ["x"], "prompts": ["x"]}'),
        *(
            b'{"query": ["x"], "prompts": ["x", "x"], "labels": ["x"]}',
            b'{"query": [1], "prompts": [1], "labels": [1]}',
        ),
    ],
)
def test_anything_else_is_refused_with_a_short_reason(body: bytes) -> None:
    status, reason = refused(body)
    assert status == 400
    assert 0 < len(reason) < 200


@pytest.mark.parametrize(
    "data",
    [
        {"samples": [{"response": "", "label": ""}] * 5},
        {"query": ["x"] * 5, "prompts": ["x"] * 5, "labels": [""] * 5},
    ],
)
def test_too_many_samples_are_refused(data: object) -> None:
    body = json.dumps(data).encode()
    assert refused(body) == (413, "5 samples are too many: at most 4 in one request")
    assert len(read_message(body, most=5).asks) == 5


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_no_body_raises_anything_else(body: bytes) -> None:
    assert refused(body)[0] == 400
