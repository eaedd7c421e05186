/** A dynamic provider notices that its engine was killed, by the connections that the engine had opened. */
import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { EngineEnd } from "../../../src/provider/dynamic/engine-end";
import { until } from "../../e2e/harness/until";

let engine: Server;
let ends: number;
let watch: EngineEnd;

beforeEach(async () => {
  ends = 0;
  engine = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  await once(engine, "listening");
  watch = new EngineEnd(`127.0.0.1:${(engine.address() as AddressInfo).port}`, () => {
    ends += 1;
  });
});

afterEach(() => void engine.close());

function connection(): EventEmitter {
  const session = new EventEmitter();
  watch.sawRequest(session);
  watch.sawRequest(session);
  return session;
}

/** Connections to the engine, which are how it is looked for. */
async function looks(): Promise<void> {
  await once(engine, "connection");
}

it("tells once, when all connections are closed and nothing listens at the engine's address", async () => {
  const sessions = [connection(), connection()];
  engine.close();
  sessions[0]?.emit("close");
  await once(engine, "close");
  expect(ends).toBe(0);
  sessions[1]?.emit("close");
  await until(() => ends > 0);
  expect(ends).toBe(1);
});

it("goes on looking while the engine listens, and tells when it has ended after all", async () => {
  const looked = looks();
  connection().emit("close");
  await looked;
  await looks();
  expect(ends).toBe(0);
  engine.close();
  await until(() => ends > 0);
});

it("stops looking when the engine calls again, and notices the end of that connection", async () => {
  const looked = looks();
  connection().emit("close");
  await looked;
  const next = connection();
  engine.close();
  await once(engine, "close");
  expect(ends).toBe(0);
  next.emit("close");
  await until(() => ends > 0);
});
