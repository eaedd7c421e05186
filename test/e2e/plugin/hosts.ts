/** The two hosts of the provider, each with a stack of its own: what is decided must not depend on the host. */
import { useWorld, type World } from "../harness/world";
import { setProgram, shares, useYamlWorld } from "./yaml-world";

export interface ProviderHost {
  readonly name: string;
  readonly isPlugin: boolean;
  useWorld(): World;
  /** Replaces the shares of the program. */
  setShares(world: World, args: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void;
}

export const hosts: readonly ProviderHost[] = [
  {
    name: "the dynamic resource, from JavaScript",
    isPlugin: false,
    useWorld: () => useWorld(),
    setShares: ({ stack }, args) =>
      stack.setShares(Object.entries(args).map(([name, share]) => ({ name, args: share }))),
  },
  {
    name: "the provider plugin, from YAML",
    isPlugin: true,
    useWorld: useYamlWorld,
    setShares: ({ stack }, args) => setProgram(stack, shares(args)),
  },
];
