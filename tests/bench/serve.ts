import { createApp } from '../../server/app.ts';
import { testConfig } from '../support/test-config.ts';
import { testEngine } from '../support/test-engine.ts';

/**
 * The real program in a process of its own, as `npm start` runs it. Tells its parent its address, and ends with it.
 *
 *   node serve.ts <state folder of the engine> <own state folder> <warm sandboxes>
 */
const [engineState = '', stateDir = '', warm = ''] = process.argv.slice(2);

// Ctrl+C reaches every process of a terminal: the parent decides when this one stops.
process.on('SIGINT', () => {});
const stopped = new Promise((resolve) => {
  process.once('SIGTERM', resolve);
  process.once('disconnect', resolve);
});

const engine = await testEngine(engineState);
{
  await using app = await createApp(testConfig(stateDir, { ETANCHE_WARM: warm }), engine);
  process.send?.((await app.start()).urls[0]);
  await stopped;
}
await engine.warden.close();
if (process.connected) process.disconnect();
