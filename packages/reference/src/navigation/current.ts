import { siteApis } from '../description/site.ts'
import { navigationOf } from './navigation.ts'

/** The navigation of the page with this path. */
export const navigation = navigationOf(siteApis, import.meta.env.BASE_URL)
