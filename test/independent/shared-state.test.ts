/** State in a bucket of an S3-compatible server, moto's: what teams use who have no PostgreSQL. */
import { behavesAsSharedState, type StateServer, useMachines } from "../acceptance/shared-state/suite";
import { startServer } from "./servers/process";

const key = { AWS_ACCESS_KEY_ID: "AKIASHAREDSTATE", AWS_SECRET_ACCESS_KEY: "secret-of-the-bucket" };
const scope = `Credential=${key.AWS_ACCESS_KEY_ID}/20260101/us-east-1/s3/aws4_request`;

async function startBucket(): Promise<StateServer> {
  const { url, stop } = await startServer("moto", ["moto.server", "-H", "127.0.0.1", "-p", "0"]);
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`;
  const made = await fetch(`${url}/pulumi-state`, { method: "PUT", headers: { authorization } });
  if (!made.ok) throw new Error(`the bucket was not made: ${made.status} ${await made.text()}`);
  const options = new URLSearchParams({ endpoint: url, s3ForcePathStyle: "true", region: "us-east-1" });
  return { backend: { url: `s3://pulumi-state?${options}`, env: key }, stop };
}

const machines = useMachines(startBucket);

describe("state in an S3-compatible bucket", () => behavesAsSharedState(machines));
