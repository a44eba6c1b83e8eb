"""What happens around each step: records, alarms, measures, the end of the time that was given."""

import json
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from transformers import TrainerCallback

from resyn.core import jsontext
from resyn.core.files import write_whole
from resyn.core.progress import Progress
from resyn.train.alarms import Alarm, Watch
from resyn.train.metrics import MetricsFile, make_record

STAGE: Final = "train"
ALARMS_NAME: Final = "alarms.jsonl"
_SPARE: Final = 1.5  # how much of the slowest recent step's time is left for the next
_RECENT: Final = 8


class Recorder(TrainerCallback):
    """Writes a record per step, raises alarms, and ends the run in time for a last checkpoint.

    `rollout` takes the trainer's last rollout; `deadline` is on the clock of `time.monotonic`, None for none.
    """

    def __init__(
        self,
        out: Path,
        *,
        progress: Progress,
        rollout: Callable[[], Any],
        deadline: float | None = None,
        measure_every: int = 0,
        measure: Callable[[int], None] | None = None,
    ) -> None:
        self.metrics = MetricsFile(out)
        self.alarms = read_alarms(out)
        self.stopped = False
        self._out = out
        self._progress = progress
        self._rollout = rollout
        self._deadline = deadline
        self._measure_every = measure_every
        self._measure = measure
        self._watch = Watch()
        self._began = time.monotonic()
        self._took: deque[float] = deque(maxlen=_RECENT)

    def rewind(self, step: int) -> None:
        """Forget what came after a step."""
        self.metrics.rewind(step)
        self.alarms = [alarm for alarm in self.alarms if alarm.step <= step]
        self._watch = Watch()
        for count in range(1, len(self.metrics.records) + 1):
            self._watch.look(self.metrics.records[:count])

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Announce the steps that are left."""
        self._progress.begin(STAGE, state.max_steps - state.global_step)

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Look at the clock."""
        self._began = time.monotonic()

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        """Record the step; the trainer's summary at the end is none."""
        if not state.is_world_process_zero or logs is None or "loss" not in logs:
            return
        rollout = self._rollout()
        record = make_record(state.global_step, logs, None if rollout is None else rollout.to_json())
        self.metrics.append(record)
        for alarm in self._watch.look(self.metrics.records):
            self.alarms.append(alarm)
            self._progress.say(f"alarm at step {alarm.step}, {alarm.name}: {alarm.environment} {alarm.message}")
        self._write_alarms()
        self._show(record)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Measure where it is time, and stop where the next step would come too late."""
        now = time.monotonic()
        self._took.append(now - self._began)
        self._progress.advance(STAGE)
        step = state.global_step
        if self._measure and self._measure_every and step % self._measure_every == 0 and step < state.max_steps:
            self._measure(step)
        aligned = step * args.gradient_accumulation_steps % args.steps_per_generation == 0
        late = self._deadline is not None and now + _SPARE * max(self._took) > self._deadline
        if late and aligned and step < state.max_steps:
            self.stopped = True
            control.should_save = control.should_training_stop = True

    def _show(self, record: dict[str, Any]) -> None:
        rollout = record.get("rollout")
        if rollout is not None:
            figures = {name: rollout[name] for name in ("reward", "correct", "effective", "faults")}
            shown = {name: f"{value:.2f}" for name, value in figures.items() if value is not None}
            self._progress.show(STAGE, **shown, tokens=f"{rollout['length'] or 0:.0f}")

    def _write_alarms(self) -> None:
        text = "".join(jsontext.dump(alarm.to_json()) + "\n" for alarm in self.alarms)
        write_whole(self._out / ALARMS_NAME, text)


def read_alarms(folder: Path) -> list[Alarm]:
    """Return the alarms of a run's folder."""
    path = folder / ALARMS_NAME
    if not path.exists():
        return []
    return [Alarm(**json.loads(line)) for line in path.read_text(encoding="utf-8").split("\n") if line]
