// The browser that Playwright brings. Take another one here, for example by `test.extend({ browser: … })`.
export { test } from '@playwright/test'
