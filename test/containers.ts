/** As much of Testcontainers as the recipe uses, with the program in the container's place: as the image runs it. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export const Wait = { forLogMessage: (message: RegExp) => message }

export class GenericContainer {
  #environment: Readonly<Record<string, string>> = {}
  #ready = /(?!)/
  readonly #image: string

  constructor(image: string) {
    this.#image = image
  }

  withEnvironment(environment: Readonly<Record<string, string>>): this {
    this.#environment = environment
    return this
  }

  withExposedPorts(port: number): this {
    if (port !== 4600) throw new Error(`the image exposes 4600, not ${port}`)
    return this
  }

  withWaitStrategy(ready: RegExp): this {
    this.#ready = ready
    return this
  }

  async start() {
    if (this.#image !== 'stuntdouble') throw new Error(`there is no image "${this.#image}"`)
    // The image's own environment; a port that another test does not hold stands for the mapped one.
    const env = { ...process.env, STUNTDOUBLE_HOST: '0.0.0.0', STUNTDOUBLE_PORT: '0', ...this.#environment }
    const args = ['--import', 'tsx', 'src/cli.ts']
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] })
    const exited = once(child, 'exit')
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).on('line', (said) => this.#ready.test(said) && resolve(said))
      exited.then(([code]) => reject(new Error(`it ended with ${code}`)))
    })
    const port = Number(/:(\d+)$/.exec(line)![1])
    return {
      getHost: () => 'localhost',
      getMappedPort: (_exposed: number) => port,
      stop: async () => {
        child.kill('SIGTERM')
        await exited
      },
    }
  }
}
