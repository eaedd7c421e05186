"""Tencent Cloud CVM by tencentcloud-sdk-python-cvm: a typed client, signed with TC3-HMAC-SHA256."""

from collections.abc import Iterator, Sequence

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cvm.v20170312.cvm_client import CvmClient
from tencentcloud.cvm.v20170312.models import (
    DescribeImageSharePermissionRequest,
    ModifyImageSharePermissionRequest,
)

from walk import HOST, KEY_ID, walk


class Cvm:
    def __init__(self, secret: str) -> None:
        profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=HOST))
        self._client = CvmClient(Credential(KEY_ID, secret), "ap-guangzhou", profile)

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, accounts, "SHARE")

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, accounts, "CANCEL")

    def pages(self, image_id: str) -> Iterator[list[str]]:
        """This service has no pages: all accounts come at once."""
        request = DescribeImageSharePermissionRequest()
        request.ImageId = image_id
        answer = self._client.DescribeImageSharePermission(request)
        yield [permission.AccountId for permission in answer.SharePermissionSet]

    def _modify(self, image_id: str, accounts: Sequence[str], permission: str) -> None:
        request = ModifyImageSharePermissionRequest()
        request.ImageId = image_id
        request.AccountIds = list(accounts)
        request.Permission = permission
        self._client.ModifyImageSharePermission(request)


IMAGE = {"service": "tencentcloud-cvm", "region": "ap-guangzhou", "imageId": "img-9py0thon"}
walk(
    Cvm,
    IMAGE,
    100000000001,
    TencentCloudSDKException,
    lambda error: error.code,
    "AuthFailure.SignatureFailure",
)
