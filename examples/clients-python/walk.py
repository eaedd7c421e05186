"""The walk that every script here takes: seed, share, describe, unshare, and a wrong secret."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NoReturn, Protocol, TypeVar
from urllib.request import ProxyHandler, Request, build_opener

KEY_ID = "emulator"
SECRET = "emulator-secret"
URL = (sys.argv[1:] or ["http://127.0.0.1:7070"])[0].rstrip("/")
HOST = URL.removeprefix("http://")

Refusal = TypeVar("Refusal", bound=Exception)


class Client(Protocol):
    """A vendor's SDK, reduced to what this walk needs."""

    def share(self, image_id: str, accounts: Sequence[str]) -> None: ...
    def unshare(self, image_id: str, accounts: Sequence[str]) -> None: ...
    def pages(self, image_id: str) -> Iterator[list[str]]: ...


def walk(
    connect: Callable[[str], Client],
    image: dict[str, str],
    first_account: int,
    refusal: type[Refusal],
    code_of: Callable[[Refusal], str],
    expected_code: str,
) -> None:
    """`connect` takes the secret; `image` is the emulator's service, region (if any) and imageId."""
    image_id = image["imageId"]
    accounts = [account_id(image, first_account + number) for number in range(33)]
    old, new = accounts[:28], accounts[28:]
    control("PUT", {**image, "accounts": old})
    print(f"{image['service']} {image_id}: seeded with {len(old)} accounts")

    client = connect(SECRET)
    client.share(image_id, new)
    print(f"  share: {len(new)} more")
    expect(client.pages(image_id), accounts)
    client.unshare(image_id, new)
    print(f"  unshare: {len(new)}")
    expect(client.pages(image_id), old)

    try:
        connect("not-the-secret").share(image_id, new)
    except refusal as error:
        code = code_of(error)
        if code != expected_code:
            fail(f"a wrong secret was refused as {code}, not as {expected_code}: {error}")
        print(f"  wrong secret: refused as {code}")
    else:
        fail("a wrong secret was let in")


def account_id(image: dict[str, str], number: int) -> str:
    """AWS's have 12 digits, zeros in front included."""
    return str(number).zfill(12) if image["service"] == "aws-ec2" else str(number)


def expect(pages: Iterator[list[str]], expected: Sequence[str]) -> None:
    """Every account exactly once, and no other; a client that never comes to an end is stopped."""
    read = list(islice(pages, 10))
    seen = [account for page in read for account in page]
    if sorted(seen) != sorted(expected):
        surplus, missing = Counter(seen) - Counter(expected), Counter(expected) - Counter(seen)
        fail(f"the client sees {sorted(surplus)} too often, and {sorted(missing)} not at all")
    sizes = ", ".join(str(len(page)) for page in read)
    print(f"  describe: {len(seen)} accounts, each once, on pages of {sizes}")


def control(method: str, body: dict[str, object]) -> None:
    """Asks the emulator's own API, past any proxy."""
    headers = {"content-type": "application/json"}
    request = Request(f"{URL}/_emulator/images", json.dumps(body).encode(), headers, method=method)
    with build_opener(ProxyHandler({})).open(request, timeout=10) as response:
        response.read()


def fail(why: str) -> NoReturn:
    sys.exit(f"  DIFFERS: {why}")
