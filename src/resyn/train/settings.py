"""What a training run is told; equal settings on equal environments ask the same questions in the same order."""

from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, Self, get_args

from resyn.core.contract import CALIBRATED_LEVELS
from resyn.core.errors import ConfigError
from resyn.core.prompting import SYSTEM_PROMPT

CurriculumName = Literal["static", "adaptive"]
Overlong = Literal["punish", "mask", "none"]
Rollouts = Literal["auto", "vllm", "batching", "generate"]

_POSITIVE: Final = (
    *("steps", "groups", "generations", "micro_batch", "updates", "max_prompt_tokens", "max_answer_tokens"),
    *("save_every", "keep", "max_rounds", "measure_questions", "measure_samples", "learning_rate", "temperature"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainSettings:
    """The recipe of DAPO (arXiv 2503.14476) and what is trained and measured on.

    One rollout samples `generations` replies to each of `groups` questions, and makes `updates` optimizer steps of
    them; `steps` counts optimizer steps. `clip_low` and `clip_high` bound the ratio of probabilities (they matter where
    `updates` is 2 or more, or vLLM samples). `max_rounds` bounds how often a rollout refills groups that teach nothing;
    1 turns dynamic sampling off. `overlong`: replies that near `max_answer_tokens` lose up to 1 in the last
    `overlong_buffer` tokens, or those cut off are masked out of the loss, or neither. `lora` is the rank, 0 trains all
    weights. `levels` are trained under the static curriculum; `top_level` bounds the adaptive one, None does not.
    `heldout` is the share of environments that is never trained on; they, and `heldout_levels`, are measured.
    """

    steps: int = 400  # as in the paper
    groups: int = 16
    generations: int = 8
    micro_batch: int = 8
    updates: int = 1
    learning_rate: float = 1e-6
    warmup: int = 10
    weight_decay: float = 0.0
    max_grad_norm: float = 1.0
    clip_low: float = 0.2
    clip_high: float = 0.28
    max_rounds: int = 4
    overlong: str = "punish"
    overlong_buffer: int = 256
    format_weight: float = 0.1
    temperature: float = 1.0
    max_prompt_tokens: int = 1024
    max_answer_tokens: int = 1024
    lora: int = 0
    lora_alpha: int = 0  # 0: twice the rank
    rollouts: str = "auto"
    vllm_memory: float = 0.4
    curriculum: str = "static"
    levels: tuple[int, ...] = CALIBRATED_LEVELS
    top_level: int | None = None
    heldout: float = 0.1
    heldout_levels: tuple[int, ...] = ()
    measure_questions: int = 4  # of each environment and level
    measure_samples: int = 4
    measure_every: int = 0  # steps; 0: before and after alone
    save_every: int = 20
    keep: int = 2
    seed: int = 0
    bf16: bool = True
    gradient_checkpointing: bool = True
    system_prompt: str = SYSTEM_PROMPT
    report_to: str = "none"

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            if getattr(self, name) <= 0:
                raise ConfigError(f"{name} = {getattr(self, name)} is not positive", hint="Give a larger number.")
        for name, kind in (("overlong", Overlong), ("rollouts", Rollouts), ("curriculum", CurriculumName)):
            if getattr(self, name) not in get_args(kind):
                raise ConfigError(
                    f"{name} = {getattr(self, name)!r} is not known", hint=f"Give one of {', '.join(get_args(kind))}."
                )
        self._check_batches()
        self._check_levels()
        if not 0 <= self.format_weight < 1 or not 0 <= self.heldout < 1:
            raise ConfigError(
                f"format_weight = {self.format_weight} and heldout = {self.heldout} are not shares below 1",
                hint="Give shares such as 0.1.",
            )
        if self.overlong == "punish" and not 0 < self.overlong_buffer < self.max_answer_tokens:
            raise ConfigError(
                f"overlong_buffer = {self.overlong_buffer} does not lie within max_answer_tokens = "
                f"{self.max_answer_tokens}",
                hint="A quarter of it is usual; or set overlong to mask.",
            )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        fields: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in data.items()}
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def differences(self, other: Self) -> dict[str, tuple[Any, Any]]:
        """Return what differs from other settings, by name, apart from what may change when a run goes on."""
        mine, theirs = asdict(self), asdict(other)
        return {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name] and name not in _FREE}

    @property
    def replies(self) -> int:
        """Replies of one rollout that are trained on."""
        return self.groups * self.generations

    def _check_batches(self) -> None:
        if self.generations < 2:
            raise ConfigError("generations = 1 leaves nothing to compare a reply with", hint="8 or 16 are usual.")
        per_update, rest = divmod(self.replies, self.updates)
        if rest or per_update % self.micro_batch:
            raise ConfigError(
                f"groups x generations = {self.replies} replies do not divide into updates = {self.updates} of whole "
                f"batches of micro_batch = {self.micro_batch}",
                hint="Choose powers of two.",
            )
        if self.save_every % self.updates:
            raise ConfigError(
                f"save_every = {self.save_every} is no multiple of updates = {self.updates}",
                hint="A checkpoint within a rollout could not be resumed exactly.",
            )

    def _check_levels(self) -> None:
        for name in ("levels", "heldout_levels"):
            levels = getattr(self, name)
            if any(level < 1 for level in levels) or len(set(levels)) < len(levels):
                raise ConfigError(f"{name} = {list(levels)} are not distinct integers from 1", hint="Such as 1-5.")
        if not self.levels:
            raise ConfigError("levels is empty", hint="1-5 are the calibrated ones.")
        if self.curriculum == "static":
            trained = set(self.levels) & set(self.heldout_levels)
        else:
            highest = self.top_level or max(self.heldout_levels, default=0)
            trained = {level for level in self.heldout_levels if level <= highest}
        if trained:
            raise ConfigError(
                f"level {min(trained)} is held out and may be trained on",
                hint="Leave it out of levels; with the adaptive curriculum set top_level below the held-out ones.",
            )


_FREE: Final = frozenset({"steps", "save_every", "keep", "measure_every", "rollouts", "vllm_memory", "report_to"})
"""What may differ when a run is resumed: none of it decides which questions are asked."""
