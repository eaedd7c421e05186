import type { Emulator } from "../../../src/emulator";

const manyCalls = { calls: 100_000, perMs: 1000 };

/** Stack configuration that reaches the emulator as fast as it can. */
export function settings(emulator: Emulator): Record<string, unknown> {
  const { id, secret } = emulator.credentials;
  return {
    "image-share:endpoint": emulator.url,
    "image-share:tencentcloud": { secretId: id, secretKey: secret },
    "image-share:alicloud": { accessKeyId: id, accessKeySecret: secret },
    "image-share:volcengine": { accessKeyId: id, secretKey: secret },
    "image-share:rateLimits": {
      "alicloud-swas": Object.fromEntries(
        [
          "ModifyImageShareStatus",
          "AddCustomImageShareAccount",
          "RemoveCustomImageShareAccount",
          "ListCustomImageShareAccounts",
          "ListCustomImages",
        ].map((action) => [action, manyCalls]),
      ),
      "tencentcloud-cvm": Object.fromEntries(
        ["ModifyImageSharePermission", "DescribeImageSharePermission", "DescribeImages"].map((action) => [
          action,
          manyCalls,
        ]),
      ),
    },
  };
}
