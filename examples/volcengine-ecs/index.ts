/**
 * Shares one image of Volcengine ECS in each of two regions with the same tenants. Accounts that got access by other
 * means keep it, and are shown. Credentials come from the environment (VOLCENGINE_ACCESS_KEY,
 * VOLCENGINE_SECRET_KEY), from the `ve` command line, or from image-share:volcengine in stack configuration.
 */
import { ImageShare } from "pulumi-image-share";

/** An image can be shared in its own region only, so each region has a copy of its own. */
const images = {
  "cn-beijing": "image-ebgy1og99tfct0gw",
  "cn-shanghai": "image-ybvz29l5da3wb4p0",
};

const tenants = ["2100051234", "2100071234"];

const shares = Object.entries(images).map(([region, imageId]) => {
  const share = new ImageShare(`golden-${region}`, {
    service: "volcengine-ecs",
    region,
    imageId,
    accounts: tenants,
    exclusive: false,
  });
  return { imageId, accounts: share.accounts, foreignAccounts: share.foreignAccounts };
});

export { shares };
