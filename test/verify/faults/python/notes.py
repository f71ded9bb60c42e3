"""A small server of the shape that most have."""

import asyncio
import boto3
import subprocess
from fastmcp import FastMCP
from typing import Any, List, Optional


mcp = FastMCP('notes')
s3 = boto3.client('s3', region_name='us-east-1')


@mcp.tool()
def list_buckets(prefix: Optional[str] = None) -> List[str]:
    """List the buckets."""
    return [bucket['Name'] for bucket in s3.list_buckets()['Buckets']]


@mcp.tool()
async def list_queues() -> List[str]:
    """List the queues."""
    sqs = boto3.client('sqs')
    answer = await asyncio.to_thread(sqs.list_queues)
    return answer['QueueUrls']


@mcp.tool()
def describe_key(key_id: str) -> Any:
    """Describe a key."""
    return boto3.client('kms').describe_key(KeyId=key_id)['KeyMetadata']['Arn']


@mcp.tool()
def list_by_command() -> str:
    """List the buckets by the command line."""
    return subprocess.run(['aws', 's3', 'ls'], capture_output=True, text=True).stdout


@mcp.tool()
def share_object(bucket: str, key: str) -> str:
    """Make an address under which anybody can read an object for a while."""
    asked = {'Bucket': bucket, 'Key': key}
    return s3.generate_presigned_url('get_object', asked, ExpiresIn=600)


def main() -> None:
    """Serve over standard input and output."""
    mcp.run()
