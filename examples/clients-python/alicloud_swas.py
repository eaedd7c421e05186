"""Alibaba Cloud SWAS by alibabacloud_swas_open20200601: a typed client whose accounts are integers."""

from collections.abc import Iterator, Sequence

from alibabacloud_swas_open20200601.client import Client
from alibabacloud_swas_open20200601.models import (
    AddCustomImageShareAccountRequest,
    ListCustomImageShareAccountsRequest,
    RemoveCustomImageShareAccountRequest,
)
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config

from walk import HOST, KEY_ID, walk

REGION = "cn-hangzhou"


class Swas:
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
        self._client.add_custom_image_share_account(
            AddCustomImageShareAccountRequest(
                region_id=REGION, image_id=image_id, account=[int(account) for account in accounts]
            )
        )

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._client.remove_custom_image_share_account(
            RemoveCustomImageShareAccountRequest(
                region_id=REGION, image_id=image_id, account=[int(account) for account in accounts]
            )
        )

    def pages(self, image_id: str) -> Iterator[list[str]]:
        """Pages of 20, because ten calls a minute is all that this service allows."""
        seen, number, total = 0, 1, 1
        while seen < total:
            request = ListCustomImageShareAccountsRequest(
                region_id=REGION, image_id=image_id, page_number=number, page_size=20
            )
            answer = self._client.list_custom_image_share_accounts(request).body
            page = [str(user.user_id) for user in answer.image_share_users]
            yield page
            seen, number, total = seen + len(page), number + 1, answer.total_count


IMAGE = {"service": "alicloud-swas", "region": REGION, "imageId": "m-python-swas"}
walk(
    Swas, IMAGE, 200000000000000001, AlibabaCloudException, lambda error: error.code, "SignatureDoesNotMatch"
)
