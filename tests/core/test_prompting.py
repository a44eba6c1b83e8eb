from resyn.core.prompting import ANSWER_TAGS, SYSTEM_PROMPT, THINK_TAGS, chat_messages


def test_system_prompt_shows_every_tag_that_is_rewarded() -> None:
    assert all(tag in SYSTEM_PROMPT for tag in (*THINK_TAGS, *ANSWER_TAGS))


def test_question_stands_alone_in_the_last_message() -> None:
    assert chat_messages("Why?") == [
        {"role": "system", "content": SYSTEM_PROMPT},
        {"role": "user", "content": "Why?"},
    ]
    assert chat_messages("Why?", system_prompt="") == [{"role": "user", "content": "Why?"}]
