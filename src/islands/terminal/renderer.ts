import type { Terminal } from '@xterm/xterm';

/**
 * Draws with the graphics card where there is a real one; otherwise, and when the card lets go, xterm goes on in plain
 * elements. Loaded after the terminal shows, which it does not delay.
 */
export async function accelerate(terminal: Terminal): Promise<void> {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  const { WebglAddon } = await import('@xterm/addon-webgl');
  const addon = new WebglAddon();
  addon.onContextLoss(() => addon.dispose());
  try {
    terminal.loadAddon(addon);
  } catch {
    addon.dispose();
  }
}
