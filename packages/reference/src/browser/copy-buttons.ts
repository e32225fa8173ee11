/** Gives every code block a button that copies its text. */
export function addCopyButtons(): void {
  for (const block of document.querySelectorAll<HTMLPreElement>('main pre')) {
    const place = document.createComment('')
    block.replaceWith(place)
    place.replaceWith(addCopyButton(block))
  }
}

/** Frames one block with such a button; the caller puts the frame into the page. */
export function addCopyButton(block: HTMLPreElement): HTMLElement {
  const frame = document.createElement('div')
  frame.className = 'code-frame'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', () => copy(block, button))
  frame.append(block, button)
  return frame
}

async function copy(block: HTMLPreElement, button: HTMLButtonElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(block.textContent ?? '')
    button.textContent = 'Copied'
  } catch {
    // Without clipboard permission the text is selected, so that the reader's own shortcut copies it.
    getSelection()?.selectAllChildren(block)
    button.textContent = 'Selected'
  }
  setTimeout(() => {
    button.textContent = 'Copy'
  }, 1500)
}
