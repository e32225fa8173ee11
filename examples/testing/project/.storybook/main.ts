// Storybook reads this file; `npx msw init public` puts the file of Mock Service Worker into the static folder.
export default {
  framework: '@storybook/react-vite',
  stories: ['../*.stories.tsx'],
  staticDirs: ['../public'],
  core: { disableTelemetry: true },
}
