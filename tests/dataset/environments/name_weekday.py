"""Name the weekday that follows; there are seven questions in all."""

META = {"category": "calendar", "skills": ["recall"], "keywords": ["week"], "answer": "word", "version": 1}

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def generate(level, rng):
    return {"day": rng.randrange(7)}


def observe(instance):
    return f"Which day follows {DAYS[instance['day']]}?"


def verify(instance, answer):
    return answer.strip().lower() == solve(instance).lower()


def solve(instance):
    return DAYS[(instance["day"] + 1) % 7]


def wrong_answers(instance):
    return [DAYS[instance["day"]], DAYS[(instance["day"] + 2) % 7], ""]
