# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Take the secrets out of what the AWS SDK logs at DEBUG: keys, tokens and external ids.

At that level botocore writes whole requests and answers, those of AssumeRole too. What the services
themselves ask is not logged at all below WARNING; in everything else the secrets are struck out.
"""

import logging
import re
from .context_manager import Base, current_scope


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
_NAMES = '|'.join(
    (
        'SecretAccessKey',
        'SessionToken',
        'ExternalId',
        'SecretString',
        'x-amz-security-token',
        'authorization',
        'aws_secret_access_key',
        'aws_session_token',
    )
)
# As XML, as JSON or a Python dictionary, as a header line, as a parameter of a URL or a form.
_SECRET = re.compile(
    rf'(?P<before>(?:{_NAMES})(?:["\']?\s*[:=]\s*b?["\']?|>))(?P<secret>[^"\'<&\s,}}]+)',
    re.IGNORECASE,
)
_STRUCK = r'\g<before>***'


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
        record.msg, record.args = _SECRET.sub(_STRUCK, record.getMessage()), ()
        return True
