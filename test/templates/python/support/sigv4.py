"""Check AWS signatures (Signature Version 4), written from its specification and not with botocore."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple
from urllib.parse import parse_qsl, quote, urlsplit


@dataclass(frozen=True)
class Signed:
    """What a request says about its signature."""

    access_key_id: str
    token: Optional[str]
    signature: str
    date: str
    scope: str
    signed_headers: List[str]
    query: List[Tuple[str, str]]
    payload_hash: str


def read_signature(target: str, headers: Dict[str, str], body: bytes) -> Optional[Signed]:
    """Return the signature of a request, in its header or its query; None if it has none."""
    query = parse_qsl(urlsplit(target).query, keep_blank_values=True)
    header = headers.get('authorization', '')
    if header.startswith('AWS4-HMAC-SHA256 '):
        parts = dict(part.split('=', 1) for part in header[17:].replace(' ', '').split(','))
        key, scope = parts['Credential'].split('/', 1)
        payload = headers.get('x-amz-content-sha256') or hashlib.sha256(body).hexdigest()
        names = parts['SignedHeaders'].split(';')
        token = headers.get('x-amz-security-token') or headers.get('x-amz-s3session-token')
        date = headers['x-amz-date']
        return Signed(key, token, parts['Signature'], date, scope, names, query, payload)
    named = dict(query)
    if 'X-Amz-Signature' not in named:
        return None
    key, scope = named['X-Amz-Credential'].split('/', 1)
    rest = [(name, value) for name, value in query if name != 'X-Amz-Signature']
    return Signed(
        key,
        named.get('X-Amz-Security-Token'),
        named['X-Amz-Signature'],
        named['X-Amz-Date'],
        scope,
        named['X-Amz-SignedHeaders'].split(';'),
        rest,
        'UNSIGNED-PAYLOAD',
    )


def is_signed_with(
    secret: str, signed: Signed, method: str, target: str, headers: Dict[str, str]
) -> bool:
    """Tell whether the secret made the signature."""
    canonical_query = '&'.join(
        sorted(
            f'{quote(name, safe="-_.~")}={quote(value, safe="-_.~")}'
            for name, value in signed.query
        )
    )
    canonical_headers = ''.join(
        f'{name}:{" ".join(headers.get(name, "").split())}\n' for name in signed.signed_headers
    )
    names = ';'.join(signed.signed_headers)
    path = urlsplit(target).path or '/'
    request = '\n'.join(
        (method, path, canonical_query, canonical_headers, names, signed.payload_hash)
    )
    digest = hashlib.sha256(request.encode()).hexdigest()
    text = '\n'.join(('AWS4-HMAC-SHA256', signed.date, signed.scope, digest))
    key = f'AWS4{secret}'.encode()
    for part in signed.scope.split('/'):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(
        hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signed.signature
    )
