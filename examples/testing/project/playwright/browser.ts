// Playwright's own browser. To use another one, call `test.extend({ browser: … })` here.
export { test } from '@playwright/test'
