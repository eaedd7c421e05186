/**
 * Shares one image of Tencent Cloud CVM with the customers below. Credentials come from the environment
 * (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY) or from image-share:tencentcloud in stack configuration.
 */
import { ImageShare } from "pulumi-image-share";

/** Root accounts, by the ID that the console calls the account ID; not an AppID. */
const customers = {
  acme: "100000000001",
  globex: "100000000002",
  initech: "100000000003",
};

const share = new ImageShare("golden", {
  service: "tencentcloud-cvm",
  region: "ap-guangzhou",
  imageId: "img-6pb6lrmy",
  accounts: Object.values(customers),
  // An edit that would lock out more customers than this at once is refused.
  maxRemovals: 2,
});

export const accounts = share.accounts;
