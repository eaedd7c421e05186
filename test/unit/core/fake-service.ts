/** Two services of no real vendor, and their arguments as checked. */
import { type ArgsVerdict, checkArgs } from "../../../src/core/args";
import type { ServiceFacts } from "../../../src/core/service-facts";

export const unknown = "unknown-sentinel";

export const fakeService: ServiceFacts = {
  service: "moon-vm",
  title: "Moon VM",
  cloud: "moon",
  region: { pattern: /^moon-\d$/, description: "a moon", example: "moon-1" },
  imageId: { pattern: /^img-\w+$/, description: "an image", example: "img-1" },
  account: { pattern: /^\d{2,16}$/, description: "an account", example: "10" },
  grantees: [{ kind: "account", argument: "accounts", managed: true }],
  accountLimit: 3,
  capacity: { add: 10, remove: 10, together: "each" },
  closedAccountCodes: [],
  errors: {},
  actions: [],
  rateLimits: {},
  assumptions: [],
};
const { region: _region, accountLimit: _limit, ...rest } = fakeService;
/** Has no regions and no limit, and the owner's own ECS. */
export const edge: ServiceFacts = {
  ...rest,
  service: "moon-edge",
  title: "Moon Edge",
  grantees: [...fakeService.grantees, { kind: "own-ecs", argument: "shareToEcs", managed: true }],
};

export const good = { service: "moon-vm", region: "moon-1", imageId: "img-1", accounts: ["11", "22"] };
export const onEdge = { service: "moon-edge", imageId: "img-1" };
const services = ["moon-vm", "moon-edge"];

export function check(raw: Record<string, unknown>): ArgsVerdict {
  const facts = [fakeService, edge].find(({ service }) => service === raw.service);
  // What is made once for a service is made anew for each check: no test lives on what another has made.
  return checkArgs(raw, facts && { ...facts }, services, unknown);
}
