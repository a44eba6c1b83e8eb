"""The benchmarks, one file each: how the publisher's files are read, and when an answer is right.

Each answer is what `core.response.extract_answer` took out of a reply. Rules compare texts and numbers; none executes,
parses as code or hands on to a computer algebra system what a model wrote.
"""
