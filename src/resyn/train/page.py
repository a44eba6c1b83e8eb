"""One self-contained HTML page of a run: curves, rates before and after, environments, alarms. No script."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final

from resyn.core.files import write_whole
from resyn.train.alarms import Alarm
from resyn.train.measure import Measure, Rate
from resyn.train.metrics import Record

PAGE_NAME: Final = "index.html"
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 320, 150, 40, 18
_SMOOTH: Final = 9  # records in the mean that is drawn over the points

Curve = tuple[str, Callable[[Record], float | None]]

CURVES: Final[tuple[Curve, ...]] = (
    ("reward", lambda record: _of_rollout(record, "reward")),
    ("correct", lambda record: _of_rollout(record, "correct")),
    ("keeps the format", lambda record: _of_rollout(record, "format")),
    ("prompts that teach", lambda record: _of_rollout(record, "effective")),
    ("faults", lambda record: _of_rollout(record, "faults")),
    ("tokens of a reply", lambda record: _of_rollout(record, "length")),
    ("cut off", lambda record: _of_rollout(record, "truncated")),
    ("entropy", lambda record: record.get("entropy")),
    ("norm of the gradient", lambda record: record.get("grad_norm")),
    ("clipped, high side", lambda record: record.get("clipped_high")),
    ("seconds of a step", lambda record: record.get("step_seconds")),
    ("share of verification", lambda record: record.get("verify_share")),
)


def write_page(
    folder: Path,
    *,
    title: str,
    settings: Mapping[str, Any],
    records: Sequence[Record],
    measures: Sequence[Measure],
    alarms: Sequence[Alarm],
) -> None:
    """Write the page into a run's folder; raises StoreError where that fails."""
    style = (resources.files("resyn.train") / "page.css").read_text(encoding="utf-8")
    facts = ", ".join(f"{name} {value}" for name, value in settings.items() if name != "system_prompt")
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(title)}</title><style>{style}</style></head><body>",
        f'<h1>{html.escape(title)}</h1><p class="dim">{html.escape(facts)}</p>',
        *_measures(measures),
        *_alarms(alarms),
        "<h2>Curves</h2><div class=curves>",
        *(line_chart(name, [(r["step"], read(r)) for r in records]) for name, read in CURVES),
        "</div>",
        *_environments(records),
    ]
    write_whole(folder / PAGE_NAME, "\n".join([*parts, "</body></html>", ""]))


def line_chart(name: str, points: Sequence[tuple[int, float | None]]) -> str:
    """Return a figure of a value per step: points, and their running mean; "" where there is none."""
    known = [(step, value) for step, value in points if value is not None]
    if not known:
        return ""
    steps, values = [step for step, _ in known], [value for _, value in known]
    low, high = min(0.0, *values), max(values)
    high = high if high > low else low + 1.0
    first, last = steps[0], max(steps[-1], steps[0] + 1)

    def place(step: float, value: float) -> tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - 6) * (step - first) / (last - first)
        return x, 6 + (_HEIGHT - _BOTTOM - 6) * (1 - (value - low) / (high - low))

    dots = "".join('<circle cx="{:.1f}" cy="{:.1f}" r="1.6"/>'.format(*place(*point)) for point in known)
    means = [(step, _mean(values[max(0, at - _SMOOTH + 1) : at + 1])) for at, step in enumerate(steps)]
    line = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in means)
    labels = "".join(
        f'<text x="{_LEFT - 4}" y="{place(first, value)[1] + 4:.1f}" text-anchor="end">{_short(value)}</text>'
        for value in (low, high)
    )
    ends = f'<text x="{_LEFT}" y="{_HEIGHT - 4}">{first}</text>' + (
        f'<text x="{_WIDTH - 6}" y="{_HEIGHT - 4}" text-anchor="end">{steps[-1]}</text>'
    )
    title = html.escape(name)
    return (
        f'<figure><figcaption>{title}: {_short(means[-1][1])}</figcaption><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'role="img" aria-label="{title} from {_short(values[0])} to {_short(means[-1][1])}">'
        f'{dots}<polyline points="{line}"/>{labels}{ends}</svg></figure>'
    )


def _measures(measures: Sequence[Measure]) -> Iterator[str]:
    if not measures:
        return
    yield "<h2>Solved, with 95% intervals</h2>"
    yield "<table><tr><th>set</th><th>questions</th>"
    yield "".join(f"<th>step {measure.step}</th>" for measure in measures) + "</tr>"
    for name in measures[0].sets:
        cells = "".join(f"<td>{_rate(measure.rate(name))}</td>" for measure in measures)
        yield f"<tr><td>{html.escape(name)}</td><td>{measures[0].rate(name).questions}</td>{cells}</tr>"
    yield "</table>"


def _alarms(alarms: Sequence[Alarm]) -> Iterator[str]:
    yield f"<h2>Alarms: {len(alarms) or 'none'}</h2>"
    for alarm in alarms:
        where = f"{alarm.environment}: " if alarm.environment else ""
        yield f"<p class=alarm>step {alarm.step}, {alarm.name}: {html.escape(where + alarm.message)}</p>"


def _environments(records: Sequence[Record]) -> Iterator[str]:
    """Yield a table of all environments: solved in the first and in the last third of the run."""
    asked = [record["rollout"]["environments"] for record in records if "rollout" in record]
    if not asked:
        return
    third = max(1, len(asked) // 3)
    early, late = _counts(asked[:third]), _counts(asked[-third:])
    yield f"<h2>Environments</h2><table><tr><th>environment</th><th>first {third} rollouts</th>"
    yield f"<th>last {third}</th><th>levels then</th><th>faults</th></tr>"
    for name in sorted({name for environments in asked for name in environments}):
        levels = sorted({visit["level"] for one in asked[-third:] for visit in one.get(name, ())})
        faults = sum(visit["faults"] for one in asked for visit in one.get(name, ()))
        cells = (html.escape(name), _part(early.get(name)), _part(late.get(name)), _span(levels), str(faults or ""))
        yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
    yield "</table>"


def _counts(asked: Sequence[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for environments in asked:
        for name, visits in environments.items():
            correct, judged = found.get(name, (0, 0))
            found[name] = (
                correct + sum(visit["correct"] for visit in visits),
                judged + sum(visit["judged"] for visit in visits),
            )
    return found


def _of_rollout(record: Record, name: str) -> float | None:
    value = record.get("rollout", {}).get(name)
    return None if value is None else float(value)


def _part(counts: tuple[int, int] | None) -> str:
    return f"{counts[0] / counts[1]:.0%} of {counts[1]}" if counts and counts[1] else ""


def _span(levels: Sequence[int]) -> str:
    return "" if not levels else str(levels[0]) if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"


def _rate(rate: Rate) -> str:
    return "" if rate.value is None else f"{rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _short(value: float) -> str:
    return f"{value:.3g}"
