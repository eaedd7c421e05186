import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { unknownValue } from "../../../../src/provider/inputs";
import { propertiesIn, structOf } from "../../../../src/provider/plugin/values";

const signature = "4dabf18193072939515e22adb298388d";

it("brings values there and back, without those that are undefined", () => {
  const properties = { a: "text", b: [1, { c: true, d: undefined }], e: undefined, f: {} };
  expect(propertiesIn(structOf(properties))).toEqual({ a: "text", b: [1, { c: true }], f: {} });
});

it("reads what is not there as nothing", () => {
  expect(propertiesIn(undefined)).toEqual({});
  expect(propertiesIn(Struct.fromJavaScript({ a: null }))).toEqual({});
});

it("reads a value that is not known yet alike, whatever type the engine expects of it", () => {
  const array = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
  const output = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
  const read = propertiesIn(Struct.fromJavaScript({ accounts: array, list: [unknownValue], output }));
  expect(read).toEqual({ accounts: unknownValue, list: [unknownValue], output: unknownValue });
});

it("reads a secret, and an output that is known, as what is in it", () => {
  const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: ["100001"] };
  const output = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: secret, secret: true };
  expect(propertiesIn(Struct.fromJavaScript({ secret, output }))).toEqual({
    secret: ["100001"],
    output: ["100001"],
  });
});
