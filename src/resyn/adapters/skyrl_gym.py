"""SkyRL: one environment of SkyRL-gym for all of ours (the extra `skyrl-gym`).

    skyrl_gym.register(id="resyn", entry_point="resyn.adapters.skyrl_gym:Question")

A row has env_class "resyn", and the column `verifier` as reward_spec["ground_truth"]. `env_config` may hold `folders`.
"""

from collections.abc import Mapping
from typing import Any

from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from resyn.adapters.scoring import score


class Question(BaseTextEnv):
    """One question, one reply. SkyRL knows no absent reward: a fault earns 0, and metadata and metrics tell of it."""

    def __init__(self, env_config: Any = None, extras: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._verifier = str((extras or {})["reward_spec"]["ground_truth"])
        self._folders = env_config.get("folders") if env_config else None
        self._floats: dict[str, float] = {}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Score the model's reply."""
        scored = score(self._verifier, action, folders=self._folders)
        floats = scored.to_floats()
        self._floats = floats if not floats["fault"] else floats | {"reward": 0.0, "correct": 0.0}
        metadata = {**self._floats, "environment": scored.environment, "fault_text": scored.fault}
        return BaseTextEnvStepOutput(observations=[], reward=self._floats["reward"], done=True, metadata=metadata)

    def get_metrics(self) -> dict[str, Any]:
        """Return the sample's figures, which SkyRL averages."""
        return dict(self._floats)
