// A reader can forbid a site to keep data; the mere access to the storage then throws.

/** The choice that the reader made before; none where there was none, or where nothing may be kept. */
export function rememberedChoice(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Keeps a choice for the next page, where that is allowed. */
export function rememberChoice(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // The choice holds on this page.
  }
}
