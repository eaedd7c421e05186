/** The page that the emulator shows to a browser: what it holds, that it is harmless, and that it is a page of its own. */
import { createHash } from "node:crypto";
import type { Emulator } from "../../src/emulator";
import { start } from "./support/start";
import { send } from "./support/wire";

const image = { service: "tencentcloud-cvm", region: "ap-guangzhou", imageId: "img-6pb6lrmy" } as const;
const browser = { accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" };

const page = (emulator: Emulator, path = "/_emulator/") =>
  send(emulator.port, { path, headers: { ...browser, host: `localhost:${emulator.port}` } });

it("shows every image with its state and its accounts, the faults and the calls", async () => {
  const emulator = await start();
  emulator.putImage({ ...image, accounts: ["100000000001"], name: "golden" });
  emulator.putImage({
    service: "alicloud-swas",
    region: "cn-hangzhou",
    imageId: "m-abcd1234",
    shareToEcs: true,
  });
  emulator.injectFault({ kind: "throttle", times: 3 });
  await send(emulator.port, {
    method: "POST",
    headers: {
      host: `localhost:${emulator.port}`,
      "x-tc-action": "DescribeImages",
      "x-tc-version": "2017-03-12",
    },
    body: "{}",
  });
  const { body, headers } = await page(emulator);
  expect(headers["content-type"]).toMatch(/^text\/html/);
  for (const text of [
    "img-6pb6lrmy",
    "golden",
    "100000000001",
    "NORMAL",
    "m-abcd1234",
    "own ECS",
    "throttle",
  ])
    expect(body).toContain(text);
  expect(body).toContain("<td>DescribeImages</td>");
});

it("is for browsers: what asks for no page gets JSON, as ever", async () => {
  const emulator = await start();
  const { body } = await send(emulator.port, {
    path: "/_emulator/",
    headers: { host: `localhost:${emulator.port}` },
  });
  expect(JSON.parse(body)).toMatchObject({ images: expect.any(Number) });
});

it("shows markup, quotes and control characters of names as text", async () => {
  const emulator = await start();
  const name = `</script><img src=x onerror=alert(1)> "' \u202e\u0007`;
  emulator.putImage({ ...image, name });
  const { body } = await page(emulator);
  expect(body).not.toContain("<img");
  expect(body).toContain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &quot;&#39;");
});

it("lets its own script run alone, and nothing be loaded from elsewhere", async () => {
  const { body, headers } = await page(await start());
  const [, script = ""] = /<script>(.*)<\/script>/s.exec(body) ?? [];
  const hash = createHash("sha256").update(script).digest("base64");
  expect(headers["content-security-policy"]).toContain(`default-src 'none'; script-src 'sha256-${hash}';`);
  expect(body).not.toMatch(/\b(src|href)=/);
});

it("is refused where the host is not the emulator's own name", async () => {
  const emulator = await start();
  const { status } = await send(emulator.port, {
    path: "/_emulator/",
    headers: { ...browser, host: "evil.example" },
  });
  expect(status).toBe(403);
});

it("folds long lists of accounts, and shows the last hundred calls", async () => {
  const emulator = await start();
  const accounts = Array.from({ length: 300 }, (_, index) => String(100_000_000_000 + index));
  emulator.putImage({ ...image, accounts });
  for (let call = 0; call < 120; call++)
    await send(emulator.port, { method: "POST", headers: { host: "x", "x-tc-action": `Action${call}` } });
  const { body } = await page(emulator);
  expect(body).toContain("<summary>Accounts</summary>");
  expect(body).toContain("300 accounts");
  expect(body).toContain("120 calls, the last 100 of them");
  expect(body).toContain("<td>Action119</td>");
  expect(body).not.toContain("<td>Action19</td>");
});
