"""A local endpoint that speaks some STS, S3 and Secrets Manager, and records who signed.

It checks every signature, and knows which account each key belongs to: the keys it is told of, and
those that its own AssumeRole gives out. It runs in a process of its own and prints its URL as JSON.
`/_records` returns what it saw; `/_reset` takes its settings and forgets what it saw.
"""

import datetime
import json
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple
from urllib.parse import parse_qs, urlsplit


sys.path.insert(0, str(Path(__file__).parent.parent))
from support.sigv4 import is_signed_with, read_signature  # noqa: E402


class State:
    """What the endpoint knows and saw."""

    def __init__(self) -> None:
        """Know nothing."""
        self.lock = threading.Lock()
        # What is never answered ends with the settings that it came under.
        self.over = threading.Event()
        self.reset({})

    def reset(self, settings: Dict[str, Any]) -> None:
        """Forget what was seen and take new settings.

        Settings:
            keys: access key id to {account, secret}.
            external_ids: account to the external id its role wants.
            secrets: Secrets Manager's, by name.
            sts: '' to answer, or deny, throttle, never, wrong-account.
            session_seconds: how long an assumed role's session lasts.
        """
        with self.lock:
            self.over.set()
            self.over = threading.Event()
            self.settings = settings
            self.keys: Dict[str, Dict[str, Any]] = dict(settings.get('keys', {}))
            self.records: List[Dict[str, Any]] = []
            self.uploads = 0

    def issue(self, account: str, seconds: int) -> Dict[str, str]:
        """Give out new keys of an account."""
        key = {
            'AccessKeyId': f'ASIA{account}{secrets.token_hex(4).upper()}',
            'SecretAccessKey': secrets.token_hex(20),
            'SessionToken': f'token-{secrets.token_hex(16)}',
        }
        ends = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
        with self.lock:
            self.keys[key['AccessKeyId']] = {
                'account': account,
                'secret': key['SecretAccessKey'],
                'token': key['SessionToken'],
            }
        return {**key, 'Expiration': ends.strftime('%Y-%m-%dT%H:%M:%SZ')}


STATE = State()


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = 'HTTP/1.1'
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer any method alike."""
        body = self.rfile.read(int(self.headers.get('content-length') or 0))
        if self.headers.get('transfer-encoding') == 'chunked':
            body = self._chunks()
        if self.path == '/_records':
            return self._send(200, json.dumps(STATE.records), 'application/json')
        if self.path == '/_reset':
            STATE.reset(json.loads(body))
            return self._send(200, '{}', 'application/json')
        return self._answer(body)

    do_PUT = do_POST = do_HEAD = do_DELETE = do_GET

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""

    def _chunks(self) -> bytes:
        body = b''
        while size := int(self.rfile.readline().split(b';')[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        account, problem = _signer(self.command, self.path, headers, body)
        form = {name: values[0] for name, values in parse_qs(body.decode('latin-1')).items()}
        is_sts = form.get('Version') == '2011-06-15' or 'Version=2011-06-15' in self.path
        record = {
            'account': account,
            'problem': problem,
            'path': urlsplit(self.path).path,
            'action': form.get('Action') or headers.get('x-amz-target') or self.command,
            'service': 'sts' if is_sts else 'other',
            'host': headers.get('host'),
        }
        for name in ('RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'):
            if name in form:
                record[name] = form[name]
        signed = read_signature(self.path, headers, body)
        record['region'] = signed.scope.split('/')[1] if signed else None
        with STATE.lock:
            STATE.records.append(record)
        if problem:
            return self._error(403, problem)
        if record['action'] == 'AssumeRole':
            return self._assume_role(form)
        if record['action'] == 'GetCallerIdentity' or is_sts:
            return self._send(200, _CALLER.format(account=account))
        if record['action'] == 'secretsmanager.GetSecretValue':
            name = json.loads(body)['SecretId']
            text = json.dumps(STATE.settings['secrets'][name])
            answer = json.dumps({'Name': name, 'SecretString': text})
            return self._send(200, answer, 'application/x-amz-json-1.1')
        return self._s3(account or '')

    def _assume_role(self, form: Dict[str, str]) -> None:
        mode = STATE.settings.get('sts', '')
        if mode == 'never':
            STATE.over.wait()
            self.close_connection = True
            return
        if mode == 'deny':
            return self._error(403, 'AccessDenied')
        if mode == 'throttle':
            return self._error(400, 'Throttling')
        account = form['RoleArn'].split(':')[4]
        wanted = STATE.settings.get('external_ids', {}).get(account)
        if wanted != form.get('ExternalId'):
            return self._error(403, 'AccessDenied')
        # So that requests made at once are seen to share one answer.
        time.sleep(0.05)
        keys = STATE.issue(account, STATE.settings.get('session_seconds', 3600))
        shown = '999999999999' if mode == 'wrong-account' else account
        fields = ''.join(f'<{name}>{value}</{name}>' for name, value in keys.items())
        name = form['RoleSessionName']
        self._send(200, _ASSUMED.format(account=shown, name=name, fields=fields))

    def _s3(self, account: str) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        if 'session' in query:
            keys = STATE.issue(account, 300)
            fields = ''.join(f'<{name}>{value}</{name}>' for name, value in keys.items())
            text = (
                f'<CreateSessionResult><Credentials>{fields}</Credentials></CreateSessionResult>'
            )
            return self._send(200, text)
        if 'uploads' in query:
            return self._send(200, '<R><UploadId>1</UploadId></R>')
        if 'uploadId' in query and self.command == 'POST':
            return self._send(200, '<R><ETag>"e"</ETag></R>')
        if query.get('list-type') == ['2']:
            is_first = 'continuation-token' not in query
            token = '<NextContinuationToken>t</NextContinuationToken>' if is_first else ''
            more = 'true' if is_first else 'false'
            text = f'<ListBucketResult><IsTruncated>{more}</IsTruncated>{token}</ListBucketResult>'
            return self._send(200, text)
        if self.command == 'GET' and parts.path.strip('/').count('/') == 0:
            owner = f'<Owner><ID>{account}</ID></Owner>'
            text = f'<ListAllMyBucketsResult>{owner}<Buckets/></ListAllMyBucketsResult>'
            return self._send(200, text)
        # What a PUT answers is read for errors by newer SDKs.
        text = '' if self.command == 'PUT' else account
        return self._send(200, text, 'text/plain')

    def _error(self, status: int, code: str) -> None:
        error = f'<Code>{code}</Code><Message>refused</Message>'
        self._send(status, f'<ErrorResponse><Error>{error}</Error></ErrorResponse>')

    def _send(self, status: int, text: str, content_type: str = 'text/xml') -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header('content-type', content_type)
        self.send_header('content-length', str(len(data)))
        self.send_header('etag', '"e"')
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(data)


def _signer(
    method: str, target: str, headers: Dict[str, str], body: bytes
) -> Tuple[Optional[str], Optional[str]]:
    signed = read_signature(target, headers, body)
    if signed is None:
        return None, 'MissingAuthenticationToken'
    key = STATE.keys.get(signed.access_key_id)
    if key is None:
        return None, 'InvalidClientTokenId'
    if key.get('token') != signed.token:
        return key['account'], 'InvalidToken'
    if not is_signed_with(key['secret'], signed, method, target, headers):
        return key['account'], 'SignatureDoesNotMatch'
    return key['account'], None


_CALLER = (
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{account}</Account>'
    '<Arn>arn:aws:iam::{account}:user/test</Arn><UserId>U</UserId>'
    '</GetCallerIdentityResult></GetCallerIdentityResponse>'
)
_ASSUMED = (
    '<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser>'
    '<Arn>arn:aws:sts::{account}:assumed-role/r/{name}</Arn><AssumedRoleId>A:{name}</AssumedRoleId>'
    '</AssumedRoleUser><Credentials>{fields}</Credentials></AssumeRoleResult></AssumeRoleResponse>'
)


class Server(ThreadingHTTPServer):
    """Takes many connections at once."""

    request_queue_size = 1024
    daemon_threads = True


if __name__ == '__main__':
    server = Server(('127.0.0.1', 0), Handler)
    print(json.dumps({'url': f'http://127.0.0.1:{server.server_port}'}), flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # The test run's end closes standard input.
    sys.stdin.read()
