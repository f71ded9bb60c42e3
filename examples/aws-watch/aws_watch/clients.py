"""AWS clients, made when they are first needed."""

import boto3
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=None)
def client(service: str) -> Any:
    """Return the client of a service."""
    return boto3.client(service)
