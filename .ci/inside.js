// Run in the image, as its user: what may that user write, and how much does the image add to its base?

const { accessSync, constants, readdirSync, statSync } = require('node:fs')
const { join } = require('node:path')

/** The engine's own: not part of any image. */
const MOUNTED = ['/dev', '/proc', '/sys']

const below = (folder) => {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isSymbolicLink() && !MOUNTED.includes(join(folder, entry.name)))
      .flatMap((entry) => [join(folder, entry.name), ...(entry.isDirectory() ? below(join(folder, entry.name)) : [])])
  } catch (error) {
    // A folder that may not be read may be written all the same: it was looked at itself.
    if (error.code !== 'EACCES') throw error
    return []
  }
}
const writable = ['/', ...below('/')].filter((path) => {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
})
const bytes = below('/opt/stuntdouble').reduce((sum, path) => sum + statSync(path).size, 0)
console.log(`user ${process.getuid()}:${process.getgid()}, ${bytes} bytes in /opt/stuntdouble`)
if (process.getuid() === 0 || writable.length > 0 || bytes > 5_000_000) {
  console.log(
    'expected a user who is not root and may write nowhere, and less than 5,000,000 bytes; it may write',
    writable,
  )
  process.exitCode = 1
}
