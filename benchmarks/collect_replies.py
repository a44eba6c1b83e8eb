"""Collect what a real model replies to small questions of our own, one or more for each benchmark's kind of answer.

Each reply is written down with what was read out of it and how it was judged, the odd ones first: those judged wrong
although they hold the target, and those without an answer. A person labels them; then they belong into
`tests/evaluate/replies.jsonl`, which the tests hold scoring to.

    python benchmarks/collect_replies.py --endpoint http://localhost:8000/v1 --model NAME --out replies.jsonl
"""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

from resyn.core.progress import Silent
from resyn.core.prompting import chat_messages
from resyn.core.response import extract_answer, follows_format
from resyn.evaluate.problem import Problem
from resyn.evaluate.registry import BENCHMARKS
from resyn.llm.choose import open_model
from resyn.llm.model import Message, Model, Sampling

QUESTIONS = Path(__file__).parents[1] / "tests" / "evaluate" / "questions.jsonl"
RULE = "operation/1"  # KOR-Bench tells its rules apart by number; these questions are of its plainest kind


def main() -> None:
    """Ask, judge, and write the odd replies first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="local")
    parser.add_argument("--endpoint")
    parser.add_argument("--key-variable")
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--max-tokens", type=int, default=400)
    parser.add_argument("--temperature", type=float, default=0.9)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model = open_model(
        arguments.model,
        endpoint=arguments.endpoint,
        key_variable=arguments.key_variable,
        concurrency=arguments.concurrency,
        progress=Silent(),
    )
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    jobs = product(questions, range(arguments.samples))
    with ThreadPoolExecutor(arguments.concurrency) as pool:
        rows = list(pool.map(lambda job: ask(*job, model=model, arguments=arguments), jobs))
    rows.sort(key=oddness)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    arguments.out.write_text(text, encoding="utf-8")
    odd = sum(oddness(row) < 2 for row in rows)
    print(f"{len(rows)} replies, {odd} odd ones first: {arguments.out}")


def ask(question: dict[str, str], seed: int, *, model: Model, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return a reply with the question, what was read out of it, and how it was judged."""
    messages = [
        Message("system" if turn["role"] == "system" else "user", turn["content"])
        for turn in chat_messages(question["question"])
    ]
    sampling = Sampling(arguments.temperature, 0.95, arguments.max_tokens, seed)
    reply = model.complete(messages, sampling).text
    answer = extract_answer(reply)
    problem = Problem(question["benchmark"], question["task"], RULE, question["question"], question["target"], RULE)
    correct = answer is not None and BENCHMARKS[question["benchmark"]].is_correct(answer, problem)
    return question | {
        "reply": reply,
        "answer": answer,
        "follows_format": follows_format(reply),
        "correct": correct,
    }


def oddness(row: dict[str, Any]) -> int:
    """Return 0 for an answer judged wrong that holds the target, 1 for none, 2 for what needs no second look."""
    if row["answer"] is None:
        return 1
    bare = row["target"].strip("[]()").casefold()
    return 0 if not row["correct"] and bare in row["answer"].casefold() else 2


if __name__ == "__main__":
    main()
