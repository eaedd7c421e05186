import { withSecretsOf } from "../../../../src/provider/plugin/secrets";
import { asSecret, containsSecret } from "../../../../src/provider/plugin/values";

it("marks what repeats a secret input, and takes no name that every object has for one of its own", () => {
  const answer = withSecretsOf(
    { accounts: ["100000000001"], listedAccounts: ["100000000001"], imageId: "img-6pb6lrmy" },
    { accounts: asSecret(["100000000001"]), constructor: asSecret("x") },
  );
  expect(Object.keys(answer).filter((key) => containsSecret(answer[key]))).toEqual([
    "accounts",
    "listedAccounts",
  ]);
});
