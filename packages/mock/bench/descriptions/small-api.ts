/** An API of five operations, as small services have it: a list, a record, and the writes. */
export function smallApi(): { openapi: string; [member: string]: unknown } {
  const task = {
    type: 'object',
    required: ['id', 'title', 'done'],
    properties: {
      id: { type: 'string', format: 'uuid', readOnly: true },
      title: { type: 'string', minLength: 1, maxLength: 200 },
      done: { type: 'boolean' },
      priority: { type: 'string', enum: ['low', 'normal', 'high'] },
      dueDate: { type: 'string', format: 'date' },
      createdAt: { type: 'string', format: 'date-time', readOnly: true },
    },
  }
  // Without what the service sets: not every peer knows that a readOnly property cannot be required of a client.
  const { id: _, createdAt: __, ...writable } = task.properties
  const newTask = { type: 'object', required: ['title', 'done'], properties: writable }
  const json = (schema: unknown, example?: unknown) => ({
    'application/json': { schema, ...(example !== undefined && { example }) },
  })
  const ref = { $ref: '#/components/schemas/Task' }
  const id = { name: 'taskId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
  const errors = {
    400: { $ref: '#/components/responses/Invalid' },
    404: { $ref: '#/components/responses/NotFound' },
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Tasks', version: '1' },
    servers: [{ url: 'https://tasks.example' }],
    paths: {
      '/tasks': {
        get: {
          operationId: 'listTasks',
          parameters: [
            { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
            { name: 'done', in: 'query', schema: { type: 'boolean' } },
          ],
          responses: {
            200: { description: 'Tasks', content: json({ type: 'array', items: ref }, exampleTasks()) },
          },
        },
        post: {
          operationId: 'createTask',
          requestBody: { required: true, content: json(newTask) },
          responses: {
            201: { description: 'Created', content: json(ref, exampleTasks()[0]) },
            400: errors[400],
          },
        },
      },
      '/tasks/{taskId}': {
        parameters: [id],
        get: {
          operationId: 'getTask',
          responses: { 200: { description: 'Task', content: json(ref, exampleTasks()[0]) }, ...errors },
        },
        patch: {
          operationId: 'updateTask',
          requestBody: { required: true, content: json({ type: 'object', properties: task.properties }) },
          responses: { 200: { description: 'Changed', content: json(ref, exampleTasks()[0]) }, ...errors },
        },
        delete: {
          operationId: 'deleteTask',
          responses: { 204: { description: 'Deleted' }, 404: errors[404] },
        },
      },
    },
    components: {
      schemas: {
        Task: task,
        Error: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
      },
      responses: {
        Invalid: {
          description: 'Invalid',
          content: json({ $ref: '#/components/schemas/Error' }, { message: 'Invalid.' }),
        },
        NotFound: {
          description: 'Missing',
          content: json({ $ref: '#/components/schemas/Error' }, { message: 'Missing.' }),
        },
      },
    },
  }
}

/** Twenty tasks: a list of about 4 kB. */
function exampleTasks() {
  const titles = ['Order the projector', 'Book the train', 'Write to the landlord', 'Water the plants']
  return Array.from({ length: 20 }, (_, index) => {
    const day = String(index + 1).padStart(2, '0')
    return {
      id: `8d2f6a1e-4b7c-4d3a-9e5f-0c1b2a3d4e${50 + index}`,
      title: `${titles[index % titles.length]}, week ${index + 1}`,
      done: index % 3 === 1,
      priority: 'normal',
      dueDate: `2026-12-${day}`,
      createdAt: `2026-11-${day}T08:30:00Z`,
    }
  })
}
