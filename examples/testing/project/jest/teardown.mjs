export default () => globalThis.closeMock()
