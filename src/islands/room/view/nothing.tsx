/** An empty place, for the eye and for the ear. */
export const Nothing = ({ words }: { words: string }) => (
  <>
    <span class="none" aria-hidden="true">
      –
    </span>
    <span class="sr-only">{words}</span>
  </>
);
