"""AWS clients, made when they are first needed."""

import boto3
import os
from functools import lru_cache
from typing import Any


REGION = os.environ.get('AWS_REGION', 'us-east-1')


@lru_cache(maxsize=None)
def client(service: str) -> Any:
    """Return the client of a service."""
    return boto3.client(service, region_name=REGION)
