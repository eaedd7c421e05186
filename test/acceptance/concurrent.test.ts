/**
 * Two pipelines share one image at the same time, each in a real engine of its own. Between each engine and the cloud
 * stands a gate; a write waits there until the other engine has one as well, and neither learns what came of it
 * before both were carried out. So they meet, however fast or slow the machine is.
 */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type Emulator, startEmulator } from "../../src/emulator";
import type { Finished } from "../e2e/harness/command";
import { Stack } from "../e2e/harness/stack";
import { alice, bob, carol, dave, image, share, stranger } from "../e2e/harness/world";

jest.setTimeout(240_000);

const writing = "ModifyImageSharePermission";
const reading = "DescribeImageSharePermission";
const up = ["up", "--yes", "--skip-preview"];
const destroy = ["destroy", "--yes", "--skip-preview"];

/** Lets the writes of two pipelines through, one after the other, when both have one; a single one once the other has ended. */
class Meeting {
  readonly #running = new Set<Gate>();
  readonly #held = new Map<Gate, { forward: () => Promise<void>; answer: () => void }>();
  /** Whether the second waits with its first write until the first has ended, instead of going along with it. */
  #isInTurn = false;
  /** How often both had a write to send that the other did not know of. */
  clashes = 0;

  begin(gates: readonly Gate[], isInTurn: boolean): void {
    this.clashes = 0;
    this.#isInTurn = isInTurn;
    for (const gate of gates) this.#running.add(gate);
  }

  leave(gate: Gate): Promise<void> {
    this.#running.delete(gate);
    return this.#goOn();
  }

  /** @param forward sends the write onward; @param answer hands back what came of it */
  join(gate: Gate, forward: () => Promise<void>, answer: () => void): Promise<void> {
    this.#held.set(gate, { forward, answer });
    return this.#goOn();
  }

  async #goOn(): Promise<void> {
    if ([...this.#running].some((gate) => !this.#held.has(gate))) return;
    const held = [...this.#held].sort(([left], [right]) => left.place - right.place);
    if (held.length > 1) this.clashes += 1;
    const next = this.#isInTurn ? held.slice(0, 1) : held;
    for (const [gate] of next) this.#held.delete(gate);
    for (const [, { forward }] of next) await forward();
    for (const [, { answer }] of next) answer();
  }
}

/** What stands between one engine and the cloud. */
class Gate {
  readonly place: number;
  /** What the cloud last said of who has access. */
  lastRead: readonly string[] = [];
  readonly #onward: string;
  readonly #meeting: Meeting;
  readonly #server = http.createServer((request, response) => {
    this.#pass(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  constructor(place: number, onward: string, meeting: Meeting) {
    this.place = place;
    this.#onward = onward;
    this.#meeting = meeting;
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const action = request.headers["x-tc-action"];
    const body = await buffer(request);
    let answer: Buffer = Buffer.alloc(0);
    const forward = async () => {
      const { status, headers, content } = await this.#send(request, body);
      response.writeHead(status, headers);
      answer = content;
    };
    if (action === writing) {
      await this.#meeting.join(this, forward, () => response.end(answer));
      return;
    }
    await forward();
    if (action === reading) this.lastRead = accountsIn(answer) ?? this.lastRead;
    response.end(answer);
  }

  #send({ method, url, headers }: http.IncomingMessage, body: Buffer) {
    type Answer = { status: number; headers: http.IncomingHttpHeaders; content: Buffer };
    return new Promise<Answer>((resolve, reject) => {
      const request = http.request(this.#onward, { method, path: url, headers }, (reply) => {
        const { statusCode: status = 0, headers } = reply;
        buffer(reply).then((content) => resolve({ status, headers, content }), reject);
      });
      request.on("error", reject).end(body);
    });
  }
}

/** Undefined when the cloud answered with an error. */
function accountsIn(answer: Buffer): string[] | undefined {
  const { Response } = JSON.parse(answer.toString()) as {
    Response: { SharePermissionSet?: { AccountId: string }[] };
  };
  return Response.SharePermissionSet?.map(({ AccountId }) => AccountId).sort();
}

interface Pipeline {
  readonly stack: Stack;
  readonly gate: Gate;
}

type Image = ReturnType<typeof image>;

let emulator: Emulator;
let left: Pipeline;
let right: Pipeline;
const meeting = new Meeting();

beforeAll(async () => {
  emulator = await startEmulator();
  left = await pipeline(0);
  right = await pipeline(1);
});

afterAll(async () => {
  for (const { stack, gate } of [left, right]) {
    stack.dispose();
    gate.close();
  }
  await emulator.close();
});

async function pipeline(place: number): Promise<Pipeline> {
  const gate = new Gate(place, emulator.url, meeting);
  const stack = await Stack.create(emulator);
  stack.setConfig({ "image-share:endpoint": await gate.open() });
  return { stack, gate };
}

/** Runs both at the same time; both have read before either writes. */
async function together(ofLeft: readonly string[], ofRight: readonly string[], isInTurn = false) {
  meeting.begin([left.gate, right.gate], isInTurn);
  const ends = await Promise.all([end(left, ofLeft), end(right, ofRight)]);
  expect(meeting.clashes).toBeGreaterThan(0);
  return ends;
}

async function end({ stack, gate }: Pipeline, command: readonly string[]): Promise<Finished> {
  const finished = await stack.start(command).finished;
  await meeting.leave(gate);
  return finished;
}

/** What both programs list. */
function list(
  target: Image,
  ofLeft: readonly string[],
  ofRight: readonly string[],
  more: Readonly<Record<string, unknown>> = { exclusive: true },
): void {
  left.stack.setShares([share("golden", target, ofLeft, more)]);
  right.stack.setShares([share("golden", target, ofRight, more)]);
}

const live = (target: Image) => emulator.accounts(target).sort();
const outputs = async ({ stack }: Pipeline) => (await stack.state()).golden?.outputs;
const additive = { exclusive: false };

/** Both drop their resource, so that the next test begins with none. */
async function forget(): Promise<void> {
  for (const { stack } of [left, right]) {
    stack.setShares([]);
    await stack.up();
  }
}

describe("two exclusive pipelines", () => {
  const golden = image("fight");

  it("that undo each other's work all the time both end, and are told so", async () => {
    emulator.putImage({ ...golden, accounts: [stranger] });
    list(golden, [alice, bob], [carol, dave]);
    const ends = await together(up, up);
    for (const [index, { code, output }] of ends.entries()) {
      expect({ failed: code !== 0, output }).toMatchObject({ failed: true });
      expect(output).toMatch(/did not converge after 6 rounds.*another process is changing the shares/);
      const listed = [
        [alice, bob],
        [carol, dave],
      ][index];
      expect(output).toContain(`${listed?.join(", ")} should have access and does not`);
    }
    expect(meeting.clashes).toBeGreaterThan(5);
    // Each took the other's accounts away with its last write, so that nobody owns any; and as an addition of each was
    // missing in the end, whom they had taken access from before has it again.
    expect(live(golden)).toEqual([stranger]);
    expect([await outputs(left), await outputs(right)]).toEqual([undefined, undefined]);
  });

  it("leave an image that a run of one alone brings to its list", async () => {
    await left.stack.up();
    expect(live(golden)).toEqual([alice, bob]);
    expect((await left.stack.up()).writes).toEqual([]);
  });

  it("succeed one after the other when the second writes last, each having seen its own list", async () => {
    list(golden, [alice, carol], [dave]);
    const ends = await together(up, up, true);
    expect(ends).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect([left.gate.lastRead, right.gate.lastRead]).toEqual([[alice, carol], [dave]]);
    expect([(await outputs(left))?.accounts, (await outputs(right))?.accounts]).toEqual([
      [alice, carol],
      [dave],
    ]);
    expect(live(golden)).toEqual([dave]);
  });

  it("tell the loser by its next preview, and its next run converges", async () => {
    const { output } = await left.stack.preview();
    expect(output).toMatch(new RegExp(`will lose access.*not listed.*: ${dave}`));
    expect(output).toMatch(new RegExp(`will gain access again.*: ${alice}, ${carol}`));
    await left.stack.up();
    expect(live(golden)).toEqual([alice, carol]);
    await forget();
  });
});

describe("two additive pipelines", () => {
  const golden = image("additive");

  it("both succeed, and both lists have access", async () => {
    emulator.putImage({ ...golden, accounts: [stranger] });
    list(golden, [alice, bob], [bob, carol], additive);
    expect(await together(up, up)).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(live(golden)).toEqual([alice, bob, carol, stranger]);
    expect(await outputs(left)).toMatchObject({ accounts: [alice, bob], foreignAccounts: [carol, stranger] });
    expect(await outputs(right)).toMatchObject({
      accounts: [bob, carol],
      foreignAccounts: [alice, stranger],
    });
  });

  it("have nothing left to do", async () => {
    expect((await left.stack.up()).writes).toEqual([]);
    expect((await right.stack.up()).writes).toEqual([]);
  });

  it("keep what one lists while the other is destroyed", async () => {
    list(golden, [alice, bob], [bob, carol, dave], additive);
    expect(await together(destroy, up)).toMatchObject([{ code: 0 }, { code: 0 }]);
    // The destroy took away what both listed; the other saw that, and gave it back.
    expect(live(golden)).toEqual([bob, carol, dave, stranger]);
    expect(await outputs(left)).toBeUndefined();
    expect(await outputs(right)).toMatchObject({ accounts: [bob, carol, dave], foreignAccounts: [stranger] });
    await forget();
  });
});

describe("an exclusive pipeline beside an additive one", () => {
  const golden = image("mixed");

  it("both see their lists, and what the exclusive one takes away the additive one learns of", async () => {
    emulator.putImage({ ...golden, accounts: [stranger] });
    left.stack.setShares([share("golden", golden, [alice], { exclusive: true })]);
    right.stack.setShares([share("golden", golden, [bob], additive)]);
    expect(await together(up, up)).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(left.gate.lastRead).toEqual([alice]);
    expect(right.gate.lastRead).toEqual(expect.arrayContaining([bob]));
    expect(live(golden)).toEqual([alice]);
    expect(await outputs(left)).toMatchObject({ accounts: [alice], foreignAccounts: [] });
    expect((await right.stack.preview()).output).toMatch(
      new RegExp(`will gain access again \\(removed outside of Pulumi\\): ${bob}`),
    );
  });
});
