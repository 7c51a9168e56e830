# Built where the builder runs: what comes of it is the same for every architecture.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
# Nothing under / may be written by a user who owns nothing; /tmp and its like lose their exception.
RUN find / -xdev ! -type l -perm -0002 -exec chmod o-w {} +
WORKDIR /opt/stuntdouble
COPY --from=build /build/package.json /build/LICENSE /build/scenario.schema.json ./
COPY --from=build /build/scenarios scenarios
COPY --from=build /build/page page
COPY --from=build /build/dist/LICENSES.txt dist/
COPY --from=build /build/dist/bin dist/bin
# Scenario files are mounted here, and named by their path from here.
WORKDIR /scenarios

ENV NODE_ENV=production STUNTDOUBLE_HOST=0.0.0.0
# Not the `node` of the base image, who has a home.
USER 10001:10001
EXPOSE 4600
# The first check comes after one interval, so it is short: services that wait for this one begin within a second.
# (`--start-interval` would spare the later checks, but builders before BuildKit refuse it. compose.yaml has it.)
HEALTHCHECK --interval=800ms --timeout=3s --retries=10 \
  CMD ["node", "/opt/stuntdouble/dist/bin/cli.cjs", "health"]
ENTRYPOINT ["node", "/opt/stuntdouble/dist/bin/cli.cjs"]

ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=
LABEL org.opencontainers.image.title="stuntdouble" \
      org.opencontainers.image.description="A mock of Hoopr B2B, HoopAI Platform and Soundcharts for integration tests" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.source="$SOURCE"
