"""Call every operation of some services with boto3, and check what its parser makes of the answers.

Reads a JSON object from standard input: url, key, secret, services (null for all), sample (how many operations
of each service, or null for all) and seed. Prints a JSON line for each operation that was called, with its
problem if there is one. The services are called at hosts of their own, by way of the judge as a proxy: several have
the same operations at the same paths, and are told apart by the host alone.
"""

import json
import random
import re
import sys
import zlib

import botocore.session
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.response import StreamingBody


def main(asked):
    """Call the operations."""
    session = botocore.session.get_session()
    session.set_credentials(asked['key'], asked['secret'])
    services = asked['services'] or session.get_available_services()
    for service in services:
        for operation, problem in check_service(session, service, asked):
            print(json.dumps({'service': service, 'operation': operation, 'problem': problem}), flush=True)


def check_service(session, service, asked):
    """Yield each operation called with its problem, or None."""
    model = session.get_service_model(service)
    client = session.create_client(
        service,
        region_name='eu-west-1',
        endpoint_url=f'http://{model.endpoint_prefix}.eu-west-1.amazonaws.com',
        config=Config(
            retries={'total_max_attempts': 1},
            proxies={'http': asked['url']},
            s3={'addressing_style': 'path'},
        ),
    )
    names = list(model.operation_names)
    if asked['sample'] is not None:
        chosen = random.Random(f'{asked["seed"]} {service}')
        names = chosen.sample(names, min(asked['sample'], len(names)))
    for name in names:
        yield name, call(client, model.operation_model(name))


def call(client, operation):
    """Return what is wrong with the answer, or None."""
    try:
        answer = client._make_api_call(operation.name, arguments(operation))
        answer.pop('ResponseMetadata')
        if operation.output_shape is None:
            return None
        return next(problems(operation.output_shape, answer, operation.name), None)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the result.
        return f'{type(error).__name__}: {error}'[:400]


def arguments(operation):
    """Return the least arguments; each operation names things of its own, so that none deletes another's."""
    if operation.input_shape is None:
        return {}
    return example(operation.input_shape, [], f'e{zlib.crc32(operation.name.encode()) % 10**6:06}')


def example(shape, within, name):
    """Return a value that the client accepts; texts are made of the name."""
    kind = shape.type_name
    least = int(shape.metadata.get('min') or 0)
    if kind == 'structure':
        return structure(shape, [*within, shape.name], name)
    if kind == 'list':
        return [example(shape.member, within, name) for _ in range(max(least, 1))]
    if kind == 'map':
        return {example(shape.key, within, name): example(shape.value, within, name)}
    if kind == 'boolean':
        return True
    if kind in ('integer', 'long', 'float', 'double'):
        number = max(least, 1)
        return number if kind in ('integer', 'long') else float(number)
    if kind == 'timestamp':
        return 1767225600
    return b'x' * max(least, 1) if kind == 'blob' else text(shape, least, name)


def structure(shape, within, name):
    """Return the required members; of a union, one."""
    if getattr(shape, 'is_document_type', False):
        return {}
    names = list(shape.required_members)
    if getattr(shape, 'is_tagged_union', False):
        names = [each for each in shape.members if shape.members[each].name not in within][:1]
    return {each: example(shape.members[each], within, name) for each in names}


def text(shape, least, name):
    """Return a text of the right length."""
    if shape.enum:
        return shape.enum[0]
    kind = shape.name.lower()
    if 'account' in kind and least <= 12:
        return '111122223333'
    if kind.endswith('rolearn') or kind == 'arntype':
        return 'arn:aws:iam::111122223333:role/example'
    if kind.endswith('arn'):
        return f'arn:aws:example:eu-west-1:111122223333:example/{name}'.ljust(least, 'x')
    return name.ljust(least, 'x')


def problems(shape, value, path):
    """Yield what in a parsed answer is not as its shape says."""
    kind = shape.type_name
    if isinstance(value, StreamingBody):
        value.read()
    elif isinstance(value, EventStream):
        if not list(value):
            yield f'{path}: no event'
    elif kind == 'structure':
        yield from structure_problems(shape, value, path)
    elif kind == 'list':
        if len(value) < int(shape.metadata.get('min') or 0):
            yield f'{path}: {len(value)} items'
        for item in value:
            yield from problems(shape.member, item, f'{path}[]')
    elif kind == 'map':
        for key, item in value.items():
            yield from problems(shape.key, key, f'{path}.key')
            yield from problems(shape.value, item, f'{path}.{key}')
    elif kind == 'timestamp' and not hasattr(value, 'year'):
        yield f'{path}: {value!r} is no time'
    elif kind == 'string' and isinstance(value, str):
        yield from text_problems(shape, value, path)


def structure_problems(shape, value, path):
    """Yield what is wrong with a structure's members."""
    if getattr(shape, 'is_document_type', False):
        return
    for name in shape.required_members:
        # Of a next page there is never a token.
        if name not in value and name != 'nextToken':
            yield f'{path}: lacks {name}'
    if getattr(shape, 'is_tagged_union', False) and len(value) != 1:
        yield f'{path}: {len(value)} members of a union'
    for name, item in value.items():
        if name in shape.members and item is not None:
            yield from problems(shape.members[name], item, f'{path}.{name}')


def text_problems(shape, value, path):
    """Yield what is wrong with a text."""
    least, most = shape.metadata.get('min'), shape.metadata.get('max')
    if shape.enum and value not in shape.enum:
        yield f'{path}: {value!r} is not in the enumeration'
    if (least and len(value) < int(least)) or (most and len(value) > int(most)):
        yield f'{path}: {value!r} has not the length'
    pattern = shape.metadata.get('pattern')
    if pattern and not matches(pattern, value):
        yield f'{path}: {value!r} does not match {pattern}'


def matches(pattern, value):
    """Tell whether a text matches; a pattern that nothing matches, or that Python cannot read, says nothing."""
    if '/^' in pattern or '\\\\d' in pattern:
        return True
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True


if __name__ == '__main__':
    main(json.load(sys.stdin))
