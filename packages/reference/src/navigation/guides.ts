/** The guides in reading order; each is `src/content/docs/guides/<slug>.md`. */
export const guides = [
  { slug: 'start', label: 'Start in five minutes' },
  { slug: 'tutorial', label: 'Tutorial: a new customer' },
  { slug: 'authentication', label: 'Authentication' },
  { slug: 'errors-and-retries', label: 'Errors and retries' },
  { slug: 'paging', label: 'Paging' },
  { slug: 'mock', label: 'The mock for frontend teams' },
  { slug: 'from-prism', label: 'Coming from Prism' },
  { slug: 'what-is-documented', label: 'What is documented' },
  { slug: 'glossary', label: 'Glossary' },
  { slug: 'add-an-api', label: 'Add an API' },
] as const
