"""verl's group advantage without faults: `algorithm.adv_estimator=grpo_without_faults`.

verl finds this module by itself, by the entry point `verl.plugins` of this package, in every process that imports verl.
"""

from typing import Any

import numpy
import torch
from verl.trainer.ppo.core_algos import compute_grpo_outcome_advantage, register_adv_est

from resyn.adapters.verl import FAULT_SCORE

NAME = "grpo_without_faults"


@register_adv_est(NAME)
def compute_advantage_without_faults(
    token_level_rewards: Any, response_mask: Any, index: Any, config: Any = None, **_: Any
) -> tuple[Any, Any]:
    """Return GRPO's advantages of what could be verified, and 0 for faults; both (batch, response length).

    A fault is in no mean and no deviation of its group. A sample whose group is but itself then, has nothing to be
    compared with, and gets 0 too. A reply that verl's overlong penalty reaches is no fault any more: the penalty stays.
    """
    is_fault = (token_level_rewards == FAULT_SCORE).any(dim=-1)
    groups = numpy.asarray(index)
    kept = numpy.flatnonzero(~is_fault.cpu().numpy())
    left, counts = numpy.unique(groups[kept], return_counts=True)
    alone = set(left[counts == 1]) & set(groups[is_fault.cpu().numpy()])
    kept = numpy.array([place for place in kept if groups[place] not in alone], dtype=numpy.int64)
    advantages = torch.zeros_like(token_level_rewards)
    if len(kept):
        places = torch.as_tensor(kept, device=token_level_rewards.device)
        advantages[places] = compute_grpo_outcome_advantage(
            token_level_rewards=token_level_rewards[places],
            response_mask=response_mask[places],
            index=groups[kept],
            norm_adv_by_std_in_grpo=True if config is None else config.get("norm_adv_by_std_in_grpo", True),
        )[0]
    return advantages, advantages
