import { accountGrantees } from "../../core/grantees";
import type { Format, ServiceFacts } from "../../core/service-facts";
import { twelveDigitsHint } from "../account-digits";
import { assumptions } from "./assumptions";
import { errors } from "./errors";

const accountFormat: Format = {
  pattern: /^[0-9]{12}$/,
  description: "the ID of an OUTSCALE account: 12 digits in quotes, zeros in front included",
  example: "012345678901",
  hint: twelveDigitsHint,
};

/**
 * 3DS OUTSCALE, API v1: the launch permissions of OMIs.
 *
 * Rests on the vendor's OpenAPI description 1.42.0 for UpdateImage (additions or removals), ReadImages (the image with its
 * state and its accounts), ReadAccounts and ReadRegions, and on its page of errors. No page names a limit.
 */
export const outscale: ServiceFacts<"outscale"> = {
  service: "outscale",
  title: "3DS OUTSCALE",
  cloud: "outscale",
  region: {
    pattern: /^[a-z]+(-[a-z]+)+-[0-9]{1,2}$/,
    description: "an OUTSCALE region",
    example: "eu-west-2",
  },
  imageId: {
    pattern: /^ami-[0-9a-f]{8}$/,
    description: "the ID of an OMI, ami- and 8 hexadecimal digits",
    example: "ami-12345678",
    hint: (refused) => (/^ami-[0-9a-f]{17}$/.test(refused) ? "an ID of 17 digits is of AWS EC2" : undefined),
  },
  account: accountFormat,
  // "Either … or": one direction in a call. How many accounts one takes is on no page: a hundred are 1.5 KB.
  capacity: { add: 100, remove: 100, together: "never" },
  grantees: [accountGrantees(accountFormat), { kind: "public", managed: false }],
  errors,
  closedAccountCodes: ["4050"],
  actions: ["ReadImages", "UpdateImage", "ReadAccounts", "ReadRegions"],
  // The vendor throttles, and publishes no rate.
  rateLimits: {},
  assumptions,
};
