// The page at `/__mock/`: the panel of the mock that serves it, or of the session in its address.
import { definePanel } from './panel.ts'

const [, base = '', session] =
  /^(.*?)(?:\/__session\/([^/]+))?\/__mock\/$/.exec(window.location.pathname) ?? []
definePanel()
const panel = document.createElement('clientele-mock-panel')
document.querySelector('main')?.append(panel)
panel.connect({ fetch: (url, init) => fetch(url, init), base, session })
