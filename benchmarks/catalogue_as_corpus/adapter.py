"""How often the audit's rules stop what is sound: the shipped environments, audited as a foreign corpus.

    resyn audit benchmarks/catalogue_as_corpus/adapter.py --folder src --folder benchmarks/catalogue_as_corpus

The tests hold every environment to an independent definition, so a finding is a false alarm, or news.
"""

import json
import random

import shipped

META = {"modules": ["shipped"]}
DEFAULT_LEVEL = 3


class Corpus:
    """An item is an instance of level 3, or of the level asked for; its reference is what `solve` returns."""

    def names(self):
        """Return the names of the environments."""
        return list(shipped.FILES)

    def levels(self, name):
        """Return the calibrated levels."""
        return [1, 2, 3, 4, 5]

    def draw(self, name, seed, index, level):
        """Return an instance's question and solution; the entry is the instance."""
        functions = shipped.functions(name)
        level = level or DEFAULT_LEVEL
        instance = functions["generate"](level, random.Random(f"{name}:corpus:{level}:{seed}:{index}"))
        instance = json.loads(json.dumps(instance))
        return {"question": functions["observe"](instance), "gold": functions["solve"](instance), "entry": instance}

    def score(self, name, entry, answer):
        """Return 1 for an answer that verify accepts."""
        return float(shipped.functions(name)["verify"](entry, answer))
