# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Make every AWS client sign with the account that is current at the moment of signing.

The signer is hooked, so that clients made at any time and kept anywhere are right, and the session
is, so that code that signs by itself is too. Clients that were given explicit keys keep them.

The names hooked are private to botocore, which a new version may change. So `run_self_test` makes
clients as a server makes them and signs a URL, without any request, outside an account and in one:
where the hooks don't work, the server does not start.
"""

import functools
import inspect
import os
import sys
from .accounts import AwsCredentials
from .context_manager import Base, credentials_scope, current_credentials, refuse_if_lost
from .credential_extractor import DEFAULT_SESSION_NAME, extract_aws_credentials
from .exceptions import AccountHookError
from .settings import accounts_are_configured
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError
from botocore.session import Session
from botocore.signers import RequestSigner
from types import SimpleNamespace
from typing import Any, Callable, Optional


LoadBase = Callable[[], Optional[Credentials]]

_MARK = '__aws_account_hook__'
_STORED = '_credentials'
_BASE_KEY = 'SELFTESTBASE'
_ACCOUNT_KEY = 'SELFTESTACCOUNT'
# With a method of its own: botocore calls keys without one explicit.
_BASE = Credentials(_BASE_KEY, 'self-test', method='self-test')
# The test is about the SDK: nobody's profile or configuration file may make it fail.
_NO_CONFIGURATION = {
    'profile': (None, None, None, None),
    'config_file': (None, None, os.devnull, None),
    'credentials_file': (None, None, os.devnull, None),
}


class AccountCredentials(Credentials):  # type: ignore[misc]
    """The current account's credentials, else the base ones, asked for anew at each use."""

    method = 'account-context'

    def __init__(self, load_base: LoadBase) -> None:
        """Take a function that returns the base credentials, or None where there are none."""
        self._load_base = load_base

    def get_frozen_credentials(self) -> Any:
        """Return the keys to sign with now, as ReadOnlyCredentials.

        Raises:
            NoCredentialsError: if no account is current and there are no base credentials.
        """
        credentials = current_credentials()
        if credentials is not None:
            return frozen(_renewed(credentials))
        refuse_if_lost()
        # The chain may call STS to make base credentials: never as an account.
        with credentials_scope(Base.SERVER):
            base = self._load_base()
            if base is None:
                raise NoCredentialsError()
            return base.get_frozen_credentials()

    @property
    def access_key(self) -> str:
        """The access key id to sign with now."""
        return str(self.get_frozen_credentials().access_key)

    @property
    def secret_key(self) -> str:
        """The secret access key to sign with now."""
        return str(self.get_frozen_credentials().secret_key)

    @property
    def token(self) -> Optional[str]:
        """The session token to sign with now, or None."""
        return self.get_frozen_credentials().token  # type: ignore[no-any-return]

    @property
    def account_id(self) -> Optional[str]:
        """The account id that goes into account-based endpoints, or None."""
        credentials = current_credentials()
        if credentials is not None:
            return credentials.account_id
        with credentials_scope(Base.SERVER):
            return getattr(self._load_base(), 'account_id', None)

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        """Return a function that reads a property when the endpoint is resolved."""
        return lambda: getattr(self, property_name)


def frozen(credentials: AwsCredentials) -> ReadOnlyCredentials:
    """Return credentials as botocore's signers take them."""
    keys = (
        credentials.access_key_id,
        credentials.secret_access_key,
        credentials.session_token,
    )
    # Newer versions also hold the account id.
    if 'account_id' in ReadOnlyCredentials._fields:
        return ReadOnlyCredentials(*keys, credentials.account_id)
    return ReadOnlyCredentials(*keys)


def _renewed(credentials: AwsCredentials) -> AwsCredentials:
    """Return the credentials, or new ones where a long call outlives its session."""
    if not credentials.is_due():
        return credentials
    return extract_aws_credentials(
        credentials.account_id, credentials.session_name or DEFAULT_SESSION_NAME
    )


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
    # Versions before S3 Express have no identity cache; the self-test notices what matters.
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
    return _aio_class() if is_async else AccountCredentials


def _aio_class() -> Callable[..., AccountCredentials]:
    """Return the credentials for aiobotocore, copied only into servers that were seen to use it.

    Raises:
        AccountHookError: if the file isn't there: nothing is signed with another account's key.
    """
    try:
        from .aio import AioAccountCredentials  # type: ignore[import-not-found, unused-ignore]
    except ModuleNotFoundError:
        raise AccountHookError(
            'aiobotocore signs here, for which aio.py of these services is needed: name '
            'aiobotocore among the dependencies and run mcp-retrofit again'
        ) from None
    aio_class: Callable[..., AccountCredentials] = AioAccountCredentials
    return aio_class


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
    try:
        return _aio_class()(lambda: base)
    except AccountHookError:
        if accounts_are_configured():
            raise
        # No account can be named: nothing about the server changes.
        return base


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


def run_self_test() -> None:
    """Sign as the base, as an account and as the base again, in each way that a server may.

    Raises:
        AccountHookError: if the wrong key signed.
    """
    account = AwsCredentials('0' * 12, 'self-test', 'aksk', None, _ACCOUNT_KEY, 'self-test')
    session = _session()
    early = _session()
    # As a client made before the hooks: it holds the credentials themselves.
    early.get_credentials = lambda: _BASE
    with credentials_scope(Base.SERVER):
        clients = [each.create_client('sts', region_name='us-east-1') for each in (session, early)]
        held = session.get_credentials()
    seen = []
    for state in (Base.SERVER, account, Base.SERVER):
        with credentials_scope(state):
            seen.append({held.access_key, *map(_signing_key, clients)})
    if seen != [{_BASE_KEY}, {_ACCOUNT_KEY}, {_BASE_KEY}]:
        raise AccountHookError(
            f'botocore signed with {seen}: with this version the server would mix up accounts. '
            'Install a version of boto3 that these services are tested with.'
        )


def _session() -> Any:
    session = Session(session_vars=_NO_CONFIGURATION)
    provider = SimpleNamespace(load_credentials=lambda: _BASE)
    session.register_component('credential_provider', provider)
    return session


def _signing_key(client: Any) -> str:
    url: str = client.generate_presigned_url('get_caller_identity')
    return url.split('Credential=')[1].split('%2F')[0]
