/** What every backend does at a server that others wrote: through the provider object, and once through the engine. */
import { findService } from "../../src/backends/registry";
import type { Backend } from "../../src/core/backend";
import { CALL_OPTIONS } from "../conformance/bench";
import { Stack } from "../e2e/harness/stack";
import { accountsOf } from "../support/services";
import { failureOf, Resource } from "./provider";
import type { IndependentServer, RunningServer, Target } from "./servers/server";

/** The server of a file's tests, and what is made there. */
export interface World<Server extends RunningServer> {
  readonly server: Server;
  readonly accounts: readonly string[];
  /** The program's arguments, exclusive. */
  share(target: Target, accounts: readonly string[]): Readonly<Record<string, unknown>>;
  resource(settings?: Readonly<Record<string, unknown>>): Resource;
  backend(): Promise<Backend>;
}

interface StartsServer<Server extends RunningServer> extends IndependentServer {
  start(): Promise<Server>;
}

/** A run of the engine takes some seconds, and a server may take as long to start, on a busy machine. */
const TEST_MS = 120_000;

export function useServer<Server extends RunningServer>(independent: StartsServer<Server>): World<Server> {
  jest.setTimeout(TEST_MS);
  let running: Server | undefined;
  const server = (): Server => {
    if (running === undefined) throw new Error("to be used in tests and hooks only");
    return running;
  };
  beforeAll(async () => {
    running = await independent.start();
  });
  afterAll(() => running?.stop());
  beforeEach(() => {
    jest.spyOn(console, "log").mockReturnValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return {
    get server() {
      return server();
    },
    accounts: accountsOf(independent.subject, 0, 4),
    share: (target, accounts) => ({ ...target, accounts, exclusive: true }),
    resource: (settings = {}) => new Resource({ ...server().settings, ...settings }),
    async backend() {
      const { service } = independent.subject.target;
      const entry = findService(service);
      if (entry === undefined) throw new Error(`the registry has no ${service}`);
      const credentials = server().settings[`image-share:${independent.subject.cloud}`];
      return entry.open({
        credentials: credentials as Record<string, string>,
        endpoint: new URL(server().url),
      });
    },
  };
}

export function behaves<Server extends RunningServer>(
  world: World<Server>,
  { subject }: StartsServer<Server>,
): void {
  const [alice = "", bob = "", carol = "", stranger = ""] = world.accounts;
  const live = async (target: Target) => (await world.server.accounts(target)).sort();

  it("shares, finds nothing to do, changes the list, refreshes and takes the access back", async () => {
    const target = await world.server.makeImage();
    const resource = world.resource();
    expect(await resource.up(world.share(target, [alice, bob]))).toBe("created");
    expect(await live(target)).toEqual([alice, bob]);
    expect(await resource.up(world.share(target, [alice, bob]))).toBe("unchanged");
    expect(await resource.up(world.share(target, [bob, carol]))).toBe("updated");
    expect(await live(target)).toEqual([bob, carol]);
    expect(await resource.refresh()).toBe(true);
    expect(resource.outs).toMatchObject({ accounts: [bob, carol], foreignAccounts: [] });
    await resource.destroy();
    expect(await live(target)).toEqual([]);
  });

  it("repairs drift by a plain up: who lost access outside has it again, and a stranger loses it", async () => {
    const target = await world.server.makeImage();
    const resource = world.resource();
    await resource.up(world.share(target, [alice, bob]));
    await world.server.unshare(target, [alice]);
    await world.server.share(target, [stranger]);
    expect(await resource.up(world.share(target, [alice, bob]))).toBe("updated");
    expect(await live(target)).toEqual([alice, bob]);
  });

  it("leaves a stranger alone in the additive mode, shows it, and spares it on destroy", async () => {
    const target = await world.server.makeImage();
    const resource = world.resource();
    const additive = (accounts: readonly string[]) => ({
      ...world.share(target, accounts),
      exclusive: false,
    });
    await resource.up(additive([alice, bob]));
    await world.server.share(target, [stranger]);
    await resource.up(additive([alice]));
    expect(await live(target)).toEqual([alice, stranger]);
    await resource.refresh();
    expect(resource.outs).toMatchObject({ accounts: [alice], foreignAccounts: [stranger] });
    await resource.destroy();
    expect(await live(target)).toEqual([stranger]);
  });

  it("names the accounts that a create finds, and takes nothing from them where exclusive is not written", async () => {
    const target = await world.server.makeImage();
    await world.server.share(target, [stranger]);
    const { exclusive: _, ...unwritten } = world.share(target, [alice]);
    expect(await failureOf(world.resource().up(unwritten))).toContain(stranger);
    expect(await live(target)).toEqual([stranger]);
  });

  it("refuses a malformed account before any call", async () => {
    const target = await world.server.makeImage();
    const run = world.resource().up(world.share(target, [subject.notAccounts[0] ?? ""]));
    expect(await failureOf(run)).toContain("accounts[0]");
    expect(await live(target)).toEqual([]);
  });

  it("lists the image among the account's own, each once", async () => {
    const target = await world.server.makeImage();
    const backend = await world.backend();
    const listed: string[] = [];
    let page: string | undefined;
    do {
      const answer = await backend.listImages(target.region, page, CALL_OPTIONS);
      listed.push(...answer.images.map(({ imageId }) => imageId));
      page = answer.next;
    } while (page !== undefined);
    expect(listed.filter((imageId) => imageId === target.imageId)).toEqual([target.imageId]);
    expect(await backend.imageCondition(target, CALL_OPTIONS)).toEqual({ kind: "usable" });
  });

  it("is created, repaired and destroyed by the real engine", async () => {
    const target = await world.server.makeImage();
    const nothing = { clearCalls: () => undefined, calls: () => [] };
    const { url, settings } = world.server;
    const stack = await Stack.create({ url, credentials: { id: "none", secret: "none" }, ...nothing });
    try {
      stack.setConfig({ "image-share:tencentcloud": null, ...settings });
      stack.setShares([{ name: "golden", args: world.share(target, [alice, bob]) }]);
      await stack.up();
      await world.server.unshare(target, [alice]);
      await world.server.share(target, [stranger]);
      await stack.up();
      expect(await live(target)).toEqual([alice, bob]);
      await stack.destroy();
      expect(await live(target)).toEqual([]);
    } finally {
      stack.dispose();
    }
  });
}
