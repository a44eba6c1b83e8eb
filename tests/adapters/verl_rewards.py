"""A program: verl's configuration, dataset, reward workers on Ray and advantages, with what an adapter gives them."""

import json
import sys
from typing import Any

import ray
import torch
from hydra import compose, initialize_config_module
from replies import WRONG, changed, rows_with_solutions
from verl import DataProto
from verl.experimental.reward_loop import RewardLoopManager, migrate_legacy_reward_impl
from verl.trainer.ppo.ray_trainer import compute_advantage
from verl.utils import hf_tokenizer
from verl.utils.dataset.rl_dataset import RLHFDataset, collate_fn

LENGTH = 256  # of a response, in tokens
GROUP = 4


def main(folder: str, model: str, files: str, given: str) -> None:
    overrides = [*json.loads(given), "reward.num_workers=2", "data.max_prompt_length=4096"]
    with initialize_config_module(config_module="verl.trainer.config", version_base=None):
        config = migrate_legacy_reward_impl(compose("ppo_trainer", overrides=overrides))
    tokenizer = hf_tokenizer(model)
    data = RLHFDataset(files, tokenizer, config.data)
    right = {row["verifier"]: reply for row, reply in rows_with_solutions(folder)}
    truths = [data[place]["reward_model"]["ground_truth"] for place in range(2)]
    first, second = right[truths[0]], right[truths[1]]
    kinds = ["right", "wrong", "fault", "silent", "right", "fault", "fault", "fault"]
    replies = [first, WRONG, first, "nothing", second, second, second, second]
    rows = [data[0] for _ in range(GROUP)] + [data[1] for _ in range(GROUP)]
    for row, kind in zip(rows, kinds, strict=True):
        row["reward_model"] = dict(row["reward_model"])
        if kind == "fault":
            row["reward_model"]["ground_truth"] = changed(row["reward_model"]["ground_truth"])
    batch = DataProto.from_single_dict(collate_fn(rows))
    mask = add_responses(batch, [tokenizer(reply, add_special_tokens=False)["input_ids"] for reply in replies])
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=True)
    scored = RewardLoopManager(config).compute_rm_score(batch)
    batch.batch["token_level_rewards"] = scored.batch["rm_scores"]
    batch.batch["response_mask"] = mask
    batch.non_tensor_batch["uid"] = torch.arange(2).repeat_interleave(GROUP).numpy()
    advantages = compute_advantage(batch, config.algorithm.adv_estimator, config=config.algorithm).batch["advantages"]
    told: dict[str, Any] = {key: values.tolist() for key, values in scored.non_tensor_batch.items()}
    told["kinds"] = kinds
    told["rewards"] = scored.batch["rm_scores"].sum(1).tolist()
    told["advantages"] = [advantages[place][mask[place].bool()][0].item() for place in range(2 * GROUP)]
    sys.stdout.write(json.dumps(told) + "\n")


def add_responses(batch: Any, tokens: list[list[int]]) -> Any:
    """Put responses beside an empty prompt, padded on the right; return their mask."""
    responses, mask = torch.zeros((len(tokens), LENGTH), dtype=torch.long), torch.zeros((len(tokens), LENGTH))
    for place, ids in enumerate(tokens):
        responses[place, : len(ids)] = torch.tensor(ids)
        mask[place, : len(ids)] = 1
    prompts = torch.zeros((len(tokens), 1), dtype=torch.long)
    batch.batch["prompts"], batch.batch["responses"] = prompts, responses
    batch.batch["attention_mask"] = torch.cat([torch.ones_like(prompts), mask.long()], 1)
    return mask


if __name__ == "__main__":
    main(*sys.argv[1:])
