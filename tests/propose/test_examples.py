"""The files shown to authors are sound themselves: the model copies their mistakes."""

from collections.abc import Iterator

import pytest

from resyn.core.contract import ANSWER_KINDS, FUNCTIONS, instance_seed
from resyn.core.environment import Environment
from resyn.core.records import Outcome
from resyn.propose.choice import shipped_examples
from resyn.sandbox.calls import Call, Reply, Status, VerifyJob
from resyn.sandbox.jail import Jail

LEVELS = (1, 2, 3, 5, 8, 12, 25)


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as opened:
        yield opened


@pytest.mark.parametrize("example", shipped_examples(), ids=lambda example: example.name)
def test_an_example_holds_to_the_contract(example: Environment, jail: Jail) -> None:
    def call(function: str, instances: list[str]) -> list[Reply]:
        return jail.call(example.source, [Call(function, instance=text) for text in instances])  # type: ignore[arg-type]

    assert len(example.source) <= 3_500
    assert FUNCTIONS.keys() <= {getattr(node, "name", "") for node in example.tree.body}
    assert example.summary
    assert example.meta["answer"] in ANSWER_KINDS
    seeds = [(level, index) for level in LEVELS for index in range(4)]
    drawn = jail.call(
        example.source,
        [
            Call("generate", level, instance_seed(example.name, split="test", level=level, seed=0, index=index))
            for level, index in seeds
        ],
    )
    assert {reply.status for reply in drawn} == {Status.OK}
    instances = [reply.text for reply in drawn]
    assert len(set(instances)) == len(instances)
    solved = [reply.value for reply in call("solve", instances)]
    wrong = [reply.value for reply in call("wrong_answers", instances)]
    assert all(len(set(answers)) >= 3 for answers in wrong)
    others = solved[1:] + solved[:1]
    jobs = [
        VerifyJob(example.source, text, (solution, *answers, other, "", "0", solution + " 7", "٣", "9" * 5000))
        for text, solution, answers, other in zip(instances, solved, wrong, others, strict=True)
    ]
    for result in jail.verify(jobs):
        assert result.outcomes[0] is Outcome.CORRECT
        assert set(result.outcomes[1:]) == {Outcome.WRONG}
