"""The errors that users meet, in one tree; each names the culprit, the value and the remedy.

    ResynError
    ├── ConfigError      a flag, a file or a value given by the user is wrong     exit code 2
    ├── CatalogueError   a folder of environments or its index is wrong           exit code 2
    ├── ProviderError    a model's endpoint, key or weights failed                exit code 3
    │   └── RefusedError one request is refused for good; others are answered     exit code 3
    ├── SandboxError     the box broke or is too weak (never the program in it)   exit code 3
    └── StoreError       the run's folder cannot be read or written               exit code 3

What untrusted code does wrong is never an exception: it is a value (a reply's status, a finding, an outcome).
"""


class ResynError(Exception):
    """Base of all errors raised on purpose.

    `hint` is the remedy, one sentence, shown below the message by the command line.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(ResynError):
    """A flag, a file or a value given by the user is wrong."""

    exit_code = 2


class CatalogueError(ResynError):
    """A folder of environments, one of its files or its index is wrong."""

    exit_code = 2


class ProviderError(ResynError):
    """A model's endpoint, key or weights failed."""


class RefusedError(ProviderError):
    """One request is refused for good, such as a prompt too long for the model, while others are answered.

    It costs that request alone: whoever asked goes on without the answer, and says so. An endpoint that answers nothing
    at all raises another ProviderError.
    """


class SandboxError(ResynError):
    """The box broke or the kernel offers too little; never the fault of the program in the box."""


class StoreError(ResynError):
    """The run's folder cannot be read or written, or belongs to another version."""
