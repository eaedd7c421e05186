"""BytePlus ECS by byteplussdkecs (the ECS part of byteplus-python-sdk-v2), signed with HMAC-SHA256."""

import json
from collections.abc import Iterator, Sequence

from byteplussdkcore import ApiClient, Configuration
from byteplussdkcore.rest import ApiException
from byteplussdkecs import (
    DescribeImageSharePermissionRequest,
    ECSApi,
    ModifyImageSharePermissionRequest,
)

from walk import KEY_ID, URL, walk

REGION = "ap-southeast-1"


class Ecs:
    def __init__(self, secret: str) -> None:
        """BytePlus's API is Volcengine's, told apart by the host: the emulator is reached as a proxy."""
        configuration = Configuration()
        configuration.ak = KEY_ID
        configuration.sk = secret
        configuration.region = REGION
        configuration.host = f"ecs.{REGION}.byteplusapi.com"
        configuration.scheme = "http"
        configuration.proxy = URL
        self._api = ECSApi(ApiClient(configuration))

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._api.modify_image_share_permission(
            ModifyImageSharePermissionRequest(image_id=image_id, add_accounts=list(accounts))
        )

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._api.modify_image_share_permission(
            ModifyImageSharePermissionRequest(image_id=image_id, remove_accounts=list(accounts))
        )

    def pages(self, image_id: str) -> Iterator[list[str]]:
        token = None
        while token != "":
            answer = self._api.describe_image_share_permission(
                DescribeImageSharePermissionRequest(image_id=image_id, next_token=token)
            )
            yield [account.account_id for account in answer.accounts]
            token = answer.next_token


def code_of(error: ApiException) -> str:
    return json.loads(error.body)["ResponseMetadata"]["Error"]["Code"]


IMAGE = {"service": "byteplus-ecs", "region": REGION, "imageId": "image-python-byteplus"}
walk(Ecs, IMAGE, 2100000001, ApiException, code_of, "SignatureDoesNotMatch")
