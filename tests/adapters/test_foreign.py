"""Items of a foreign corpus: a small one written here, and the real reasoning-gym; both in the jail."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python
from tests.adapters.replies import FORMAT, WRONG, correct_reply, rows_with_solutions

from resyn.adapters.foreign import ForeignCorpus
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.records import Item, Outcome
from resyn.core.verifier import Verifier
from resyn.reward import Ask, Score, Scorer
from resyn.reward.scorer import MOST_ANSWER_CHARS

pytestmark = pytest.mark.slow

CORPUS = '''
META = {"modules": []}

class Corpus:
    """Sums, and tasks that misbehave."""

    def names(self):
        return ["sums", "sometimes", "never", "crashes", "hangs"]

    def draw(self, name, seed, index, level):
        if name == "never" or (name == "sometimes" and index % 2):
            raise ValueError("no such item")
        return {"question": f"{seed} + {index}?", "gold": str(seed + index), "entry": {"sum": seed + index}}

    def score(self, name, entry, answer):
        if name == "crashes":
            raise RuntimeError("boom")
        while name == "hangs":
            pass
        return 1.0 if answer == str(entry["sum"]) else 0.5 if str(entry["sum"]) in answer else 0.0
'''


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "little_sums.py"
    path.write_text(CORPUS)
    return path


@pytest.fixture(scope="module")
def corpus(adapter: Path) -> Iterator[ForeignCorpus]:
    with ForeignCorpus(adapter) as corpus:
        yield corpus


def ask(item: Item, answer: str) -> Ask:
    return Ask(Verifier.of(item).to_text(), correct_reply(answer))


def verdicts(scores: list[Score]) -> list[tuple[Outcome, float | None]]:
    return [(score.outcome, score.reward) for score in scores]


def test_items_of_a_task_are_scored_by_its_own_scorer(corpus: ForeignCorpus) -> None:
    items = corpus.draw(["sums"], count=40, seed=3)
    assert [item.solution for item in items] == [str(3 + index) for index in range(40)]
    assert len({item.id for item in items}) == 40
    asks = [ask(item, item.solution) for item in items] + [ask(item, "no") for item in items]
    assert verdicts(corpus.score(asks)) == [(Outcome.CORRECT, 1.0)] * 40 + [(Outcome.WRONG, FORMAT)] * 40


def test_partial_credit_counts_only_where_it_is_asked_for(corpus: ForeignCorpus, adapter: Path) -> None:
    (item,) = corpus.draw(["sums"], count=1, seed=3)
    junk = ask(item, f"perhaps {item.solution} or so")
    assert verdicts(corpus.score([junk])) == [(Outcome.WRONG, FORMAT)]
    with ForeignCorpus(adapter, graded=True) as graded:
        assert verdicts(graded.score([junk])) == [(Outcome.WRONG, pytest.approx(0.9 * 0.5 + 0.1))]


def test_scorers_that_crash_or_hang_are_faults_of_their_samples_alone(corpus: ForeignCorpus) -> None:
    good, crashing, hanging = corpus.draw(["sums", "crashes", "hangs"], count=1, seed=1)
    asks = [ask(crashing, "1"), ask(good, good.solution), ask(hanging, "1"), Ask(ask(good, "").verifier, "nothing")]
    scores = corpus.score(asks)
    assert verdicts(scores) == [
        (Outcome.FAULT, None),
        (Outcome.CORRECT, 1.0),
        (Outcome.FAULT, None),
        (Outcome.WRONG, 0.0),
    ]
    assert "boom" in scores[0].fault


def test_a_row_of_another_version_or_with_a_spoiled_entry_is_a_fault(corpus: ForeignCorpus) -> None:
    (item,) = corpus.draw(["sums"], count=1)
    verifier = Verifier.of(item)
    old = Verifier(verifier.environment, 1, "0" * 64, verifier.instance).to_text()
    spoiled = Verifier(verifier.environment, 1, verifier.behaviour_hash, "{]").to_text()
    scores = corpus.score([Ask(old, correct_reply("0")), Ask(spoiled, correct_reply("0"))])
    assert [score.outcome for score in scores] == [Outcome.FAULT] * 2
    assert "another version" in scores[0].fault


def test_a_reply_that_is_no_text_or_beyond_all_measure_is_wrong_and_no_fault(corpus: ForeignCorpus) -> None:
    good, hanging = corpus.draw(["sums", "hangs"], count=1, seed=1)
    endless = ask(hanging, "4" * (MOST_ANSWER_CHARS + 1))
    none, foreign = Ask(endless.verifier, None), Ask("none", None)  # type: ignore[arg-type]
    scores = corpus.score([endless, none, foreign, ask(good, good.solution)])
    wrong, fault = Outcome.WRONG, Outcome.FAULT
    assert verdicts(scores) == [(wrong, FORMAT), (wrong, 0.0), (fault, None), (Outcome.CORRECT, 1.0)]


def test_a_copy_by_pickle_scores_alike_and_has_a_jail_of_its_own(adapter: Path, folder: Path) -> None:
    row, right = rows_with_solutions(folder)[0]
    with Scorer([folder]) as ours, ForeignCorpus(adapter, ours=ours, graded=True, format_weight=0.0) as corpus:
        (item,) = corpus.draw(["sums"], count=1)
        asks = [ask(item, item.solution), ask(item, f"or {item.solution}"), Ask(row["verifier"], right)]
        before = corpus.score(asks)
        with pickle.loads(pickle.dumps(corpus)) as copy:
            assert copy.score(asks) == before
    assert [score.reward for score in before] == [1.0, 0.5, 1.0]


def test_items_that_cannot_be_drawn_are_passed_over_and_a_task_without_any_is_named(corpus: ForeignCorpus) -> None:
    assert [item.index for item in corpus.draw(["sometimes"], count=5)] == [0, 2, 4, 6, 8]
    with pytest.raises(CatalogueError, match="never gave 0 of 5 items"):
        corpus.draw(["never"], count=5)
    with pytest.raises(ConfigError, match="no task 'other'"):
        corpus.draw(["other"], count=1)


def test_replies_to_rows_of_ours_are_scored_by_ours(adapter: Path, folder: Path) -> None:
    row, right = rows_with_solutions(folder)[0]
    with Scorer([folder]) as ours, ForeignCorpus(adapter, ours=ours) as mixed:
        (item,) = mixed.draw(["sums"], count=1)
        asks = [Ask(row["verifier"], right), ask(item, item.solution), Ask(row["verifier"], WRONG), Ask("none", right)]
        assert [score.outcome for score in mixed.score(asks)] == [
            Outcome.CORRECT,
            Outcome.CORRECT,
            Outcome.WRONG,
            Outcome.FAULT,
        ]


def test_without_a_scorer_of_ours_such_rows_are_faults(corpus: ForeignCorpus, folder: Path) -> None:
    row, right = rows_with_solutions(folder)[0]
    (score,) = corpus.score([Ask(row["verifier"], right)])
    assert (score.outcome, score.reward) == (Outcome.FAULT, None)


def test_the_guide_mixes_reasoning_gym_with_ours_for_trl(folder: Path, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "reasoning-gym")[1].replace('"data"', repr(str(folder)))
    code = code.replace("count=100", "count=4")
    code += """
from replies import correct_reply, rows_with_solutions

gold = {row["question"]: correct_reply("junk") for row in theirs}
for item in corpus.draw(["leg_counting", "spell_backward"], count=4, seed=1):
    gold[item.question] = correct_reply(item.solution)
ours = {row["verifier"]: reply for row, reply in rows_with_solutions(FOLDER)}
replies = [ours.get(row["verifier"]) or gold[row["prompt"][-1]["content"]] for row in train_dataset]
rewards = reward(completions=replies, verifier=train_dataset["verifier"])
print(len(rewards), set(rewards))
"""
    assert run_python(f"FOLDER = {str(folder)!r}\n{code}", tmp_path).strip() == "20 {1.0}"
