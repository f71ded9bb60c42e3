"""Sign requests in the ways that are not SigV4: SigV4a, version 2, and S3's presigned addresses, old and new."""

import json
import sys
import urllib.request

import boto3
from botocore.config import Config


def main(asked):
    """Send five requests."""
    session = boto3.Session(asked['key'], asked['secret'], asked['token'], 'eu-west-1')

    def client(service, **config):
        return session.client(service, endpoint_url=asked['url'], config=Config(**config))

    client('dynamodb', signature_version='v4a', sigv4a_signing_region_set='*').list_tables()
    s3 = client('s3', signature_version='s3v4a', sigv4a_signing_region_set='*')
    s3.get_object(Bucket='bucket', Key='a key')['Body'].read()
    client('sdb').list_domains()
    send(client('s3', signature_version='s3').generate_presigned_url(*object_named('get_object')))
    new = client('s3', signature_version='s3v4')
    send(new.generate_presigned_url(*object_named('put_object')), 'PUT', b'content')
    print(json.dumps({'done': True}))


def object_named(operation):
    """Return the arguments of a presigned address."""
    return operation, {'Bucket': 'bucket', 'Key': 'a key'}


def send(url, method='GET', body=None):
    """Send a request as somebody without keys would."""
    urllib.request.urlopen(urllib.request.Request(url, body, method=method)).read()


if __name__ == '__main__':
    main(json.load(sys.stdin))
