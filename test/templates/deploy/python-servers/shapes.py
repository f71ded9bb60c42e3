"""What the tools of the test servers take."""

from pydantic import BaseModel
from typing import List, Optional


class Tag(BaseModel):
    """A tag."""

    key: str
    inner: List['Tag'] = []


def describe(text, limit, tag):
    """What a tool was given, for a test to read."""
    return f'{text} {limit!r} {tag.key if tag else None}'


Limit = Optional[int]
OptionalTag = Optional[Tag]
