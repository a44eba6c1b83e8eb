"""Add numbers."""

import re

META = {"category": "arithmetic", "skills": ["addition"], "keywords": ["sum"], "answer": "integer", "version": 3}


def generate(level, rng):
    return {"numbers": [rng.randint(100, 9999) for _ in range(level + 1)]}


def observe(instance):
    return "What is " + " + ".join(map(str, instance["numbers"])) + "? Answer with one integer."


def verify(instance, answer):
    return bool(re.fullmatch(r"\s*[0-9]{1,9}\s*", answer)) and int(answer) == sum(instance["numbers"])


def solve(instance):
    return str(sum(instance["numbers"]))


def wrong_answers(instance):
    total = sum(instance["numbers"])
    return [str(total + 1), str(total - 1), str(total + 10)]
