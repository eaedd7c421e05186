/** The registry and the emulator know the services of the one list, each by its own reading. */
import { cloudSections, findService } from "../../../src/backends/registry";
import { manages } from "../../../src/core/grantees";
import { cloudNames, cloudOf, serviceNames } from "../../../src/core/services";
import { clouds, imageServices } from "../../../src/emulator/clouds";
import { serviceNames as emulatedNames } from "../../../src/emulator/names";

it("the emulator's list of services is the list in core", () => {
  expect([...emulatedNames].sort()).toEqual([...serviceNames].sort());
  expect(imageServices.map(({ name }) => name).sort()).toEqual([...serviceNames].sort());
});

it("the emulator's clouds, and the sections of the configuration, are those of core", () => {
  expect(clouds.map(({ name }) => name).sort()).toEqual([...cloudNames].sort());
  expect(Object.keys(cloudSections).sort()).toEqual([...cloudNames].sort());
});

describe.each(serviceNames)("%s", (service) => {
  it("is of the cloud that its name begins with, at the product and at the emulator", () => {
    const emulated = imageServices.find(({ name }) => name === service);
    expect(cloudNames).toContain(cloudOf(service));
    expect(findService(service)?.facts).toMatchObject({ service, cloud: cloudOf(service) });
    expect(emulated?.cloud).toBe(cloudOf(service));
  });

  it("has regions, and the owner's own ECS, where the emulator's service has them", () => {
    const emulated = imageServices.find(({ name }) => name === service);
    const facts = findService(service)?.facts;
    expect(emulated?.regional).toBe(facts?.region !== undefined);
    expect(emulated?.sharesToEcs === true).toBe(facts !== undefined && manages(facts, "own-ecs"));
    expect(emulated?.demoImage.region !== undefined).toBe(emulated?.regional);
  });
});

it.each(["", "azure-gallery", "constructor", "__proto__", undefined, 7])("knows no service %j", (name) => {
  expect(findService(name)).toBeUndefined();
});
