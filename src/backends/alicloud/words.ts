import type { CloudWords } from "../key-search";

export const alicloudWords: CloudWords = {
  title: "Alibaba Cloud",
  section: "alicloud",
  members: ["accessKeyId", "accessKeySecret"],
  variables: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
};
