/** How the own ECS stands in answers that the emulator never gives, and that the documents leave open. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OWN_ECS } from "../../../src/core/accounts";
import { CALL_OPTIONS, connect, failureOf } from "./alicloud-bench";

const image = { service: "alicloud-swas", region: "cn-hangzhou", imageId: "m-saacssasc1234" } as const;
let server: Server;
let inShare: unknown;

beforeAll(async () => {
  server = createServer((_request, response) => {
    const entry = { ImageId: image.imageId, Name: "golden", Status: "1", InShare: inShare };
    const answer = { RequestId: "R-1", TotalCount: "1", CustomImages: [entry], PageNumber: 1, PageSize: 100 };
    response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const backendOf = () => connect(image.service, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
const scope = { accounts: false, ownEcs: true };

it.each([
  [true, [OWN_ECS]],
  ["true", [OWN_ECS]],
  [false, []],
  ["false", []],
])("is taken at its word, also as text: %j", async (value, accounts) => {
  inShare = value;
  const backend = await backendOf();
  expect((await backend.describe(image, scope, undefined, CALL_OPTIONS)).accounts).toEqual(accounts);
  const [listed] = (await backend.listImages(image.region, undefined, CALL_OPTIONS)).images;
  expect(listed?.inOwnEcs).toBe(accounts.length > 0);
});

it.each([undefined, null, 1, "yes"])("is not guessed from %j", async (value) => {
  inShare = value;
  const backend = await backendOf();
  const failure = await failureOf(backend.describe(image, scope, undefined, CALL_OPTIONS));
  expect(failure).toMatchObject({ meaning: "ambiguous", action: "ListCustomImages" });
  expect((await backend.listImages(image.region, undefined, CALL_OPTIONS)).images[0]).not.toHaveProperty(
    "inOwnEcs",
  );
});
