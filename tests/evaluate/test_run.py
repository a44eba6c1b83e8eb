import json
from pathlib import Path

import pytest
from tests.cli.conftest import SOUND
from tests.evaluate.scripted import ScriptedModel, said

from resyn.core.environment import Environment
from resyn.core.progress import Silent
from resyn.evaluate.compare import compare_answers
from resyn.evaluate.grade import Graded
from resyn.evaluate.heldout import NAME as HELDOUT
from resyn.evaluate.heldout import Heldout, HeldoutPlan
from resyn.evaluate.plan import EvaluationPlan
from resyn.evaluate.registry import BENCHMARKS, parse_names, read_problems
from resyn.evaluate.result import Evaluation, read_answers, read_evaluation
from resyn.evaluate.run import Questions, evaluate
from resyn.evaluate.tables import markdown, overview, task_rows
from resyn.sandbox.jail import Jail

ALL = list(BENCHMARKS)


def go(
    model: ScriptedModel, questions: Questions, folder: Path, samples: int | None = 2
) -> tuple[Evaluation, list[Graded]]:
    return evaluate(
        questions, model, folder, plan=EvaluationPlan(samples=samples), concurrency=4, progress=Silent(), command="it"
    )


def asked(data: Path, names: list[str] = ALL) -> Questions:
    return Questions(read_problems(names, data, progress=Silent()))


def test_a_model_that_knows_all_answers_has_them_all_right(data: Path, tmp_path: Path) -> None:
    questions = asked(data)
    targets = {problem.question: problem.target for problems in questions.problems.values() for problem in problems}
    found, rows = go(ScriptedModel(lambda question, _: said(targets[question])), questions, tmp_path / "e")
    assert {name: result.mean.value for name, result in found.benchmarks.items()} == dict.fromkeys(ALL, 1.0)
    assert found.benchmarks["bbeh"].harmonic is not None
    assert found.benchmarks["bbeh"].headline_estimate.value == pytest.approx(1.0)
    assert found.benchmarks["bbh"].tasks.keys() == {"animals", "truths"}
    assert len(rows) == 2 * sum(len(problems) for problems in questions.problems.values())
    assert found.usage.cost == pytest.approx(0.001 * len(rows))


def test_what_went_wrong_is_counted_apart(data: Path, tmp_path: Path) -> None:
    replies = {
        "0 pens": said("0"),  # right
        "1 pens": "<answer>2</answer>",  # right, without the format
        "2 pens": "It costs 4.",  # no final answer
        "3 pens": "<think>three pens...",  # cut off
    }
    model = ScriptedModel(lambda question, _: next((said for key, said in replies.items() if key in question), None))
    found, rows = go(model, asked(data, ["gsm8k"]), tmp_path / "e")
    result = found.benchmarks["gsm8k"]
    assert (result.problems, result.samples, result.unanswered, result.faults) == (5, 2, 2, 0)
    assert (result.mean.value, result.answered, result.follows_format, result.truncated) == (0.4, 0.4, 0.2, 0.2)
    assert [row.answer for row in rows if row.sample == 0 and row.error] == [None]
    assert result.output.most == max(len(reply) for reply in replies.values())


def test_pass_at_k_rises_where_answers_vary(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(lambda question, seed: said("True" if seed % 2 else "False"))
    found, _ = go(model, asked(data, ["bbh"]), tmp_path / "e", samples=8)
    passes = found.benchmarks["bbh"].pass_at
    assert list(passes) == [1, 2, 4, 8]
    assert passes[1].value == pytest.approx(found.benchmarks["bbh"].mean.value)
    values = [passes[k].value for k in passes]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_held_out_environments_are_a_benchmark_with_levels(tmp_path: Path) -> None:
    with Jail(workers=1) as jail:
        heldout = Heldout([Environment("name_summands", SOUND)], jail, plan=HeldoutPlan((1, 2), instances=2))
        questions = Questions({HELDOUT: heldout.draw(Silent())}, heldout)
        found, rows = go(ScriptedModel(lambda *_: said("1 2")), questions, tmp_path / "e", samples=None)
    result = found.benchmarks[HELDOUT]
    assert (result.problems, result.samples, result.mean.value) == (4, 4, 0.0)
    assert list(result.levels) == ["1", "2"]
    assert {row.outcome for row in rows} == {"wrong"}


def test_results_survive_the_disk(data: Path, tmp_path: Path) -> None:
    found, rows = go(ScriptedModel(lambda *_: said("4"), cost=None), asked(data), tmp_path / "e")
    assert read_evaluation(tmp_path / "e") == found
    assert read_answers(tmp_path / "e") == rows
    assert json.loads((tmp_path / "e" / "results.json").read_text())["format"] == "resyn-evaluation"


def test_a_reply_that_no_file_can_hold_is_kept_as_the_store_keeps_it(data: Path, tmp_path: Path) -> None:
    model = ScriptedModel(lambda *_: said("4 \ud800 \x00"))
    first = go(model, asked(data, ["gsm8k"]), tmp_path / "e")
    assert go(model, asked(data, ["gsm8k"]), tmp_path / "e")[1] == first[1] == read_answers(tmp_path / "e")


def test_tables_name_every_benchmark_and_task(data: Path, tmp_path: Path) -> None:
    found, _ = go(ScriptedModel(lambda *_: said("4")), asked(data), tmp_path / "e")
    assert [row[0] for row in overview(found)] == ALL
    assert ("bbh", "animals") in [row[:2] for row in task_rows(found)]
    text = markdown(found)
    lines = [line for line in text.split("\n") if line.startswith("|")]
    assert all(f"| {name} |" in text for name in ALL)
    assert all(line.count("|") in (lines[0].count("|"), lines[-1].count("|")) for line in lines)


def test_the_page_escapes_all_that_a_model_or_a_benchmark_wrote(data: Path, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    model = ScriptedModel(lambda *_: said(evil))
    model.name = evil
    go(model, asked(data), tmp_path / "e")
    page = (tmp_path / "e" / "index.html").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src &#x27;none&#x27;" in page
    assert "http://" not in page


def test_a_better_checkpoint_is_told_from_a_worse_one(data: Path, tmp_path: Path) -> None:
    questions = asked(data, ["bbh", "gsm8k"])
    targets = {problem.question: problem.target for problems in questions.problems.values() for problem in problems}
    _, before = go(ScriptedModel(lambda *_: said("none")), questions, tmp_path / "a")
    _, after = go(ScriptedModel(lambda question, _: said(targets[question])), questions, tmp_path / "b")
    bbh, gsm8k = compare_answers(before, after)
    assert (bbh.name, bbh.first, bbh.second, bbh.gained, bbh.lost) == ("bbh", 0.0, 1.0, 10, 0)
    assert (gsm8k.difference.value, gsm8k.difference.low, gsm8k.difference.problems) == (1.0, 1.0, 5)
    assert bbh.difference.p < 0.01


def test_a_comparison_looks_at_shared_questions_only(data: Path, tmp_path: Path) -> None:
    _, rows = go(ScriptedModel(lambda *_: said("4")), asked(data, ["gsm8k"]), tmp_path / "e")
    (found,) = compare_answers(rows[:3], rows)
    assert found.difference.problems == 3
    assert parse_names(" bbh, gsm8k,bbh") == ["bbh", "gsm8k"]
