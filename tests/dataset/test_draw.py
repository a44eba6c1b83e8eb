import json
from collections import Counter

from resyn.core.contract import instance_seed
from resyn.core.environment import Environment
from resyn.core.progress import Silent
from resyn.core.records import Outcome
from resyn.dataset.draw import STAGE, TOO_LONG, Drawn, Quota, draw_items
from resyn.dataset.duplicates import REORDERED, SAME_INSTANCE, SAME_QUESTION
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail


def draw(quotas: list[Quota], jail: Jail, *, seed: int = 0, max_question_chars: int = 20_000) -> Drawn:
    return draw_items(quotas, jail, seed=seed, max_question_chars=max_question_chars, progress=Silent())


def test_items_can_be_drawn_again_from_their_id_and_their_solutions_verify(jail: Jail, environments) -> None:
    environment = environments["add_numbers"]
    drawn = draw([Quota(environment, "train", level, 5) for level in (1, 3)], jail, seed=7)
    assert Counter(item.level for item in drawn.items) == {1: 5, 3: 5}
    assert (drawn.faults, drawn.dropped, drawn.shortfalls) == ((), {}, ())
    replies = jail.call(environment.source, [Call("generate", level=item.level, seed=item.id) for item in drawn.items])
    assert [reply.text for reply in replies] == [item.instance for item in drawn.items]
    first = drawn.items[0]
    assert first.id == instance_seed("add_numbers", split="train", level=1, seed=7, index=0)
    assert (first.version, first.category, first.behaviour_hash) == (3, "arithmetic", environment.behaviour_hash)
    jobs = [VerifyJob(environment.source, item.instance, (item.solution, "x")) for item in drawn.items]
    assert {result.outcomes for result in jail.verify(jobs)} == {(Outcome.CORRECT, Outcome.WRONG)}


def test_drawing_again_gives_the_same_items_and_another_seed_others(jail: Jail, environments) -> None:
    quotas = [Quota(environments[name], "train", 2, 6) for name in ("add_numbers", "order_people", "fail_often")]
    first = draw(quotas, jail)
    assert draw(quotas, jail) == first
    assert {item.question for item in draw(quotas, jail, seed=1).items} != {item.question for item in first.items}


def test_fewer_questions_than_asked_for_are_a_shortfall_after_bounded_tries(jail: Jail, environments) -> None:
    drawn = draw([Quota(environments["name_weekday"], "train", 1, 10)], jail)
    assert len({item.question for item in drawn.items}) == len(drawn.items) == 7
    (shortfall,) = drawn.shortfalls
    assert (shortfall.asked, shortfall.drawn, shortfall.tried) == (10, 7, 56)
    assert drawn.dropped == {"name_weekday": {SAME_QUESTION: 49}}


def test_earlier_quota_keeps_what_a_later_one_would_repeat(jail: Jail, environments) -> None:
    environment = environments["name_weekday"]
    drawn = draw([Quota(environment, "heldout", 1, 3), Quota(environment, "train", 1, 7)], jail)
    assert Counter(item.split for item in drawn.items) == {"heldout": 3, "train": 4}
    assert len({item.question for item in drawn.items}) == 7


def test_puzzle_with_its_clues_in_another_order_is_dropped(jail: Jail, environments) -> None:
    drawn = draw([Quota(environments["order_people"], "train", 1, 6)], jail)
    # Three people stand in one of six orders, told by two clues: twelve questions, six puzzles.
    assert len({tuple(sorted(map(tuple, json.loads(item.instance)["clues"]))) for item in drawn.items}) == 6
    assert drawn.dropped["order_people"][REORDERED] > 0
    assert drawn.shortfalls == ()


def test_steps_in_another_order_are_another_puzzle(jail: Jail, environments) -> None:
    drawn = draw([Quota(environments["follow_steps"], "train", 1, 20)], jail)
    assert len(drawn.items) == 20
    assert len({item.solution for item in drawn.items}) == 20


def test_faults_are_told_with_their_seeds_and_replaced(jail: Jail, environments) -> None:
    drawn = draw([Quota(environments["fail_often"], "train", 1, 12)], jail)
    assert len(drawn.items) == 12
    said = Counter(fault.witness.happened.split(":")[0] for fault in drawn.faults)
    assert said.keys() == {"generate", "verify", "verify refuses the solution"}
    assert all("cannot" in f.witness.happened for f in drawn.faults if not f.witness.happened.endswith("solution"))
    seeds = [fault.witness.seed for fault in drawn.faults if fault.witness.happened.startswith("generate")]
    replies = jail.call(environments["fail_often"].source, [Call("generate", level=1, seed=seed) for seed in seeds])
    assert all("cannot draw" in reply.error for reply in replies)


def test_hopeless_environment_is_given_up_early(jail: Jail) -> None:
    broken = Environment("broken", "def generate(level, rng):\n    raise ValueError('no')\n")
    drawn = draw([Quota(broken, "train", 1, 32), Quota(broken, "train", 2, 4)], jail)
    assert drawn.items == ()
    assert [shortfall.tried for shortfall in drawn.shortfalls] == [32, 12]


def test_strange_values_are_faults_and_never_rows(jail: Jail) -> None:
    head = "def verify(instance, answer):\n    return True\n\ndef solve(instance):\n    return '1'\n\n"
    bodies = {
        "a_list": "def generate(level, rng):\n    return [1]\n",
        "a_number": "def generate(level, rng):\n    return {}\n\ndef observe(instance):\n    return 5\n",
        "nothing": "def generate(level, rng):\n    return {}\n\ndef observe(instance):\n    return ' '\n",
        "surrogates": "def generate(level, rng):\n    return {}\n\ndef observe(instance):\n    return '\\ud800'\n",
        "no_json": "def generate(level, rng):\n    return {1: 2}\n\ndef observe(instance):\n    return 'q'\n",
        "no_function": "def generate(level, rng):\n    return {}\n",
    }
    drawn = draw([Quota(Environment(name, head + body), "train", 1, 1) for name, body in bodies.items()], jail)
    assert drawn.items == ()
    said = {fault.environment: fault.witness.happened for fault in drawn.faults}
    assert said["a_list"] == "generate returned list, not dict"
    assert said["a_number"] == "observe returned int, not str"
    assert said["nothing"] == "observe returned an empty text"
    assert said["surrogates"] == "observe returned text with lone surrogates, which no file can hold"
    assert said["no_json"].startswith("generate: not_json")
    assert said["no_function"].startswith("observe: error")


def test_question_beyond_the_length_is_dropped(jail: Jail, environments) -> None:
    drawn = draw([Quota(environments["add_numbers"], "train", 9, 2)], jail, max_question_chars=40)
    assert drawn.items == ()
    assert drawn.dropped == {"add_numbers": {TOO_LONG: 24}}


def test_same_instance_under_another_question_is_dropped(jail: Jail) -> None:
    source = (
        "def generate(level, rng):\n    keys = list('abc')\n    rng.shuffle(keys)\n    return dict.fromkeys(keys, 1)\n"
        "def observe(instance):\n    return ' '.join(instance)\n"
        "def solve(instance):\n    return '1'\ndef verify(instance, answer):\n    return answer == '1'\n"
    )
    drawn = draw([Quota(Environment("keys", source), "train", 1, 2)], jail)
    assert len(drawn.items) == 1
    assert drawn.dropped["keys"][SAME_INSTANCE] > 0


def test_progress_counts_rows(jail: Jail, environments) -> None:
    class Counting(Silent):
        total: int | None = None
        done = 0

        def begin(self, stage: str, total: int | None = None) -> None:
            assert stage == STAGE
            self.total = total

        def advance(self, stage: str, amount: int = 1) -> None:
            self.done += amount

    progress = Counting()
    quotas = [Quota(environments["add_numbers"], "train", 1, 3), Quota(environments["name_weekday"], "train", 1, 9)]
    draw_items(quotas, jail, seed=0, max_question_chars=999, progress=progress)
    assert (progress.total, progress.done) == (12, 10)
