/** Ways to break a tool in Python. */

import type { Broken, ToolFault } from "./fault.js";

const file = "notes.py";
const BUCKETS = "return [bucket['Name'] for bucket in s3.list_buckets()['Buckets']]";
const QUEUES = "answer = await asyncio.to_thread(sqs.list_queues)";
const KEY = "return boto3.client('kms').describe_key(KeyId=key_id)['KeyMetadata']['Arn']";
const COMMAND = "env=account_environment()";
const MADE = "s3 = boto3.client('s3', region_name='us-east-1')";

const clients: readonly ToolFault[] = [
  {
    name: "an answer in functools.lru_cache",
    tool: "list_buckets",
    patches: [
      [file, BUCKETS, "return _names()"],
      [
        file,
        MADE,
        `${MADE}


@__import__('functools').lru_cache(maxsize=None)
def _names():
    return [bucket['Name'] for bucket in s3.list_buckets()['Buckets']]`,
      ],
    ],
    says: /the answer is kept from another account/,
  },
  {
    name: "a context lost in a thread",
    tool: "list_queues",
    patches: [
      [
        file,
        QUEUES,
        `import threading
    kept = []
    thread = threading.Thread(target=lambda: kept.append(sqs.list_queues()))
    thread.start()
    thread.join()
    answer = kept[0] if kept else {'QueueUrls': []}`,
      ],
    ],
    says: /without an account it answers/,
  },
  {
    name: "keys from the environment",
    tool: "describe_key",
    patches: [
      [
        file,
        "boto3.client('kms')",
        "boto3.client('kms', aws_access_key_id=__import__('os').environ['AWS_ACCESS_KEY_ID'], aws_secret_access_key=__import__('os').environ['AWS_SECRET_ACCESS_KEY'])",
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "a child with the server's keys",
    tool: "list_by_command",
    patches: [[file, COMMAND, "env=dict(__import__('os').environ)"]],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "an address that the server's keys sign",
    tool: "share_object",
    patches: [
      [
        file,
        "return s3.generate_presigned_url",
        "return boto3.client('s3', aws_access_key_id=__import__('os').environ['AWS_ACCESS_KEY_ID'], aws_secret_access_key=__import__('os').environ['AWS_SECRET_ACCESS_KEY']).generate_presigned_url",
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
];

const contract: readonly ToolFault[] = [
  {
    name: "another description",
    tool: "list_queues",
    patches: [[file, '"""List the queues."""', '"""List some queues."""']],
    says: /description is no longer the same/,
  },
  {
    name: "a required parameter made optional",
    tool: "describe_key",
    patches: [[file, "key_id: str,", "key_id: str = 'alias/example',"]],
    says: /inputSchema is no longer the same/,
  },
  {
    name: "a child that names a profile",
    tool: "list_by_command",
    patches: [[file, "['aws', 's3', 'ls']", "['aws', '--profile', 'default', 's3', 'ls']"]],
    says: /a request was not signed at all/,
  },
];

const kept: readonly ToolFault[] = [
  {
    name: "no parameter for the account",
    tool: "list_queues",
    patches: [
      [
        file,
        "@with_account_context\nasync def list_queues(target_account_id: TargetAccountId = None)",
        "async def list_queues()",
      ],
    ],
    says: /it takes no target_account_id/,
  },
  {
    name: "another account's data in an answer, with every request sent",
    tool: "describe_key",
    patches: [
      [
        file,
        KEY,
        "FIRST.append(boto3.client('kms').describe_key(KeyId=key_id)['KeyMetadata']['Arn'])\n    return FIRST[0]",
      ],
      [file, MADE, `${MADE}\nFIRST = []`],
    ],
    says: /the answer for B holds what only A was given/,
  },
  {
    name: "no answer without an account",
    tool: "list_by_command",
    patches: [
      [
        file,
        "    return subprocess.run(",
        "    if target_account_id is None:\n        raise ValueError('name an account')\n    return subprocess.run(",
      ],
    ],
    says: /without an account it answers/,
  },
];

const leftOver: readonly ToolFault[] = [
  {
    name: "a process that signs for itself",
    tool: "list_buckets",
    patches: [
      [
        file,
        BUCKETS,
        `import sys
    code = "import boto3; print([b['Name'] for b in boto3.client('s3').list_buckets()['Buckets']])"
    return [subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout]`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
  {
    name: "work that a thread does as the server",
    tool: "list_queues",
    patches: [
      [
        file,
        QUEUES,
        `def work():
        with as_server_identity():
            return sqs.list_queues()
    from cred_extract_services import as_server_identity
    answer = await asyncio.to_thread(work)`,
      ],
    ],
    says: /called with A: a request was signed by the server's own account/,
  },
];

export const pythonTools: readonly Broken[] = [clients, contract, kept, leftOver].map((faults) => ({
  language: "python",
  faults,
}));
