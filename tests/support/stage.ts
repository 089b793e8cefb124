import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { newVisitor, openBrowser, type PageOptions, type Visitor } from './browser.ts';
import { builtSite } from './built-site.ts';
import type { FakeSandboxHost } from './fake-sandbox-host.ts';
import { testApp, type TestApp } from './test-app.ts';
import { anAdministrator, type TrainerClient } from './trainer-client.ts';

/** What a browser test plays on. There from the first test to the last. */
class Stage {
  app!: TestApp;
  browser!: Browser;

  /** Somebody's browser, on our pages. */
  visitor(options: PageOptions = {}): Promise<Visitor> {
    return newVisitor(this.browser, this.app.url, options);
  }
}

class ClassStage extends Stage {
  /** `formatrice-1`, who also administers. */
  trainer!: TrainerClient;
}

interface Setting {
  environment?: Record<string, string>;
  host?: FakeSandboxHost;
}

/** The built site, the whole program on a fake sandbox host, and a browser: opened before the tests, closed after them. */
export const onStage = (setting: Setting = {}): Stage => raised(new Stage(), setting);

/** The same, with somebody who teaches. */
export function onClassStage(setting: Setting = {}): ClassStage {
  const stage = raised(new ClassStage(), setting);
  beforeAll(async () => {
    stage.trainer = await anAdministrator(stage.app, 'formatrice-1');
  });
  return stage;
}

function raised<S extends Stage>(stage: S, { environment = { ETANCHE_SANDBOXES: '20' }, host }: Setting): S {
  beforeAll(async () => {
    await builtSite();
    stage.app = await testApp(environment, host);
    stage.browser = await openBrowser();
  });
  afterAll(async () => {
    await stage.browser.close();
    await stage.app[Symbol.asyncDispose]();
  });
  return stage;
}
