// The yardstick: node:http and nothing else, sending the bytes it was given.
const http = require('node:http')

const { status, headers, body } = JSON.parse(process.env.ANSWER ?? '{"status":200,"headers":{},"body":""}')
const server = http.createServer((_req, res) => {
  res.sendDate = false
  res.writeHead(status, headers)
  res.end(body)
})
server.listen(0, '127.0.0.1', () => console.log(`bare ready on http://127.0.0.1:${server.address().port}`))
