/** The YAML language server that editors run, over its standard streams. */
import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  #documents = 0;

  private constructor(process: ChildProcess, connection: MessageConnection) {
    this.#process = process;
    this.#connection = connection;
  }

  static async start(): Promise<LanguageServer> {
    const process_ = spawn(
      process.execPath,
      [require.resolve("yaml-language-server/bin/yaml-language-server"), "--stdio"],
      {
        stdio: ["pipe", "pipe", "inherit"],
      },
    );
    const connection = createMessageConnection(
      new StreamMessageReader(process_.stdout),
      new StreamMessageWriter(process_.stdin),
    );
    const server = new LanguageServer(process_, connection);
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: Published) => {
      server.#waiting.get(uri)?.(diagnostics);
    });
    connection.onRequest("client/registerCapability", () => null);
    connection.onRequest("workspace/configuration", ({ items }: { readonly items: readonly unknown[] }) =>
      items.map(() => null),
    );
    connection.listen();
    await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    await connection.sendNotification("initialized", {});
    return server;
  }

  /** What an editor underlines, line by line. @param schema the schema that the first line names */
  async problems(schema: string, yaml: string): Promise<string[]> {
    const uri = await this.#open(schema, yaml);
    const diagnostics = await new Promise<readonly Diagnostic[]>((resolve) =>
      this.#waiting.set(uri, resolve),
    );
    return diagnostics.map(({ message, range }) => `${range.start.line}: ${message}`);
  }

  /** What an editor offers at the end of the text. */
  async completions(schema: string, yaml: string): Promise<string[]> {
    const uri = await this.#open(schema, yaml);
    const lines = yaml.split("\n");
    const position = { line: lines.length, character: lines.at(-1)?.length ?? 0 };
    const { items } = await this.#connection.sendRequest<{ items: readonly { readonly label: string }[] }>(
      "textDocument/completion",
      { textDocument: { uri }, position },
    );
    return items.map(({ label }) => label);
  }

  async #open(schema: string, yaml: string): Promise<string> {
    const uri = `file:///document-${this.#documents++}.yaml`;
    const text = `# yaml-language-server: $schema=${pathToFileURL(schema)}\n${yaml}`;
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "yaml", version: 1, text },
    });
    return uri;
  }

  async close(): Promise<void> {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    if (this.#process.exitCode === null) await new Promise((resolve) => this.#process.once("exit", resolve));
  }
}
