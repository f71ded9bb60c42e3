# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Make every AWS client sign with the account that is current at the moment of signing.

The signer is hooked, so that clients made at any time and kept anywhere are right, and the session
is, so that code that signs by itself is too. Clients that were given explicit keys keep them. The
names hooked are private to botocore, hence self_test.py.
"""

import functools
import inspect
import os
import sys
from .account_credentials import AccountCredentials
from .aio_credentials import AioAccountCredentials
from .context_manager import Base, credentials_scope, current_credentials
from .strict_mode import refuse_if_lost
from botocore.credentials import Credentials
from botocore.session import Session
from botocore.signers import RequestSigner
from typing import Any, Callable, Optional


_MARK = '__aws_account_hook__'
_STORED = '_credentials'


def install_botocore_hooks() -> None:
    """Hook botocore, and aiobotocore where it is loaded; again does nothing."""
    if not isinstance(RequestSigner.__dict__.get(_STORED), property):
        setattr(RequestSigner, _STORED, property(_signer_credentials, _store_credentials))
        _wrap(Session, 'get_credentials', _get_credentials)
        _wrap(Session, 'get_config_variable', _get_config_variable)
        _wrap(RequestSigner, '_resolve_identity_cache', _resolve_identity_cache)
        _wrap(RequestSigner, '_choose_signer', _choose_signer)
    aio_session = getattr(sys.modules.get('aiobotocore.session'), 'AioSession', None)
    if aio_session is not None and not hasattr(aio_session.get_credentials, _MARK):
        _wrap(aio_session, 'get_credentials', _get_aio_credentials)


def _wrap(owner: Any, name: str, hook: Callable[..., Any]) -> None:
    original = getattr(owner, name, None)
    # Versions before S3 Express have no identity cache; self_test.py notices what matters.
    if original is None:
        return

    @functools.wraps(original)
    def hooked(self: Any, *args: Any, **kwargs: Any) -> Any:
        return hook(original, self, *args, **kwargs)

    setattr(hooked, _MARK, True)
    setattr(owner, name, hooked)


def _signer_credentials(signer: Any) -> Optional[Credentials]:
    stored = signer.__dict__.get(_STORED)
    if isinstance(stored, AccountCredentials) or _is_explicit(stored):
        return stored
    if current_credentials() is None:
        refuse_if_lost()
        return stored
    signer_class: Any = type(signer)
    return _proxy_class(signer_class)(lambda: stored)


def _store_credentials(signer: Any, credentials: Optional[Credentials]) -> None:
    signer.__dict__[_STORED] = credentials


@functools.lru_cache(maxsize=None)
def _proxy_class(signer_class: Any) -> Callable[..., AccountCredentials]:
    is_async = inspect.iscoroutinefunction(getattr(signer_class, 'get_auth_instance', None))
    return AioAccountCredentials if is_async else AccountCredentials


def _is_explicit(credentials: Optional[Credentials]) -> bool:
    return getattr(credentials, 'method', None) == 'explicit'


def _get_credentials(original: Callable[..., Any], session: Session) -> Optional[Credentials]:
    def load_base() -> Optional[Credentials]:
        return original(session)

    with credentials_scope(Base.SERVER):
        base = load_base()
    if _is_explicit(base) or (base is None and current_credentials() is None):
        return base
    return AccountCredentials(load_base)


async def _get_aio_credentials(original: Callable[..., Any], session: Any) -> Any:
    with credentials_scope(Base.SERVER):
        base = await original(session)
    if _is_explicit(base) or (base is None and current_credentials() is None):
        return base
    return AioAccountCredentials(lambda: base)


def _get_config_variable(
    original: Callable[..., Any], session: Session, logical_name: str, methods: Any = None
) -> Any:
    """Answer with the account's region, unless the session was made for another."""
    if logical_name == 'region' and methods is None:
        credentials = current_credentials()
        if credentials is not None and credentials.region:
            if not session.instance_variables().get('region'):
                return credentials.region
    return original(session, logical_name, methods)


def _resolve_identity_cache(
    original: Callable[..., Any], signer: Any, kwargs: Any, cache: Any, cache_key: Any
) -> Any:
    """Keep the sessions that a client holds with S3 Express apart by account."""
    credentials = current_credentials()
    if credentials is not None:
        by_account = cache.__dict__.setdefault(_MARK, {})
        if credentials.account_id not in by_account:
            by_account[credentials.account_id] = type(cache)(cache._client, cache._credential_cls)
        cache = by_account[credentials.account_id]
    return original(signer, kwargs, cache, cache_key)


def _choose_signer(
    original: Callable[..., Any], signer: Any, operation: str, signing_type: str, context: Any
) -> Any:
    """Sign with keys where a bearer token of the server's own (AWS_BEARER_TOKEN_BEDROCK) would win.

    A token is an identity too: without an account, it may be used only where the base keys may.
    """
    chosen = original(signer, operation, signing_type, context)
    if not str(chosen).startswith('bearer'):
        return chosen
    if current_credentials() is None:
        refuse_if_lost()
        return chosen
    name = (context.get('signing') or {}).get('signing_name') or signer._signing_name
    variable = f'AWS_BEARER_TOKEN_{name}'.replace('-', '_').replace(' ', '_').upper()
    return chosen.replace('bearer', 'v4', 1) if os.environ.get(variable) else chosen
