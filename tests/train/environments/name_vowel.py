"""Name the one vowel among some letters."""

META = {"category": "test", "answer": "word"}


def generate(level, rng):
    letters = rng.sample("abcd", 4)
    return {"letters": "".join(letters), "note": rng.randint(0, 9999)}


def observe(instance):
    return f"Note {instance['note']}. Which letter is a vowel: {instance['letters']}?"


def verify(instance, answer):
    return answer in instance["letters"] and answer in ("a", "e", "i", "o", "u")


def solve(instance):
    return "a"


def wrong_answers(instance):
    return ["b", "c", "d"]
