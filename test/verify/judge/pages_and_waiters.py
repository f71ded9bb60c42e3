"""Read all pages and wait, and print how many pages and polls it took."""

import json
import sys

import boto3
from botocore.config import Config


def main(asked):
    """Print one JSON object."""
    session = boto3.Session(asked['key'], asked['secret'], region_name='eu-west-1')

    def client(service, **config):
        return session.client(service, endpoint_url=asked['url'], config=Config(**config))

    s3, ec2, dynamodb = client('s3'), client('ec2'), client('dynamodb')
    pages = {
        name: sum(1 for _ in each.get_paginator(name).paginate(**arguments))
        for name, each, arguments in (
            ('list_objects_v2', s3, {'Bucket': 'bucket'}),
            ('list_tables', dynamodb, {}),
            ('describe_instances', ec2, {}),
            ('list_users', client('iam'), {}),
        )
    }
    instance = 'i-0123456789abcdef0'
    polls = {
        'instance_running': wait(ec2, 'instance_running', InstanceIds=[instance]),
        'bucket_exists': wait(s3, 'bucket_exists', Bucket='bucket'),
    }
    dynamodb.delete_table(TableName='table')
    polls['table_deleted'] = wait(dynamodb, 'table_not_exists', TableName='table')
    stacks = client('cloudformation')
    stacks.delete_stack(StackName='stack')
    polls['stack_delete'] = wait(stacks, 'stack_delete_complete', StackName='stack')
    found = ec2.describe_instances(InstanceIds=[instance])['Reservations'][0]['Instances'][0]
    result = {'pages': pages, 'polls': polls, 'instance': found['InstanceId']}
    print(json.dumps({**result, 'virtual': virtual(session, asked['url'])}))


def wait(client, name, **arguments):
    """Return how often was asked; a second poll would wait for seconds, so one alone is allowed."""
    client.get_waiter(name).wait(**arguments, WaiterConfig={'MaxAttempts': 1, 'Delay': 0})
    return 1


def virtual(session, url):
    """Read an object of a bucket that the host names, by way of a proxy setting."""
    config = Config(s3={'addressing_style': 'virtual'}, proxies={'http': url})
    s3 = session.client('s3', endpoint_url='http://s3.eu-west-1.amazonaws.com', config=config)
    s3.get_object(Bucket='bucket', Key='key')['Body'].read()
    return 'GetObject'


if __name__ == '__main__':
    main(json.load(sys.stdin))
