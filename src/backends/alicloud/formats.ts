import type { Format } from "../../core/service-facts";

/**
 * Account IDs (UIDs) have sixteen digits on most of the vendor's pages, eighteen in the examples of ECS
 * DescribeImages (ImageOwnerId), and fourteen characters in the one answer that ENS's page for
 * DescribeImageSharePermission shows ("151528552xxxxx"). The shorter ones there ("1122334455**", "113355**") are
 * plainly made up. Nothing below thirteen, so that an ID of Tencent Cloud (9 to 12 digits) or Volcengine (10) in
 * the wrong list is refused before it is called with.
 */
export const accountFormat: Format = {
  pattern: /^[1-9][0-9]{12,17}$/,
  description: "the ID of an Alibaba Cloud account (its UID, not a user name or a RAM user): 13 to 18 digits",
  example: "1234567890123456",
};

/** A region and not a zone in it, which ends in a single letter (cn-hangzhou-b, ap-southeast-1a). */
export const regionFormat: Format = {
  pattern: /^(?!.*-[0-9]*[a-z]$)[a-z]{2}-[a-z]+(-[a-z0-9]+)*$/,
  description: "an Alibaba Cloud region",
  example: "cn-hangzhou",
};

export const imageFormat: Format = {
  pattern: /^m-[a-zA-Z0-9]{4,40}$/,
  description: "the ID of a custom image, m- and 4 to 40 letters or digits",
  example: "m-bp1g7004ksh0oeuco8vd",
};
