"""What the tests run in other processes: each signs, and says by which key."""

import boto3
import os
import sys
from botocore.config import Config
from typing import Any


def signing_key(*_: Any) -> str:
    """Sign a URL in this process, without a request; return the key."""
    client = boto3.session.Session().client('s3', config=Config(signature_version='s3v4'))
    url: str = client.generate_presigned_url('list_buckets')
    return url.split('Credential=')[1].split('%2F')[0]


def signing_key_with_services(*_: Any) -> str:
    """Do it as a program that imports the services."""
    import cred_extract_services  # noqa: F401

    return signing_key()


def signing_key_of_server(*_: Any) -> str:
    """Do it as work of the server's own."""
    from cred_extract_services import as_server_identity

    with as_server_identity():
        return signing_key()


def signing_key_of_tool(account_id: Any) -> str:
    """Do it as a worker that serves: in a tool's call of its own."""
    from cred_extract_services import TargetAccountId, with_account_context

    @with_account_context
    def tool(target_account_id: TargetAccountId = None) -> str:
        return signing_key()

    return tool(account_id)


def in_fork(work: Any) -> str:
    """Run a function in a fork; return what it returns, or the name of its error."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            told = work()
        except BaseException as error:
            told = type(error).__name__
        os.write(write, told.encode())
        os._exit(0)
    os.waitpid(pid, 0)
    os.close(write)
    with os.fdopen(read) as told:
        return told.read()


if __name__ == '__main__':
    sys.path.append(sys.argv[1])
    try:
        print(signing_key_with_services())
    except Exception as error:
        print(type(error).__name__)
