"""Tencent Cloud Lighthouse by tencentcloud-sdk-python-lighthouse: a typed client, signed with TC3-HMAC-SHA256."""

from collections.abc import Iterator, Sequence

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.lighthouse.v20200324.lighthouse_client import LighthouseClient
from tencentcloud.lighthouse.v20200324.models import (
    CancelShareBlueprintAcrossAccountsRequest,
    DescribeBlueprintsShareAcrossAccountInfosRequest,
    ShareBlueprintAcrossAccountsRequest,
)

from walk import HOST, KEY_ID, walk

PAGE = 20


class Lighthouse:
    def __init__(self, secret: str) -> None:
        profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=HOST))
        self._client = LighthouseClient(Credential(KEY_ID, secret), "ap-guangzhou", profile)

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        request = ShareBlueprintAcrossAccountsRequest()
        request.BlueprintId, request.AccountIds = image_id, list(accounts)
        self._client.ShareBlueprintAcrossAccounts(request)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        request = CancelShareBlueprintAcrossAccountsRequest()
        request.BlueprintId, request.AccountIds = image_id, list(accounts)
        self._client.CancelShareBlueprintAcrossAccounts(request)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        seen, total = 0, 1
        while seen < total:
            request = DescribeBlueprintsShareAcrossAccountInfosRequest()
            request.BlueprintIds, request.Offset, request.Limit = [image_id], seen, PAGE
            answer = self._client.DescribeBlueprintsShareAcrossAccountInfos(request)
            page = [info.AccountId for info in answer.BlueprintShareAcrossAccountInfoSet]
            yield page
            seen, total = seen + len(page), answer.TotalCount


IMAGE = {"service": "tencentcloud-lighthouse", "region": "ap-guangzhou", "imageId": "lhbp-9py0thon"}
walk(
    Lighthouse,
    IMAGE,
    100000000001,
    TencentCloudSDKException,
    lambda error: error.code,
    "AuthFailure.SignatureFailure",
)
