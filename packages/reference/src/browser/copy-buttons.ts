/** Gives every code block a button that copies its text. */
export function addCopyButtons(): void {
  for (const block of document.querySelectorAll<HTMLPreElement>('main pre')) addButton(block)
}

function addButton(block: HTMLPreElement): void {
  const frame = document.createElement('div')
  frame.className = 'code-frame'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', () => copy(block, button))
  block.replaceWith(frame)
  frame.append(block, button)
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
