/** A description, configuration file or option that the mock cannot start with. */
export class MockConfigurationError extends Error {
  override readonly name = 'MockConfigurationError'
}
