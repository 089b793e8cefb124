/** Copies the text of an element. @returns false when the browser refuses; the text is then selected, ready to be copied by hand. */
export async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    // Without HTTPS there is no clipboard API.
    getSelection()?.selectAllChildren(element);
    return document.execCommand('copy');
  }
}
