import type { CloudWords } from "../credentials/source";
import { sectionOf } from "../volcengine/config";

export const byteplusWords: CloudWords = {
  title: "BytePlus",
  section: "byteplus",
  members: ["accessKeyId", "secretKey"],
  token: "sessionToken",
  variables: ["BYTEPLUS_ACCESS_KEY", "BYTEPLUS_SECRET_KEY"],
};

/** `image-share:byteplus`: its members are those of Volcengine's section. */
export const byteplusConfig = sectionOf(byteplusWords);
