"""Where a task that was done alone can be kept as evidence: a floor above says it, this one leads there."""

from collections.abc import Callable
from uuid import UUID

_FINDERS: list[Callable[[UUID], str]] = []


def register(find: Callable[[UUID], str]) -> None:
    """Let what was done alone lead to the address that ``find`` gives for a task's key."""
    _FINDERS[:] = [find]


def address(task: UUID) -> str:
    """Return the address at which a task is kept as evidence; "" when nobody registered one."""
    return _FINDERS[0](task) if _FINDERS else ""
