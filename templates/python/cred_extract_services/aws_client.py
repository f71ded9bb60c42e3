# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What the services themselves ask of AWS: always with the server's own credentials.

None of it is logged below WARNING, and the secrets are struck out of all else that the SDK logs. At
DEBUG botocore writes whole requests and answers: keys, tokens and external ids.
"""

import logging
import os
import re
import threading
from .accounts import Account, AwsCredentials
from .context_manager import Base, credentials_scope, current_scope
from .exceptions import (
    AssumeRoleError,
    CredentialDecryptionError,
    CredentialExtractionError,
    DatabaseConnectionError,
)
from .settings import base_region, setting, timeout_seconds
from typing import TYPE_CHECKING, Any, Dict, Optional


if TYPE_CHECKING:
    from botocore.session import Session

_lock = threading.Lock()
_session: Optional['Session'] = None
_clients: Dict[Any, Any] = {}

SESSION_SECONDS = 3600
FALLBACK_REGION = 'us-east-1'
# Partitions share nothing: neither credentials nor endpoints.
_PARTITIONS = {
    'cn-': 'aws-cn',
    'us-gov-': 'aws-us-gov',
    'us-iso-': 'aws-iso',
    'us-isob-': 'aws-iso-b',
    'eu-isoe-': 'aws-iso-e',
    'us-isof-': 'aws-iso-f',
    'eusc-': 'aws-eusc',
}
_REGIONS = {'aws': FALLBACK_REGION, 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1'}


def assume_role(account: Account, session_name: str) -> AwsCredentials:
    """Return an hour's credentials of an account's role.

    Args:
        account: an account with a role ARN; its external id is passed where it has one.
        session_name: what CloudTrail shows in the account, 2 to 64 characters.

    Raises:
        AssumeRoleError: if STS refuses, doesn't answer, or answers for another account.
    """
    request: Dict[str, Any] = {
        'RoleArn': account.role_arn,
        'RoleSessionName': session_name,
        'DurationSeconds': SESSION_SECONDS,
    }
    if account.external_id:
        request['ExternalId'] = account.external_id
    failure = ''
    try:
        with credentials_scope(Base.SERVICES):
            region = sts_region(account.region, _partition(account.role_arn))
            answer = base_client('sts', region).assume_role(**request)
        return _credentials(account, session_name, answer)
    except AssumeRoleError:
        raise
    except Exception as error:
        failure = error_name(error)
    # Raised out here, so that the SDK's error, which quotes the request, doesn't hang on it.
    raise AssumeRoleError(failure)


def check_owner(credentials: AwsCredentials) -> None:
    """Return if an account's keys belong to it: a wrong row would act in another account.

    Raises:
        CredentialDecryptionError: if they are another account's, or AWS refuses them.
        AssumeRoleError: if STS didn't answer.
    """
    problem: Optional[CredentialExtractionError] = None
    try:
        with credentials_scope(Base.SERVICES):
            client = _make_client('sts', sts_region(credentials.region), credentials)
            owner = client.get_caller_identity()['Account']
        if owner == credentials.account_id:
            return
        problem = CredentialDecryptionError('the registered keys belong to another account')
    except Exception as error:
        is_refused = isinstance(getattr(error, 'response', None), dict)
        kind = CredentialDecryptionError if is_refused else AssumeRoleError
        problem = kind(f'the registered keys could not be checked: {error_name(error)}')
    raise problem


def read_secret(name: str) -> str:
    """Return the text of a Secrets Manager secret.

    Raises:
        DatabaseConnectionError: if it can't be read; the account database can't be without it.
    """
    failure = ''
    try:
        with credentials_scope(Base.SERVICES):
            answer = base_client('secretsmanager').get_secret_value(SecretId=name)
        return str(answer['SecretString'])
    except Exception as error:
        failure = error_name(error)
    raise DatabaseConnectionError(f'the secret RDS_SECRET_NAME could not be read: {failure}')


def base_client(service: str, region: Optional[str] = None) -> Any:
    """Return a client with the server's own credentials, at the service's regional endpoint.

    Use it only within `credentials_scope(Base.SERVICES)`: the signer asks what is current.
    """
    region = region or base_region() or FALLBACK_REGION
    key = (service, region, _endpoint(service))
    with _lock:
        if key not in _clients:
            _clients[key] = _make_client(service, region)
        return _clients[key]


def sts_region(account_region: Optional[str], partition: Optional[str] = None) -> str:
    """Return the region whose STS is asked: the server's own, if it is in the account's partition.

    Args:
        account_region: the account's own region, or None.
        partition: `aws`, `aws-cn`, `aws-us-gov` …; without one, that of the account's region.
    """
    wanted = partition or partition_of(account_region or base_region() or FALLBACK_REGION)
    for region in (base_region(), account_region):
        if region and partition_of(region) == wanted:
            return region
    return _REGIONS.get(wanted, account_region or FALLBACK_REGION)


def partition_of(region: str) -> str:
    """Return the partition that a region is in, by its name."""
    found = (name for prefix, name in _PARTITIONS.items() if region.startswith(prefix))
    return next(found, 'aws')


def _begin_after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    reset_clients()


def reset_clients() -> None:
    """Forget the clients and the base credentials they hold."""
    global _session
    with _lock:
        _session = None
        _clients.clear()


if hasattr(os, 'register_at_fork'):
    # Another thread may have held the lock, and connections can't be shared.
    os.register_at_fork(after_in_child=_begin_after_fork)


def error_name(error: Exception) -> str:
    """Return what may be logged of an SDK error: its code or its class, never its message."""
    response = getattr(error, 'response', None)
    if isinstance(response, dict):
        return str(response.get('Error', {}).get('Code', type(error).__name__))
    return type(error).__name__


def _make_client(service: str, region: str, credentials: Optional[AwsCredentials] = None) -> Any:
    from botocore.config import Config

    limit = timeout_seconds()
    config = Config(
        connect_timeout=limit,
        read_timeout=limit,
        retries={'mode': 'standard', 'total_max_attempts': 2},
    )
    options: Dict[str, Any] = {
        'region_name': region,
        'endpoint_url': _endpoint(service),
        'config': config,
    }
    if credentials is not None:
        options['aws_access_key_id'] = credentials.access_key_id
        options['aws_secret_access_key'] = credentials.secret_access_key
    return _session_for(credentials).create_client(service, **options)


def _session_for(credentials: Optional[AwsCredentials]) -> 'Session':
    global _session
    from botocore.session import Session

    if credentials is not None:
        # Keys of an account have nothing to do with the server's profile.
        return _regional(Session(session_vars={'profile': (None, None, None, None)}))
    if _session is None:
        _session = _regional(Session())
    return _session


def _regional(session: 'Session') -> 'Session':
    # Older SDKs default to STS's global endpoint, which is one region far away.
    session.set_config_variable('sts_regional_endpoints', 'regional')
    return session


def _endpoint(service: str) -> Optional[str]:
    # Before botocore 1.31 the SDK didn't read these itself.
    return setting(f'AWS_ENDPOINT_URL_{service.upper()}') or setting('AWS_ENDPOINT_URL')


def _partition(role_arn: Optional[str]) -> Optional[str]:
    parts = (role_arn or '').split(':')
    return parts[1] if len(parts) > 1 else None


def _credentials(account: Account, session_name: str, answer: Dict[str, Any]) -> AwsCredentials:
    assumed_account = answer['AssumedRoleUser']['Arn'].split(':')[4]
    if assumed_account != account.account_id:
        raise AssumeRoleError('the registered role belongs to another account')
    keys = answer['Credentials']
    return account.credentials(
        keys['AccessKeyId'],
        keys['SecretAccessKey'],
        session_token=keys['SessionToken'],
        expires_at=keys['Expiration'],
        session_name=session_name,
        role_arn=account.role_arn,
    )


_LOGGERS = (
    'botocore.auth',
    'botocore.client',
    'botocore.endpoint',
    'botocore.hooks',
    'botocore.httpsession',
    'botocore.parsers',
    'botocore.regions',
    'botocore.retryhandler',
    'botocore.retries.standard',
    'botocore.utils',
    'aiobotocore.endpoint',
    'aiobotocore.parsers',
    'boto3.resources.action',
    'urllib3.connectionpool',
)
_NAMES = (
    'SecretAccessKey|SessionToken|ExternalId|SecretString|x-amz-security-token|authorization|'
    'aws_secret_access_key|aws_session_token'
)
# As XML, as JSON or a Python dictionary, as a header line, as a parameter of a URL or a form.
_SECRET = re.compile(
    rf'(?P<before>(?:{_NAMES})(?:["\']?\s*[:=]\s*b?["\']?|>))(?P<secret>[^"\'<&\s,}}]+)',
    re.IGNORECASE,
)


def strike_secrets_out() -> None:
    """Filter the SDK's loggers; again does nothing."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, _Strike) for each in logger.filters):
            logger.addFilter(_Strike())


class _Strike(logging.Filter):
    """Strikes secrets out of a record, before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record may be logged, after it was changed."""
        if record.levelno >= logging.WARNING:
            return True
        scope = current_scope()
        if scope is not None and scope.state is Base.SERVICES:
            return False
        record.msg, record.args = _SECRET.sub(r'\g<before>***', record.getMessage()), ()
        return True
