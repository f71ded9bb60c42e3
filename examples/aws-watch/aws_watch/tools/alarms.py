"""Alarms and logs."""

import asyncio
import boto3
from aws_watch.clients import REGION
from mcp.server.fastmcp import Context, FastMCP
from pydantic import Field
from typing import Annotated, Any, Dict, List, Optional


logs = boto3.client('logs', region_name=REGION)


def register(mcp: FastMCP) -> None:
    """Register the tools about alarms and logs."""

    @mcp.tool()
    async def list_alarms(ctx: Context, prefix: Optional[str] = None) -> List[Dict[str, Any]]:
        """List the alarms of CloudWatch.

        Args:
            prefix: the beginning of their names
        """
        cloudwatch = boto3.Session().client('cloudwatch')
        options = {'AlarmNamePrefix': prefix} if prefix else {}
        answer = await asyncio.to_thread(cloudwatch.describe_alarms, **options)
        return [{'name': alarm['AlarmName']} for alarm in answer['MetricAlarms']]

    @mcp.tool()
    def list_log_groups(
        limit: Annotated[int, Field(description='At most this many', ge=1, le=50)] = 50,
    ) -> List[str]:
        """List the log groups."""
        return [group['logGroupName'] for group in logs.describe_log_groups(limit=limit)['logGroups']]

    @mcp.tool()
    async def last_events(ctx: Context, log_group: str, limit: int = 20) -> List[str]:
        """Read the last events of a log group."""
        answer = logs.filter_log_events(logGroupName=log_group, limit=limit)
        return [event['message'] for event in answer['events']]
