import { smoke } from './smoke.js'

console.log(JSON.stringify(await smoke(globalThis.process.argv[2])))
