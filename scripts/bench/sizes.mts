/** How much is measured. */

interface PluginSizes {
  /** Of one image. */
  readonly accounts: readonly number[];
  /** How many images, with so many accounts each. */
  readonly images: readonly number[];
  readonly accountsPerImage: number;
  readonly latenciesMs: readonly number[];
  /** How often each size is repeated: that of the aims, other numbers of accounts of one image, and many images. */
  readonly repeat: { readonly aims: number; readonly one: number; readonly many: number };
}

export interface Sizes {
  readonly accounts: readonly number[];
  /** Accounts and latency at which one resource per account is measured as well. */
  readonly today: readonly { readonly accounts: number; readonly latencyMs: number }[];
  readonly images: readonly number[];
  readonly accountsPerImage: number;
  readonly latenciesMs: readonly number[];
  /** Of the comparison of the hosts; none: the program is empty. */
  readonly hosts: readonly { readonly images: number; readonly latencyMs: number }[];
  /** Accounts of each of these images. */
  readonly accountsPerShare: number;
  /** Of the plugin beside an empty program. */
  readonly plugin: PluginSizes;
  /** How often what takes seconds is repeated. */
  readonly repeat: number;
  /** How often a process is started to see how long that takes. */
  readonly starts: number;
}

/** About a quarter of an hour on an idle machine with two processors. */
export const full: Sizes = {
  accounts: [1, 10, 50, 500],
  today: [
    { accounts: 1, latencyMs: 50 },
    { accounts: 10, latencyMs: 50 },
    { accounts: 50, latencyMs: 0 },
    { accounts: 50, latencyMs: 50 },
    { accounts: 50, latencyMs: 200 },
    { accounts: 500, latencyMs: 50 },
  ],
  images: [1, 100, 1000],
  accountsPerImage: 50,
  latenciesMs: [0, 50, 200],
  hosts: [
    { images: 0, latencyMs: 0 },
    { images: 1, latencyMs: 0 },
    { images: 100, latencyMs: 0 },
    { images: 1000, latencyMs: 0 },
    { images: 1, latencyMs: 100 },
    { images: 100, latencyMs: 100 },
  ],
  accountsPerShare: 10,
  plugin: {
    accounts: [1, 10, 50, 500],
    images: [100],
    accountsPerImage: 50,
    latenciesMs: [0, 50, 200],
    repeat: { aims: 7, one: 3, many: 1 },
  },
  repeat: 3,
  starts: 9,
};

/** About two minutes. */
export const quick: Sizes = {
  accounts: [1, 50],
  today: [{ accounts: 50, latencyMs: 50 }],
  images: [10, 100],
  accountsPerImage: 50,
  latenciesMs: [50],
  hosts: [
    { images: 1, latencyMs: 0 },
    { images: 100, latencyMs: 100 },
  ],
  accountsPerShare: 10,
  plugin: {
    accounts: [10, 50],
    images: [20],
    accountsPerImage: 50,
    latenciesMs: [50],
    repeat: { aims: 3, one: 3, many: 1 },
  },
  repeat: 1,
  starts: 5,
};
