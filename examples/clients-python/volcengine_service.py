"""Volcengine ECS by the generic client of `volcengine`, the older SDK, signed with HMAC-SHA256."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from volcengine.ApiInfo import ApiInfo
from volcengine.base.Service import Service
from volcengine.Credentials import Credentials
from volcengine.ServiceInfo import ServiceInfo

from walk import HOST, KEY_ID, walk

REGION = "cn-beijing"
ACTIONS = ("ModifyImageSharePermission", "DescribeImageSharePermission")


class Ecs:
    def __init__(self, secret: str) -> None:
        credentials = Credentials(KEY_ID, secret, "ecs", REGION)
        info = ServiceInfo(HOST, {"Accept": "application/json"}, credentials, 5, 5, "http")
        actions = {
            action: ApiInfo("GET", "/", {"Action": action, "Version": "2020-04-01"}, {}, {})
            for action in ACTIONS
        }
        self._service = Service(info, actions)
        # The client prefers the keys of VOLC_ACCESSKEY and ~/.volc to those that it was made with.
        self._service.set_ak(KEY_ID)
        self._service.set_sk(secret)

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "AddAccounts", accounts)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "RemoveAccounts", accounts)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        query = {"ImageId": image_id, "MaxResults": "10"}
        token = None
        while token != "":
            if token is not None:
                query["NextToken"] = token
            result = self._call("DescribeImageSharePermission", query)
            yield [account["AccountId"] for account in result["Accounts"]]
            token = result["NextToken"]

    def _modify(self, image_id: str, list_name: str, accounts: Sequence[str]) -> None:
        numbered = {f"{list_name}.{number}": account for number, account in enumerate(accounts, start=1)}
        self._call("ModifyImageSharePermission", {"ImageId": image_id, **numbered})

    def _call(self, action: str, query: dict[str, str]) -> dict[str, Any]:
        return json.loads(self._service.get(action, query))["Result"]


def code_of(error: Exception) -> str:
    """This client raises a bare Exception with the answer's text."""
    return json.loads(str(error))["ResponseMetadata"]["Error"]["Code"]


IMAGE = {"service": "volcengine-ecs", "region": REGION, "imageId": "image-python-service"}
walk(Ecs, IMAGE, 2100000001, Exception, code_of, "SignatureDoesNotMatch")
