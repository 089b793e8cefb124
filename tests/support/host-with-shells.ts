import { LocalSandboxes } from '../integration/terminal-harness.ts';
import { FakeSandboxHost } from './fake-sandbox-host.ts';

/** A fake sandbox host whose terminals are real shells of this machine. Its shells are to be closed after the program. */
export class HostWithShells extends FakeSandboxHost {
  readonly shells = new LocalSandboxes();
  override openStream = this.shells.openStream;
}
