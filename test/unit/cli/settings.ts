import { findService } from "../../../src/backends/registry";
import { serviceNames } from "../../../src/core/services";
import type { Emulator } from "../../../src/emulator";
import { sections } from "../../support/services";

const manyCalls = { calls: 100_000, perMs: 1000 };

/** Stack configuration that reaches the emulator as fast as it can. */
export function settings(emulator: Emulator): Record<string, unknown> {
  const unlimited = serviceNames.map((service) => {
    const actions = findService(service)?.facts.actions ?? [];
    return [service, Object.fromEntries(actions.map((action) => [action, manyCalls]))];
  });
  return {
    "image-share:endpoint": emulator.url,
    ...sections(emulator.credentials),
    "image-share:rateLimits": Object.fromEntries(unlimited),
  };
}
