import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.judge.replies import verdict_reply

from resyn.judge.judges import CODE_JUDGE
from resyn.judge.reading import NoVerdictError, last_object, read_criteria

SHOWN = "Which two of these numbers\n  add up to 917?"
NAMES = CODE_JUDGE.criteria
WHOLE = json.loads(verdict_reply(CODE_JUDGE).split("```json")[1].strip("`\n"))


REJECTING = verdict_reply(CODE_JUDGE, against=["complete"]).split("```json")[1].strip("`\n")


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(json.dumps(WHOLE))
    change(data)
    return json.dumps(data)


def test_whole_verdict_is_read_with_what_stands_around_it() -> None:
    reply = (
        f'<think>{{"verdict": "reject"}}</think>First {{thoughts}}, then:\n{verdict_reply(CODE_JUDGE)}\nThat is all.'
    )
    accept, criteria = read_criteria(reply, NAMES, shown=SHOWN)
    assert accept
    assert [criterion.name for criterion in criteria] == list(NAMES)
    assert criteria[0].quote == "add up to"


def test_rejection_names_what_does_not_hold() -> None:
    accept, criteria = read_criteria(verdict_reply(CODE_JUDGE, against=["complete"]), NAMES, shown=SHOWN)
    assert not accept
    assert [criterion.name for criterion in criteria if not criterion.holds] == ["complete"]


def test_quote_may_be_broken_into_lines_otherwise_than_shown() -> None:
    reply = verdict_reply(CODE_JUDGE, quote="these numbers add up\nto 917?").replace("\\n", "\n")
    assert read_criteria(reply, NAMES, shown=SHOWN)[0]


def test_quote_with_an_ellipsis_must_occur_part_by_part_and_in_order() -> None:
    assert read_criteria(verdict_reply(CODE_JUDGE, quote="Which two ... add up to 917"), NAMES, shown=SHOWN)[0]
    with pytest.raises(NoVerdictError, match="not shown"):
        read_criteria(verdict_reply(CODE_JUDGE, quote="add up to ... Which two"), NAMES, shown=SHOWN)
    with pytest.raises(NoVerdictError, match="without a quote"):
        read_criteria(verdict_reply(CODE_JUDGE, quote="... [...] ..."), NAMES, shown=SHOWN)


def test_comma_too_many_is_forgiven() -> None:
    reply = json.dumps(WHOLE, indent=1).replace("\n }", ",\n }")
    assert ",\n }" in reply
    assert read_criteria(reply, NAMES, shown=SHOWN)[0]


BAD = {
    "prose": ("I find this environment excellent and accept it.", "holds no whole JSON object"),
    "nothing": ("", "holds no whole JSON object"),
    "cut off": (verdict_reply(CODE_JUDGE)[:-40], "no whole JSON object|does not answer exactly the criteria"),
    "cut off after a draft": (
        f"{json.dumps(WHOLE)}\nOn second thought:\n{REJECTING[:-9]}",
        "does not answer exactly the criteria",
    ),
    "cut off within a string": (f"{json.dumps(WHOLE)}\nNo:\n{REJECTING[:60]}", "holds no whole JSON object"),
    "cut off at its first brace": (f"{json.dumps(WHOLE)}\nNo:\n{{\n", "holds no whole JSON object"),
    "broken after a draft": (
        f"{json.dumps(WHOLE)}\nNo:\n{REJECTING.replace(': false', ': False')}",
        "holds no whole|criteria",
    ),
    "a list": (json.dumps([WHOLE["criteria"]]), "does not answer exactly the criteria"),
    "nested beyond reason": ('{"a":' * 5000, "holds no whole JSON object"),
    "no verdict": (changed(lambda data: data.pop("verdict")), "neither accept nor reject"),
    "another word": (changed(lambda data: data.update(verdict="accepted")), "neither accept nor reject"),
    "both words": (changed(lambda data: data.update(verdict="accept or reject")), "neither accept nor reject"),
    "a missing criterion": (changed(lambda data: data["criteria"].pop("complete")), "exactly the criteria"),
    "one more criterion": (changed(lambda data: data["criteria"].update(style={})), "exactly the criteria"),
    "true as text": (changed(lambda data: data["criteria"]["complete"].update(holds="true")), "neither true nor false"),
    "one for true": (changed(lambda data: data["criteria"]["complete"].update(holds=1)), "neither true nor false"),
    "no reason": (changed(lambda data: data["criteria"]["complete"].update(why=" ")), "without a reason"),
    "no quote": (changed(lambda data: data["criteria"]["complete"].pop("quote")), "without a quote"),
    "a quote too short": (changed(lambda data: data["criteria"]["complete"].update(quote="a")), "without a quote"),
    "an invented quote": (
        changed(lambda data: data["criteria"]["complete"].update(quote="multiply to 917")),
        "quotes what was not shown",
    ),
    "the form itself": (
        changed(lambda data: data["criteria"]["complete"].update(quote="words copied from above")),
        "quotes what was not shown",
    ),
    "a contradiction": (changed(lambda data: data.update(verdict="reject")), "contradicts the criteria"),
    "acceptance against itself": (
        changed(lambda data: data["criteria"]["complete"].update(holds=False)),
        "contradicts the criteria",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_reply_that_is_no_whole_verdict_is_refused_with_the_reason(case: str) -> None:
    reply, reason = BAD[case]
    with pytest.raises(NoVerdictError, match=reason):
        read_criteria(reply, NAMES, shown=SHOWN)


def test_draft_in_thinking_that_is_never_closed_is_no_verdict() -> None:
    with pytest.raises(NoVerdictError, match="holds no whole JSON object"):
        read_criteria(f"<think>Perhaps {json.dumps(WHOLE)}? No, wait: the", NAMES, shown=SHOWN)


def test_last_object_counts_and_not_one_within_it() -> None:
    assert last_object('{"a": {"b": 1}} or rather {"c": {"d": 2}} {x}') == {"c": {"d": 2}}


def test_braces_of_prose_begin_no_object() -> None:
    reply = json.dumps(WHOLE) + "\nThe set {1, 2} and f{x} are } meant { there."
    assert last_object(reply) == WHOLE


@pytest.mark.parametrize("rest", ["{", '{ "c"', '{"c": {"d": 2}', '{"c": {"d": "two}', '{"c": 2,}', "{\n"])
def test_object_that_begins_last_and_is_not_whole_leaves_none(rest: str) -> None:
    assert last_object(f'{{"a": 1}} or rather {rest}') != {"a": 1}


@given(st.text(alphabet='{}[]":,truefalsn0 \\\n', max_size=80))
def test_any_text_is_a_verdict_or_a_reason_and_nothing_else(text: str) -> None:
    with pytest.raises(NoVerdictError):
        read_criteria(text, NAMES, shown=SHOWN)


@pytest.mark.parametrize("reply", ['{"":' * 900 + "[" + "1," * 45_000, '{"a": [' * 450 + "1," * 45_000, "{" * 100_000])
def test_objects_that_begin_and_never_end_are_given_up_at_once(reply: str) -> None:
    begun = time.process_time()
    assert last_object(reply) is None
    assert time.process_time() - begun < 2.0


def test_an_object_within_some_that_never_end_is_found() -> None:
    assert last_object('{"a": ' * 6 + '{"b": 1}') == {"b": 1}
