import { parseArgs } from "node:util";
import { ensureEngine, NoEngineError } from "./engine/ensure.mts";
import { ensureLanguageHost, hostLanguages } from "./engine/language-hosts.mts";

const { values } = parseArgs({
  options: {
    "print-path": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    // What programs in other languages need besides; every official release of the CLI has it.
    yaml: { type: "boolean", default: false },
    python: { type: "boolean", default: false },
    go: { type: "boolean", default: false },
  },
});

try {
  const engine = await ensureEngine();
  for (const language of hostLanguages) {
    if (values[language]) await ensureLanguageHost(engine, language);
  }
  // For those that cannot import this: everything else goes to stderr, so that stdout is the answer alone.
  if (values["print-path"]) console.log(engine.binDirectory);
  if (values.json) {
    const { binDirectory, version } = engine;
    console.log(JSON.stringify({ binDirectory, version, path: engine.environment().PATH }));
  }
} catch (error) {
  if (!(error instanceof NoEngineError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
