"""Results as tables: the rows that the command line prints, and Markdown for docs."""

from collections.abc import Sequence

from resyn.evaluate.compare import Comparison
from resyn.evaluate.estimate import Estimate
from resyn.evaluate.result import Evaluation
from resyn.evaluate.summary import BenchmarkResult

COLUMNS = (
    "benchmark",
    "questions",
    "k",
    "mean@k",
    "95 %",
    "pass@k",
    "harmonic",
    "answered",
    "format",
    "cut off",
    "faults",
    "unanswered",
    "tokens, median",
)


def overview(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Return a row per benchmark, under COLUMNS; shares in percent."""
    return [_row(benchmark) for benchmark in evaluation.benchmarks.values()]


def task_rows(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Return a row (benchmark, task, questions, mean@k, interval) per task, and per level of held-out environments."""
    return [
        (benchmark.name, name, task.problems, percent(task.mean.value), interval(task.mean))
        for benchmark in evaluation.benchmarks.values()
        for kind, tasks in (("", benchmark.tasks), ("level ", benchmark.levels))
        for name, task in ((f"{kind}{name}", task) for name, task in tasks.items())
        if len(tasks) > 1
    ]


def markdown(evaluation: Evaluation) -> str:
    """Return the results as Markdown: how they were made, a table of benchmarks, a table of tasks."""
    settings, usage = evaluation.settings, evaluation.usage
    cost = "" if not usage.cost else f", {usage.cost:.2f} US dollars"
    lines = [
        f"Model `{evaluation.model}`, temperature {settings['temperature']}, top-p {settings['top_p']}, at most"
        f" {settings['max_tokens']:,} tokens, seed {settings['seed']}.",
        f"{usage.output_tokens:,} tokens out, {usage.input_tokens:,} in{cost}; {evaluation.seconds:,.0f} s of asking.",
        "",
        *(["```bash", evaluation.command, "```", ""] if evaluation.command else []),
        *_markdown_table(COLUMNS, overview(evaluation)),
    ]
    tasks = task_rows(evaluation)
    if tasks:
        lines += ["", *_markdown_table(("benchmark", "task", "questions", "mean@k", "95 %"), tasks)]
    return "\n".join(lines)


COMPARED = ("benchmark", "questions", "first", "second", "difference", "95 %", "p", "gained", "lost")


def compared(comparisons: Sequence[Comparison]) -> list[tuple[object, ...]]:
    """Return a row per benchmark under COMPARED; differences in points."""
    return [
        (
            found.name,
            found.difference.problems,
            percent(found.first),
            percent(found.second),
            f"{100 * found.difference.value:+.2f}",
            f"{100 * found.difference.low:+.2f} to {100 * found.difference.high:+.2f}",
            f"{found.difference.p:.4f}",
            found.gained,
            found.lost,
        )
        for found in comparisons
    ]


def percent(share: float) -> str:
    """Return a share in percent with two decimals."""
    return f"{100 * share:.2f}"


def interval(estimate: Estimate) -> str:
    """Return an interval in percent."""
    return f"{100 * estimate.low:.2f} to {100 * estimate.high:.2f}"


def _row(benchmark: BenchmarkResult) -> tuple[object, ...]:
    passed = benchmark.pass_at[max(benchmark.pass_at)].value if benchmark.pass_at else 0.0
    return (
        benchmark.name,
        benchmark.problems,
        benchmark.samples,
        percent(benchmark.mean.value),
        interval(benchmark.mean),
        percent(passed),
        percent(benchmark.harmonic.value) if benchmark.harmonic else "",
        percent(benchmark.answered),
        percent(benchmark.follows_format),
        percent(benchmark.truncated),
        benchmark.faults,
        benchmark.unanswered,
        round(benchmark.output.median),
    )


def _markdown_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(columns)} |", f"|---{'|--:' * (len(columns) - 1)}|"]
    for row in rows:
        cells = (f"{cell:,}" if isinstance(cell, int) else str(cell).replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return lines
