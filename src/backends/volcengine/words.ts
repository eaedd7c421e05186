import type { CloudWords } from "../key-search";

export const volcengineWords: CloudWords = {
  title: "Volcengine",
  section: "volcengine",
  members: ["accessKeyId", "secretKey"],
  variables: ["VOLCENGINE_ACCESS_KEY", "VOLCENGINE_SECRET_KEY"],
};
