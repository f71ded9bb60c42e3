"""Queues."""

import boto3
from typing import Any, Dict, List


async def list_queues() -> List[str]:
    """List the queues by their addresses."""
    return boto3.client('sqs').list_queues().get('QueueUrls', [])


async def depth(queue_url: str) -> Dict[str, Any]:
    """Tell how many messages wait in a queue."""
    sqs = boto3.resource('sqs')
    queue = sqs.Queue(queue_url)
    return {'waiting': queue.attributes.get('ApproximateNumberOfMessages')}
