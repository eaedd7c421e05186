/**
 * The host that answers for a region. As in the table of the vendor's SDK (`@alicloud/ecs20140526` 7.11.6), which a
 * test compares it with; every other region has a host of its own name.
 */
const hangzhou = "ecs-cn-hangzhou.aliyuncs.com";
const central = "ecs.aliyuncs.com";
const nebula = "ecs.cn-qingdao-nebula.aliyuncs.com";

const hosts: Readonly<Record<string, string>> = {
  "ap-northeast-2-pop": central,
  "cn-beijing-finance-pop": central,
  "cn-beijing-gov-1": central,
  "cn-beijing-nu16-b01": hangzhou,
  "cn-edge-1": nebula,
  "cn-fujian": hangzhou,
  "cn-haidian-cm12-c01": hangzhou,
  "cn-hangzhou": hangzhou,
  "cn-hangzhou-bj-b01": hangzhou,
  "cn-hangzhou-finance": central,
  "cn-hangzhou-internal-prod-1": hangzhou,
  "cn-hangzhou-internal-test-1": hangzhou,
  "cn-hangzhou-internal-test-2": hangzhou,
  "cn-hangzhou-internal-test-3": hangzhou,
  "cn-hangzhou-test-306": hangzhou,
  "cn-hongkong-finance-pop": central,
  "cn-huhehaote-nebula-1": nebula,
  "cn-north-2-gov-1": central,
  "cn-shanghai-et15-b01": hangzhou,
  "cn-shanghai-et2-b01": hangzhou,
  "cn-shanghai-finance-1": hangzhou,
  "cn-shanghai-inner": central,
  "cn-shanghai-internal-test-1": hangzhou,
  "cn-shenzhen-finance-1": hangzhou,
  "cn-shenzhen-inner": central,
  "cn-shenzhen-st4-d01": hangzhou,
  "cn-shenzhen-su18-b01": hangzhou,
  "cn-wuhan": central,
  "cn-yushanfang": central,
  "cn-zhangbei": central,
  "cn-zhangbei-na61-b01": hangzhou,
  "cn-zhangjiakou-na62-a01": "ecs.cn-zhangjiakou.aliyuncs.com",
  "cn-zhengzhou-nebula-1": nebula,
  "eu-west-1-oxs": "ecs.cn-shenzhen-cloudstone.aliyuncs.com",
  "rus-west-1-pop": central,
};

export function hostFor(region = ""): string {
  return Object.hasOwn(hosts, region) ? String(hosts[region]) : `ecs.${region}.aliyuncs.com`;
}
