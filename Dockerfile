# The mock in a container: docker build --tag clientele-mock . && docker run --rm --publish 4010:4010 clientele-mock
# packages/mock/docs/for-a-team.md says how to run it.

FROM node:26.10.0-bookworm-slim AS build
WORKDIR /repository
COPY . .
RUN npm ci --no-audit --no-fund && npm run executable -- --folder

FROM node:26.10.0-alpine
ENV NODE_ENV=production
COPY --from=build /repository/tools/release/generated/standalone /opt/clientele-mock
# The state belongs to the user of the mock, so that a new volume does too.
RUN mkdir /state && chown 1000:1000 /state
VOLUME /state
WORKDIR /state
USER 1000:1000
EXPOSE 4010
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "/opt/clientele-mock/health.mjs"]
# Options come after the name of the image; of repeated options the last one counts.
ENTRYPOINT ["node", "/opt/clientele-mock/main.mjs", "--host", "0.0.0.0", "--state", "/state/mock.db"]
