"""Volcengine ECS by volcenginesdkecs (the ECS part of volcengine-python-sdk), signed with HMAC-SHA256."""

import json
from collections.abc import Iterator, Sequence

from volcenginesdkcore import ApiClient, Configuration
from volcenginesdkcore.rest import ApiException
from volcenginesdkecs import (
    DescribeImageSharePermissionRequest,
    ECSApi,
    ModifyImageSharePermissionRequest,
)

from walk import HOST, KEY_ID, walk

REGION = "cn-beijing"


class Ecs:
    def __init__(self, secret: str) -> None:
        configuration = Configuration()
        configuration.ak = KEY_ID
        configuration.sk = secret
        configuration.region = REGION
        configuration.host = HOST
        configuration.scheme = "http"
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


IMAGE = {"service": "volcengine-ecs", "region": REGION, "imageId": "image-python-ecs"}
walk(Ecs, IMAGE, 2100000001, ApiException, code_of, "SignatureDoesNotMatch")
