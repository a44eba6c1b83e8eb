from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python

ASK = """
from replies import WRONG, faulty, rows_with_solutions

answers = {row["verifier"]: reply for row, reply in rows_with_solutions(FOLDER)}
rows = [rows[0], rows[0], {**rows[0], "reward_spec": {"ground_truth": faulty(rows[0]["reward_spec"]["ground_truth"])}}]
right = answers[rows[0]["reward_spec"]["ground_truth"]]
made = [skyrl_gym.make(row["env_class"], env_config={"folders": FOLDER}, extras=row) for row in rows]
for environment, reply in zip(made, [right, WRONG, right]):
    environment.init(rows[0]["prompt"])
    ended = environment.step(reply)
    print(round(ended["reward"], 3), ended["done"], ended["metadata"]["fault"])
print(made[0].aggregate_metrics([one.get_metrics() for one in made]))
"""


@pytest.mark.adapters
def test_the_guide_registers_an_environment_that_scores_one_reply(folder: Path, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "SkyRL")[0].replace('"data"', repr(str(folder)))
    printed = run_python(f"FOLDER = {str(folder)!r}\n{code}{ASK}", tmp_path).strip().split("\n")
    assert printed[:3] == ["1.0 True 0.0", "0.1 True 0.0", "0.0 True 1.0"]
    assert "'fault': 0.333" in printed[3]
