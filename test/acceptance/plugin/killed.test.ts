/** The plugin's `up` is interrupted: what was shared is recorded. Engines that are killed: ../killed-engine.test.ts. */
import { describeInterruption } from "../../e2e/harness/interruption";
import type { image } from "../../e2e/harness/world";
import { setProgram, shares, useYamlWorld } from "../../e2e/plugin/yaml-world";

const world = useYamlWorld();

afterEach(() => world.emulator.clearFaults());

describeInterruption(world, "golden", (target: ReturnType<typeof image>, accounts) =>
  setProgram(world.stack, shares({ golden: { ...target, accounts } })),
);
