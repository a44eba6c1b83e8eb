"""Our environments as datasets of the real library, which takes seconds to import."""

import json
from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python

pytestmark = pytest.mark.slow

SCORE = """
import json, logging
import reasoning_gym
from reasoning_gym.factory import DATASETS, create_curriculum, get_score_answer_fn
from replies import faulty
from resyn.adapters.reasoning_gym import register

told = {"names": register(["read_grid_cipher", "slide_tokens"]), "again": register(["slide_tokens"])}
data = reasoning_gym.create_dataset("resyn_read_grid_cipher", seed=5, size=4, level=3)
same = reasoning_gym.create_dataset("resyn_read_grid_cipher", seed=5, size=4, level=3)
entries = list(data)
told["deterministic"] = json.loads(json.dumps(entries)) == [same[index] for index in range(4)]
told["different"] = len({entry["question"] for entry in entries})
told["metadata"] = entries[1]["metadata"]
told["gold"] = [data.score_answer(entry["answer"], entry) for entry in entries]
told["wrong"] = [data.score_answer(answer, entries[0]) for answer in ("no idea", "", None)]
told["by_entry_alone"] = get_score_answer_fn("resyn_read_grid_cipher")(entries[2]["answer"], entries[2])
broken = {**entries[0], "metadata": {**entries[0]["metadata"], "verifier": faulty(entries[0]["metadata"]["verifier"])}}
told["fault"] = [data.score_answer(entries[0]["answer"], broken), data.faults]
told["category"] = data.category
curriculum = create_curriculum("resyn_slide_tokens")
curriculum.set_attr_level("level", 3)
told["level"] = curriculum.generate_configuration({"seed": 1, "size": 2}).level
print(json.dumps(told))
"""


def test_an_environment_is_a_dataset_like_any_other(tmp_path: Path) -> None:
    told = json.loads(run_python(SCORE, tmp_path).strip().split("\n")[-1])
    assert told["names"] == ["resyn_read_grid_cipher", "resyn_slide_tokens"]
    assert told["again"] == ["resyn_slide_tokens"]
    assert told["deterministic"]
    assert told["different"] == 4
    assert told["metadata"]["source_dataset"] == "resyn_read_grid_cipher"
    assert told["metadata"]["source_index"] == 1
    assert told["metadata"]["difficulty"] == {"level": 3}
    assert told["gold"] == [1.0] * 4
    assert told["wrong"] == [0.0] * 3
    assert told["by_entry_alone"] == 1.0
    assert told["fault"] == [0.0, 1]
    assert told["category"] == "ciphers"
    assert told["level"] == 4


def test_the_guide_mixes_our_datasets_with_theirs(tmp_path: Path) -> None:
    name, score = run_python(guide("use_other_trainers", "reasoning-gym")[0], tmp_path).split()
    assert name in ("resyn_slide_tokens", "resyn_read_grid_cipher", "leg_counting")
    assert float(score) == 1.0
