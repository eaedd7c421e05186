"""Alibaba Cloud ECS by alibabacloud_ecs20140526: a typed client, signed with ACS3-HMAC-SHA256."""

from collections.abc import Iterator, Sequence

from alibabacloud_ecs20140526.client import Client
from alibabacloud_ecs20140526.models import (
    DescribeImageSharePermissionRequest,
    ModifyImageSharePermissionRequest,
)
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config

from walk import HOST, KEY_ID, walk

REGION = "cn-hangzhou"


class Ecs:
    def __init__(self, secret: str) -> None:
        self._client = Client(
            Config(
                access_key_id=KEY_ID,
                access_key_secret=secret,
                region_id=REGION,
                endpoint=HOST,
                protocol="http",
            )
        )

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._client.modify_image_share_permission(
            ModifyImageSharePermissionRequest(region_id=REGION, image_id=image_id, add_account=list(accounts))
        )

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._client.modify_image_share_permission(
            ModifyImageSharePermissionRequest(
                region_id=REGION, image_id=image_id, remove_account=list(accounts)
            )
        )

    def pages(self, image_id: str) -> Iterator[list[str]]:
        seen, number, total = 0, 1, 1
        while seen < total:
            request = DescribeImageSharePermissionRequest(
                region_id=REGION, image_id=image_id, page_number=number, page_size=10
            )
            answer = self._client.describe_image_share_permission(request).body
            page = [account.aliyun_id for account in answer.accounts.account]
            yield page
            seen, number, total = seen + len(page), number + 1, answer.total_count


IMAGE = {"service": "alicloud-ecs", "region": REGION, "imageId": "m-python-ecs"}
walk(Ecs, IMAGE, 200000000000000001, AlibabaCloudException, lambda error: error.code, "SignatureDoesNotMatch")
