import { createApp } from '../../server/app.ts';
import { testConfig } from '../support/test-config.ts';
import { testEngine } from '../support/test-engine.ts';

/**
 * The real program in a process of its own, as `npm start` runs it. Tells its parent its address and its first invitation,
 * and ends with it.
 *
 *   node serve.ts <state folder of the engine> <own state folder> <environment, as JSON>
 */
const [engineState = '', stateDir = '', environment = '{}'] = process.argv.slice(2);

// Ctrl+C reaches every process of a terminal: the parent decides when this one stops.
process.on('SIGINT', () => {});
const stopped = new Promise((resolve) => {
  process.once('SIGTERM', resolve);
  process.once('disconnect', resolve);
});

const engine = await testEngine(engineState);
{
  await using app = await createApp(testConfig(stateDir, JSON.parse(environment) as Record<string, string>), engine);
  const { urls } = await app.start();
  process.send?.({ url: urls[0], invitation: await app.firstInvitation() });
  await stopped;
}
await engine.warden.close();
if (process.connected) process.disconnect();
