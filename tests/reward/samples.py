"""Environments of which some misbehave, rows of theirs, and replies."""

from resyn.core import jsontext
from resyn.core.environment import Environment
from resyn.core.verifier import Verifier

SOURCES = {
    "double_number": 'def verify(instance, answer):\n    return answer == str(2 * instance["number"])\n',
    "hang_for_ever": "def verify(instance, answer):\n    while True:\n        pass\n",
    "hang_in_c": "def verify(instance, answer):\n    return sum(range(10 ** 13)) == 0\n",
    "raise_always": "def verify(instance, answer):\n    raise ValueError('never mind')\n",
    "lie_about_type": "def verify(instance, answer):\n    return 1\n",
    "eat_memory": "def verify(instance, answer):\n    return [0] * 10 ** 10 == answer\n",
    "fail_to_load": "import re\nx = 1 / 0\ndef verify(instance, answer):\n    return True\n",
}
CORRECT = "<think>Twice 21.</think>\n<answer>42</answer>"
WRONG = "<think>Twice 21.</think>\n<answer>41</answer>"


def verifier(name: str, number: int = 21, *, reference: str | None = None) -> str:
    """Return the column `verifier` of a row."""
    environment = Environment(name, SOURCES[name])
    instance = jsontext.dump({"number": number})
    return Verifier(name, 1, environment.behaviour_hash, instance, reference).to_text()
