/** What the services of OpenStack have in common. */
import type { CloudSubject, ErrorRow } from "./subject.ts";

const AUTH_URL = "https://keystone.example/identity/v3";

export const openstack: CloudSubject = {
  cloud: "openstack",
  // Of the hexadecimal digits, only those that other clouds' accounts have as well: tests look for digits in messages.
  account: (index) => `4${String(index).padStart(31, "0")}`,
  fragileAccounts: [
    "00000000000000000000000000000007",
    "90071992547409929007199254740993",
    "93f048e385f744ff9c84236b677ce396",
  ],
  // A project's name, accounts of AWS and of Tencent Cloud, and IDs that lost a digit or are not written in small letters.
  notAccounts: [
    "shop",
    "012345678901",
    "100000000001",
    "4a0000000000000000000000000001",
    "4A000000000000000000000000000001",
    "4a000000-0000-0000-0000-0000000001",
  ],
  notImages: ["ami-0123456789abcdef0", "img-6pb6lrmy", "golden", "EC470585-CD38-4279-9C18-F1CF56F5AAA3"],
  section: ({ id, secret, token }) =>
    token === undefined
      ? { authUrl: AUTH_URL, applicationCredentialId: id, applicationCredentialSecret: secret }
      : { authUrl: AUTH_URL, token },
  environment: ({ id, secret }) => ({
    OS_AUTH_URL: AUTH_URL,
    OS_APPLICATION_CREDENTIAL_ID: id,
    OS_APPLICATION_CREDENTIAL_SECRET: secret,
  }),
  sdk: "",
  login: {
    path: "/identity/v3/auth/tokens",
    answer: loginAnswer,
    action: "CreateToken",
    service: "openstack-keystone",
  },
  authError: { code: "Unauthorized", status: 401 },
};

/** A token for a project, as Keystone gives it, in a cloud whose image service is wherever it is asked. */
function loginAnswer(project: unknown) {
  const issued = new Date();
  const body = {
    token: {
      issued_at: issued.toISOString(),
      expires_at: new Date(issued.getTime() + 3_600_000).toISOString(),
      project: { id: project },
      catalog: [
        {
          type: "image",
          endpoints: [{ region_id: "RegionOne", interface: "public", url: "http://glance.example" }],
        },
      ],
    },
  };
  return { status: 201, headers: { "x-subject-token": "gAAAAAB-token" }, body: JSON.stringify(body) };
}

/** By HTTP status, which has a title and no code. */
export const commonErrors: readonly ErrorRow[] = [
  ["Unauthorized", "auth", 401],
  ["TooManyRequests", "throttled", 429],
  ["BadRequest", "permanent", 400],
  ["UnsupportedMediaType", "permanent", 415],
  ["InternalServerError", "ambiguous", 500],
  ["ServiceUnavailable", "ambiguous", 503],
];
