"""How a question is put to a model: the one place that knows the tags and the text asking for them."""

from typing import Final

THINK_TAGS: Final = ("<think>", "</think>")
ANSWER_TAGS: Final = ("<answer>", "</answer>")

SYSTEM_PROMPT: Final = (
    "Reason about the question step by step, then answer it. "
    "Put the reasoning between <think> and </think>, and after it the final answer between <answer> and </answer>. "
    "The final answer must have exactly the form that the question asks for, with nothing around it. "
    "Your reply must look like this: <think>reasoning</think><answer>final answer</answer>"
)
"""Asks for the format of the paper's format reward (PAPER, section on training)."""


def chat_messages(question: str, *, system_prompt: str = SYSTEM_PROMPT) -> list[dict[str, str]]:
    """Return the question as chat messages, as TRL and verl take a `prompt`; an empty system prompt is left out."""
    system = [{"role": "system", "content": system_prompt}] if system_prompt else []
    return [*system, {"role": "user", "content": question}]
