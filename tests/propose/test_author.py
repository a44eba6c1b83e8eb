from collections.abc import Sequence

import pytest

from resyn.core.contract import ALLOWED_MODULES, FUNCTIONS
from resyn.core.errors import RefusedError
from resyn.core.records import Finding, Usage, Witness
from resyn.llm.model import Completion, Message, Sampling
from resyn.propose.author import Author, Style
from resyn.propose.choice import shipped_examples
from resyn.propose.prompting import angle

PLAN = """<think>Something with pipes.</think>
Name: route_water
Task: Find how much water each pipe carries.
Levels: more pipes.
"""
REPLY = 'Here it is:\n```python\n"""Find a flow."""\n\n\ndef generate(level, rng):\n    return {}\n```'


class Scribe:
    """Answers with the given texts in turn and keeps what it was asked."""

    name = "scribe"

    def __init__(self, *texts: str, truncated: bool = False) -> None:
        self.texts = list(texts)
        self.truncated = truncated
        self.asked: list[tuple[list[Message], Sampling]] = []

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        self.asked.append((list(messages), sampling))
        return Completion(self.texts.pop(0), Usage(10, 5, 1.0, 0.1), self.name, self.truncated)

    @property
    def last(self) -> str:
        return self.asked[-1][0][-1].content


class Refusing:
    """Finds every request too long."""

    name = "refusing"

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        raise RefusedError("a prompt of 9,000 tokens does not fit", hint="Show less.")


def test_a_request_that_is_refused_ends_in_a_plan_or_draft_that_says_so() -> None:
    author = Author(Refusing())
    plan = author.plan("maximum flow", 0)
    assert (plan.text, plan.title, plan.usage) == ("", "", Usage())
    assert plan.refusal == "a prompt of 9,000 tokens does not fit"
    written = {"name": "route_water", "source": "x = 1", "reason": "", "reply": "", "mended": 0}
    for draft, name in (
        (author.write("maximum flow", 0), "maximum_flow"),
        (author.mend("f", 0, written), "route_water"),
    ):
        assert (draft.name, draft.source, draft.refused, draft.usage) == (name, "", True, Usage())
        assert draft.reason == "the model refused to write: a prompt of 9,000 tokens does not fit"


def test_a_plan_names_what_is_asked() -> None:
    plan = Author(Scribe(PLAN)).plan("maximum flow", 0)
    assert plan.title == "route_water: Find how much water each pipe carries."
    assert plan.text.startswith("Name: route_water")
    assert plan.usage == Usage(10, 5, 1.0, 0.1)


def test_the_contract_and_the_allowed_modules_are_said_in_every_conversation() -> None:
    scribe = Scribe(PLAN, REPLY, REPLY)
    author = Author(scribe)
    author.plan("maze", 0)
    author.write("maze", 0, PLAN)
    written = {"name": "a", "source": "x = 1", "reason": "", "reply": "", "mended": 0}
    author.mend("maze", 0, written, findings=[Finding("syntax_error", "no")])
    assert len({messages[0].content for messages, _ in scribe.asked}) == 1
    system = scribe.asked[0][0][0]
    assert system.role == "system"
    assert all(f"`{name}(" in system.content for name in FUNCTIONS)
    assert all(module in system.content for module in ALLOWED_MODULES)


def test_earlier_proposals_are_named_and_another_kind_is_asked_for() -> None:
    scribe = Scribe(PLAN, PLAN)
    author = Author(scribe)
    author.plan("maximum flow", 0)
    assert "proposed before" not in scribe.last
    author.plan("maximum flow", 1, ["route_water: Find how much.", ""])
    assert "\n- route_water: Find how much.\n" in scribe.last
    assert len({angle("maximum flow", number) for number in range(8)}) == 8


def test_a_file_is_written_from_the_plan_after_examples() -> None:
    scribe = Scribe(REPLY)
    draft = Author(scribe, style=Style(examples=2)).write("maximum flow", 0, PLAN)
    assert (draft.name, draft.reason) == ("route_water", "")
    assert draft.source.startswith('"""Find a flow."""')
    assert draft.reply == REPLY
    messages = scribe.asked[0][0]
    assert [message.role for message in messages] == ["system", *["user", "assistant"] * 2, "user"]
    sources = {example.source.strip() for example in shipped_examples()}
    assert all(turn.content.removeprefix("```python\n").removesuffix("\n```") in sources for turn in messages[2:5:2])
    assert "Find how much water each pipe carries." in scribe.last


def test_without_plans_nothing_is_asked_and_the_topic_is_written_about() -> None:
    scribe = Scribe(REPLY)
    author = Author(scribe, style=Style(plan_first=False))
    plan = author.plan("maximum flow", 2)
    assert (plan.text, plan.title, plan.usage, scribe.asked) == ("", "", Usage(), [])
    assert author.write("maximum flow", 2, plan.text).name == "find_flow"
    assert "maximum flow" in scribe.last
    assert angle("maximum flow", 2) in scribe.last


def test_a_reply_without_a_file_says_why_and_that_it_was_cut_off() -> None:
    draft = Author(Scribe("I think", truncated=True)).write("maximum flow", 0)
    assert (draft.source, draft.name) == ("", "maximum_flow")
    assert draft.reason == "the reply holds no Python code; it was cut off at 5 tokens"


def test_findings_go_back_with_their_witness() -> None:
    scribe = Scribe(REPLY)
    witness = Witness("verify returned True", level=3, answer="0", question="How much?\n" + "pipe " * 500)
    findings = [Finding("guessable", "the answer 0 is right in half of the draws", witness, line=12)]
    written = {"name": "old_name", "source": "cost = '$keyword'\n", "reason": "", "reply": "", "mended": 1}
    draft = Author(scribe).mend("maximum flow", 0, written, findings=findings)
    assert draft.name == "old_name"
    assert "cost = '$keyword'" in scribe.last
    for text in ("guessable", "half of the draws", "line 12", "level 3", "verify returned True", "'0'", "How much?"):
        assert text in scribe.last
    assert len(scribe.last) < 3000


def test_a_missing_file_is_asked_for_again() -> None:
    scribe = Scribe(REPLY)
    written = {"name": "flow", "source": "", "reason": "the reply is empty", "reply": "I am sorry", "mended": 0}
    assert Author(scribe).mend("maximum flow", 0, written).source
    assert "the reply is empty" in scribe.last
    assert "I am sorry" in scribe.last


@pytest.mark.parametrize("change", [{"number": 1}, {"keyword": "maze"}, {"seed": 1}])
def test_another_proposal_is_another_sample(change: dict[str, int | str]) -> None:
    def sampling(keyword: str = "maximum flow", number: int = 0, seed: int = 0) -> Sampling:
        scribe = Scribe(REPLY)
        Author(scribe, style=Style(seed=seed, temperature=0.3, max_tokens=99)).write(keyword, number)
        return scribe.asked[0][1]

    assert (sampling().temperature, sampling().max_tokens) == (0.3, 99)
    assert sampling() == sampling()
    assert sampling(**change).seed != sampling().seed  # type: ignore[arg-type]


def test_rounds_of_mending_are_different_samples() -> None:
    scribe = Scribe(REPLY, REPLY)
    author = Author(scribe)
    for mended in (0, 1):
        author.mend("maze", 0, {"name": "a", "source": "x", "reason": "", "reply": "", "mended": mended})
    assert scribe.asked[0][1].seed != scribe.asked[1][1].seed
