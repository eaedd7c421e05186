"""AWS EC2 by boto3: a client that is made of the vendor's service model, signed with AWS Signature Version 4."""

from collections.abc import Iterator, Sequence

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from walk import KEY_ID, SECRET, URL, walk

REGION = "eu-central-1"


class Ec2:
    def __init__(self, secret: str) -> None:
        self._client = boto3.client(
            "ec2",
            region_name=REGION,
            endpoint_url=URL,
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=secret,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "Add", accounts)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "Remove", accounts)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        """This service has no pages: all launch permissions come at once."""
        answer = self._client.describe_image_attribute(ImageId=image_id, Attribute="launchPermission")
        yield [permission["UserId"] for permission in answer["LaunchPermissions"]]

    def _modify(self, image_id: str, direction: str, accounts: Sequence[str]) -> None:
        self._client.modify_image_attribute(
            ImageId=image_id, LaunchPermission={direction: [{"UserId": account} for account in accounts]}
        )


    def share_snapshot(self, image_id: str, account: str) -> list[str]:
        """Gives an account access to the snapshot behind the image, and tells who has it, before it is taken again."""
        [image] = self._client.describe_images(ImageIds=[image_id])["Images"]
        snapshot = image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
        permission = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
        self._client.modify_snapshot_attribute(**permission, CreateVolumePermission={"Add": [{"UserId": account}]})
        answer = self._client.describe_snapshot_attribute(**permission)
        self._client.modify_snapshot_attribute(**permission, OperationType="remove", UserIds=[account])
        left = self._client.describe_snapshot_attribute(**permission)
        assert left["CreateVolumePermissions"] == [], left
        return [one["UserId"] for one in answer["CreateVolumePermissions"]]


IMAGE = {"service": "aws-ec2", "region": REGION, "imageId": "ami-0b070300000000001"}
walk(
    Ec2, IMAGE, 12345678901, ClientError, lambda error: error.response["Error"]["Code"], "SignatureDoesNotMatch"
)
print("  snapshot:", Ec2(SECRET).share_snapshot(IMAGE["imageId"], "012345678901"))
