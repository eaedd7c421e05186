/** What regions and accounts of Tencent Cloud look like, in all of its services. */
import type { Format } from "../../core/service-facts";

export const regionFormat: Format = {
  pattern: /^[a-z]{2,4}-[a-z]+(-[a-z0-9]+)*$/,
  description: "a Tencent Cloud region",
  example: "ap-guangzhou",
};

export const accountFormat: Format = {
  pattern: /^[1-9][0-9]{8,11}$/,
  description:
    "the ID of a root account (its UIN, not an AppID or a QQ number): 9 to 12 digits, nothing else",
  example: "100000000001",
};
