// Images of several clouds, shared with the accounts of their customers.
package main

import (
	imageshare "example.com/pulumi-image-share/sdk/go/imageshare"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type image struct {
	name, region, id string
	service          imageshare.Service
	accounts         pulumi.StringArray
}

func main() {
	images := []image{
		{
			name: "hangzhou", region: "cn-hangzhou", id: "m-bp1g7004ksh0oeuco8vd",
			service:  imageshare.ServiceAlicloudEcs,
			accounts: pulumi.ToStringArray([]string{"1234567890123456", "1234567890123457"}),
		},
		{
			name: "guangzhou", region: "ap-guangzhou", id: "img-6pb6lrmy",
			service:  imageshare.ServiceTencentcloudCvm,
			accounts: pulumi.ToStringArray([]string{"100000000001", "100000000002"}),
		},
	}
	pulumi.Run(func(ctx *pulumi.Context) error {
		for _, image := range images {
			share, err := imageshare.NewImageShare(ctx, image.name, &imageshare.ImageShareArgs{
				Service:  image.service,
				Region:   pulumi.String(image.region),
				ImageId:  pulumi.String(image.id),
				Accounts: image.accounts,
			})
			if err != nil {
				return err
			}
			ctx.Export(image.name, share.Accounts)
		}
		return nil
	})
}
