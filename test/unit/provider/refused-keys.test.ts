/** OUTSCALE locks accounts after failed attempts: with keys that are refused, a whole run sends one call. */
import { startEmulator } from "../../../src/emulator";
import { handle } from "../../../src/provider/dynamic/handle";

const images = Array.from({ length: 12 }, (_, index) => ({
  service: "outscale" as const,
  region: index % 2 === 0 ? "eu-west-2" : "us-east-2",
  imageId: `ami-000000${String(index).padStart(2, "0")}`,
}));
const accounts = ["012345678901"];

afterEach(() => jest.restoreAllMocks());

it("twelve images in two regions, previewed, refreshed, made, updated and deleted side by side", async () => {
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  const emulator = await startEmulator();
  try {
    for (const image of images) emulator.putImage(image);
    const rawConfig: Record<string, unknown> = {
      "image-share:endpoint": emulator.url,
      "image-share:outscale": JSON.stringify({ accessKey: "emulator", secretKey: "not-the-secret" }),
    };
    const config = { get: (key: string) => rawConfig[key] as string | undefined, rawConfig };
    const call = (method: Parameters<typeof handle>[0], ...args: unknown[]) =>
      handle(method, config, args).catch((error: unknown) => error);
    const ends = await Promise.all(
      images.flatMap((image) => {
        const args = { ...image, accounts, exclusive: true };
        const state = { ...args, foreignAccounts: [], owner: "099990000011" };
        const id = `outscale/${image.region}/${image.imageId}`;
        return [
          call("check", {}, args),
          call("diff", id, state, { ...args, accounts: ["012345678902"] }),
          call("create", args),
          call("update", id, state, { ...args, accounts: ["012345678902"] }),
          call("read", id, state),
          call("delete", id, state),
        ];
      }),
    );
    const errors = ends.filter((end) => end instanceof Error);
    expect(errors).toHaveLength(images.length * 5);
    expect(emulator.calls().map(({ outcome }) => outcome.code)).toEqual(["1"]);
  } finally {
    await emulator.close();
  }
});
