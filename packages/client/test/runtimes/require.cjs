const { createGraphClient } = require('../../dist/index.js')

createGraphClient({ token: 'any', baseUrl: `${process.argv[2]}/beta` })
  .listCustomers.withResponse()
  .then(({ response }) => console.log(response.status))
