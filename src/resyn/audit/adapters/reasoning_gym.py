"""reasoning-gym: every registered dataset in its default configuration, and by curriculum level where it has one."""

import copy
import json

from reasoning_gym.factory import CURRICULA, DATASETS, create_curriculum, create_dataset

META = {
    "distribution": "reasoning-gym",
    "modules": ["reasoning_gym", "numpy.random"],
    "snippet": (
        "import reasoning_gym as rg\n"
        "data = rg.create_dataset({task!r}, seed={seed}, size={index} + 1)\n"
        "print(data.score_answer({answer!r}, data[{index}]))"
    ),
}
SIZE = 1000


class Corpus:
    """The registered datasets; an entry that does not survive JSON is drawn again from its place."""

    def __init__(self):
        self._datasets = {}
        self._entries = {}

    def names(self):
        """Return the names of all datasets but the mixture of others."""
        return sorted(name for name in DATASETS if name != "composite")

    def levels(self, name):
        """Return the levels of a dataset's curriculum."""
        if name not in CURRICULA:
            return []
        curriculum = create_curriculum(name)
        return list(range(max(len(attribute.levels) for attribute in curriculum.attributes.values())))

    def draw(self, name, seed, index, level):
        """Return an item; its entry is the dataset's own where that is JSON to the letter, else its place alone."""
        entry = self._entry(name, seed, index, level)
        place = {"seed": seed, "index": index, "level": level, "kept": _as_json(entry)}
        return {"question": entry["question"], "gold": entry["answer"], "entry": place}

    def score(self, name, entry, answer):
        """Return what the dataset's own scorer says."""
        dataset = self._dataset(name, entry["seed"], entry["level"])
        drawn = entry["kept"] or self._entry(name, entry["seed"], entry["index"], entry["level"])
        return dataset.score_answer(answer, drawn)

    def _entry(self, name, seed, index, level):
        place = (name, seed, index, level)
        if place not in self._entries:
            self._entries[place] = self._dataset(name, seed, level)[index]
        return copy.deepcopy(self._entries[place])

    def _dataset(self, name, seed, level):
        place = (name, seed, level)
        if place not in self._datasets:
            settings = {"seed": seed, "size": SIZE}
            if level is None:
                self._datasets[place] = create_dataset(name, **settings)
            else:
                curriculum = create_curriculum(name)
                curriculum.set_global_level(level)
                config = curriculum.generate_configuration(settings)
                self._datasets[place] = DATASETS[name][0](config)
        return self._datasets[place]


def _as_json(value):
    """Return a value as plain JSON, None where that would not be equal to it."""
    try:
        plain = json.loads(json.dumps(value))
    except (TypeError, ValueError):
        return None
    return plain if plain == value else None
