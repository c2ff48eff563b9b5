/** Buttons that copy an address or a piece of code and say so for a moment. */

const SAID_MS = 2_000;

/**
 * `data-copies` names the element whose address or value is copied. Pages without HTTPS have no clipboard: there the buttons stay hidden,
 * and everything can still be copied by hand.
 */
export function setUpCopying(page: Document, copied: string): void {
  if (!window.isSecureContext) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-copies]')) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(textOf(page.getElementById(button.dataset.copies ?? '')));
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = words;
      }, SAID_MS);
    });
  }
}

function textOf(element: HTMLElement | null): string {
  if (element instanceof HTMLAnchorElement) return element.href;
  return element instanceof HTMLTextAreaElement ? element.value : '';
}
