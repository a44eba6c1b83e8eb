from pathlib import Path

import pytest
from tests.adapters.conftest import guide, run_python

ASK = """
import asyncio, logging
from replies import WRONG, rows_with_solutions
from tiny_model import build_tokenizer
from tinker_cookbook import renderers

tokenizer = build_tokenizer()
renderer = renderers.get_renderer("role_colon", tokenizer)
row, right = rows_with_solutions(FOLDER)[0]

async def ask(reply):
    (environment, _) = await group(renderer, row, size=2).make_envs()
    asked, _ = await environment.initial_observation()
    ended = await environment.step(tokenizer(f"{reply}\\n\\nUser:", add_special_tokens=False)["input_ids"])
    return asked.length, ended.reward, ended.episode_done

for reply in (right, WRONG, "nothing"):
    length, reward, done = asyncio.run(ask(reply))
    print(length > 50, round(reward, 3), done)
"""


@pytest.mark.adapters
def test_the_guide_makes_a_problem_environment_that_rewards_answer_and_format(folder: Path, tmp_path: Path) -> None:
    code = guide("use_other_trainers", "Tinker")[0].replace('"data"', repr(str(folder)))
    printed = run_python(f"FOLDER = {str(folder)!r}\n{code}{ASK}", tmp_path).strip().split("\n")
    assert printed == ["True 1.0 True", "True 0.0 True", "True -0.1 True"]
