"""Named sessions: what an INSET day or a briefing is made of."""

from dataclasses import dataclass

from .location import Location
from .quantities import Minutes


@dataclass(frozen=True, slots=True)
class SessionPart:
    """A part of a session: a module's part, or a break."""

    module: str
    what: str
    minutes: Minutes
    is_break: bool
    location: Location


@dataclass(frozen=True, slots=True)
class Session:
    """A named session."""

    id: str
    title: str
    audience: tuple[str, ...]
    parts: tuple[SessionPart, ...]
    location: Location
