"""What a corpus says is taken down with suspicion."""

import sys
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.adapter import Adapter
from resyn.audit.corpus import Corpus, Place
from resyn.audit.run import Plan, open_corpus
from resyn.audit.task import Surroundings
from resyn.core.errors import ConfigError

LIAR = """
META = {"modules": ["riddles"]}
class Corpus:
    def names(self):
        return ["odd"]
    def draw(self, name, seed, index, level):
        return [{"question": 7, "gold": None, "entry": {}}, {"question": "?", "gold": 8, "entry": {}}, None,
                {"question": "?", "gold": None, "entry": {1: 2}}, {"question": "?", "gold": None, "entry": {}}][index]
    def score(self, name, entry, answer):
        return {"nan": float("nan"), "text": "much", "bool": True, "large": 1e308 * 10}[answer]
"""

FORGER = """
META = {"modules": ["riddles"]}
class Corpus:
    def names(self):
        return ["odd"]
    def draw(self, name, seed, index, level):
        return {"question": "?", "gold": None, "entry": 1}
    def score(self, name, entry, answer):
        globals()["score"] = lambda request, answer: {"reward": 10**400}
        return 1.0
"""


@pytest.fixture
def liar(surroundings: Surroundings, tmp_path: Path) -> Corpus:
    path = tmp_path / "liar.py"
    path.write_text(LIAR)
    return Corpus(Adapter.read(path), surroundings.corpus.jail)


def test_an_item_has_question_reference_and_entry(surroundings: Surroundings) -> None:
    (item,) = surroundings.corpus.draw([Place("sound", 1, 2)])
    assert item.question.startswith("What is ")
    assert (item.gold or "").isdigit()
    assert item.fault == ""


def test_levels_are_those_that_the_adapter_tells(surroundings: Surroundings) -> None:
    assert surroundings.corpus.levels("sound") == [1, 2, 3]


def test_levels_are_none_where_the_adapter_knows_nothing_of_them(liar: Corpus) -> None:
    assert liar.levels("odd") == []


def test_items_of_other_types_are_faults(liar: Corpus) -> None:
    items = liar.draw([Place("odd", 0, index) for index in range(5)])
    assert [bool(item.fault) for item in items] == [True, True, True, True, False]


def test_rewards_that_are_no_numbers_are_faults(liar: Corpus) -> None:
    item = liar.draw([Place("odd", 0, 4)])[0]
    marks = liar.score([(item, answer) for answer in ("nan", "text", "bool", "large", "absent")])
    assert [mark.reward for mark in marks] == [None, None, 1.0, None, None]
    assert marks[0].fault == "the reward is nan"
    assert "KeyError" in marks[4].fault


def test_a_scorer_that_runs_answers_is_seen_to_do_so(surroundings: Surroundings) -> None:
    (item,) = surroundings.corpus.draw([Place("executes_answer", 0, 0)])
    payload = "setattr(__import__('builtins'), 'resyn_canary', 1)"
    marks = surroundings.corpus.score([(item, payload), (item, "7"), (item, payload)])
    assert [mark.executed for mark in marks] == [True, False, True]


def test_an_adapter_that_cannot_name_its_tasks_is_refused(surroundings: Surroundings, tmp_path: Path) -> None:
    path = tmp_path / "mute.py"
    path.write_text(LIAR.replace('return ["odd"]', "raise ValueError('mute')"))
    with pytest.raises(ConfigError, match="cannot name its tasks: error: ValueError: mute"):
        Corpus(Adapter.read(path), surroundings.corpus.jail).names()


def test_other_interpreters_are_asked_the_same(adapter: Adapter) -> None:
    plan = Plan(workers=1, folders=(FIXTURES,), pythons=(sys.executable,))
    with open_corpus(adapter, plan, salts=(0,)) as opened:
        ((version, corpus),) = opened.versions
        here, there = (one.draw([Place("sound", 0, 0)])[0] for one in (opened.corpus, corpus))
        assert (here.question, here.gold) == (there.question, there.gold)
        assert version == f"{sys.version_info.major}.{sys.version_info.minor}"


def test_a_reward_beyond_all_numbers_is_a_fault_even_where_it_is_forged(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    path = tmp_path / "forger.py"
    path.write_text(FORGER)
    forger = Corpus(Adapter.read(path), surroundings.corpus.jail)
    item = forger.draw([Place("odd", 0, 0)])[0]
    marks = forger.score([(item, "first"), (item, "later")])
    assert [mark.reward for mark in marks] == [1.0, None]
    assert marks[1].fault
