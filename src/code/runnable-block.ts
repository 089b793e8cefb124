import { definePlugin, type ExpressiveCodePlugin } from '@astrojs/starlight/expressive-code';
import { h } from '@astrojs/starlight/expressive-code/hast';

/**
 * Gives the fences marked `bac` (```` ```sh bac ````) a button that types them into the sandbox’s terminal.
 * `src/client/type-command.ts` listens to it; without JavaScript the button is not shown.
 */
export function runnableBlock(): ExpressiveCodePlugin {
  return definePlugin({
    name: 'runnable-block',
    hooks: {
      postprocessRenderedBlock({ codeBlock, renderData }) {
        if (codeBlock.metaOptions.getBoolean('bac') !== true) return;
        const command = codeBlock.code.trimEnd();
        const properties = renderData.blockAst.properties;
        properties.className = [...(properties.className ?? []), 'runnable'];
        renderData.blockAst.children.push(
          h('figcaption', { className: ['type-line'] }, [
            h(
              'button',
              { type: 'button', className: ['type-command'], 'data-command': command },
              'Taper dans le terminal',
            ),
          ]),
        );
      },
    },
  });
}
