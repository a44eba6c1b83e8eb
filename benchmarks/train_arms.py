r"""Train a model on the same instances under several rewards, and compare what it can do before and after.

    python benchmarks/train_arms.py --model DIR --out runs/arms --minutes 9
    python benchmarks/train_arms.py --model DIR --out runs/arms --minutes 9 --arms verifier,solution,answer

One command does what there is time for and goes on when it is given again: it draws the datasets, trains arm after arm
(each by `resyn train`, to a checkpoint before the time is over), and always ends with a table of all arms so far.

Arms differ in what an answer to a training row is held against, and in nothing else:

    verifier   the environment's verify                                                       Verifier-RL
    solution   the one solution that the environment knows: right, but not the only right one
    answer     the commonest of 5 answers of --answers-from, as a model wrote them             Answer-RL

All are measured alike, by verify, on fresh instances of the environments trained on, on environments and on levels that
are never trained on. The first measure is made once: all arms start from the same weights.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from resyn.core.environment import find_environments
from resyn.core.index import catalogue_folder
from resyn.core.progress import Progress
from resyn.core.records import Item
from resyn.dataset.build import build_dataset
from resyn.dataset.plan import DatasetPlan, parse_levels
from resyn.dataset.supervision import Given, Supervisor
from resyn.evaluate.estimate import Difference, compare
from resyn.sandbox.jail import Jail
from resyn.train.measure import FOLDER as MEASURES
from resyn.train.measure import Measure, Rate, pair_scores, read_measures
from resyn.train.metrics import FILE_NAME, read_metrics
from resyn.train.page import PAGE_NAME

ARMS = ("verifier", "solution", "answer")
LEAST_MINUTES = 2.5  # less is not worth loading a model
SETTINGS: dict[str, Any] = {
    "groups": 32,
    "generations": 8,
    "micro_batch": 16,
    "updates": 2,
    "learning_rate": 5e-5,
    "warmup": 4,
    "max_prompt_tokens": 768,
    "max_answer_tokens": 512,
    "overlong_buffer": 128,
    "max_rounds": 3,
    "measure_questions": 2,
    "measure_samples": 4,
    "save_every": 10,
    "keep": 1,
    "vllm_memory": 0.35,
}


class Solutions:
    """Answers each row with the solution that its environment gave."""

    kind = "answer"

    def answer(self, items: Sequence[Item], progress: Progress) -> list[Given]:
        return [Given(item.solution) for item in items]


def main() -> None:
    arguments = read_arguments()
    deadline = time.monotonic() + 60 * arguments.minutes
    arms = arguments.arms.split(",")
    if unknown := set(arms) - set(ARMS):
        raise SystemExit(f"unknown arms {sorted(unknown)}; known are {', '.join(ARMS)}")
    for arm in arms:
        left = (deadline - time.monotonic()) / 60
        if finished(arguments.out / arm, arguments.steps):
            continue
        if left < LEAST_MINUTES:
            break
        dataset = draw(arm, arguments)
        share_first_measure(arguments.out, arm)
        train(arm, dataset, arguments, deadline)
    text = table(arguments.out, arms)
    print(text)
    if arguments.collect:
        collect(arguments.out, arms, arguments.collect, text)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", type=Path, default=Path("runs/arms"))
    parser.add_argument("--minutes", type=float, default=9.0, help="of this command; the next one goes on")
    parser.add_argument("--arms", default="verifier,solution")
    parser.add_argument("--answers-from", help="model of the arm `answer`, as `resyn dataset` takes it")
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--environments", type=Path, action="append", help="default: the catalogue")
    parser.add_argument("--instances", type=int, default=30, help="rows of each environment")
    parser.add_argument("--levels", default="1-2")
    parser.add_argument("--heldout-levels", default="3")
    parser.add_argument("--heldout", type=float, default=0.3, help="share of environments")
    parser.add_argument("--lora", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--config", action="append", default=[], help="settings of `resyn train`, over those here")
    parser.add_argument("--collect", type=Path, help="folder into which what is worth keeping is copied, flat")
    return parser.parse_args()


def draw(arm: str, arguments: argparse.Namespace) -> Path:
    """Draw the arm's dataset, once; the instances are the same in all arms."""
    target = arguments.out / "data" / arm
    if target.exists():
        return target
    if arm == "answer":
        draw_answered(target, arguments)
        return target
    plan = DatasetPlan(
        instances=arguments.instances,
        levels=parse_levels(arguments.levels),
        validation=0.0,
        test=arguments.heldout,
        seed=arguments.seed,
        supervision="verifier" if arm == "verifier" else "answer",
    )
    supervisor: Supervisor | None = None if arm == "verifier" else Solutions()
    environments = list(find_environments(arguments.environments or [catalogue_folder()]))
    with Jail() as jail:
        report = build_dataset(environments, target, jail=jail, plan=plan, supervisor=supervisor)
    print(f"{arm}: {report.rows} rows, {report.seconds:.0f} s", file=sys.stderr)
    return target


def draw_answered(target: Path, arguments: argparse.Namespace) -> None:
    if not arguments.answers_from:
        raise SystemExit("the arm `answer` needs --answers-from, such as vllm:DIR")
    command = ["dataset", *map(str, arguments.environments or []), "--out", str(target)]
    command += ["--instances", str(arguments.instances), "--levels", arguments.levels, "--validation", "0"]
    command += ["--test", str(arguments.heldout), "--seed", str(arguments.seed), "--supervision", "answer"]
    command += ["--answers-from", arguments.answers_from, "--config", "votes=5", "--config", "max_tokens=512"]
    resyn([*command, "--config", "concurrency=256"], check=True)


def share_first_measure(out: Path, arm: str) -> None:
    """Copy the measure before training from an arm that has it."""
    own = out / arm / MEASURES
    for other in ARMS:
        there = out / other / MEASURES / "step-000000.json"
        if there.exists() and not (out / arm).exists():
            own.mkdir(parents=True)
            shutil.copy(there, own)


def train(arm: str, dataset: Path, arguments: argparse.Namespace, deadline: float) -> None:
    """Train in a process of its own; without vLLM where that fails before the first step."""
    settings = SETTINGS | dict(text.split("=", 1) for text in arguments.config)
    settings.setdefault("rollouts", "auto")
    while True:
        minutes = max(0.5, (deadline - time.monotonic()) / 60 - 0.3)
        command = ["train", str(dataset), "--model", arguments.model, "--out", str(arguments.out / arm)]
        command += ["--steps", str(arguments.steps), "--minutes", f"{minutes:.2f}", "--levels", arguments.levels]
        command += ["--lora", str(arguments.lora), "--seed", str(arguments.seed)]
        if arguments.heldout_levels:
            command += ["--heldout-levels", arguments.heldout_levels]
        for name, value in settings.items():
            command += ["--config", f"{name}={value}"]
        code = resyn(command).returncode
        begun = any(True for _ in read_metrics(arguments.out / arm))
        if code == 0 or begun or settings["rollouts"] == "batching":
            print(f"{arm}: resyn train ended with {code}", file=sys.stderr)
            return
        print(f"{arm}: resyn train ended with {code} before its first step; without vLLM", file=sys.stderr)
        settings["rollouts"] = "batching"


def resyn(command: Sequence[str], *, check: bool = False) -> "subprocess.CompletedProcess[bytes]":
    print("resyn", *command, file=sys.stderr)
    return subprocess.run([sys.executable, "-m", "resyn", *command], stdout=sys.stderr, check=check)


def finished(folder: Path, steps: int) -> bool:
    return any(one.step == steps for one in read_measures(folder))


def table(out: Path, arms: Sequence[str]) -> str:
    """Return what was measured, as Markdown."""
    lines = [
        "| arm | step | set | questions | solved | format | less before | p |",
        "|---|--:|---|--:|--:|--:|--:|--:|",
    ]
    for arm in arms:
        measures = read_measures(out / arm)
        for one in measures:
            for name in one.sets:
                gain = difference(measures[0], one, name)
                told = "" if gain is None else f"{gain.value:+.1%} ({gain.low:+.1%} to {gain.high:+.1%})"
                p = "" if gain is None else f"{gain.p:.3f}"
                rate = one.rate(name)
                cells = (arm, one.step, name, rate.questions, shown(rate), f"{rate.formatted:.0%}", told, p)
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    lines += ["", "| arms at the last step | set | second less first | p |", "|---|---|--:|--:|"]
    last = {arm: measures[-1] for arm in arms if len(measures := read_measures(out / arm)) > 1}
    for place, first in enumerate(last):
        for second in list(last)[place + 1 :]:
            for name in last[first].sets:
                gain = difference(last[first], last[second], name)
                if gain is not None:
                    told = f"{gain.value:+.1%} ({gain.low:+.1%} to {gain.high:+.1%})"
                    lines.append(f"| {first}, {second} | {name} | {told} | {gain.p:.3f} |")
    return "\n".join([*lines, "", *costs(out, arms)])


def costs(out: Path, arms: Sequence[str]) -> list[str]:
    """Say what a step costs, and which part of it is verification."""
    lines = [
        "| arm | steps | seconds of a step | sampling | verification | drawing | faults |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for arm in arms:
        records = list(read_metrics(out / arm))
        sampled = [record["rollout"] for record in records if "rollout" in record]
        seconds = sum(record["step_seconds"] or 0 for record in records)
        if not sampled or not seconds:
            continue
        parts = [
            sum(one["seconds"].get(part, 0) for one in sampled) / seconds for part in ("generate", "verify", "draw")
        ]
        faults = sum((one["faults"] or 0) * one["replies"] for one in sampled) / sum(one["replies"] for one in sampled)
        shares = " | ".join(f"{part:.2%}" for part in parts)
        lines.append(f"| {arm} | {records[-1]['step']} | {seconds / len(records):.2f} | {shares} | {faults:.3%} |")
    return lines


def difference(first: Measure, second: Measure, name: str) -> Difference | None:
    """Return second less first on the questions that both judged."""
    before, after = pair_scores(first, second, name)
    return compare(before, after) if before and first is not second else None


def shown(rate: Rate) -> str:
    return "" if rate.value is None else f"{rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def collect(out: Path, arms: Sequence[str], target: Path, text: str) -> None:
    """Copy records, page and measures of each arm, and the table, under names without folders."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "table.md").write_text(text + "\n")
    for arm in arms:
        for name in (FILE_NAME, PAGE_NAME):
            if (out / arm / name).exists():
                shutil.copy(out / arm / name, target / f"{arm}-{name}")
        measures = [one.to_json() for one in read_measures(out / arm)]
        if measures:
            (target / f"{arm}-measures.json").write_text(json.dumps(measures))


if __name__ == "__main__":
    main()
