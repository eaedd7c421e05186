"""Alibaba Cloud ENS by the generic client of alibabacloud_tea_openapi, signed with ACS3-HMAC-SHA256."""

from collections.abc import Iterator, Sequence
from typing import Any

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_util.models import RuntimeOptions

from walk import HOST, KEY_ID, walk


class Ens:
    def __init__(self, secret: str) -> None:
        self._client = Client(
            Config(access_key_id=KEY_ID, access_key_secret=secret, endpoint=HOST, protocol="http")
        )

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._call("ModifyImageSharePermission", ImageId=image_id, AddAccounts=",".join(accounts))

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        """This service removes one account a call."""
        for account in accounts:
            self._call("ModifyImageSharePermission", ImageId=image_id, RemoveAccounts=account)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        seen, number, total = 0, 1, 1
        while seen < total:
            answer = self._call(
                "DescribeImageSharePermission", ImageId=image_id, PageNumber=str(number), PageSize="10"
            )
            page = [account["AliyunUid"] for account in answer["Accounts"]["Account"]]
            yield page
            seen, number, total = seen + len(page), number + 1, answer["TotalCount"]

    def _call(self, action: str, **query: str) -> dict[str, Any]:
        params = Params(
            action=action,
            version="2017-11-10",
            protocol="HTTP",
            pathname="/",
            method="POST",
            auth_type="AK",
            style="RPC",
            req_body_type="formData",
            body_type="json",
        )
        return self._client.call_api(params, OpenApiRequest(query=query), RuntimeOptions())["body"]


IMAGE = {"service": "alicloud-ens", "imageId": "m-python-ens"}
walk(Ens, IMAGE, 200000000000000001, AlibabaCloudException, lambda error: error.code, "SignatureDoesNotMatch")
