import type { Terminal } from '@xterm/xterm';

/** Processors that pretend to be graphics cards: slower than plain elements. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/**
 * Draws with the graphics card where there is a real one; otherwise, and when the card lets go, xterm goes on in plain
 * elements. Loaded after the terminal shows, which it does not delay.
 */
export async function accelerate(terminal: Terminal): Promise<void> {
  if (!hasGraphicsCard()) return;
  const { WebglAddon } = await import('@xterm/addon-webgl');
  const addon = new WebglAddon();
  addon.onContextLoss(() => addon.dispose());
  try {
    terminal.loadAddon(addon);
  } catch {
    addon.dispose();
  }
}

function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const facts = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(facts ? facts.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(name);
}
