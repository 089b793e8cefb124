import { WebSocketServer } from 'ws';

/** Run as a process of its own by `NoShell`: sends each message back, and tells its parent the port. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
server.on('listening', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit());
