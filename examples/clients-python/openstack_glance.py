"""OpenStack Glance by openstacksdk, which finds Glance's address in Keystone's catalogue."""

from collections.abc import Iterator, Sequence

import openstack
from keystoneauth1.exceptions import Unauthorized

from walk import KEY_ID, URL, walk


class Glance:
    def __init__(self, secret: str) -> None:
        self._images = openstack.connect(
            load_yaml_config=False,
            load_envvars=False,
            auth_type="v3applicationcredential",
            auth={
                "auth_url": f"{URL}/identity/v3",
                "application_credential_id": KEY_ID,
                "application_credential_secret": secret,
            },
            region_name="RegionOne",
        ).image

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        for account in accounts:
            self._images.add_member(image_id, member_id=account)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        for account in accounts:
            self._images.remove_member(account, image=image_id, ignore_missing=False)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        yield [member.member_id for member in self._images.members(image_id)]


IMAGE = {
    "service": "openstack-glance",
    "region": "RegionOne",
    "imageId": "ec470585-cd38-4279-9c18-f1cf56f5aaa3",
}
walk(Glance, IMAGE, 4 * 10**31, Unauthorized, lambda error: str(error.http_status), "401")
