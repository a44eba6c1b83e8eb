"""How strongly the jail holds: the levels, from the strongest down."""

from enum import StrEnum


class Isolation(StrEnum):
    """What stands between an environment's code and the machine."""

    AUTO = "auto"  # the strongest that works here; never below SECCOMP
    NAMESPACES = "namespaces"  # own user, mount, network, pid ... namespaces with an empty root, and all of SECCOMP
    SECCOMP = "seccomp"  # an allow-list of system calls; Landlock too where the kernel has it
    NONE = "none"  # limits of time and memory only: for code that is trusted, on explicit request
