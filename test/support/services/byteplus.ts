/** What the services of BytePlus have in common. */
import type { CloudSubject } from "./subject.ts";
import { volcengine } from "./volcengine.ts";

export const byteplus: CloudSubject = {
  ...volcengine,
  cloud: "byteplus",
  // Accounts of the two clouds look alike: those of tests must not be the same.
  account: (index) => String(2_110_400_000 + index),
  environment: ({ id, secret }) => ({ BYTEPLUS_ACCESS_KEY: id, BYTEPLUS_SECRET_KEY: secret }),
};
