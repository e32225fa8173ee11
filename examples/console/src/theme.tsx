import { useEffect, useState } from 'react'
import { Moon, Sun } from './ui/icons.tsx'

type Theme = 'light' | 'dark'
const dark = matchMedia('(prefers-color-scheme: dark)')

function storedTheme(): Theme | undefined {
  try {
    const stored = localStorage.getItem('theme')
    return stored === 'light' || stored === 'dark' ? stored : undefined
  } catch {
    // Without storage, the page follows the system.
    return undefined
  }
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme() ?? (dark.matches ? 'dark' : 'light'))
  const other = theme === 'dark' ? 'light' : 'dark'
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const change = () => {
    setTheme(other)
    try {
      localStorage.setItem('theme', other)
    } catch {
      // Without storage, the choice lasts until the page is closed.
    }
  }
  return (
    <button type="button" className="icon-button" onClick={change} aria-label={`Use the ${other} theme`}>
      {theme === 'dark' ? <Sun /> : <Moon />}
    </button>
  )
}
