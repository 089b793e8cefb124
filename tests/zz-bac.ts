import { testEngine, realHost } from './support/test-engine.ts';
import { readFileSync } from 'node:fs';
const engine = await testEngine(process.env.ETANCHE_TEST_STATE!);
const host = realHost(engine, 'be0000ff');
const id = 'zz' + process.pid;
await host.create({ id, expiresAt: Date.now() + 600000 });
const r = await host.exec(id, { command: ['bash', '-c', readFileSync(0, 'utf8')], timeout: 120000 });
console.log(r.stdout); console.error(r.stderr, 'exit', r.exitCode);
await host.destroy(id); await engine.warden.close(); process.exit();
