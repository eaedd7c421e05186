"""3DS OUTSCALE by osc-sdk-python: a gateway that is made of the vendor's OpenAPI description, signed with OSC4-HMAC-SHA256."""

import os
from collections.abc import Iterator, Sequence

from osc_sdk_python import Gateway
from requests import HTTPError

from walk import KEY_ID, URL, walk

REGION = "eu-west-2"

# The SDK signs the host without its port, as the vendor's hosts have none. So the emulator is its proxy.
os.environ["http_proxy"] = URL


class Outscale:
    def __init__(self, secret: str) -> None:
        self._gateway = Gateway(
            access_key=KEY_ID, secret_key=secret, region=REGION, protocol="http", max_retries=0
        )

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._update(image_id, "Additions", accounts)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._update(image_id, "Removals", accounts)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        """The pages are those of images; an image has all its accounts."""
        images = self._gateway.ReadImages(Filters={"ImageIds": [image_id]})["Images"]
        yield [account for image in images for account in image["PermissionsToLaunch"]["AccountIds"]]

    def _update(self, image_id: str, direction: str, accounts: Sequence[str]) -> None:
        permissions = {direction: {"AccountIds": list(accounts)}}
        self._gateway.UpdateImage(ImageId=image_id, PermissionsToLaunch=permissions)


def code_of(error: HTTPError) -> str:
    return error.response.json()["Errors"][0]["Code"]


IMAGE = {"service": "outscale", "region": REGION, "imageId": "ami-0b070301"}
walk(Outscale, IMAGE, 123456789012, HTTPError, code_of, "1")
