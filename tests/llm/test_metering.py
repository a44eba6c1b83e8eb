from concurrent.futures import ThreadPoolExecutor

from tests.judge.conftest import Speaker

from resyn.core.records import Usage
from resyn.llm.metering import MeteredModel, read_usage, usage_json
from resyn.llm.model import Message, Sampling


def test_usage_of_calls_from_many_threads_is_added_up() -> None:
    model = MeteredModel(Speaker("yes"))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: model.complete([Message("user", "?")], Sampling()), range(40)))
    assert {answer.text for answer in answers} == {"yes"}
    assert model.name == "speaker"
    assert (model.calls, model.usage.input_tokens, model.usage.output_tokens) == (40, 400, 200)
    assert model.to_json()["calls"] == 40


def test_usage_comes_back_as_it_was_written() -> None:
    assert read_usage(usage_json(3, Usage(1, 2, 0.5, None))) == (3, Usage(1, 2, 0.5, None))
