// A reader can forbid a site to store data. Access to the storage then throws.

/** The choice that the reader made before, if there was one and the site may store it. */
export function rememberedChoice(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Stores a choice for the next page, if the site may. */
export function rememberChoice(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // The choice is lost with this page.
  }
}
