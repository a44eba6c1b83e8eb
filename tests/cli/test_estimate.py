import json

import pytest

from resyn.cli.estimate import PROMPT_TOKENS, Part, print_estimate
from resyn.core.environment import find_environments
from resyn.core.index import catalogue_folder
from resyn.judge.exhibit import Exhibit
from resyn.judge.showing import show_code
from resyn.llm.prompts import fill
from resyn.propose.prompting import mend_messages

FREE = Part("author", "local", None, 10, 100)
SERVED = Part("judges", "tiny", "http://localhost:8000/v1", 4, 50)
UNUSED = Part("solver", "tiny", "http://localhost:8000/v1", 0, 50)


def test_counts_are_summed_over_parts_and_a_part_without_calls_is_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_estimate({"candidates": 3}, [FREE, SERVED, UNUSED], as_json=False)
    shown = capsys.readouterr()
    rows = [line.split() for line in shown.out.splitlines()]
    assert ["candidates", "3"] in rows
    assert ["model", "calls", "14"] in rows
    assert ["judges", "4"] in rows
    assert ["output", "tokens", "1,200"] in rows
    assert "solver" not in shown.out
    assert ["cost", "unpriced"] in rows
    assert "no price is known of tiny" in shown.err


def test_part_that_is_not_asked_takes_no_price_away(capsys: pytest.CaptureFixture[str]) -> None:
    print_estimate({}, [FREE, UNUSED], as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "model_calls": 10,
        "output_tokens": 1_000,
        "input_tokens": 10 * PROMPT_TOKENS["author"],
        "cost": 0.0,
    }


def test_prompts_are_reckoned_no_shorter_than_those_of_the_shipped_environments() -> None:
    shipped = list(find_environments([catalogue_folder()]))
    mends = [sum(len(turn.content) for turn in mend_messages("sums", each.source, [])) for each in shipped]
    judged = [len(fill("resyn.judge", "code_judge")) + len(show_code(Exhibit(each, ()))) for each in shipped]
    for chars, part in ((mends, "author"), (judged, "judges")):
        assert sum(chars) / len(chars) / 4 <= PROMPT_TOKENS[part]
