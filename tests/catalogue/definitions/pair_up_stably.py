"""What is right, said again: an assignment within the places that no pair of a student and a workshop blocks.

Candidates: every way to give each student one of the workshops or none.
"""

from collections.abc import Iterator
from itertools import product

LEVELS = (1,)
EXHAUSTIVE = True
FORM = r"[A-Z]=[1-9][0-9]*( [A-Z]=[1-9][0-9]*)*"


def candidates(instance: dict, solution: str) -> Iterator[str]:
    shops = ["", *(str(number + 1) for number in range(len(instance["ranks"])))]
    for chosen in product(shops, repeat=len(instance["likes"])):
        text = " ".join(f"{chr(65 + one)}={shop}" for one, shop in enumerate(chosen) if shop)
        if text:
            yield text


def holds(instance: dict, answer: str) -> bool:
    pairs = [(ord(entry[0]) - 65, int(entry[2:]) - 1) for entry in answer.split()]
    students = [one for one, _ in pairs]
    if len(set(students)) != len(students):
        return False
    wanted = {(one, shop) for one, like in enumerate(instance["likes"]) for shop in like}
    wanted &= {(one, shop) for shop, rank in enumerate(instance["ranks"]) for one in rank}
    if not set(pairs) <= wanted:
        return False
    shops = [shop for _, shop in pairs]
    if any(shops.count(shop) > room for shop, room in enumerate(instance["places"])):
        return False
    if any(_blocks(instance, pair, pairs) for pair in wanted - set(pairs)):
        return False
    sum_of_wishes = sum(instance["likes"][one].index(shop) + 1 for one, shop in pairs)
    return instance["effort"] is None or (len(pairs) >= instance["count"] and sum_of_wishes <= instance["effort"])


def _blocks(instance: dict, pair: tuple[int, int], pairs: list[tuple[int, int]]) -> bool:
    one, shop = pair
    like = instance["likes"][one]
    own = [like.index(other) for student, other in pairs if student == one]
    if own and own[0] < like.index(shop):
        return False
    groups: list[set[int]] = []
    for at, student in enumerate(instance["ranks"][shop]):
        if at in instance["ties"][shop]:
            groups[-1].add(student)
        else:
            groups.append({student})
    level = {student: number for number, group in enumerate(groups) for student in group}
    inside = [level[student] for student, other in pairs if other == shop]
    return len(inside) < instance["places"][shop] or max(inside) > level[one]
