import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resyn.core.response import extract_answer, follows_format

TAGS = ("<think>", "</think>", "<answer>", "</answer>")
pieces = st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=5), st.sampled_from(["<", ">", "/", "\n", "7"])))
plain = st.text(max_size=40).filter(lambda text: not any(tag in text for tag in TAGS))


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("<think>2 + 2</think><answer>4</answer>", "4"),
        ("no tags at all: 4", None),
        ("", None),
        ("<answer>4</answer> and that is all", "4"),
        ("<answer>\n  (B) \t</answer>", "(B)"),
        ("<answer></answer>", ""),
        ("<answer>3</answer> no, wait: <answer>4</answer>", "4"),
        ("<answer>3</answer> no, wait: <answer>4", "3"),  # cut off: the last complete one counts
        ("<answer>4", None),
        ("4</answer>", None),
        ("</answer>4<answer>", None),
        ("<answer>a <answer>b</answer> c</answer>", "b"),
        ("<answer><answer>4</answer>", "4"),
        ("<answer>4</answer></answer>", "4"),
        ("<answer>line 1\nline 2</answer>", "line 1\nline 2"),
        ("<Answer>4</Answer>", None),
        ("< answer >4</ answer >", None),
        ("<answer >4</answer>", None),
        ("<answer>größer, 大きい, 🦆</answer>", "größer, 大きい, 🦆"),
        ("<answer>\u00a04\u2003</answer>", "4"),
        ("<answer>\ud800</answer>", "\ud800"),
        ("<answer>x < y > z </ answer></answer>", "x < y > z </ answer>"),
        ("<answer>__import__('os')</answer>", "__import__('os')"),
    ],
)
def test_the_last_complete_answer_is_taken(response: str, answer: str | None) -> None:
    assert extract_answer(response) == answer


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("<think>perhaps <answer>3</answer></think><answer>4</answer>", "4"),
        ("<think>perhaps <answer>3</answer></think>", None),
        ("<answer>4</answer><think>or <answer>3</answer>?</think>", "4"),
        ("perhaps <answer>3</answer></think><answer>4</answer>", "4"),  # the chat template began to think
        ("perhaps <answer>3</answer></think>", None),
        ("<think>so <answer>4</answer>", "4"),  # never closed: the answer counts, the format does not
        ("<think>a</think><answer>4</answer></think>", "4"),
        ("<think>a<think>b</think><answer>3</answer></think><answer>4</answer>", "4"),
        ("<think>a</think><think>b <answer>3</answer></think><answer>4</answer>", "4"),
        ("<think>a</think><answer>4</answer><think>b <answer>5</answer>", "5"),
        ("<answer>4<think>hm</think></answer>", "4"),
        ("<think><answer>3</think></answer>", None),
        ("<ans<think></think>wer>3</answer>", None),
    ],
)
def test_an_answer_within_the_thinking_is_no_answer(response: str, answer: str | None) -> None:
    assert extract_answer(response) == answer


@pytest.mark.parametrize(
    "response",
    [
        "<think>2 + 2</think><answer>4</answer>",
        "\n<think>\n2 + 2\n</think>\n\n<answer>\n4\n</answer>\n",
        "<think>2 + 2</think><answer>4</answer><|im_end|>",  # trainers that decode special tokens leave them
        "<think>2 + 2</think><answer>4</answer><|im_end|>\n<|endoftext|><|endoftext|>",
        "<think>2 + 2</think><answer>4</answer>\n<|eot_id|>",
        "<think>2 + 2</think><answer>4</answer></s>",
        "<think>2 + 2</think><answer>4</answer><end_of_turn>\n",
        "<think>2 + 2</think><answer>4</answer><\uff5cend\u2581of\u2581sentence\uff5c>",
    ],
)
def test_one_think_block_and_one_answer_block_follow_the_format(response: str) -> None:
    assert follows_format(response)


@pytest.mark.parametrize(
    "response",
    [
        "",
        "4",
        "<answer>4</answer>",
        "<think>a</think>",
        "<think>a</think>4",
        "<think>a</think><answer>4",
        "<answer>4</answer><think>a</think>",
        "So: <think>a</think><answer>4</answer>",
        "<think>a</think> thus <answer>4</answer>",
        "<think>a</think><answer>4</answer>.",
        "<think>a</think><answer>4</answer><|im_end|>.",
        "<think>a</think><answer>4</answer><|im_end|>\n<|im_start|>user",
        "<think>a</think><|im_end|><answer>4</answer>",
        "<|im_end|><think>a</think><answer>4</answer>",
        "<think>a</think><answer>4</answer><|not a token|>",
        "<think>a</think><answer>4</answer><answer>4</answer>",
        "<think>a</think><think>b</think><answer>4</answer>",
        "<think>a<answer>3</answer></think><answer>4</answer>",
        "<think>a<think>b</think><answer>4</answer>",
        "<think>a <answer>4</answer></think>",
        "<think> </think><answer>4</answer>",
        "<think>a</think><answer>\n</answer>",
        "<THINK>a</THINK><ANSWER>4</ANSWER>",
    ],
)
def test_anything_else_breaks_the_format(response: str) -> None:
    assert not follows_format(response)


@given(pieces)
def test_no_reply_raises_and_an_answer_is_a_bare_part_of_the_reply(parts: list[str]) -> None:
    response = "".join(parts)
    answer = extract_answer(response)
    if answer is not None:
        assert "<answer>" not in answer
        assert "</answer>" not in answer
        assert answer == answer.strip()
        assert all(line.strip() in response for line in answer.split("\n"))
    if follows_format(response):
        assert answer


@given(thinking=plain, before=plain, answer=plain, after=plain)
def test_the_answer_is_found_among_any_text(thinking: str, before: str, answer: str, after: str) -> None:
    response = f"<think>{thinking}</think>{before}<answer>{answer}</answer>{after}"
    assert extract_answer(response) == answer.strip()
    expected = bool(thinking.strip() and answer.strip()) and not (before + after).strip()
    assert follows_format(response) == expected


@given(pieces, pieces)
def test_what_stands_before_a_final_block_does_not_change_its_answer(before: list[str], thinking: list[str]) -> None:
    final = "<think></think><answer>final</answer>"
    assert extract_answer("".join(before) + "".join(thinking) + final) == "final"


@pytest.mark.parametrize(
    "unit",
    ["<answer>", "</answer>", "<think>", "</think>", "<answer></answer>", "<think></think>", "<", "<answer><think>"],
)
def test_a_hundred_thousand_hostile_characters_are_read_at_once(unit: str) -> None:
    response = unit * (100_000 // len(unit))
    begun = time.process_time()
    extract_answer(response)
    follows_format(response)
    assert time.process_time() - begun < 2.0  # quadratic would be minutes
