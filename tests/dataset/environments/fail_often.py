"""Double a number; the generator, the solver and the verifier each fail on some."""

META = {"category": "arithmetic", "skills": ["doubling"], "keywords": ["double"], "answer": "integer", "version": 1}


def generate(level, rng):
    number = rng.randint(1000, 9999)
    if number % 4 == 0:
        raise ValueError("cannot draw")
    return {"number": number}


def observe(instance):
    return f"Double {instance['number']}."


def verify(instance, answer):
    if instance["number"] % 4 == 1 and instance["number"] % 3 == 0:
        raise ValueError("cannot verify")
    return answer == str(2 * instance["number"])


def solve(instance):
    number = instance["number"]
    return str(2 * number + (number % 4 == 2))


def wrong_answers(instance):
    return [str(instance["number"]), "0", "1"]
