# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Hand a call's account over to what the call itself does not reach.

| what | how |
|---|---|
| goes on after the call: a queue, a timer, a batch | `bind_account(work)`, during the call |
| runs in a pool of processes, or a worker | `pool.submit(run_in_account, account_cache_key(), work)` |
| is a program | `subprocess.run([...], env=account_environment())` |
| keeps answers of AWS | `account_cache_key()` in the key, or `@cache_per_account` |

Copied only into servers that use one of these.
"""

import functools
import inspect
import os
from .accounts import read_account_id
from .authorization import authorize_listed
from .calls import session_name
from .context_manager import (
    SERVER_PID,
    Base,
    State,
    credentials_scope,
    current_credentials,
    current_state,
    refuse_if_lost,
)
from .credential_extractor import extract_aws_credentials, extract_aws_credentials_async
from .settings import default_account_is_allowed
from collections import OrderedDict
from threading import Lock
from typing import Any, Callable, Dict, Mapping, Optional, TypeVar, cast


Work = TypeVar('Work', bound=Callable[..., Any])
Function = TypeVar('Function', bound=Callable[..., Any])

DEFAULT_KEY = 'default'
MAX_ACCOUNTS = 100
# What belongs to the server's own identity and must not leak into an account's environment.
_IDENTITY_VARIABLES = (
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_BEARER_TOKEN_BEDROCK',
)
# What opens every account. DATABASE_URL is not among them: a server may need it for its own ends.
_SECRETS = ('ENCRYPTION_KEY', 'RDS_SECRET_NAME', 'ACCOUNTS_DATABASE_URL', 'TARGET_ACCOUNTS')
# A child that gets its environment from here has its account: it is no lost one.
_LEFT_OUT = (*_SECRETS, SERVER_PID)
_NO_CREDENTIALS = {
    'AWS_CONFIG_FILE': os.devnull,
    'AWS_SHARED_CREDENTIALS_FILE': os.devnull,
    'AWS_EC2_METADATA_DISABLED': 'true',
}


def bind_account(work: Work) -> Work:
    """Bind a function to the account that is current, so that it may run after the call has ended.

    Use it for callbacks, timers, queues and batches: `loop.call_later(5, bind_account(flush))`. Each
    run is in the account in which the function was bound, for as long as the run lasts.

    Args:
        work: a function, or an async one.
    """
    state = current_state()

    @functools.wraps(work)
    def run(*args: Any, **kwargs: Any) -> Any:
        with credentials_scope(state):
            return work(*args, **kwargs)

    @functools.wraps(work)
    async def run_async(*args: Any, **kwargs: Any) -> Any:
        with credentials_scope(state):
            return await work(*args, **kwargs)

    return cast(Work, run_async if inspect.iscoroutinefunction(work) else run)


def run_in_account(
    account_id: Optional[str], work: Callable[..., Any], /, *args: Any, **kwargs: Any
) -> Any:
    """Run a function in an account that is handed over explicitly: in a pool, a worker, a child.

    `pool.submit(run_in_account, account_cache_key(), work, ...)`. The server's code vouches for the
    account: give it the one that the call was allowed to name. ALLOWED_TARGET_ACCOUNTS holds here
    too; a token can't be asked for.

    Args:
        account_id: 12 digits. None, or the `default` of `account_cache_key()`, is the server's own.
        work: a function; an async one gives what to await.
        *args: what the function is called with.
        **kwargs: the same, by name.

    Raises:
        CredentialExtractionError: one of its kinds.
    """
    is_default = account_id is None or account_id in ('', DEFAULT_KEY)
    wanted = None if is_default else read_account_id(account_id)
    name = session_name(getattr(work, '__name__', 'work'), None)
    if wanted is not None:
        authorize_listed(wanted)
    if inspect.iscoroutinefunction(work):
        return _run_async(wanted, name, work(*args, **kwargs))
    with credentials_scope(extract_aws_credentials(wanted, name) if wanted else Base.DEFAULT):
        return work(*args, **kwargs)


async def _run_async(wanted: Optional[str], name: str, work: Any) -> Any:
    state: State = Base.DEFAULT
    if wanted is not None:
        state = await extract_aws_credentials_async(wanted, name)
    with credentials_scope(state):
        return await work


def account_environment(base: Optional[Mapping[str, str]] = None) -> Dict[str, str]:
    """Return an environment for a subprocess that acts in the current account.

    Pass it as `env=` where a tool starts a process: `subprocess.run([...],
    env=account_environment())`. With the default account it is a copy of the process's environment,
    which itself is never changed; where ALLOW_DEFAULT_ACCOUNT forbids that account, the child has
    no credentials. The settings that open every account stay here. Assumed roles end after an
    hour, and a process that runs longer does not get new keys.

    Args:
        base: The environment that the process would have; the process's own where it is left out.

    Raises:
        LostAccountContextError: in strict mode, outside any call.
    """
    credentials = current_credentials()
    start = os.environ if base is None else base
    environment = {name: text for name, text in start.items() if name not in _LEFT_OUT}
    if credentials is None and (
        current_state() is not Base.DEFAULT or default_account_is_allowed()
    ):
        refuse_if_lost()
        return environment
    for name in _IDENTITY_VARIABLES:
        environment.pop(name, None)
    if credentials is None:
        return {**environment, **_NO_CREDENTIALS}
    environment['AWS_ACCESS_KEY_ID'] = credentials.access_key_id
    environment['AWS_SECRET_ACCESS_KEY'] = credentials.secret_access_key
    if credentials.session_token:
        environment['AWS_SESSION_TOKEN'] = credentials.session_token
    if credentials.region:
        environment['AWS_REGION'] = environment['AWS_DEFAULT_REGION'] = credentials.region
    return environment


def account_cache_key() -> str:
    """Return a text that differs between accounts, to put into the key of a server's own cache."""
    credentials = current_credentials()
    return credentials.account_id if credentials else DEFAULT_KEY


def cache_per_account(cached: Function) -> Function:
    """Keep one `functools.lru_cache` for each account instead of one for all.

        @cache_per_account
        @lru_cache(maxsize=256)
        def log_groups(prefix): ...

    Each account's has the size that the decorated one has; the last 100 accounts are kept.
    `cache_clear()` clears them all; `cache_info()` is that of the account that is current.

    Args:
        cached: a function that `functools.lru_cache` or `functools.cache` decorated.

    Raises:
        TypeError: if it isn't such a function.
    """
    function: Any = cached
    if not hasattr(function, 'cache_parameters'):
        raise TypeError(f'{function!r} is not cached by functools.lru_cache')
    caches: 'OrderedDict[str, Any]' = OrderedDict()
    lock = Lock()

    def cache() -> Any:
        key = account_cache_key()
        with lock:
            if key not in caches:
                parameters = function.cache_parameters()
                caches[key] = functools.lru_cache(**parameters)(function.__wrapped__)
                while len(caches) > MAX_ACCOUNTS:
                    caches.popitem(last=False)
            caches.move_to_end(key)
            return caches[key]

    @functools.wraps(function.__wrapped__)
    def call(*args: Any, **kwargs: Any) -> Any:
        return cache()(*args, **kwargs)

    def clear() -> None:
        with lock:
            caches.clear()

    call.cache_clear = clear  # type: ignore[attr-defined]
    call.cache_info = lambda: cache().cache_info()  # type: ignore[attr-defined]
    call.cache_parameters = function.cache_parameters  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]
