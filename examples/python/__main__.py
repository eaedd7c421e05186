"""Images of several clouds, shared with the accounts of their customers."""

import pulumi
import pulumi_image_share as image_share

CUSTOMERS = {
    "alicloud": ["1234567890123456", "1234567890123457"],
    "tencentcloud": ["100000000001", "100000000002"],
}

IMAGES = {
    "hangzhou": ("alicloud-ecs", "cn-hangzhou", "m-bp1g7004ksh0oeuco8vd"),
    "guangzhou": ("tencentcloud-cvm", "ap-guangzhou", "img-6pb6lrmy"),
}

for name, (service, region, image_id) in IMAGES.items():
    share = image_share.ImageShare(
        name,
        service=service,
        region=region,
        image_id=image_id,
        accounts=CUSTOMERS[service.split("-")[0]],
    )
    pulumi.export(name, share.accounts)
