/** The two hosts of the provider, each with a stack of its own: what is decided must not depend on the host. */
import { useWorld, type World } from "../harness/world";
import { setProgram, shares, useYamlWorld } from "./yaml-world";

type Properties = Readonly<Record<string, unknown>>;

export interface ProviderHost {
  readonly name: string;
  readonly isPlugin: boolean;
  useWorld(): World;
  /** Replaces the shares of the program. @param options of all of them, which every language spells alike */
  setShares(world: World, args: Readonly<Record<string, Properties>>, options?: Properties): void;
}

export const hosts: readonly ProviderHost[] = [
  {
    name: "the dynamic resource, from JavaScript",
    isPlugin: false,
    useWorld: () => useWorld(),
    setShares: ({ stack }, args, opts = {}) =>
      stack.setShares(Object.entries(args).map(([name, share]) => ({ name, args: share, opts }))),
  },
  {
    name: "the provider plugin, from YAML",
    isPlugin: true,
    useWorld: useYamlWorld,
    setShares: ({ stack }, args, options) => setProgram(stack, shares(args, options)),
  },
];
