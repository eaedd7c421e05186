/** A certificate for this machine that is good for a day, made on the spot: a key in a repository is never good. */
import { createSign, generateKeyPairSync } from "node:crypto";

/** One element of DER: a tag, the length of its content, the content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const bytes = content.length < 0x100 ? 1 : 2;
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(content.length, 0, bytes);
  const header = content.length < 0x80 ? length : Buffer.concat([Buffer.from([0x80 + bytes]), length]);
  return Buffer.concat([Buffer.from([tag]), header, content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
/** 20261122123000Z */
const time = (moment: number) =>
  der(0x18, Buffer.from(`${new Date(moment).toISOString().replace(/\D/g, "").slice(0, 14)}Z`));

export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid("2a8648ce3d040302")); // ecdsa-with-SHA256
  const name = sequence(
    der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("localhost")))), // commonName
  );
  const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(sequence(oid("551d11"), der(0x04, names))); // subjectAltName
  const day = 86_400_000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1])), // serial number
    algorithm,
    name,
    sequence(time(Date.now() - day), time(Date.now() + day)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = createSign("sha256").update(body).sign(privateKey);
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
