"""Follow steps of arithmetic, whose order matters."""

META = {"category": "arithmetic", "skills": ["simulation"], "keywords": ["program"], "answer": "integer", "version": 1}


def generate(level, rng):
    steps = [["add", 3], ["multiply by", 5], ["subtract", 2], ["square, then add", 0], ["multiply by", 7]]
    rng.shuffle(steps)
    return {"steps": steps}


def observe(instance):
    return "Begin with 2.\n" + "\n".join(f"{verb} {number}" for verb, number in instance["steps"]) + "\nWhat comes out?"


def verify(instance, answer):
    return answer.strip() == solve(instance)


def solve(instance):
    value = 2
    for verb, number in instance["steps"]:
        if verb == "add":
            value += number
        elif verb == "subtract":
            value -= number
        elif verb == "multiply by":
            value *= number
        else:
            value = value * value + number
    return str(value)


def wrong_answers(instance):
    value = int(solve(instance))
    return [str(value + 1), str(value - 1), str(-value)]
