/** An element with a text, which is never read as markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name)
  node.textContent = text
  return node
}
