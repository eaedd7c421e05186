"""Alibaba Cloud ECS by aliyun-python-sdk-core, the older SDK: the RPC signature with HMAC-SHA1."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from walk import HOST, KEY_ID, walk

REGION = "cn-hangzhou"


class Rpc1:
    def __init__(self, secret: str) -> None:
        self._client = AcsClient(KEY_ID, secret, REGION)

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "AddAccount", accounts)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "RemoveAccount", accounts)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        seen, number, total = 0, 1, 1
        while seen < total:
            query = {"ImageId": image_id, "PageNumber": str(number), "PageSize": "10"}
            answer = self._call("DescribeImageSharePermission", query)
            page = [account["AliyunId"] for account in answer["Accounts"]["Account"]]
            yield page
            seen, number, total = seen + len(page), number + 1, answer["TotalCount"]

    def _modify(self, image_id: str, list_name: str, accounts: Sequence[str]) -> None:
        numbered = {f"{list_name}.{number}": account for number, account in enumerate(accounts, start=1)}
        self._call("ModifyImageSharePermission", {"ImageId": image_id, **numbered})

    def _call(self, action: str, query: dict[str, str]) -> dict[str, Any]:
        request = CommonRequest(domain=HOST, version="2014-05-26", action_name=action)
        request.set_protocol_type("http")
        request.set_method("POST")
        for name, value in {"RegionId": REGION, **query}.items():
            request.add_query_param(name, value)
        return json.loads(self._client.do_action_with_exception(request))


IMAGE = {"service": "alicloud-ecs", "region": REGION, "imageId": "m-python-rpc1"}
walk(
    Rpc1,
    IMAGE,
    200000000000000001,
    ServerException,
    lambda error: error.get_error_code(),
    "SignatureDoesNotMatch",
)
