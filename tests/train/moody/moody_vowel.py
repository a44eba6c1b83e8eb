"""Name the one vowel; the verifier hangs, crashes or lies about its type, depending on the answer."""

META = {"category": "test", "answer": "word"}


def generate(level, rng):
    return {"letters": "".join(rng.sample("abcd", 4)), "note": rng.randint(0, 9999)}


def observe(instance):
    return f"Note {instance['note']}. Which letter is a vowel: {instance['letters']}?"


def verify(instance, answer):
    while answer == "b":
        pass
    if answer == "c":
        raise RuntimeError("no c")
    return "yes" if answer == "d" else answer == "a"


def solve(instance):
    return "a"


def wrong_answers(instance):
    return ["e"]
