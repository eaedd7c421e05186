/** An image is only gone if the vendor says so: what makes no sense must not end a resource. */
import fc from "fast-check";
import { VendorError } from "../../../src/core/errors";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { entryOf, services as everyService, type Service } from "../faults/services";
import { type Nonsense, nonsenseFor } from "./answers";
import { holdsFor, TEST_TIMEOUT_MS } from "./runs";
import { type LyingVendor, startLyingVendor } from "./vendor";

/** Lies are told in JSON; nonsense in XML is in the tests of its backend. */
const services = Object.values(everyService).filter(({ answersIn }) => answersIn !== "XML");

let emulator: Emulator;
let vendor: LyingVendor;

beforeAll(async () => {
  emulator = await startEmulator({ rateLimits: false });
  vendor = await startLyingVendor(emulator);
});

afterAll(async () => {
  await vendor.close();
  await emulator.close();
});

const options = () => ({
  timeoutMs: 5_000,
  signal: new AbortController().signal,
  acquire: async () => undefined,
});

const question: fc.Arbitrary<readonly [Service, Nonsense]> = fc
  .constantFrom(...services)
  .chain((service) => fc.tuple(fc.constant(service), nonsenseFor(service.answers.images)));

async function conditionOf(service: Service) {
  const credentials = service.section(emulator.credentials);
  const backend = await entryOf(service).open({ credentials, endpoint: new URL(vendor.url) });
  return backend.imageCondition(service.target, options());
}

it.each(services)("believes an honest answer about an image of $target.service", async (service) => {
  vendor.lie(() => undefined);
  emulator.putImage({ ...service.target });
  expect(await conditionOf(service)).toEqual({ kind: "usable" });
  emulator.removeImage(service.target);
  expect(await conditionOf(service)).toEqual({ kind: "gone" });
});

it(
  "takes no image for gone that is there, whatever the vendor answers",
  async () => {
    await holdsFor(
      fc.asyncProperty(question, async ([service, nonsense]) => {
        const { target, requests, answers } = service;
        emulator.putImage({ ...target });
        vendor.lie(({ action, body }) =>
          action === requests.condition.action ? nonsense.lie(body, answers.images) : undefined,
        );
        const condition = await conditionOf(service).catch((error: unknown) => {
          expect(error).toBeInstanceOf(VendorError);
          return { kind: "unknown" };
        });
        expect(condition.kind).not.toBe("gone");
      }),
      150,
    );
  },
  TEST_TIMEOUT_MS,
);
