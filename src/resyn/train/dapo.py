"""DAPO on TRL: its GRPO trainer with dynamic sampling, fed by an endless stream. Needs the extra `train`.

TRL 1.16 has DAPO's loss and no dynamic sampling. Here the trainer's own rows are placeholders: each rollout takes
questions from the stream, samples a group of replies to each, scores them, throws away groups whose rewards are all
equal, and takes further questions until there are enough or `max_rounds` are over. TRL then is given the groups through
its `rollout_func`, with the rewards as a column, so that nothing is sampled or scored twice.

A reply whose verifier failed has no reward (NaN): TRL leaves it out of its group's mean and deviation, and its
advantage is 0.

With several processes each holds the whole stream and takes its share of every round; all know all results. So the
processes choose the same questions without talking about them, and agree on how many rounds there are.
"""

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import gather_object, is_peft_model
from trl import GRPOTrainer

from resyn.core.prompting import chat_messages
from resyn.reward.score import Ask
from resyn.reward.scorer import Scorer
from resyn.train.checkpoint import forget_checkpoints, write_state
from resyn.train.merging import merged_weights
from resyn.train.questions import Question, Stream
from resyn.train.rollout import Group, GroupFacts, Reply, Rollout, overlong_penalty
from resyn.train.settings import TrainSettings

_LEAST_RATIO = 0.25  # a round asks for at most four times as many groups as are missing


class DapoTrainer(GRPOTrainer):
    """See the module; `stream` gives the questions and is told which of them fit."""

    def __init__(self, *, stream: Stream, scorer: Scorer, settings: TrainSettings, **arguments: Any) -> None:
        super().__init__(reward_funcs=[verified], rollout_func=self._replay, **arguments)
        self.stream = stream
        stream.fits = self.fits
        self._rollout: Rollout | None = None
        self._scorer = scorer
        self._settings = settings
        self._replayed: dict[str, Any] = {}
        self._stop_tokens = {*self.eos_token_ids, self._tokenizer.pad_token_id}
        if self.use_vllm and is_peft_model(self.model):
            self.vllm_generation._iter_named_params = lambda: merged_weights(self.model)

    def fits(self, question: str) -> bool:
        """Tell whether a question leaves room for the answer: its prompt has at most `max_prompt_tokens`."""
        return len(self._prompt(question)) <= self._settings.max_prompt_tokens

    def take_rollout(self) -> Rollout | None:
        """Return the record of the last rollout, None where it was taken before."""
        rollout, self._rollout = self._rollout, None
        return rollout

    def agree(self, value: bool) -> bool:
        """Return what the first process thinks, in all of them."""
        return bool(gather_object([value])[0])

    def sample(self, questions: Sequence[Question], samples: int) -> list[Group]:
        """Sample and score replies to questions, outside of training; the random numbers of training stay untouched."""
        training = self.model.training
        one_by_one = not (self.use_vllm or self.use_transformers_continuous_batching)
        size = max(1, self._settings.replies // samples) if one_by_one else max(1, len(questions))
        device = self.accelerator.device  # named: with several, fork_rng would open each of them in each process
        with torch.random.fork_rng([device] if device.type == "cuda" else []):
            torch.manual_seed(self._settings.seed)
            try:
                self.model.eval()
                return [
                    group
                    for start in range(0, len(questions), size)
                    for group in self._sample(questions[start : start + size], samples, Rollout())
                ]
            finally:
                self.model.train(training)

    def _generate_and_score_completions(self, inputs: list[dict[str, Any]]) -> dict[str, Any]:
        """Fill the batch from the stream; `inputs` are placeholders."""
        settings = self._settings
        groups, self._rollout = self._roll(settings.groups // self.accelerator.num_processes)
        rows = []
        replayed: dict[str, list[Any]] = {"prompt_ids": [], "completion_ids": [], "logprobs": [], "earned": []}
        for group in groups:
            for reply in group.replies:
                rows.append({"prompt": self._messages(group.question.text)})
                replayed["prompt_ids"].append(list(group.prompt))
                replayed["completion_ids"].append(list(reply.tokens))
                replayed["logprobs"].append(None if reply.logprobs is None else list(reply.logprobs))
                replayed["earned"].append(reply.reward)
        self._replayed = replayed if self.use_vllm else replayed | {"logprobs": None}
        output: dict[str, Any] = super()._generate_and_score_completions(rows)
        return output

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        super()._save_checkpoint(model, trial)
        if self.accelerator.is_main_process:
            folder = Path(self._get_output_dir(trial=trial))
            write_state(folder / f"checkpoint-{self.state.global_step}", {"stream": self.stream.state()})
            forget_checkpoints(folder, keep=self._settings.keep)

    def _replay(self, prompts: list[Any], trainer: Any) -> dict[str, Any]:
        return self._replayed

    def _roll(self, need: int) -> tuple[list[Group], Rollout]:
        """Sample until this and every other process has `need` groups that teach something, or the rounds are over."""
        rollout = Rollout()
        kept: list[Group] = []
        rest: list[Group] = []
        ask = need
        while True:
            began = time.perf_counter()
            questions = self.stream.take(ask * self.accelerator.num_processes)
            rollout.spend("draw", time.perf_counter() - began)
            mine = self.accelerator.process_index * ask
            groups = self._sample(questions[mine : mine + ask], self.num_generations, rollout)
            for group in groups:
                (kept if group.teaches else rest).append(group)
            facts: list[GroupFacts] = gather_object([group.facts() for group in groups])
            self.stream.curriculum.observe([one.result for one in facts])
            rollout.groups += facts
            rollout.failures += self.stream.take_failures()
            rollout.rounds += 1
            missing = max(gather_object([need - len(kept)]))
            if missing <= 0 or rollout.rounds >= self._settings.max_rounds:
                break
            ask = min(need, math.ceil(missing / max(rollout.share_taught, _LEAST_RATIO)))
        rollout.kept = sum(gather_object([min(len(kept), need)]))
        return (kept + rest)[:need], rollout

    def _sample(self, questions: Sequence[Question], samples: int, rollout: Rollout) -> list[Group]:
        prompts = [self._prompt(question.text) for question in questions]
        began = time.perf_counter()
        repeated = [prompt for prompt in prompts for _ in range(samples)]
        tokens, logprobs = self._generate_single_turn(repeated, None, {}, samples)
        rollout.spend("generate", time.perf_counter() - began)
        texts = self.processing_class.batch_decode(tokens, skip_special_tokens=True)
        began = time.perf_counter()
        asked = [question for question in questions for _ in range(samples)]
        scores = self._scorer.score([Ask(one.verifier, text) for one, text in zip(asked, texts, strict=True)])
        rollout.spend("verify", time.perf_counter() - began)
        replies = [
            self._reply(ids, logprobs[place] if logprobs is not None else None, score)
            for place, (ids, score) in enumerate(zip(tokens, scores, strict=True))
        ]
        return [
            Group(question, tuple(prompt), tuple(replies[place * samples : (place + 1) * samples]))
            for place, (question, prompt) in enumerate(zip(questions, prompts, strict=True))
        ]

    def _reply(self, tokens: Sequence[int], logprobs: Any, score: Any) -> Reply:
        settings = self._settings
        reward = score.reward
        if reward is not None and settings.overlong == "punish":
            reward += overlong_penalty(len(tokens), most=settings.max_answer_tokens, buffer=settings.overlong_buffer)
        return Reply(
            tokens=tuple(tokens),
            logprobs=None if logprobs is None else tuple(logprobs),
            score=score,
            reward=reward,
            truncated=not tokens or tokens[-1] not in self._stop_tokens,
        )

    def _messages(self, question: str) -> list[dict[str, str]]:
        return chat_messages(question, system_prompt=self._settings.system_prompt)

    def _prompt(self, question: str) -> list[int]:
        tokens: list[int] = self._tokenize_prompts([self._messages(question)])[0][0]
        return tokens


def verified(earned: list[float | None], **_: Any) -> list[float | None]:
    """Return the rewards that the rollout brought along; the trainer's one reward function."""
    return earned
