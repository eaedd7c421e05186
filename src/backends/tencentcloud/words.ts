import type { CloudWords } from "../key-search";

export const tencentcloudWords: CloudWords = {
  title: "Tencent Cloud",
  section: "tencentcloud",
  members: ["secretId", "secretKey"],
  variables: ["TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"],
};
