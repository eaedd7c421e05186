/**
 * The control API, for people with curl and for tests in other languages:
 *
 *   GET    /_emulator/                  what there is; to a browser, a page to look at and to click
 *   GET    /_emulator/images            all images; with ?service=…&region=…&imageId=… one
 *   PUT    /_emulator/images            seed or replace one: { service, region, imageId, state?, accounts?, … }
 *   PATCH  /_emulator/images            change one: { service, region, imageId, state?, shareToEcs? }
 *   DELETE /_emulator/images?service=…&region=…&imageId=…
 *   POST   /_emulator/share, /_emulator/unshare    { service, region, imageId, accounts }
 *   GET    /_emulator/calls?service=…&action=…&imageId=…&outcome=…      DELETE clears the log
 *   GET    /_emulator/faults            POST injects one, DELETE removes all
 *   GET    /_emulator/settings          PATCH changes some
 *   POST   /_emulator/reset             forgets images, calls, faults, nonces and request counts
 *
 * What is refused before it comes here: control-guard.ts.
 */

import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { type Controls, NoSuchImageError } from "./controls";
import { faultSchema } from "./faults";
import { CONTROL_PREFIX, MAX_BODY_BYTES } from "./http";
import { stringify } from "./json";
import { apiNames } from "./names";
import { PAGE_POLICY, pageOf } from "./page";
import { settingsChangesSchema } from "./settings";
import { imageSeedSchema, targetSchema } from "./targets";
import { InvalidInputError, valid } from "./validate";

const accountsSchema = targetSchema.extend({ accounts: z.array(z.string().min(1)).min(1) });

const changeSchema = targetSchema.extend({
  state: z.string().optional(),
  shareToEcs: z.boolean().optional(),
});

const callFilterSchema = z.strictObject({
  service: z.enum(apiNames).optional(),
  region: z.string().optional(),
  action: z.string().optional(),
  imageId: z.string().optional(),
  outcome: z.enum(["pending", "ok", "error", "reset", "hang"]).optional(),
});

export function controlListener(controls: Controls): RequestListener {
  return getRequestListener(controlApp(controls).fetch);
}

function controlApp(controls: Controls): Hono {
  const app = new Hono({ strict: false }).basePath(CONTROL_PREFIX);
  app.onError(explain);
  app.notFound((c) => json(c, { error: `no ${c.req.method} ${c.req.path} in the control API` }, 404));

  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => json(c, { error: `a request body of more than ${MAX_BODY_BYTES} bytes` }, 413),
    }),
  );

  app.get("/", (c) => {
    c.header("vary", "accept");
    if (c.req.header("accept")?.includes("text/html")) {
      c.header("content-security-policy", PAGE_POLICY);
      return c.html(pageOf(controls));
    }
    return json(c, {
      images: controls.images().length,
      calls: controls.calls().length,
      settings: controls.settings,
    });
  });

  app.get("/images", (c) => {
    const query = c.req.query();
    if (Object.keys(query).length === 0) {
      return json(c, controls.images());
    }
    const target = valid(targetSchema, query, "the query");
    const image = controls.image(target);
    if (image === undefined) {
      throw new NoSuchImageError(target);
    }
    return json(c, image);
  });
  app.put("/images", async (c) => json(c, controls.putImage(await body(c, imageSeedSchema))));
  app.patch("/images", async (c) => {
    const { state, shareToEcs, ...target } = await body(c, changeSchema);
    if (state !== undefined) {
      controls.setImageState(target, state);
    }
    if (shareToEcs !== undefined) {
      controls.shareToEcs(target, shareToEcs);
    }
    return json(c, controls.image(target));
  });
  app.delete("/images", (c) => {
    controls.removeImage(valid(targetSchema, c.req.query(), "the query"));
    return json(c, { removed: true });
  });

  app.post("/share", async (c) => {
    const { accounts, ...target } = await body(c, accountsSchema);
    controls.share(target, accounts);
    return json(c, controls.image(target));
  });
  app.post("/unshare", async (c) => {
    const { accounts, ...target } = await body(c, accountsSchema);
    controls.unshare(target, accounts);
    return json(c, controls.image(target));
  });

  app.get("/calls", (c) => json(c, controls.calls(valid(callFilterSchema, c.req.query(), "the query"))));
  app.delete("/calls", (c) => {
    controls.clearCalls();
    return json(c, { cleared: true });
  });

  app.get("/faults", (c) => json(c, controls.faults()));
  app.post("/faults", async (c) => json(c, { id: controls.injectFault(await body(c, faultSchema)).id }));
  app.delete("/faults", (c) => {
    controls.clearFaults();
    return json(c, { cleared: true });
  });

  app.get("/settings", (c) => json(c, controls.settings));
  app.patch("/settings", async (c) => json(c, controls.configure(await body(c, settingsChangesSchema))));

  app.post("/reset", (c) => {
    controls.reset();
    return json(c, { reset: true });
  });
  return app;
}

async function body<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidInputError(`the body is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  return valid(schema, value, "the body");
}

/** Lossless, because logged parameters may hold integers that a double cannot. One line feed, for terminals. */
function json(c: Context, value: unknown, status: 200 | 400 | 404 | 413 | 500 = 200): Response {
  return c.body(`${stringify(value, 2)}\n`, status, { "content-type": "application/json" });
}

function explain(error: Error, c: Context): Response {
  const status = error instanceof NoSuchImageError ? 404 : error instanceof InvalidInputError ? 400 : 500;
  return json(c, { error: error.message }, status);
}
