"""reasoning-core: every listed task, with levels 0 to 5 of its configuration."""

import json
import random

import numpy
import reasoning_core
from reasoning_core.template import Entry

META = {
    "distribution": "reasoning-core",
    "modules": ["reasoning_core", "numpy.random"],
    "prepare": ["reasoning_core.template:_load_tokenizer"],
    "optional": [
        "sympy",
        "networkx",
        "pandas",
        "z3",
        "regex",
        "nltk",
        "rapidfuzz._initialize_cpp",
        "duckdb",
        "faker",
        "reasoning_core.tasks.arithmetics",
        "reasoning_core.tasks.belief_tracking",
        "reasoning_core.tasks.binding",
        "reasoning_core.tasks.code_execution",
        "reasoning_core.tasks.constraint_satisfaction",
        "reasoning_core.tasks.coreference",
        "reasoning_core.tasks.equation_system",
        "reasoning_core.tasks.grammar",
        "reasoning_core.tasks.graph_operations",
        "reasoning_core.tasks.grid_navigation",
        "reasoning_core.tasks.logic_semantics",
        "reasoning_core.tasks.logic_derivation",
        "reasoning_core.tasks.planning",
        "reasoning_core.tasks.regex",
        "reasoning_core.tasks.set_operations",
        "reasoning_core.tasks.tracking",
        "reasoning_core.tasks.qstr",
        "reasoning_core.tasks.table_qa",
    ],
}


class Corpus:
    """The listed tasks; they draw from the global generators, which are seeded for each item."""

    def __init__(self):
        self._drawn = {}

    def names(self):
        """Return the names of the tasks."""
        return reasoning_core.list_tasks()

    def levels(self, name):
        """Return the levels that the corpus's own documentation uses."""
        return [0, 1, 2, 3, 4, 5]

    def draw(self, name, seed, index, level):
        """Return an item; its entry holds the metadata where they are JSON to the letter."""
        example = self._example(name, seed, index, level)
        kept = _as_json({"metadata": dict(example.metadata), "answer": example.answer})
        place = {"seed": seed, "index": index, "level": level, "kept": kept}
        return {"question": example.prompt, "gold": example.answer, "entry": place}

    def score(self, name, entry, answer):
        """Return what the task's own scorer says."""
        kept = entry["kept"]
        if kept is not None:
            example = Entry(kept["metadata"], kept["answer"])
        else:
            example = self._example(name, entry["seed"], entry["index"], entry["level"])
        return reasoning_core.score_answer(answer, example)

    def _example(self, name, seed, index, level):
        place = (name, seed, index, level)
        if place not in self._drawn:
            random.seed(f"{seed}:{index}")
            numpy.random.seed((seed * 1_000_003 + index) % 2**32)
            self._drawn[place] = reasoning_core.get_task(name).generate_example(level=level)
        return self._drawn[place]


def _as_json(value):
    """Return a value as plain JSON, None where that would not be equal to it."""
    try:
        plain = json.loads(json.dumps(value))
    except (TypeError, ValueError):
        return None
    return plain if plain == value else None
