/** Requests that the vendors' own SDKs signed with the secret below, and the signatures they made. */

export const SECRET = "SKEXAMPLE";

export const tc3 = {
  id: "AKIDEXAMPLE",
  time: 1729625602_000,
  request: {
    method: "POST",
    path: "/",
    headers: {
      host: "cvm.tencentcloudapi.com",
      "content-type": "application/json",
      "x-tc-action": "ModifyImageSharePermission",
      "x-tc-region": "ap-guangzhou",
      "x-tc-timestamp": "1729625602",
      "x-tc-version": "2017-03-12",
      authorization:
        "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2024-10-22/cvm/tc3_request, SignedHeaders=content-type;host, " +
        "Signature=d1772419ad3f3b99d8f57a92ad139decf1ee53ace6d09212dfe5cd2ac704a88a",
    },
    body: '{"ImageId":"img-6pb6lrmy","AccountIds":["1038493875"],"Permission":"SHARE"}',
  },
};

export const tc3Lighthouse = {
  id: "AKIDEXAMPLE",
  time: 1729625602_000,
  request: {
    method: "POST",
    path: "/",
    headers: {
      host: "lighthouse.tencentcloudapi.com",
      "content-type": "application/json",
      "x-tc-action": "ShareBlueprintAcrossAccounts",
      "x-tc-region": "ap-guangzhou",
      "x-tc-timestamp": "1729625602",
      "x-tc-version": "2020-03-24",
      authorization:
        "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2024-10-22/lighthouse/tc3_request, SignedHeaders=content-type;host, " +
        "Signature=3663766006a2597b89f59e47037a29a8c3004d970f11e19e29584d9699128ae7",
    },
    body: '{"BlueprintId":"lhbp-f1lkcd41","AccountIds":["100000000001"]}',
  },
};

export const acs3 = {
  id: "LTAIEXAMPLE",
  time: Date.parse("2024-03-12T00:00:00Z"),
  request: {
    method: "POST",
    path: "/?ImageId=m-5s7qotzavwbrnzaqh4unm&AddAccounts=1122334455%2C2233445566",
    headers: {
      host: "ens.aliyuncs.com",
      "x-acs-action": "ModifyImageSharePermission",
      "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "x-acs-credentials-provider": "static_ak",
      "x-acs-date": "2024-03-12T00:00:00Z",
      "x-acs-signature-nonce": "nonce-1",
      "x-acs-version": "2017-11-10",
      authorization:
        "ACS3-HMAC-SHA256 Credential=LTAIEXAMPLE,SignedHeaders=host;x-acs-action;x-acs-content-sha256;" +
        "x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version," +
        "Signature=bf00e4b23129a987f0517b63cb12ec4bd31d253736b599da68db3732b2ae5848",
    },
    body: "",
  },
};

export const rpc1 = {
  id: "LTAIEXAMPLE",
  time: Date.parse("2024-03-12T00:00:00Z"),
  request: {
    method: "POST",
    path: "/",
    headers: { host: "ens.aliyuncs.com", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      AccessKeyId: "LTAIEXAMPLE",
      Action: "ModifyImageSharePermission",
      AddAccounts: "1,2",
      Format: "json",
      ImageId: "m-1",
      SignatureMethod: "HMAC-SHA1",
      SignatureNonce: "nonce-1",
      SignatureVersion: "1.0",
      Timestamp: "2024-03-12T00:00:00Z",
      Version: "2017-11-10",
      Signature: "xzpgPA2GNMKFIAPBG29qvt4FbU0=",
    }).toString(),
  },
};

export const volcengine = {
  id: "AKLTEXAMPLE",
  time: Date.parse("2024-05-21T02:26:16Z"),
  request: {
    method: "GET",
    path:
      "/?Action=ModifyImageSharePermission&AddAccounts.1=2100051234&AddAccounts.10=2100051235" +
      "&AddAccounts.2=2100051236&ImageId=image-ebgy1og99tfct0gw&Version=2020-04-01",
    headers: {
      host: "open.volcengineapi.com",
      "x-date": "20240521T022616Z",
      authorization:
        "HMAC-SHA256 Credential=AKLTEXAMPLE/20240521/cn-beijing/ecs/request, SignedHeaders=x-date, " +
        "Signature=acb54dc411adde526fb90487cfaf73044f45bae5f1af1c754397e6d32aa8bf54",
    },
    body: "",
  },
};

export const byteplus = {
  id: "AKLTEXAMPLE",
  time: Date.parse("2024-05-21T02:26:16Z"),
  request: {
    method: "GET",
    path:
      "/?Action=ModifyImageSharePermission&AddAccounts.1=2100051234&ImageId=image-ebgy1og99tfct0gw" +
      "&Version=2020-04-01",
    headers: {
      host: "ecs.ap-southeast-1.byteplusapi.com",
      "x-date": "20240521T022616Z",
      authorization:
        "HMAC-SHA256 Credential=AKLTEXAMPLE/20240521/ap-southeast-1/ecs/request, SignedHeaders=x-date, " +
        "Signature=a73fd4ecb52104be1d738c6040e338eb88a7df81922437473b38c4586bf991de",
    },
    body: "",
  },
};
