FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
LABEL org.opencontainers.image.title="stuntdouble" \
      org.opencontainers.image.description="A mock of Hoopr B2B, HoopAI Platform and Soundcharts for integration tests" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /opt/stuntdouble
COPY --from=build /build/package.json /build/LICENSE /build/scenario.schema.json ./
COPY --from=build /build/scenarios scenarios
COPY --from=build /build/page page
COPY --from=build /build/dist dist

ENV NODE_ENV=production STUNTDOUBLE_HOST=0.0.0.0
USER 1000:1000
EXPOSE 4600
# Scenario files are mounted here, and named by their path from here.
WORKDIR /scenarios
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["node", "/opt/stuntdouble/dist/bin/cli.cjs", "health"]
ENTRYPOINT ["node", "/opt/stuntdouble/dist/bin/cli.cjs"]
