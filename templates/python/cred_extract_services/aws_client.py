# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""What the services themselves ask of AWS: always with the server's own credentials."""

import logging
import threading
from .accounts import Account, AwsCredentials
from .context_manager import base_account
from .exceptions import AssumeRoleError, DatabaseConnectionError
from .settings import base_region, setting, timeout_seconds
from typing import TYPE_CHECKING, Any, Dict, Optional


if TYPE_CHECKING:
    from botocore.session import Session

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_session: Optional['Session'] = None
_clients: Dict[Any, Any] = {}

SESSION_SECONDS = 3600
FALLBACK_REGION = 'us-east-1'


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
        with base_account():
            answer = base_client('sts', account.region).assume_role(**request)
        return _credentials(account, session_name, answer)
    except AssumeRoleError:
        raise
    except Exception as error:
        failure = error_name(error)
    # Raised out here, so that the SDK's error, which quotes the request, doesn't hang on it.
    raise AssumeRoleError(failure)


def read_secret(name: str) -> str:
    """Return the text of a Secrets Manager secret.

    Raises:
        DatabaseConnectionError: if it can't be read; the account database can't be without it.
    """
    failure = ''
    try:
        with base_account():
            answer = base_client('secretsmanager').get_secret_value(SecretId=name)
        return str(answer['SecretString'])
    except Exception as error:
        failure = error_name(error)
    raise DatabaseConnectionError(f'the secret RDS_SECRET_NAME could not be read: {failure}')


def base_client(service: str, account_region: Optional[str] = None) -> Any:
    """Return a client with the server's own credentials, at the service's regional endpoint.

    Use it only within `base_account()`: the signer asks which account is current.
    """
    region = base_region() or account_region or FALLBACK_REGION
    # Before botocore 1.31 the SDK didn't read these itself.
    endpoint = setting(f'AWS_ENDPOINT_URL_{service.upper()}') or setting('AWS_ENDPOINT_URL')
    key = (service, region, endpoint)
    with _lock:
        if key not in _clients:
            _clients[key] = _make_client(service, region, endpoint)
        return _clients[key]


def reset_clients() -> None:
    """Forget the clients and the base credentials they hold."""
    global _session
    with _lock:
        _session = None
        _clients.clear()


def error_name(error: Exception) -> str:
    """Return what may be logged of an SDK error: its code or its class, never its message."""
    response = getattr(error, 'response', None)
    if isinstance(response, dict):
        return str(response.get('Error', {}).get('Code', type(error).__name__))
    return type(error).__name__


def _make_client(service: str, region: str, endpoint: Optional[str]) -> Any:
    global _session
    from botocore.config import Config
    from botocore.session import Session

    if _session is None:
        _session = Session()
        # Older SDKs default to STS's global endpoint, which is one region far away.
        _session.set_config_variable('sts_regional_endpoints', 'regional')
    limit = timeout_seconds()
    config = Config(
        connect_timeout=limit,
        read_timeout=limit,
        retries={'mode': 'standard', 'total_max_attempts': 2},
    )
    return _session.create_client(
        service, region_name=region, endpoint_url=endpoint, config=config
    )


def _credentials(account: Account, session_name: str, answer: Dict[str, Any]) -> AwsCredentials:
    assumed_account = answer['AssumedRoleUser']['Arn'].split(':')[4]
    if assumed_account != account.account_id:
        raise AssumeRoleError('the registered role belongs to another account')
    keys = answer['Credentials']
    return AwsCredentials(
        account_id=account.account_id,
        alias=account.alias,
        auth_type=account.auth_type,
        region=account.region,
        access_key_id=keys['AccessKeyId'],
        secret_access_key=keys['SecretAccessKey'],
        session_token=keys['SessionToken'],
        expires_at=keys['Expiration'],
        session_name=session_name,
    )
