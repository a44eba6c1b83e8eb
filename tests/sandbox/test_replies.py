import random
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.core.records import Outcome
from resyn.sandbox.calls import Status
from resyn.sandbox.inside import layout
from resyn.sandbox.replies import random_state, read_outcomes, read_replies


@settings(database=None)
@given(st.binary(max_size=2000), st.integers(0, 20))
def test_any_bytes_give_as_many_replies_as_calls(frame: bytes, calls: int) -> None:
    replies = read_replies(frame, calls)
    assert len(replies) == calls
    assert all(reply.value is None for reply in replies if reply.status is not Status.OK)


@settings(database=None)
@given(st.binary(max_size=2000), st.integers(0, 300))
def test_any_bytes_give_as_many_outcomes_as_answers(frame: bytes, answers: int) -> None:
    outcomes, faults = read_outcomes(frame, answers)
    assert len(outcomes) == answers
    assert set(faults) == {index for index, outcome in enumerate(outcomes) if outcome is Outcome.FAULT}


@settings(database=None)
@given(st.text(st.characters()), st.floats(0, 100), st.booleans())
def test_record_is_read_as_it_was_written(error: str, seconds: float, mutated: bool) -> None:
    data = layout.record(layout.OK, error, text=b'{"a":[1]}', mutated=mutated, seconds=seconds)
    (reply,) = read_replies(data, 1)
    assert (reply.value, reply.text, reply.seconds, reply.mutated) == ({"a": [1]}, '{"a":[1]}', seconds, mutated)


def test_text_that_is_not_strict_json_is_refused() -> None:
    for text in (b"NaN", b"[Infinity]", b"{", b"\xff", b"[" * 100_000, b"1" * 5000):
        (reply,) = read_replies(layout.record(layout.OK, "", text=text), 1)
        assert (reply.status, reply.value) == (Status.NOT_JSON, None)


def test_unknown_code_is_an_error() -> None:
    (reply,) = read_replies(layout.record(200, "forged"), 1)
    assert (reply.status, reply.error) == (Status.ERROR, "forged")


def test_explanation_of_the_rest_reaches_every_fault_after_it() -> None:
    frame = bytes([layout.CORRECT, layout.ERROR, layout.TIMEOUT]) + layout.fault(1, "why", rest=True)
    assert read_outcomes(frame, 3)[1] == {1: "why", 2: "why"}


def test_state_is_that_of_a_generator_with_the_seed() -> None:
    words = struct.unpack("<625I", random_state("a:train:1:0:0"))
    rng = random.Random()
    rng.setstate((3, words, None))
    assert rng.random() == random.Random("a:train:1:0:0").random()
