import { defineConfig } from 'vite'

// The pages ask their own origin. While you develop, Vite passes the calls on to a mock that you started beside it, with the
// host that the page asked: the next links that the mock gives lead back through Vite.
const mock = { target: process.env.MOCK_URL ?? 'http://127.0.0.1:4010', changeOrigin: false }

export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    // TanStack Query marks modules for React server components, which this application does not use.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: { proxy: Object.fromEntries(['/beta', '/v1', '/__mock'].map((path) => [path, mock])) },
})
