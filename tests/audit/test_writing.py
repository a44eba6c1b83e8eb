"""A model writes solvers from questions alone, each into a file of its own, and is not asked again."""

from collections.abc import Sequence
from pathlib import Path

from resyn.audit.task import Surroundings
from resyn.audit.writing import write_solvers
from resyn.core.progress import Silent
from resyn.core.records import Usage
from resyn.llm.model import Completion, Message, Sampling

SOLVER = "def solve(question):\n    return 1\n\n\ndef check(question, answer):\n    return answer == '1'\n"


class Speaker:
    """A model that answers from a list, and keeps what it was asked."""

    name = "speaker"

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.asked: list[tuple[str, Sampling]] = []

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        self.asked.append(("\n".join(message.content for message in messages), sampling))
        return Completion(self.texts.pop(0), Usage(10, 5, 1.0, 0.1), self.name)


def test_each_solver_is_asked_for_by_itself_and_sees_questions_alone(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    speaker = Speaker(f"```python\n{SOLVER}```", "I cannot.", f"```python\n{SOLVER}```")
    written = write_solvers(surroundings.corpus, ["sound"], speaker, Silent(), out=tmp_path)
    assert [(one.number, one.path) for one in written] == [
        (1, tmp_path / "1" / "sound.py"),
        (2, None),
        (3, tmp_path / "3" / "sound.py"),
    ]
    assert "no Python code" in written[1].reason
    assert (tmp_path / "1" / "sound.py").read_text() == SOLVER
    assert len({sampling.seed for _, sampling in speaker.asked}) == 3
    assert all(text.count("What is ") == 6 and "total" not in text for text, _ in speaker.asked)


def test_a_solver_that_is_there_is_kept(surroundings: Surroundings, tmp_path: Path) -> None:
    kept = tmp_path / "1" / "sound.py"
    kept.parent.mkdir()
    kept.write_text("# mended by hand\n" + SOLVER)
    speaker = Speaker()
    (written,) = write_solvers(surroundings.corpus, ["sound"], speaker, Silent(), out=tmp_path, count=1)
    assert (written.path, speaker.asked) == (kept, [])
    assert kept.read_text().startswith("# mended by hand")
