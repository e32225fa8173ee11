import { satteri } from '@astrojs/markdown-satteri'
import starlight from '@astrojs/starlight'
import { defineConfig, passthroughImageService } from 'astro/config'
import { contentSecurityPolicy } from './src/integrations/content-security-policy.ts'
import { copyRedocPages } from './src/integrations/copy-redoc-pages.ts'
import { descriptionsModule } from './src/integrations/descriptions-module.ts'
import { highlightedCode, linksUnderBase } from './src/integrations/guide-html.ts'
import { journeysModule } from './src/integrations/journeys-module.ts'
import { mockChecksModule } from './src/integrations/mock-checks-module.ts'
import { noSitemap } from './src/integrations/no-sitemap.ts'
import { searchIndex } from './src/integrations/search-index.ts'
import { startRecordsModule } from './src/integrations/start-records-module.ts'
import { subsetFont } from './src/integrations/subset-font.ts'
import { siteAddress } from './src/site-address.ts'

// The one variable that decides where the site lives.
const { base, site } = siteAddress(process.env.CLIENTELE_SITE_BASE)
const fontAddress = `${base.replace(/\/$/, '')}/fonts/clientele-sans.woff2`

export default defineConfig({
  base,
  ...(site && { site }),
  trailingSlash: 'always',
  // Images are vector graphics; the native image library is neither needed nor installed everywhere.
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
  markdown: {
    syntaxHighlight: false,
    processor: satteri({ hastPlugins: [linksUnderBase(base), highlightedCode()] }),
  },
  // The worker of the mock loads parts when it needs them, which the default form of workers cannot.
  vite: {
    worker: { format: 'es', plugins: () => [mockChecksModule()] },
    plugins: [descriptionsModule(), journeysModule(), mockChecksModule(), startRecordsModule()],
  },
  integrations: [
    subsetFont(),
    starlight({
      title: 'Clientele',
      description:
        'Reference of the customer APIs of Microsoft Graph and Partner Center: every call, every property, and where each fact comes from.',
      favicon: '/favicon.svg',
      // The index is built by an integration of ours; the search that reads it is ours as well.
      pagefind: false,
      disable404Route: true,
      // Each page has a navigation of its own (src/navigation), which Starlight cannot give it.
      sidebar: [],
      pagination: false,
      customCss: ['theme', 'layout', 'reference', 'print'].map((name) => `./src/styles/${name}.css`),
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      // Code is highlighted by `browser/highlight.ts` in guides, samples and answers alike.
      expressiveCode: false,
      routeMiddleware: './src/route-data.ts',
      head: [
        {
          tag: 'meta',
          attrs: { name: 'theme-color', content: '#fbfaf6', media: '(prefers-color-scheme: light)' },
        },
        {
          tag: 'meta',
          attrs: { name: 'theme-color', content: '#0e1513', media: '(prefers-color-scheme: dark)' },
        },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: `${base.replace(/\/$/, '')}/icon-180.png` } },
        ...(site
          ? [
              {
                tag: 'meta' as const,
                attrs: {
                  property: 'og:image',
                  content: new URL(`${base.replace(/\/$/, '')}/social.png`, site).href,
                },
              },
            ]
          : []),
        {
          tag: 'link',
          attrs: {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            href: fontAddress,
            crossorigin: '',
          },
        },
        {
          tag: 'style',
          content:
            `@font-face{font-family:"Clientele Sans";src:url("${fontAddress}") format("woff2");` +
            'font-weight:400 700;font-display:swap}',
        },
      ],
      components: {
        Footer: './src/components/shell/Footer.astro',
        PageTitle: './src/components/shell/PageTitle.astro',
        Search: './src/components/shell/Search.astro',
        Sidebar: './src/components/shell/Sidebar.astro',
        SiteTitle: './src/components/shell/SiteTitle.astro',
        SocialIcons: './src/components/shell/TopNavigation.astro',
        ThemeProvider: './src/components/shell/ThemeProvider.astro',
        ThemeSelect: './src/components/shell/ThemeSelect.astro',
      },
    }),
    ...(site ? [] : [noSitemap()]),
    contentSecurityPolicy(),
    searchIndex(),
    copyRedocPages(),
  ],
})
